"""DynamoDB's limits and refusals: large bodies, pages of 1 MB, throttling, conditions. On moto, in process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws
from tests.aws import aws_client, records_table, subscribers_table

from visitwatch.adapters.dynamodb.subscribers import DynamoSubscribers
from visitwatch.adapters.dynamodb.table import MAX_BODY, ConditionFailedError, Table, call
from visitwatch.domain.subscription import Channel, Subscriber, SubscriberId
from visitwatch.errors import StoreBusyError, TransientError

ITEM_LIMIT = 400 * 1024


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        made = aws_client("dynamodb")
        made.create_table(TableName="records", **records_table())
        made.create_table(TableName="subscribers", **subscribers_table())
        yield made


@pytest.fixture
def table(client: Any) -> Table:
    return Table(client, "records")


def incompressible(size: int) -> str:
    return os.urandom(size // 2).hex()


def test_a_body_beyond_an_items_limit_comes_back_whole(client: Any, table: Table) -> None:
    text = incompressible(3 * ITEM_LIMIT)
    table.put("BIG", value=text)
    assert table.get_value("BIG", str) == text
    items = client.scan(TableName="records")["Items"]
    assert len(items) > 2
    assert max(len(item["b"]["B"]) for item in items if "b" in item) <= MAX_BODY < ITEM_LIMIT


def test_a_body_that_fits_is_one_item(client: Any, table: Table) -> None:
    table.put("SMALL", value="x" * 1_000_000)  # repeats itself, so it packs to a kilobyte
    assert client.scan(TableName="records")["Count"] == 1


def test_a_large_body_that_is_replaced_leaves_the_old_head_whole_until_then(table: Table) -> None:
    first, second = incompressible(ITEM_LIMIT * 2), incompressible(ITEM_LIMIT * 2)
    table.put("BIG", value=first)
    head = table.get("BIG")
    assert head is not None
    table.put("BIG", value=second)
    assert table.value(head, str) == first
    assert table.get_value("BIG", str) == second


def test_a_missing_part_is_an_error_and_not_half_a_value(client: Any, table: Table) -> None:
    table.put("BIG", value=incompressible(ITEM_LIMIT * 2))
    head = table.get("BIG")
    assert head is not None
    table.delete(f"BODY#{head['ref']!s}", "0001")
    with pytest.raises(StoreBusyError, match="part"):
        table.value(head, str)


def test_a_query_goes_on_after_a_page_of_1_mb(client: Any, table: Table) -> None:
    for number in range(8):
        table.put("LIST", f"{number:03d}", value=incompressible(600_000))
    first = client.query(
        TableName="records",
        KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": {"S": "LIST"}},
    )
    assert "LastEvaluatedKey" in first  # the server does page
    assert [item["sk"] for item in table.query("LIST")] == [f"{n:03d}" for n in range(8)]


def test_adding_twice_writes_once(table: Table) -> None:
    assert table.add("ONE", value="first")
    assert not table.add("ONE", value="second")
    assert table.get_value("ONE", str) == "first"


def test_a_condition_that_fails_is_named(table: Table) -> None:
    table.put("ONE", fields={"revision": 1})
    with pytest.raises(ConditionFailedError):
        table.put("ONE", fields={"revision": 3}, condition="revision = :was", condition_values={"was": 2})


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "ProvisionedThroughputExceededException", "TransactionConflictException"]
)
def test_being_throttled_is_to_be_tried_again(code: str) -> None:
    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": code, "Message": "slow down"}}, "PutItem")

    with pytest.raises(StoreBusyError, match=code):
        call(refuse, TableName="records")


def test_no_connection_is_to_be_tried_again() -> None:
    def refuse(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://dynamodb.eu-west-2.amazonaws.com")

    with pytest.raises(TransientError, match="EndpointConnectionError"):
        call(refuse, TableName="records")


def test_a_missing_permission_is_not_swallowed() -> None:
    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "PutItem")

    with pytest.raises(ClientError):
        call(refuse, TableName="records")


def test_subscribers_beyond_a_page_are_all_had(client: Any) -> None:
    subscribers = DynamoSubscribers(client, "subscribers")
    for number in range(30):
        target = f"https://example.org/{incompressible(60_000)}"
        subscribers.put_subscriber(Subscriber(SubscriberId(f"s{number:02d}"), "S", Channel.WEBHOOK, target))
    assert "LastEvaluatedKey" in client.scan(TableName="subscribers")
    assert [s.id for s in subscribers.all_subscribers()] == [f"s{n:02d}" for n in range(30)]


def test_switching_off_one_that_was_erased_does_not_bring_it_back(client: Any) -> None:
    subscribers = DynamoSubscribers(client, "subscribers")
    subscribers.deactivate(SubscriberId("gone"), "bounced")
    assert subscribers.all_subscribers() == ()
