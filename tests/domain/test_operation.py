from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from visitwatch.domain import operation as op
from visitwatch.domain.operation import OPERATIONS, parse_operation
from visitwatch.errors import OperationError
from visitwatch.flow import operate_reports, operate_subscribers, operate_watch

DOC = (Path(__file__).resolve().parent.parent.parent / "docs" / "operate.md").read_text()


def test_a_payload_becomes_its_operation() -> None:
    assert parse_operation({"operation": "check", "authority": "Exampleshire"}) == op.Check(authority="Exampleshire")
    assert parse_operation({"operation": "status"}) == op.Status()
    assert parse_operation({"operation": "replay", "since": "2026-06-01", "until": "2026-06-02"}) == op.Replay(
        date(2026, 6, 1), date(2026, 6, 2)
    )


@pytest.mark.parametrize(("word", "value"), [("true", True), ("no", False), (True, True), ("1", True)])
def test_yes_and_no_come_as_json_or_as_words(word: object, value: object) -> None:
    assert parse_operation({"operation": "release", "drop": word}) == op.Release(drop=bool(value))


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, "allowed: check, collect,"),
        ({"operation": "explode"}, "unknown operation 'explode'; allowed: check,"),
        ({"operation": "check", "urn": "80470"}, "unknown field 'urn'; allowed: source, authority, dry_run"),
        ({"operation": "status", "now": True}, "unknown field 'now'; allowed: none"),
        ({"operation": "collect"}, "field 'url' is missing"),
        ({"operation": "collect", "url": 7}, "field 'url' must be text, not 7"),
        ({"operation": "replay", "since": "1 June", "until": "2026-06-02"}, "a day such as 2026-06-01, not '1 June'"),
        ({"operation": "release", "drop": "perhaps"}, "must be true or false"),
        ([], "not list"),
    ],
)
def test_wrong_input_is_answered_by_what_is_allowed(payload: dict[str, object], said: str) -> None:
    with pytest.raises(OperationError, match=re.escape(said)):
        parse_operation(payload)


def test_every_operation_has_a_step_and_a_row_in_the_document_with_its_fields() -> None:
    steps = {**operate_reports.STEPS, **operate_subscribers.STEPS, **operate_watch.STEPS}
    assert set(steps) == set(OPERATIONS.values())
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]*)\|", DOC, re.MULTILINE))
    assert set(rows) == set(OPERATIONS)
    for name, kind in OPERATIONS.items():
        assert re.findall(r"`(\w+)`", rows[name]) == [f.name for f in fields(kind)], name
