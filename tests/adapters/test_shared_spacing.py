from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from moto import mock_aws
from tests.aws import aws_client, records_table

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.dynamodb.spacing import SharedSpacing
from visitwatch.adapters.dynamodb.table import Table

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def table() -> Iterator[Table]:
    with mock_aws():
        client = aws_client("dynamodb")
        client.create_table(TableName="records", **records_table())
        yield Table(client, "records")


def test_two_processes_take_turns_of_a_second_at_one_host(table: Table) -> None:
    mine, other = FixedClock(NOW), FixedClock(NOW)
    one, two = SharedSpacing(table, mine, 1.0), SharedSpacing(table, other, 1.0)
    starts = []
    for spacing, clock in ((one, mine), (two, other), (one, mine), (two, other)):
        with spacing.turn("files.example"):
            starts.append((clock.now() - NOW).total_seconds())
    assert starts == [0.0, 1.0, 2.0, 3.0]


def test_another_host_does_not_wait(table: Table) -> None:
    clock = FixedClock(NOW)
    spacing = SharedSpacing(table, clock, 1.0)
    for host in ("one.example", "two.example"):
        with spacing.turn(host):
            assert clock.now() == NOW
