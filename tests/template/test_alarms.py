from __future__ import annotations

import json
import re

import pytest
from scripts.build import ROOT
from tests.template.model import of_type, resources

ALARMS = of_type("AWS::CloudWatch::Alarm")
CODE = "\n".join(p.read_text() for p in sorted((ROOT / "functions").rglob("*.py")))


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_has_an_action_and_says_what_is_wrong(alarm: str) -> None:
    assert ALARMS[alarm]["AlarmActions"] == [{"Ref": "Alarms"}]
    assert "runbook" in ALARMS[alarm]["AlarmDescription"]


@pytest.mark.parametrize("alarm", ALARMS)
def test_the_runbook_has_a_line_for_an_alarm(alarm: str) -> None:
    assert alarm in (ROOT / "docs" / "runbook.md").read_text()


def test_the_runbook_names_no_alarm_that_is_gone() -> None:
    named = set(re.findall(r"\b\w+Alarm\b", (ROOT / "docs" / "runbook.md").read_text()))
    assert named <= set(ALARMS)


def test_every_dead_letter_queue_has_an_alarm() -> None:
    watched = {str(a["Dimensions"]) for a in ALARMS.values() if a["Namespace"] == "AWS/SQS"}
    for queue in of_type("AWS::SQS::Queue"):
        assert any(f"'{queue}'" in dimensions for dimensions in watched), queue


def test_every_function_has_an_alarm() -> None:
    watched = {a["Dimensions"][0]["Value"]["Ref"] for a in ALARMS.values() if a["Namespace"] == "AWS/Lambda"}
    assert watched == set(of_type("AWS::Serverless::Function"))


@pytest.mark.parametrize("alarm", [n for n, a in ALARMS.items() if a["Namespace"] == "Visitwatch"])
def test_an_alarms_own_metric_is_measured_somewhere(alarm: str) -> None:
    assert f'"{ALARMS[alarm]["MetricName"]}"' in CODE


def test_the_dashboard_shows_metrics_that_are_measured() -> None:
    body = resources()["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(re.sub(r"\$\{[^}]+\}", "x", body))["widgets"]
    metrics = [m for w in widgets for m in w["properties"]["metrics"]]
    assert metrics
    namespace = ""
    for metric in metrics:
        namespace = metric[0] if metric[0] not in (".", "...") else namespace
        assert namespace != "Visitwatch" or f'"{metric[1]}"' in CODE, metric[1]


def test_ops_hear_of_alarms() -> None:
    subscription = resources()["AlarmsEmail"]["Properties"]
    assert subscription["TopicArn"] == {"Ref": "Alarms"}
    assert subscription["Endpoint"] == {"Ref": "OpsEmail"}
