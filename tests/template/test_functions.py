from __future__ import annotations

import importlib
import sys

import pytest
from scripts.build import ROOT
from scripts.newest_python import RUNTIMES, template_version
from tests.aws import template
from tests.template.model import functions, of_type, resources

FUNCTIONS = of_type("AWS::Serverless::Function")
GLOBALS = template()["Globals"]["Function"]


@pytest.mark.parametrize("stage", functions())
def test_a_handler_imports_and_can_be_called(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "functions"))
    module, _, name = functions()[stage]["Handler"].rpartition(".")
    for loaded in [m for m in sys.modules if m.partition(".")[0] == stage]:
        monkeypatch.delitem(sys.modules, loaded)
    assert callable(getattr(importlib.import_module(module), name))


def test_every_folder_with_a_handler_is_a_function() -> None:
    assert {p.parent.name for p in (ROOT / "functions").glob("*/app.py")} == set(functions())


def test_all_functions_share_one_artifact_on_arm64() -> None:
    assert GLOBALS["CodeUri"] == "functions/"
    assert all("CodeUri" not in p and "Runtime" not in p and "Architectures" not in p for p in FUNCTIONS.values())
    assert template()["Parameters"]["Architecture"]["Default"] == "arm64"
    assert template_version() in RUNTIMES
    assert all(r["Metadata"] == {"BuildMethod": "python-uv"} for n, r in resources().items() if n in FUNCTIONS)


def test_functions_are_traced_and_log_json() -> None:
    assert GLOBALS["Tracing"] == "Active"
    assert all(p["LoggingConfig"]["LogFormat"] == "JSON" for p in FUNCTIONS.values())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_logs_are_kept_for_a_set_time(function: str) -> None:
    group = FUNCTIONS[function]["LoggingConfig"]["LogGroup"]["Ref"]
    assert group == function.removesuffix("Function") + "Logs"
    assert resources()[group]["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_unsubscribing_has_a_page_and_a_one_click_endpoint() -> None:
    routes = {p["RouteKey"] for p in of_type("AWS::ApiGatewayV2::Route").values()}
    assert routes == {"GET /unsubscribe/{token}", "POST /unsubscribe/{token}"}
