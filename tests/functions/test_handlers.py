"""Every event file against its handler, in process, on moto. The order is that of the way: each builds on those before."""

from __future__ import annotations

import importlib
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from types import SimpleNamespace
from typing import Any

import pytest
from moto import mock_aws
from scripts.build import ROOT
from tests.aws import REGION, aws_client
from tests.functions.cases import CASES, Surroundings, files, stage_of
from tests.functions.conftest import publish, surroundings
from tests.template.model import functions

from visitwatch.domain.operation import OPERATIONS

pytestmark = [pytest.mark.xdist_group("handlers"), pytest.mark.filterwarnings("ignore::DeprecationWarning")]
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": REGION}
CONTEXT = SimpleNamespace(
    function_name="stage",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-west-2:123456789012:function:stage",
    aws_request_id="the-request",
)


class Handlers:
    """Calls handlers as Lambda would: each with its own environment. written: all that they wrote."""

    def __init__(self, around: Surroundings, ses_url: str) -> None:
        self.around, self._ses_url = around, ses_url
        self.written = ""

    def call(self, stage: str, event: Any) -> Any:
        environment = self.around.home.environment(stage) | KEYS | {"AWS_ENDPOINT_URL_SESV2": self._ses_url}
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as output:
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.syspath_prepend(str(ROOT / "functions"))
            _forget()
            try:
                answer = importlib.import_module(f"{stage}.app").handler(event, CONTEXT)
            finally:
                self.written += output.getvalue()
                _forget()
        return answer


def _forget() -> None:
    """What a process keeps for its life: settings, clients, contexts, the logger and its stream."""
    stages = set(functions())
    for name in [m for m in sys.modules if m.partition(".")[0] in stages]:
        del sys.modules[name]
    for name in ("visitwatch.wiring", "visitwatch.wiring_aws", "visitwatch.edge.logs"):
        for value in vars(sys.modules[name]).values() if name in sys.modules else ():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    kept = logging.getLogger("visitwatch")
    kept.handlers.clear()
    for mark in ("init", "powertools_handler"):  # powertools' marks of a logger that has its stream
        vars(kept).pop(mark, None)


@pytest.fixture(scope="module")
def handlers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handlers]:
    with mock_aws(), surroundings(tmp_path_factory.mktemp("ses"), aws_client) as (around, ses_url):
        made = Handlers(around, ses_url)
        made.call("check_feeds", {})
        publish(around)
        yield made


def test_every_file_has_a_case_and_every_function_and_operation_a_file() -> None:
    assert files() == set(CASES)
    assert {stage_of(name) for name in CASES} == set(functions())
    assert {f"operate-{name}" for name in OPERATIONS} <= set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_handler_answers_an_event(handlers: Handlers, name: str) -> None:
    answer = handlers.call(stage_of(name), handlers.around.event(name))
    assert CASES[name](answer, handlers.around), answer


def test_one_line_a_record_and_no_address_in_any(handlers: Handlers) -> None:
    assert '"message":"CollectReport"' in handlers.written
    assert "@example.org" not in handlers.written
    assert "xoxb" not in handlers.written


def test_a_failure_is_named_without_its_text(handlers: Handlers) -> None:
    store = handlers.around.home.physical["RecordsTable"]
    handlers.around.home.physical["RecordsTable"] = "not-there"
    before = len(handlers.written)
    try:
        with pytest.raises(RuntimeError, match="ResourceNotFound"):
            handlers.call("check_feeds", {})
    finally:
        handlers.around.home.physical["RecordsTable"] = store
    said = handlers.written[before:]
    assert '"code":"ResourceNotFoundException"' in said
    assert '"error":"' in said
