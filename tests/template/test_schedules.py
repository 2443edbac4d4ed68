from __future__ import annotations

import tomllib

import pytest
from scripts.build import ROOT
from tests.aws import template
from tests.support.schedule_expressions import problem
from tests.template.model import default, functions

SCHEDULES = {
    f"{stage}.{name}": event["Properties"]
    for stage, properties in functions().items()
    for name, event in properties.get("Events", {}).items()
    if event["Type"] == "ScheduleV2"
}


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_an_expression_is_valid(schedule: str) -> None:
    assert problem(default(SCHEDULES[schedule]["ScheduleExpression"])) == ""


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_runs_by_londons_clock_tries_again_and_has_a_dead_letter_queue(schedule: str) -> None:
    properties = SCHEDULES[schedule]
    assert properties["ScheduleExpressionTimezone"] == "Europe/London"
    assert properties["RetryPolicy"]["MaximumRetryAttempts"] >= 2
    assert properties["DeadLetterConfig"]["Arn"] == {"Fn::GetAtt": ["ScheduleDeadLetters", "Arn"]}
    assert properties["FlexibleTimeWindow"] == {"Mode": "OFF"}


def test_a_scheduled_function_that_fails_ends_in_the_same_queue() -> None:
    for stage in {name.partition(".")[0] for name in SCHEDULES}:
        wanted = {"Type": "SQS", "Destination": {"Fn::GetAtt": ["ScheduleDeadLetters", "Arn"]}}
        assert functions()[stage]["EventInvokeConfig"]["DestinationConfig"]["OnFailure"] == wanted


def test_checks_are_hourly_on_working_days_and_nightly_and_digests_at_half_past_eight() -> None:
    defaults = {name: p.get("Default") for name, p in template()["Parameters"].items() if name.endswith("Schedule")}
    assert defaults["CheckSchedule"] == "cron(5 8-18 ? * MON-FRI *)"
    assert defaults["SweepSchedule"] == "cron(30 2 * * ? *)"
    assert defaults["DigestSchedule"] == "cron(30 8 * * ? *)"


def test_stages_give_valid_schedules() -> None:
    stages = tomllib.loads((ROOT / "samconfig.toml").read_text())
    for stage in stages.values():
        overrides = (
            stage["deploy"]["parameters"]["parameter_overrides"]
            if isinstance(stage, dict) and "deploy" in stage
            else []
        )
        pairs = dict(pair.split("=", 1) for pair in overrides)
        assert set(pairs) <= set(template()["Parameters"])
        assert all(problem(value) == "" for name, value in pairs.items() if name.endswith("Schedule"))


@pytest.mark.parametrize(
    "expression",
    ["rate(1 minute)", "rate(5 days)", "at(2026-03-29T08:30:00)", "cron(0/30 * * * ? *)", "cron(0 9 ? * 2#1 *)",
     "cron(15 10 L * ? 2026-2030)", "cron(5 8-18 ? * MON-FRI *)"],
)  # fmt: skip
def test_what_aws_takes_is_taken(expression: str) -> None:
    assert problem(expression) == ""


@pytest.mark.parametrize(
    "expression",
    ["rate(banana)", "rate(1 minutes)", "rate(0 hours)", "at(tomorrow)", "at(2026-02-30T08:00:00)", "cron(* * * * *)",
     "cron(0 9 * * * *)", "cron(0 9 ? * ? *)", "cron(61 9 ? * MON *)", "cron(0 24 ? * MON *)", "cron(0 9 ? * MOON *)",
     "cron(0 18-8 ? * MON *)", "every hour"],
)  # fmt: skip
def test_what_aws_refuses_is_refused(expression: str) -> None:
    assert problem(expression) != ""
