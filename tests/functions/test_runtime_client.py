"""The built artifact under Lambda's real runtime client, over every event file: the package is complete.

Path: artifact, awslambdaric, boto3, nothing else. AWS is the emulator over HTTP. Cold starts and import sets are
measured on the same artifact.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from scripts.build import build, native_target
from tests.aws import REGION
from tests.functions.cases import CASES, Surroundings, stage_of
from tests.functions.conftest import publish, surroundings
from tests.support.processes import free_port
from tests.support.runtime_api import RuntimeApi, function, link_libraries
from tests.support.stack import KEYS, MINISTACK, clean_environment, plain_emulator
from tests.template.model import functions

pytestmark = pytest.mark.xdist_group("runtime-client")
BASE = "import time; t = time.process_time(); import boto3; boto3.client('dynamodb'); print(time.process_time() - t)"
WIRING = {
    "check_feeds": "from visitwatch.wiring import make_sources; make_sources(m.check_context())",
    "collect_report": "m.collect_context()",
    "compare_visits": "m.compare_context()",
    "compose_alert": "m.compose_context()",
    "deliver_alert": "m.deliver_context()",
    "record_delivery": "m.record_context()",
    "send_digests": "m.compose_context()",
    "publish_pages": "m.publish_context(); m.site()",
    "manage_subscriptions": "m.subscribers()",
    "operate": "m.operate_context(); m.operate_tools()",
}
MOST = dict.fromkeys(WIRING, 1.4) | {"check_feeds": 1.6, "collect_report": 1.6}
HEAVY = {
    "boto3", "feedparser", "pypdfium2", "jinja2", "lxml", "urllib3", "msgspec", "typer", "rich", "sqlite3", "smtplib",
    "pydantic", "aws_xray_sdk", "asyncio", "ssl",
}  # fmt: skip
ALWAYS = {"boto3", "urllib3", "ssl"}
"""boto3 loads urllib3 and ssl itself."""
IMPORTS = {
    "check_feeds": ALWAYS | {"lxml", "feedparser"},
    **dict.fromkeys(WIRING.keys() - {"check_feeds"}, ALWAYS),
}
"""After a handler is imported and its wiring has run; what only some messages need comes with the first that does."""


@dataclass
class Built:
    """The artifact for this machine, and how to run it."""

    artifact: Path
    libraries: Path
    python: Path

    def output(self, code: str, environment: dict[str, str]) -> str:
        own = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{self.artifact}:{self.libraries}", **KEYS, **environment}
        command = [str(self.python), "-S", "-c", code]
        done = subprocess.run(command, env=own, capture_output=True, text=True, check=False, cwd=self.artifact)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    assert MINISTACK.exists(), "the emulator is not installed: make .venv-stack/stamp"
    folder = tmp_path_factory.mktemp("native")
    target = native_target()
    assert target.interpreter is not None
    artifact = build(target, folder / "build")
    return Built(artifact, link_libraries(target.interpreter, folder / "libraries"), target.interpreter)


@dataclass
class Runtime:
    """Starts each function once, when it is first called."""

    around: Surroundings
    built: Built
    environment: dict[str, str]
    log: Path
    closing: ExitStack
    running: dict[str, RuntimeApi] = field(default_factory=dict)

    def call(self, stage: str, event: Any) -> Any:
        if stage not in self.running:
            own = self.environment | self.around.home.environment(stage)
            handler = functions()[stage]["Handler"]
            started = function(self.built.python, self.built.artifact, self.built.libraries, handler, own, self.log)
            self.running[stage] = self.closing.enter_context(started)
        outcome = self.running[stage].invoke(event)
        assert not outcome.error, (outcome.error, self.log.read_text()[-2000:])
        return outcome.answer


@pytest.fixture(scope="module")
def runtime(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    folder, port = tmp_path_factory.mktemp("runtime"), free_port()
    with ExitStack() as closing:
        url = closing.enter_context(plain_emulator(folder, port))

        def client(service: str) -> Any:
            return boto3.client(  # type: ignore[call-overload]
                service, endpoint_url=url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
            )

        around, ses_url = closing.enter_context(surroundings(folder, client))
        endpoints = {"AWS_ENDPOINT_URL": url, "AWS_ENDPOINT_URL_SESV2": ses_url}
        made = Runtime(around, built, clean_environment() | endpoints, folder / "functions.log", closing)
        made.call("check_feeds", {})
        publish(around)
        yield made


@pytest.mark.parametrize("name", CASES)
def test_the_artifact_answers_an_event(runtime: Runtime, name: str) -> None:
    answer = runtime.call(stage_of(name), runtime.around.event(name))
    assert CASES[name](answer, runtime.around), answer


def test_no_address_is_in_what_functions_write(runtime: Runtime) -> None:
    written = runtime.log.read_text()
    assert '"CollectReport"' in written
    assert "@example.org" not in written


def stage_environment(runtime: Runtime, stage: str) -> dict[str, str]:
    return runtime.around.home.environment(stage)


@pytest.mark.parametrize("stage", WIRING)
def test_a_function_imports_what_the_table_says(runtime: Runtime, built: Built, stage: str) -> None:
    code = f"import sys; import {stage}.app as m; {WIRING[stage]}; print(sorted(sys.modules))"
    loaded = json.loads(built.output(code, stage_environment(runtime, stage)).replace("'", '"'))
    assert HEAVY & set(loaded) == IMPORTS[stage]


@pytest.mark.parametrize("stage", WIRING)
def test_a_cold_start_is_little_more_than_botos(runtime: Runtime, built: Built, stage: str) -> None:
    """Processor time, the least of three runs of each, by turns, or of twelve: other work on the machine does not count."""
    code = f"import time; t = time.process_time(); import {stage}.app as m; {WIRING[stage]}; print(time.process_time() - t)"
    environment = stage_environment(runtime, stage)
    pairs: list[tuple[float, float]] = []
    for more in (3, 9):
        pairs += [(float(built.output(BASE, environment)), float(built.output(code, environment))) for _ in range(more)]
        ratio = min(own for _, own in pairs) / min(base for base, _ in pairs)
        if ratio <= MOST[stage]:
            return
    raise AssertionError(ratio)
