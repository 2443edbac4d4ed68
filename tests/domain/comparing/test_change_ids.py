"""`domain/change.py`: what makes two changes one."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from visitwatch.domain.change import (
    Change,
    ChangeId,
    ChangeKind,
    Correction,
    FieldChange,
    SentenceChange,
    change_id,
    summarise,
)
from visitwatch.domain.publication import Publication
from visitwatch.domain.report import Urn


def test_a_change_has_the_same_id_however_often_it_is_found() -> None:
    assert change_id(ChangeKind.NEW_REPORT, "hash") == change_id(ChangeKind.NEW_REPORT, "hash")
    assert len(change_id(ChangeKind.NEW_REPORT, "hash")) == 24


def test_ids_stay_as_they_are_since_ledgers_hold_them() -> None:
    assert change_id(ChangeKind.NEW_REPORT, "a", "b") == "1cdb5d820f6611b67a56d0de"
    assert change_id(ChangeKind.CORRECTION, "a", "b") == "db3a9db9304431f199ea75a5"


@pytest.mark.parametrize("kind", [ChangeKind.UNREADABLE, ChangeKind.UNKNOWN_KIND])
def test_a_report_read_otherwise_by_a_newer_reader_is_the_same_change(kind: ChangeKind) -> None:
    assert change_id(kind, "hash") == change_id(ChangeKind.NEW_REPORT, "hash")


def test_other_kinds_of_change_are_other_changes() -> None:
    others = {kind: change_id(kind, "hash") for kind in (ChangeKind.NEW_REPORT, *ChangeKind)}
    apart = {
        others[k] for k in (ChangeKind.NEW_REPORT, ChangeKind.CORRECTION, ChangeKind.RECOMPARED, ChangeKind.NOTICE)
    }
    assert len(apart) == 4


def test_a_correction_is_whole_unless_it_says_that_it_was_cut_short() -> None:
    assert not Correction("before", (), ()).truncated


def test_parts_do_not_run_into_each_other() -> None:
    assert change_id(ChangeKind.CORRECTION, "ab", "c") != change_id(ChangeKind.CORRECTION, "a", "bc")


AT = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
CHANGE = Change(ChangeId("c"), ChangeKind.NEW_REPORT, (Urn("80000"),), AT, "A title", "https://reports.example/1")


def test_a_summary_tells_of_a_change_what_lists_show() -> None:
    summary = summarise(CHANGE)
    assert (summary.id, summary.kind, summary.urns, summary.occurred_at, summary.title, summary.url) == (
        CHANGE.id,
        CHANGE.kind,
        CHANGE.urns,
        AT,
        "A title",
        "https://reports.example/1",
    )
    assert summary.published is None
    published = Publication("https://reports.example/1", Urn("80000"), "letter", date(2024, 1, 5), None, "ofsted")
    assert summarise(replace(CHANGE, publication=published)).published == date(2024, 1, 5)


VALUES: tuple[Any, ...] = (
    CHANGE,
    Correction("before", (), ()),
    FieldChange("topic", "", "early help"),
    SentenceChange(None, None),
    summarise(CHANGE),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_there_is_to_tell_is_compared_by_value_cannot_be_altered_and_holds_its_fields_alone(value: Any) -> None:
    name = fields(value)[0].name
    assert value == replace(value)
    assert value != replace(value, **{name: "other"})
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, "other")
    assert not hasattr(value, "__dict__")
