"""One deployed stack for all tests of this folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from samples.portal import Portal, serve
from scripts.build import ROOT, Target, build, native_target
from tests.support.hooks import Hooks, hooks
from tests.support.mailbox import Mailbox, mailbox
from tests.support.processes import free_port
from tests.support.stack import MINISTACK, Stack, certificate, deploy, emulator, ses, tell_ses

REQUIRED = "VISITWATCH_TEST_STACK"
DOMAIN = "example.org"
FUNCTION_TIMEOUT_S = 45
MAX_RECEIVES = 3


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.stack)
            item.add_marker(pytest.mark.xdist_group("stack"))
            if not os.environ.get(REQUIRED):
                item.add_marker(pytest.mark.skip("deploys a stack: make test-stack"))


@dataclass
class World:
    """The stack and all that stands around it."""

    stack: Stack
    portal: Portal
    mail: Mailbox
    hooks: Hooks
    target: Target
    folder: Path


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    assert MINISTACK.exists(), "the emulator is not installed: make .venv-stack/stamp"
    folder = tmp_path_factory.mktemp("stack")
    target = native_target()
    build(target, folder / "build")
    with contextlib.ExitStack() as closing:
        emulator_port = free_port()
        mail = closing.enter_context(mailbox(free_port()))
        ses_url = closing.enter_context(ses(folder, mail.port, emulator_port))
        url = closing.enter_context(emulator(folder, ses_url, emulator_port))
        portal = closing.enter_context(serve(ROOT / "samples" / "reports"))
        received = closing.enter_context(hooks())
        stack = Stack(url, ses_url, "visitwatch-test", certificate(folder))
        deploy(stack, folder, folder / "build", parameters(target, portal))
        tell_ses(stack, DOMAIN)
        said = (
            f"python{target.python} on {target.architecture}: {len(stack.physical)} resources in {stack.deploy_s:.0f} s"
        )
        print(f"\n{said}")  # noqa: T201  which Python the functions run with depends on the machine
        yield World(stack, portal, mail, received, target, folder)
        keep_logs(stack, folder)


def parameters(target: Target, portal: Portal) -> dict[str, str]:
    """Of the template: this machine, the sample portal, short times, and schedules that the test lets fire."""
    never = "at(2099-01-01T00:00:00)"
    return {
        "Stage": "test",
        "Runtime": f"python{target.python}",
        "Architecture": target.architecture,
        "PortalUrl": portal.url,
        "FilesUrl": portal.url,
        "Feeds": f"{portal.url}/feeds/ofsted.atom {portal.url}/feeds/blog.rss",
        "AllowedHosts": portal.url.removeprefix("http://"),
        "AuthoritiesFile": str(ROOT / "samples" / "reports" / "authorities.json"),
        "Contact": f"ops@{DOMAIN}",
        "MailFrom": f"Visitwatch <visitwatch@{DOMAIN}>",
        "MailUnsubscribe": f"unsubscribe@{DOMAIN}",
        "OpsEmail": f"ops@{DOMAIN}",
        "RequestSpacing": "0",
        "FunctionTimeout": str(FUNCTION_TIMEOUT_S),
        "CheckTimeout": "120",
        "Visibility": str(FUNCTION_TIMEOUT_S),
        "MaxReceiveCount": str(MAX_RECEIVES),
        "CheckSchedule": never,
        "SweepSchedule": never,
        "DigestSchedule": never,
        "MeasureSchedule": never,
    }


def keep_logs(stack: Stack, folder: Path) -> None:
    """Writes what every function logged, for whoever looks why a test failed."""
    for function in stack.of_type("AWS::Serverless::Function"):
        (folder / f"{function}.log").write_text("\n".join(stack.log_lines(function)))
