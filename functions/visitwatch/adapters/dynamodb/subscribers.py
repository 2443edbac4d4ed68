"""Subscribers in a table of their own: addresses and webhook URLs are secrets that few functions may read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from visitwatch.adapters.codec import decode, encode
from visitwatch.adapters.dynamodb.table import call
from visitwatch.domain.subscription import Subscriber, SubscriberId

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoSubscribers:
    """The port Subscribers, and what `operate` needs to add and remove them."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._name = table_name

    def all_subscribers(self) -> tuple[Subscriber, ...]:
        found: list[Subscriber] = []
        arguments: dict[str, object] = {"TableName": self._name, "ConsistentRead": True}
        while True:
            answer = call(self._client.scan, **arguments)
            found += [decode(item["b"]["B"], Subscriber) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                return tuple(sorted(found, key=lambda s: s.id))
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def get_subscriber(self, subscriber_id: SubscriberId) -> Subscriber | None:
        answer = call(
            self._client.get_item, TableName=self._name, Key={"pk": {"S": subscriber_id}}, ConsistentRead=True
        )
        return decode(answer["Item"]["b"]["B"], Subscriber) if "Item" in answer else None

    def deactivate(self, subscriber_id: SubscriberId, reason: str) -> None:
        """Keeps the subscriber, inactive, with the reason. One that is gone stays gone."""
        subscriber = self.get_subscriber(subscriber_id)
        if subscriber is None:
            return
        call(
            self._client.update_item,
            TableName=self._name,
            Key={"pk": {"S": subscriber_id}},
            UpdateExpression="SET b = :b, reason = :r",
            ExpressionAttributeValues={":b": {"B": encode(replace(subscriber, active=False))}, ":r": {"S": reason}},
        )

    def put_subscriber(self, subscriber: Subscriber) -> None:
        """Adds or replaces."""
        call(
            self._client.put_item,
            TableName=self._name,
            Item={"pk": {"S": subscriber.id}, "b": {"B": encode(subscriber)}},
        )

    def remove_subscriber(self, subscriber_id: SubscriberId) -> bool:
        """True if there was one; nothing of it is kept."""
        answer = call(
            self._client.delete_item, TableName=self._name, Key={"pk": {"S": subscriber_id}}, ReturnValues="ALL_OLD"
        )
        return "Attributes" in answer
