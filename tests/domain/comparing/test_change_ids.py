"""`domain/change.py`: what makes two changes one."""

import pytest

from visitwatch.domain.change import ChangeKind, Correction, change_id


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
