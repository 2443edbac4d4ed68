"""Inspections read to reports: ILACS, single inspections, JTAI, area SEND, looked-after inspections, board reviews."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from visitwatch.domain.document import Document
from visitwatch.domain.reading import lists
from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.dates import parse_date
from visitwatch.domain.reading.findings import findings_of
from visitwatch.domain.reading.flat import FlatText, first_pages
from visitwatch.domain.reading.front import authorities_of, front_of
from visitwatch.domain.reading.judgements import board_row, ilacs_rows, single_rows
from visitwatch.domain.register import Register
from visitwatch.domain.report import Aspect, Kind, Quote, Report

_NO_OVERALL_SINCE = date(2026, 4, 1)
"""From then on ILACS inspections give no overall effectiveness (announced 27 November 2025)."""

_BOARD_PART = re.compile(r"(?:The )?(?:Local Safeguarding Children.?s? Board|LSCB)\b|Section 2\b|.*\bLSCB need", re.IGNORECASE)
_SINGLE_LISTS = re.compile(
    r"(?:What (?:does )?the local authority needs? to improve|Recommendations|Areas for improvement|Priority and immediate action)\b",
    re.IGNORECASE,
)
_SINGLE_NEXT = re.compile(
    r"(?:Summary|The local authority.s strengths|Progress since|The experiences|Executive|Information|Inspection|The LSCB|Section)\b",
    re.IGNORECASE,
)
_PRIORITY = re.compile(r"Priority and immediate action|Areas? for priority action", re.IGNORECASE)
_JTAI_NEXT = re.compile(r"(?:Next steps|Case study|Practice study|Key strengths|Strengths|Headline findings|Yours)\b", re.IGNORECASE)
_TOPIC = re.compile(r"multi-agency response to (?P<topic>[^.]{3,200}?)(?: (?:in|within|across) (?:the )?[A-Z][^.]*)?(?:\.|$)")
_SEND_LEADS = re.compile(r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}),? (?:Ofsted|CQC|H[ei][rs] Majesty)[^,;]{0,40}?,? [Ll]ead [Ii]nspector")
"""Ofsted's and the Care Quality Commission's lead inspectors, in the team's table."""

_OUTCOMES = (
    (re.compile(r"typically\s+lead\s+to\s+positive\s+experiences", re.IGNORECASE), 1),
    (re.compile(r"lead\s+to\s+inconsistent\s+experiences", re.IGNORECASE), 2),
    (re.compile(r"widespread\s+and/?\s?or\s+systemic\s+failings|significant\s+concerns\s+about\s+the\s+experiences", re.IGNORECASE), 3),
)


@dataclass(frozen=True, slots=True)
class Source:
    """What every reader of a kind is given."""

    kind: Kind
    document: Document
    blocks: tuple[Block, ...]
    sha256: str
    register: Register


def read_inspection(source: Source) -> Report:
    """The report of an inspection, or of a document of unknown kind (its text and whatever its front says)."""
    flat = first_pages(source.blocks, 4)
    front = front_of(source.blocks)
    authorities, warnings = authorities_of(front, flat, source.register)
    if not front.visited:
        warnings += ("no inspection dates were found",)
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
        warnings=warnings + tuple(_date_doubts(front.visited and front.visited[-1].last, front.published)),
    )
    return _BY_KIND[source.kind](report, source, flat) if source.kind in _BY_KIND else report


def _date_doubts(last: date | tuple[()] | None, published: date | None) -> Iterator[str]:
    if last and published and published < last:
        yield f"published on {published}, before the inspection's last day, {last}"


def _ilacs(report: Report, source: Source, flat: FlatText) -> Report:
    rows = ilacs_rows(source.blocks)
    warnings = rows.warnings
    aspects = {judgement.aspect for judgement in rows.judgements}
    if not {Aspect.LEADERS, Aspect.HELP_AND_PROTECTION} <= aspects:
        warnings += ("the judgement table was not found whole",)
    ended = report.visited[-1].last if report.visited else None
    if Aspect.OVERALL not in aspects and (ended is None or ended < _NO_OVERALL_SINCE):
        warnings += ("no overall effectiveness, though the inspection was before April 2026",)
    if not report.inspectors:
        warnings += ("no lead inspector is named",)
    return replace(
        report,
        judgements=rows.judgements,
        improvements=lists.improvements_of(lists.under(source.blocks, lists.WHAT_NEEDS_TO_IMPROVE)),
        priority_actions=lists.quotes_of(lists.under(source.blocks, lists.PRIORITY_ACTION)),
        warnings=report.warnings + warnings,
    )


