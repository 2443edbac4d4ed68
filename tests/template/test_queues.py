from __future__ import annotations

import pytest
from tests.aws import template
from tests.template.model import default, functions, of_type

QUEUES = of_type("AWS::SQS::Queue")
WORKING = {name: p for name, p in QUEUES.items() if "DeadLetters" not in name}
SOURCES = {
    stage: event["Properties"]
    for stage, properties in functions().items()
    for event in properties.get("Events", {}).values()
    if event["Type"] == "SQS"
}


@pytest.mark.parametrize("queue", WORKING)
def test_a_queue_has_a_dead_letter_queue_of_its_own(queue: str) -> None:
    redrive = WORKING[queue]["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [queue.replace("Queue", "DeadLetters"), "Arn"]}
    assert default(redrive["maxReceiveCount"]) >= 3


@pytest.mark.parametrize("queue", QUEUES)
def test_messages_are_kept_for_14_days_and_encrypted(queue: str) -> None:
    assert QUEUES[queue]["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert QUEUES[queue]["SqsManagedSseEnabled"] is True


@pytest.mark.parametrize("stage", SOURCES)
def test_visibility_is_at_least_six_times_the_functions_timeout(stage: str) -> None:
    queue = SOURCES[stage]["Queue"]["Fn::GetAtt"][0]
    timeout = functions()[stage].get("Timeout", template()["Globals"]["Function"]["Timeout"])
    assert default(WORKING[queue]["VisibilityTimeout"]) >= 6 * default(timeout)


@pytest.mark.parametrize("stage", SOURCES)
def test_a_source_takes_partial_batch_answers(stage: str) -> None:
    assert SOURCES[stage]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_every_queue_is_worked_by_one_function() -> None:
    assert sorted(s["Queue"]["Fn::GetAtt"][0] for s in SOURCES.values()) == sorted(WORKING)


def test_mail_goes_out_at_a_limited_rate() -> None:
    assert SOURCES["deliver_alert"]["ScalingConfig"]["MaximumConcurrency"] == 2
