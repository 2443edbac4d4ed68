"""`compare.py`: the note on the outcome of an area SEND inspection."""

from __future__ import annotations

import pytest

from visitwatch.domain.comparing.compare import outcome_note
from visitwatch.domain.report import Kind, Report


def note(before: int, after: int, kind: Kind = Kind.AREA_SEND) -> str:
    one, other = (Report(kind, (), "", 9, outcome=outcome) for outcome in (before, after))
    return outcome_note(one, other)


@pytest.mark.parametrize(("before", "after"), [(1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2)])
def test_an_outcome_that_moved_up_or_down_is_told_with_the_one_before(before: int, after: int) -> None:
    assert note(before, after) == f"Outcome {before} in the last inspection, {after} now."


@pytest.mark.parametrize("outcome", [1, 2, 3])
def test_an_outcome_that_did_not_move_is_told_so(outcome: int) -> None:
    assert note(outcome, outcome) == f"Outcome {outcome} as in the last inspection."


def test_inspections_of_another_kind_have_no_note_on_an_outcome() -> None:
    assert note(1, 2, Kind.ILACS) == ""
