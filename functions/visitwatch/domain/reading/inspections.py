"""Inspections read to reports. ILACS here; the other kinds in single_inspections.py and partnerships.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from visitwatch.domain.reading import lists
from visitwatch.domain.reading.findings import findings_of
from visitwatch.domain.reading.flat import FlatText, first_pages
from visitwatch.domain.reading.front import FRONT_PAGES, Front, authorities_of, front_of
from visitwatch.domain.reading.judgements import ilacs_rows
from visitwatch.domain.reading.partnerships import read_area_send, read_jtai
from visitwatch.domain.reading.single_inspections import read_board_review, read_looked_after, read_single
from visitwatch.domain.reading.source import Source
from visitwatch.domain.report import Aspect, Kind, Report

_NO_OVERALL_SINCE = date(2026, 4, 1)
"""Inspections from this day on give no overall effectiveness (announced 27 November 2025)."""


def read_inspection(source: Source) -> Report:
    """The report of an inspection, or of a document of unknown kind (its text and what its first pages say)."""
    flat = first_pages(source.blocks, FRONT_PAGES)
    front = front_of(source.blocks, flat)
    authorities, warnings = authorities_of(front, flat, source.register)
    report = Report(
        kind=source.kind,
        authorities=authorities,
        sha256=source.sha256,
        pages=len(source.document.pages),
        title=front.title,
        visited=front.visited,
        published=front.published,
        inspectors=front.inspectors,
        findings=findings_of(source.blocks),
        warnings=(*warnings, *_date_doubts(front)),
    )
    return _BY_KIND[source.kind](report, source, flat)


def _date_doubts(front: Front) -> Iterator[str]:
    if not front.visited:
        yield "no inspection dates were found"
    for days in front.visited:
        if days.last < days.first:
            yield f"an inspection that ends ({days.last}) before it begins ({days.first}), as printed"
        elif (days.last - days.first).days > _LONG_INSPECTION:
            yield f"an inspection of {(days.last - days.first).days + 1} days ({days.first} to {days.last}), as printed"
    if front.published and front.visited and front.published < front.visited[-1].last:
        yield f"published on {front.published}, before the inspection's last day {front.visited[-1].last}, as printed"


_LONG_INSPECTION = 62
"""Days. Single inspections took four weeks, one two ranges over seven."""


def _read_ilacs(report: Report, source: Source, _flat: FlatText) -> Report:
    rows = ilacs_rows(source.blocks)
    report = replace(
        report,
        judgements=rows.judgements,
        improvements=lists.improvements_of(lists.under(source.blocks, lists.WHAT_NEEDS_TO_IMPROVE)),
        priority_actions=lists.quotes_of(lists.under(source.blocks, lists.PRIORITY_ACTION)),
    )
    return replace(report, warnings=(*report.warnings, *rows.warnings, *_ilacs_doubts(report)))


def _ilacs_doubts(report: Report) -> Iterator[str]:
    aspects = {judgement.aspect for judgement in report.judgements}
    if not aspects >= {Aspect.LEADERS, Aspect.HELP_AND_PROTECTION}:
        yield "the judgement table was not found whole"
    if Aspect.IN_CARE_AND_CARE_LEAVERS in aspects and not aspects.isdisjoint({Aspect.IN_CARE, Aspect.CARE_LEAVERS}):
        yield "children in care and care leavers are judged both together and apart"
    ended = report.visited[-1].last if report.visited else None
    if Aspect.OVERALL not in aspects and (ended is None or ended < _NO_OVERALL_SINCE):
        yield "no overall effectiveness, though the inspection was before April 2026"
    if not report.inspectors:
        yield "no lead inspector is named"


def _read_unknown(report: Report, source: Source, _flat: FlatText) -> Report:
    first = next((block.text for block in source.blocks if block.is_heading or block.is_body), "")
    return replace(
        report,
        title=report.title or first[:200],
        priority_actions=lists.quotes_of(lists.under(source.blocks, lists.PRIORITY_ACTION)),
        warnings=(*report.warnings, "a kind of report that is not known"),
    )


_BY_KIND: dict[Kind, Callable[[Report, Source, FlatText], Report]] = {
    Kind.ILACS: _read_ilacs,
    Kind.SINGLE: read_single,
    Kind.JTAI: read_jtai,
    Kind.AREA_SEND: read_area_send,
    Kind.BOARD_REVIEW: read_board_review,
    Kind.LOOKED_AFTER: read_looked_after,
    Kind.UNKNOWN: _read_unknown,
}
