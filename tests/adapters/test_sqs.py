"""The queues between stages, and their dead letters, on moto."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws
from tests.aws import aws_client

from visitwatch.adapters.dead_letters import SqsDeadLetters
from visitwatch.adapters.sqs import MAX_BYTES, SqsQueue
from visitwatch.domain.message import CollectReport, CompareVisits
from visitwatch.errors import OperationError, SettingsError, TransientError


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield aws_client("sqs")


def bodies(client: Any, url: str) -> list[str]:
    answer = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [m["Body"] for m in answer.get("Messages", [])]


def test_a_message_arrives_as_it_was_sent(client: Any) -> None:
    url = client.create_queue(QueueName="collect")["QueueUrl"]
    message = CollectReport("https://files.ofsted.gov.uk/v1/file/1", force=True, correlation_id="c")
    SqsQueue(client, {"CollectReport": url}).send(message)
    assert [CollectReport.from_json(body) for body in bodies(client, url)] == [message]


def test_a_stage_that_knows_no_queue_for_a_message_says_so(client: Any) -> None:
    with pytest.raises(SettingsError, match="CompareVisits"):
        SqsQueue(client, {}).send(CompareVisits("https://files.ofsted.gov.uk/v1/file/1", "00"))


def test_a_message_larger_than_sqs_takes_is_refused_before_it_is_sent(client: Any) -> None:
    url = client.create_queue(QueueName="collect")["QueueUrl"]
    with pytest.raises(SettingsError, match="larger"):
        SqsQueue(client, {"CollectReport": url}).send(CollectReport("x" * MAX_BYTES))
    assert bodies(client, url) == []


def test_a_queue_that_does_not_answer_is_to_be_tried_again(client: Any) -> None:
    gone = "https://sqs.eu-west-2.amazonaws.com/123456789012/gone"
    with pytest.raises(TransientError, match="SQS"):
        SqsQueue(client, {"CollectReport": gone}).send(CollectReport("u"))


@pytest.fixture
def dead(client: Any) -> SqsDeadLetters:
    urls = {
        n: client.create_queue(QueueName=n)["QueueUrl"] for n in ("collect", "collect-dead", "compose", "compose-dead")
    }
    for number in range(12):
        client.send_message(QueueUrl=urls["collect-dead"], MessageBody=str(number))
    return SqsDeadLetters(
        client,
        {"collect": (urls["collect-dead"], urls["collect"]), "compose": (urls["compose-dead"], urls["compose"])},
    )


def test_dead_letters_are_counted_and_given_back(dead: SqsDeadLetters) -> None:
    assert dead.counts() == {"collect": 12, "compose": 0}
    assert dead.redrive("compose") == 0
    assert dead.redrive("collect") == 12
    assert dead.counts() == {"collect": 0, "compose": 0}


def test_an_unknown_queue_is_answered_by_the_known_ones(dead: SqsDeadLetters) -> None:
    with pytest.raises(OperationError, match="collect, compose"):
        dead.redrive("colect")
