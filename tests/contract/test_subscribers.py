"""The port Subscribers: one body for the file, the table and the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws
from tests.aws import aws_client
from tests.delivery_values import EXAMPLESHIRE, NOW, REGISTER, MemorySubscribers

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.dynamodb.subscribers import DynamoSubscribers
from visitwatch.adapters.subscribers_file import FileSubscribers
from visitwatch.domain.report import Kind
from visitwatch.domain.subscription import Channel, Filters, Frequency, Subscriber, SubscriberId
from visitwatch.ports import Subscribers

ANN = Subscriber(
    SubscriberId("ann"),
    "Ann",
    Channel.EMAIL,
    "ann@council.example",
    Filters(frozenset({EXAMPLESHIRE}), frozenset({"South West"}), frozenset({Kind.ILACS}), frozenset({"health"})),
    Frequency.WEEKLY,
)
ROOM = Subscriber(
    SubscriberId("room"),
    "Room",
    Channel.SLACK,
    "https://hooks.slack.com/services/T/B/x",
    owner="owner@council.example",
)
TOML = """
[[subscriber]]
id = "ann"
name = "Ann"
email = "ann@council.example"
authorities = ["Exampleshire"]
regions = ["South West"]
kinds = ["ilacs inspection"]
themes = ["health"]
frequency = "weekly"

[[subscriber]]
id = "room"
name = "Room"
slack = "https://hooks.slack.com/services/T/B/x"
owner = "owner@council.example"
"""


@contextmanager
def _file(folder: Path) -> Iterator[Subscribers]:
    path = folder / "subscribers.toml"
    path.write_text(TOML, "utf-8")
    yield FileSubscribers(path, REGISTER, FixedClock(NOW))


@contextmanager
def _table(folder: Path) -> Iterator[Subscribers]:
    with mock_aws():
        client: Any = aws_client("dynamodb")
        client.create_table(
            TableName="subscribers",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        subscribers = DynamoSubscribers(client, "subscribers")
        for one in (ANN, ROOM):
            subscribers.put_subscriber(one)
        yield subscribers


@contextmanager
def _memory(folder: Path) -> Iterator[Subscribers]:
    yield MemorySubscribers(ANN, ROOM)


MAKERS = {"file": _file, "dynamodb": _table, "memory": _memory}


@pytest.fixture(params=MAKERS)
def subscribers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subscribers]:
    made: AbstractContextManager[Subscribers] = MAKERS[request.param](tmp_path)
    with made as port:
        yield port


def test_subscribers_come_back_as_they_were_given(subscribers: Subscribers) -> None:
    assert sorted(subscribers.all_subscribers(), key=lambda s: s.id) == [ANN, ROOM]
    assert subscribers.get_subscriber(ANN.id) == ANN
    assert subscribers.get_subscriber(SubscriberId("nobody")) is None


def test_whoever_is_switched_off_stays_in_the_list_and_the_others_stay_on(subscribers: Subscribers) -> None:
    subscribers.deactivate(ANN.id, "the address bounced")
    subscribers.deactivate(ANN.id, "again")
    assert {s.id: s.active for s in subscribers.all_subscribers()} == {"ann": False, "room": True}
    off = subscribers.get_subscriber(ANN.id)
    assert off is not None
    assert not off.active


def test_one_who_is_gone_stays_gone(subscribers: Subscribers) -> None:
    subscribers.deactivate(SubscriberId("nobody"), "unsubscribed")
    assert {s.id for s in subscribers.all_subscribers()} == {"ann", "room"}
