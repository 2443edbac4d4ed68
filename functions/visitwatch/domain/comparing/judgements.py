"""Judgements of two inspections, like with like.

Single inspections (2013 to 2018) and ILACS share help and protection, care leavers and overall effectiveness; from
2023 ILACS judges children in care and care leavers apart; from April 2026 it gives no overall effectiveness.
"""

from __future__ import annotations

from visitwatch.domain.comparison import JudgementChange, JudgementRow
from visitwatch.domain.report import GRADED, Aspect, Grade, Judgement, Kind, Report

_RANK = {
    Grade.OUTSTANDING: 0,
    Grade.GOOD: 1,
    Grade.REQUIRES_IMPROVEMENT: 2,
    Grade.INADEQUATE: 3,
}
_FRAMEWORK = {Kind.SINGLE: "single inspection", Kind.ILACS: "ILACS"}
_ORDER = tuple(Aspect)


def judgement_rows(before: Report, after: Report) -> tuple[JudgementRow, ...]:
    """One row for each aspect that either inspection judges, in the order of `Aspect`.

    Empty where either report is of a kind that has no grades: a letter does not end a judgement.
    """
    if before.kind not in GRADED or after.kind not in GRADED:
        return ()
    earlier = {judgement.aspect: judgement for judgement in before.judgements}
    later = {judgement.aspect: judgement for judgement in after.judgements}
    note = framework_note(before, after)
    return tuple(
        _row(aspect, earlier.get(aspect), later.get(aspect), note)
        for aspect in _ORDER
        if aspect in earlier or aspect in later
    )


def framework_note(before: Report, after: Report) -> str:
    """That the framework changed, or "" where it did not."""
    if before.kind is after.kind or before.kind not in _FRAMEWORK or after.kind not in _FRAMEWORK:
        return ""
    return f"The framework changed: {_FRAMEWORK[before.kind]} to {_FRAMEWORK[after.kind]}."


def _row(aspect: Aspect, before: Judgement | None, after: Judgement | None, framework: str) -> JudgementRow:
    change = _change(before.grade if before else None, after.grade if after else None)
    note = "Not judged in one of the two." if change is JudgementChange.NOT_COMPARABLE else framework
    return JudgementRow(
        aspect=aspect,
        before=before.grade if before else None,
        after=after.grade if after else None,
        before_page=before.page if before else None,
        after_page=after.page if after else None,
        change=change,
        note=note,
    )


def _change(before: Grade | None, after: Grade | None) -> JudgementChange:
    if Grade.NOT_JUDGED in (before, after):
        return JudgementChange.NOT_COMPARABLE
    if before is None:
        return JudgementChange.NEW
    if after is None:
        return JudgementChange.NO_LONGER_GIVEN
    step = _RANK[after] - _RANK[before]
    if step == 0:
        return JudgementChange.UNCHANGED
    return JudgementChange.IMPROVED if step < 0 else JudgementChange.DECLINED
