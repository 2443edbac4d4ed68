"""What a letter leaves out or contradicts itself in."""

from __future__ import annotations

from datetime import date

from visitwatch.domain.reading.letters_opening import Opening
from visitwatch.domain.reading.letters_progress import speaks_of_progress
from visitwatch.domain.report import Kind, Quote

_LONG_VISIT = 31
"""Days. The longest visits seen are three weeks of single days."""


def warnings_of(kind: Kind, opening: Opening, written: date | None, statement: Quote | None) -> tuple[str, ...]:
    """One sentence for each doubt; facts stay as printed."""
    doubts = (*_missing(kind, opening, written, statement), *_contradictions(opening, written))
    if statement and not speaks_of_progress(statement.text):
        return (*doubts, "no sentence speaks of progress: the first headline finding stands for it")
    return doubts


def _missing(kind: Kind, opening: Opening, written: date | None, statement: Quote | None) -> list[str]:
    wanted = {
        "the days of the visit": bool(opening.visited),
        "its inspectors": bool(opening.inspectors),
        "the date of the letter": written is not None,
    }
    if kind is Kind.MONITORING_VISIT:
        wanted["which monitoring visit it is"] = opening.ordinal is not None
        wanted["its statement of progress"] = statement is not None
        wanted["since when the authority was judged inadequate"] = opening.judged_inadequate is not None
    return [f"not found in the letter: {what}" for what, there in wanted.items() if not there]


def _contradictions(opening: Opening, written: date | None) -> list[str]:
    found = []
    for days in opening.visited:
        if days.last < days.first:
            found.append(f"a visit that ends ({days.last}) before it begins ({days.first}), as printed")
        elif (days.last - days.first).days > _LONG_VISIT:
            found.append(
                f"a visit of {(days.last - days.first).days + 1} days ({days.first} to {days.last}), as printed"
            )
    if written and opening.visited and written < opening.visited[-1].last:
        found.append(
            f"the letter is dated {written}, before the visit's last day {opening.visited[-1].last}, as printed"
        )
    judged = opening.judged_inadequate
    if (
        judged
        and opening.visited
        and (judged.year, judged.month) > (opening.visited[0].first.year, opening.visited[0].first.month)
    ):
        found.append(f"judged inadequate in {judged}, after the visit, as printed")
    return found
