"""parse(serialise(x)) = x: for every value that a store keeps and every message that a queue carries."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitwatch.adapters.codec import decode, encode
from visitwatch.adapters.sqlite.database import moment, stamp
from visitwatch.domain.change import Change, ChangeSummary
from visitwatch.domain.delivery import Delivery
from visitwatch.domain.message import MESSAGES, message_key, parse_message
from visitwatch.domain.publication import PublicationRecord
from visitwatch.domain.report import Chances, Finding
from visitwatch.errors import MessageError
from visitwatch.ports import SourceState, StoredReport

MOMENTS = st.datetimes(timezones=st.just(UTC))
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    datetime: MOMENTS,
    int: st.integers(0, 10**6),
    float: st.floats(0, 1),
    type(None): st.none(),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the domain, by its annotations."""
    kind = getattr(kind, "__supertype__", kind)
    inner = get_args(kind)
    if get_origin(kind) is tuple and inner[1:] == (...,):
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*map(values, inner))
    if inner:
        return st.one_of(*map(values, inner))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})
    return PLAIN[kind] if kind in PLAIN else st.from_type(kind)


KEPT = (PublicationRecord, StoredReport, Change, ChangeSummary, Delivery, SourceState)


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_what_is_kept_comes_back_as_it_was(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert decode(encode(value), kind) == value


@given(values(Chances), values(StoredReport))
def test_how_sure_the_labels_of_a_report_are_is_kept(chances: Chances, stored: StoredReport) -> None:
    finding = Finding("Plans are late.", 2, "Findings", themes=(), chances=chances)
    kept = replace(stored, report=replace(stored.report, findings=(finding,)))
    assert decode(encode(kept), StoredReport).report.findings == (finding,)


def test_a_finding_that_was_stored_before_chances_were_kept_has_none() -> None:
    kept = Finding("Plans are late.", 2, "Findings", themes=("planning",))
    stored = json.loads(encode(kept))
    del stored["chances"]
    assert decode(json.dumps(stored), Finding) == kept


@pytest.mark.parametrize("name", sorted(MESSAGES))
@given(data=st.data())
def test_a_message_comes_back_as_it_was(name: str, data: st.DataObject) -> None:
    message = data.draw(values(MESSAGES[name]))
    assert parse_message(name, message.to_json()) == message


@pytest.mark.parametrize("name", sorted(MESSAGES))
@given(body=st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(repr))
def test_a_body_that_is_no_message_is_named(name: str, body: str) -> None:
    with pytest.raises(MessageError):
        parse_message(name, body)


@given(data=st.data(), correlation_id=st.text())
def test_messages_have_one_key_only_if_they_ask_for_the_same(data: st.DataObject, correlation_id: str) -> None:
    one, other = (data.draw(st.one_of(*map(values, MESSAGES.values()))) for _ in range(2))
    assert message_key(one) == message_key(replace(one, correlation_id=correlation_id))
    assert (message_key(one) == message_key(other)) == (one == replace(other, correlation_id=one.correlation_id))


@given(one=MOMENTS, other=MOMENTS)
def test_stamps_sort_as_the_moments_do_and_come_back(one: datetime, other: datetime) -> None:
    assert (stamp(one) < stamp(other)) == (one < other)
    assert moment(stamp(one)) == one
