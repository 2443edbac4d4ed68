"""Which earlier reports a report is compared with, in the order in which each theme looks for its baseline.

Rules: shared design, "What a comparison is". Visits go by the days on site, never by publication, since they
may be published out of order. A cycle begins with an inspection that judged anything inadequate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from visitwatch.domain.comparing.areas import same_area
from visitwatch.domain.comparison import Known, Why
from visitwatch.domain.report import GRADED, Grade, Kind, Report, YearMonth

MONTHS_APART = 4
"""A letter names the month of the inspection or that of its publication, which follow within four months."""


@dataclass(frozen=True, slots=True)
class Chosen:
    known: Known
    why: Why


def choose(later: Known, history: Sequence[Known], *, given: bool = False) -> tuple[Chosen, ...]:
    """The baselines, most telling first; each report once. Empty where nothing earlier is like it.

    given: the history was chosen by a person, so every report of it is a baseline whatever its kind and date.
    """
    past = _events(later, history, given=given)
    chosen = _by_rule(later.report, past)
    if given:
        taken = {item.known.key for item in chosen}
        chosen += [
            Chosen(known, _why(later.report, known.report)) for known in reversed(past) if known.key not in taken
        ]
    return tuple(chosen)


def missing_start(report: Report, chosen: Sequence[Chosen]) -> YearMonth | None:
    """The month of the inspection that began a letter's cycle, where the letter names it and no baseline is it."""
    if report.kind is not Kind.MONITORING_VISIT or any(c.known.report.kind in GRADED for c in chosen):
        return None
    return report.judged_inadequate


def missing_visits(later: Known, history: Sequence[Known]) -> tuple[int, ...]:
    """Ordinals of the monitoring visits of the cycle that come before the later one and are not in the history.

    Under ILACS the first one is not published (domain research 2.1).
    """
    if later.report.kind is not Kind.MONITORING_VISIT or not later.report.ordinal:
        return ()
    past = _events(later, history, given=False)
    since = _cycle_since(later.report, _cycle_start(later.report, past))
    there = {known.report.ordinal for known in past if known.report.is_letter and _day(known.report) >= since}
    return tuple(number for number in range(1, later.report.ordinal) if number not in there)


def _by_rule(later: Report, past: list[Known]) -> list[Chosen]:
    if later.is_letter:
        return _for_letter(later, past)
    if later.kind in GRADED:
        return [Chosen(known, Why.PREVIOUS_INSPECTION) for known in past if known.report.kind in GRADED][-1:]
    if later.kind is Kind.UNKNOWN:
        return []
    return [Chosen(known, Why.PREVIOUS_OF_KIND) for known in past if known.report.kind is later.kind][-1:]


def _for_letter(later: Report, past: list[Known]) -> list[Chosen]:
    start = _cycle_start(later, past)
    since = _cycle_since(later, start)
    visits = [known for known in past if known.report.is_letter and _day(known.report) >= since]
    chosen: list[Chosen] = []
    alike = [known for known in visits if same_area(later, known.report)]
    if alike:
        chosen.append(Chosen(alike[-1], Why.SAME_AREA))
    if visits and visits[-1] not in alike[-1:]:
        chosen.append(Chosen(visits[-1], Why.PREVIOUS_VISIT))
    inspection = start
    why = Why.CYCLE_START
    if inspection is None and later.kind is not Kind.MONITORING_VISIT:
        inspection = next((known for known in reversed(past) if known.report.kind in GRADED), None)
        why = Why.PREVIOUS_INSPECTION
    if inspection:
        chosen.append(Chosen(inspection, why))
    return chosen


def _cycle_start(later: Report, past: list[Known]) -> Known | None:
    """The inspection that judged the authority inadequate: of the month that the letter names, where it names one.

    A visit of another kind than monitoring belongs to a cycle only if the last inspection judged something inadequate.
    """
    inspections = [known for known in past if known.report.kind in GRADED]
    month = later.judged_inadequate
    if month:
        near = [known for known in inspections if _months_from(known.report, month) <= MONTHS_APART]
        near = [known for known in near if _inadequate(known.report)] or near
        return min(near, key=lambda known: _months_from(known.report, month), default=None)
    if later.kind is Kind.MONITORING_VISIT:
        return next((known for known in reversed(inspections) if _inadequate(known.report)), None)
    last = inspections[-1:]
    return last[0] if last and _inadequate(last[0].report) else None


def _cycle_since(later: Report, start: Known | None) -> date:
    """The first day of the cycle; for a focused visit outside one, the beginning of time."""
    if start is not None:
        return _day(start.report)
    if later.judged_inadequate:
        return date(later.judged_inadequate.year, later.judged_inadequate.month, 1)
    return date.min


def _months_from(report: Report, month: YearMonth) -> int:
    """Months between the month and the report's first day, its last or its publication, whichever is nearest."""
    dates = [day for visited in report.visited for day in (visited.first, visited.last)]
    dates += [day for day in (report.published, report.letter_date) if day]
    wanted = month.year * 12 + month.month
    return min((abs(day.year * 12 + day.month - wanted) for day in dates), default=MONTHS_APART + 1)


def _inadequate(report: Report) -> bool:
    return any(judgement.grade is Grade.INADEQUATE for judgement in report.judgements)


def _day(report: Report) -> date:
    return report.ended or date.min


def _events(later: Known, history: Sequence[Known], *, given: bool) -> list[Known]:
    """The history in order of days on site, each event once, without the later report itself and what came after it."""
    ordered = sorted(history, key=lambda known: (_day(known.report), known.key))
    if given:
        return ordered
    events: list[Known] = []
    for known in ordered:
        if _same_event(known.report, later.report) or _day(known.report) > (later.report.ended or date.max):
            continue
        if not any(_same_event(known.report, other.report) for other in events):
            events.append(known)
    return events


def _same_event(one: Report, other: Report) -> bool:
    """The same document, or the same visit told twice (a joint visit's letter to each council, a replaced version)."""
    if one.sha256 == other.sha256:
        return True
    return one.kind is other.kind and bool(one.visited) and one.visited == other.visited


def _why(later: Report, earlier: Report) -> Why:
    if earlier.kind in GRADED:
        return Why.CYCLE_START if later.is_letter and _inadequate(earlier) else Why.PREVIOUS_INSPECTION
    if earlier.is_letter:
        return Why.PREVIOUS_VISIT
    return Why.PREVIOUS_OF_KIND