def _single(report: Report, source: Source, flat: FlatText) -> Report:
    rows = single_rows(source.blocks)
    own = tuple(_before_board(source.blocks))
    priority: list[Block] = []
    improvements: list[Block] = []
    into: list[Block] | None = None
    for block in own:
        if block.is_heading and block.level < 3 or block.is_heading and _SINGLE_LISTS.match(block.text):
            into = priority if _PRIORITY.match(block.text) else improvements if _SINGLE_LISTS.match(block.text) else None
        elif block.is_heading and _SINGLE_NEXT.match(block.text):
            into = None
        elif into is not None and block.kind in (BlockKind.ITEM, BlockKind.NUMBERED):
            into.append(block)
    return replace(
        report,
        judgements=rows.judgements,
        improvements=lists.improvements_of(improvements),
        priority_actions=lists.quotes_of(priority),
        warnings=report.warnings + rows.warnings,
    )


def _before_board(blocks: Iterable[Block]) -> Iterator[Block]:
    """The part on the local authority; a single inspection's second part is on the safeguarding board."""
    for block in blocks:
        if block.is_heading and block.page > 3 and _BOARD_PART.match(block.text):
            return
        yield block


def _jtai(report: Report, source: Source, flat: FlatText) -> Report:
    topic = _TOPIC.search(flat.text)
    needs = lists.under(source.blocks, lists.WHAT_NEEDS_TO_IMPROVE) or _until(
        source.blocks, lists.AREAS_FOR_IMPROVEMENT, _JTAI_NEXT
    )
    return replace(
        report,
        topic=" ".join(topic["topic"].split()) if topic else "",
        letter_date=parse_date(flat.text[:200]),
        improvements=lists.improvements_of(needs),
        priority_actions=lists.quotes_of(_until(source.blocks, lists.PRIORITY_ACTION, _JTAI_NEXT)),
    )


def _until(blocks: Iterable[Block], opens: re.Pattern[str], stops: re.Pattern[str]) -> tuple[Block, ...]:
    """The body under a heading and its side headings, down to the next of the template's headings."""
    found: list[Block] = []
    inside = False
    for block in blocks:
        if block.is_heading:
            named = _TEMPLATE.match(block.text) is not None or stops.match(block.text) is not None
            inside = opens.match(block.text) is not None or (inside and not named)
        elif inside and block.is_body:
            found.append(block)
    return tuple(found)


_TEMPLATE = re.compile(r"Areas? for|What needs|Local area partnership|Information about|Inspection team", re.IGNORECASE)


def _area_send(report: Report, source: Source, flat: FlatText) -> Report:
    outcome = _outcome(source.blocks, flat)
    warnings = () if outcome else ("no area SEND outcome was found",)
    priority = [b for b in lists.under(source.blocks, lists.PRIORITY_ACTION) if _is_action(b)]
    improve = [b for b in lists.under(source.blocks, lists.AREAS_FOR_IMPROVEMENT) if _is_action(b)]
    return replace(
        report,
        outcome=outcome,
        inspectors=tuple(name for block in source.blocks for name in _SEND_LEADS.findall(block.text)),
        improvements=lists.improvements_of(improve),
        priority_actions=lists.quotes_of(priority),
        warnings=report.warnings + warnings,
    )


def _outcome(blocks: Iterable[Block], flat: FlatText) -> int | None:
    """By the standard sentences under "Inspection outcome"; 3 is looked for first, its words are in no other."""
    section = " ".join(b.text for b in lists.under(blocks, re.compile("Inspection outcome", re.IGNORECASE))) or flat.text
    return next((number for pattern, number in reversed(_OUTCOMES) if pattern.search(section)), None)


def _is_action(block: Block) -> bool:
    """Not the name of a responsible body, which stands beside the action in the table."""
    return block.kind is not BlockKind.PARAGRAPH or block.text.endswith((".", ";", ":"))


def _board_review(report: Report, source: Source, flat: FlatText) -> Report:
    board = board_row(source.blocks)
    own = lists.under(source.blocks, re.compile(r"Recommendations|What does the LSCB need to improve", re.IGNORECASE))
    return replace(
        report,
        judgements=(board,) if board else (),
        improvements=lists.improvements_of(own),
        warnings=report.warnings if board else (*report.warnings, "no judgement on the board was found"),
    )


def _looked_after(report: Report, source: Source, flat: FlatText) -> Report:
    own = lists.under(source.blocks, re.compile(r"Areas? for improvement|Recommendations", re.IGNORECASE))
    return replace(report, improvements=lists.improvements_of(own))


def _unknown(report: Report, source: Source, flat: FlatText) -> Report:
    first = next((block.text for block in source.blocks if block.is_heading or block.is_body), "")
    return replace(
        report,
        title=report.title or first[:200],
        warnings=(*report.warnings, "a kind of report that is not known"),
        priority_actions=tuple(Quote(q.text, q.page) for q in lists.quotes_of(lists.under(source.blocks, _PRIORITY))),
    )


_BY_KIND: dict[Kind, Callable[[Report, Source, FlatText], Report]] = {
    Kind.ILACS: _ilacs,
    Kind.SINGLE: _single,
    Kind.JTAI: _jtai,
    Kind.AREA_SEND: _area_send,
    Kind.BOARD_REVIEW: _board_review,
    Kind.LOOKED_AFTER: _looked_after,
    Kind.UNKNOWN: _unknown,
}
