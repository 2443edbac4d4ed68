"""What all tests share: no network but loopback, the corpus if it is there, and no settings from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"

settings.register_profile("short", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("long" if os.environ.get("VISITWATCH_TEST_LONG") else "short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files of tests/golden anew")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Sockets reach loopback only."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    if item.get_closest_marker("corpus") and not CORPUS.is_dir():
        if os.environ.get("VISITWATCH_TEST_REQUIRE_CORPUS"):
            pytest.fail("the corpus tests were skipped: ../shared/corpus is not there")
        pytest.skip("../shared/corpus is not there")
    if item.get_closest_marker("long") and not os.environ.get("VISITWATCH_TEST_LONG"):
        pytest.skip("runs for minutes: make test-long")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("VISITWATCH_", "AWS_")) and not name.startswith("VISITWATCH_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the real documents; tests that use it carry the marker `corpus`."""
    return CORPUS
