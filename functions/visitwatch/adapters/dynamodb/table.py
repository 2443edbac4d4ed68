"""One DynamoDB table of records: keys, bodies of any size, conditions, paging, and errors in our words.

Item: pk, sk (keys), gsi1pk/gsi1sk and gsi2pk/gsi2sk (indexes), b (the value as JSON, compressed), n (how many parts
where the body is too large for one item; AWS allows 400 KB), and plain attributes that conditions look at.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from visitwatch.adapters.codec import decode, encode
from visitwatch.errors import StoreBusyError, TransientError, VisitwatchError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")
Item = dict[str, Any]

MAX_BODY = 350_000
"""Bytes of a body in one item; AWS counts names and keys, too."""

_BUSY = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
    "TransactionConflictException",
}


class ConditionFailedError(VisitwatchError):
    """The item was not as the condition wanted it; never leaves the adapter."""


def attribute(value: str | int | bytes) -> Item:
    """The value in DynamoDB's notation."""
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"S": value}


def plain(item: Mapping[str, Item]) -> dict[str, str | int | bytes]:
    """The attributes that `attribute` was given."""
    values: dict[str, str | int | bytes] = {}
    for name, typed in item.items():
        kind, value = next(iter(typed.items()))
        values[name] = int(value) if kind == "N" else value
    return values


def call(operation: Callable[..., Any], **arguments: Any) -> Any:
    """The answer of a client's operation. Raises ConditionFailedError, StoreBusyError, TransientError."""
    from botocore.exceptions import BotoCoreError, ClientError

    table = str(arguments.get("TableName", ""))
    try:
        return operation(**arguments)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code == "ConditionalCheckFailedException":
            raise ConditionFailedError(code) from error
        if code in _BUSY:
            raise StoreBusyError(f"DynamoDB: {code}", subject=table) from error
        raise
    except BotoCoreError as error:
        raise TransientError(f"DynamoDB: {type(error).__name__}", subject=table) from error


class Table:
    """client: a boto3 DynamoDB client; its own retries come first."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def _call(self, operation: Callable[..., Any], **arguments: Any) -> Any:
        return call(operation, TableName=self._name, **arguments)

    def put(
        self,
        pk: str,
        sk: str = "-",
        *,
        value: object | None = None,
        fields: Mapping[str, str | int] | None = None,
        condition: str = "",
        condition_values: Mapping[str, str | int] | None = None,
    ) -> None:
        """Writes an item, body parts first, so that a head never names parts that are not there.

        fields: index keys, and what conditions look at.

        Raises ConditionFailedError, StoreBusyError.
        """
        item: dict[str, str | int | bytes] = {"pk": pk, "sk": sk, **(fields or {})}
        if value is not None:
            item |= self._body(encode(value))
        arguments: Item = {"Item": {name: attribute(v) for name, v in item.items()}}
        if condition:
            arguments["ConditionExpression"] = condition
        if condition_values:
            arguments["ExpressionAttributeValues"] = {f":{n}": attribute(v) for n, v in condition_values.items()}
        self._call(self._client.put_item, **arguments)

    def _body(self, data: bytes) -> dict[str, str | int | bytes]:
        packed = zlib.compress(data, 6)
        if len(packed) <= MAX_BODY:
            return {"b": packed}
        # Parts are named by their content: writing them twice is the same, and an older head keeps its own.
        digest = hashlib.sha256(packed).hexdigest()
        parts = [packed[start : start + MAX_BODY] for start in range(0, len(packed), MAX_BODY)]
        for number, part in enumerate(parts):
            key: dict[str, str | bytes] = {"pk": f"BODY#{digest}", "sk": f"{number:04d}", "b": part}
            self._call(self._client.put_item, Item={name: attribute(v) for name, v in key.items()})
        return {"ref": digest, "n": len(parts)}

    def get(self, pk: str, sk: str = "-") -> dict[str, str | int | bytes] | None:
        """The item's attributes, read consistently, or None."""
        answer = self._call(self._client.get_item, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True)
        return plain(answer["Item"]) if "Item" in answer else None

    def value(self, item: Mapping[str, str | int | bytes], kind: type[T]) -> T:
        """The value that an item carries."""
        if "b" in item:
            packed = item["b"]
        else:
            packed = b"".join(self._part(str(item["ref"]), number) for number in range(int(item["n"])))
        return decode(zlib.decompress(bytes(packed)), kind)  # type: ignore[arg-type]

    def _part(self, digest: str, number: int) -> bytes:
        part = self.get(f"BODY#{digest}", f"{number:04d}")
        if part is None:
            raise StoreBusyError("a part of a body is missing", subject=digest)
        return bytes(part["b"])  # type: ignore[arg-type]

    def get_value(self, pk: str, kind: type[T], sk: str = "-") -> T | None:
        item = self.get(pk, sk)
        return None if item is None else self.value(item, kind)

    def delete(self, pk: str, sk: str = "-") -> None:
        self._call(self._client.delete_item, Key={"pk": {"S": pk}, "sk": {"S": sk}})

    def query(
        self, key: str, *, index: str = "", begins: str = "", between: tuple[str, str] | None = None
    ) -> Iterator[dict[str, str | int | bytes]]:
        """All items of a partition in order of their sort key, page by page (1 MB each)."""
        hash_name, range_name = (f"{index}pk", f"{index}sk") if index else ("pk", "sk")
        values: dict[str, str | int] = {"h": key}
        expression = f"{hash_name} = :h"
        if begins:
            expression, values = f"{expression} AND begins_with({range_name}, :b)", values | {"b": begins}
        if between:
            expression = f"{expression} AND {range_name} BETWEEN :from AND :to"
            values |= {"from": between[0], "to": between[1]}
        arguments: Item = {
            "KeyConditionExpression": expression,
            "ExpressionAttributeValues": {f":{n}": attribute(v) for n, v in values.items()},
        }
        if index:
            arguments["IndexName"] = index
        else:
            arguments["ConsistentRead"] = True
        yield from self._pages(self._client.query, arguments)

    def _pages(self, operation: Callable[..., Any], arguments: Item) -> Iterator[dict[str, str | int | bytes]]:
        while True:
            answer = self._call(operation, **arguments)
            for item in answer["Items"]:
                yield plain(item)
            if "LastEvaluatedKey" not in answer:
                return
            arguments = arguments | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def add(
        self, pk: str, sk: str = "-", *, value: object | None = None, fields: Mapping[str, str | int] | None = None
    ) -> bool:
        """True if the item was not there; False, and nothing written, if it was."""
        try:
            self.put(pk, sk, value=value, fields=fields, condition="attribute_not_exists(pk)")
        except ConditionFailedError:
            return False
        return True
