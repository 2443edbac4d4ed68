"""Inspections of a whole area's partners: joint targeted area inspections (JTAI) and area SEND."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from visitwatch.domain.reading import lists
from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.dates import parse_date
from visitwatch.domain.reading.flat import FlatText
from visitwatch.domain.reading.source import Source
from visitwatch.domain.report import Report

_JTAI_NEXT = re.compile(
    r"(?:Next steps|Case stud|Practice stud|Key strengths|Strengths|Headline findings|Areas? for|What needs|Yours)",
    re.IGNORECASE,
)
"""Headings of the templates of 2016 and 2022; others only divide a list by agency."""

_TOPIC = re.compile(
    r"multi-agency (?:response|arrangements?) (?:to|for) (?P<topic>[^.]{3,200}?)(?:\s(?:in|within"
    r"|across)\s+(?:the\s+)?[A-Z][^.]*)?(?:\.|$)"
)
_LETTER_DATE = 200
"""Characters of a letter's beginning among which its date stands."""

_OUTCOME_SECTION = re.compile("Inspection outcome", re.IGNORECASE)
_OUTCOMES = (
    (3, re.compile(r"widespread\s+and\s?/?\s?(?:or)?\s+systemic\s+failings", re.IGNORECASE)),
    (3, re.compile(r"must\s+address\s+urgently|prepare\s+and\s+submit\s+a\s+priority\s+action\s+plan", re.IGNORECASE)),
    (2, re.compile(r"(?:leads?|led|leading)\s+to\s+inconsistent\s+(?:experiences|outcomes)", re.IGNORECASE)),
    (1, re.compile(r"typically\s+leads?\s+to\s+positive\s+(?:experiences|outcomes)", re.IGNORECASE)),
    (3, re.compile(r"A monitoring inspection will", re.IGNORECASE)),
    (2, re.compile(r"next full.{0,60}?within approximately (?:three|3) years", re.IGNORECASE | re.DOTALL)),
    (1, re.compile(r"next full.{0,60}?within approximately (?:five|5) years", re.IGNORECASE | re.DOTALL)),
)
"""The standard sentences of each outcome (55 reports since 2023), plainest first; the last three by what follows."""

_LEADS = re.compile(
    r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}),? (?:Ofsted|CQC|H[ei][rs] Majesty)[^,;]{0,40}?,? [Ll]ead [Ii]nspector"
)
"""Ofsted's and the Care Quality Commission's lead inspectors, in the team's table."""


def read_jtai(report: Report, source: Source, flat: FlatText) -> Report:
    """With the letter's date, the theme as topic, what needs to improve and areas for priority action."""
    topic = _TOPIC.search(flat.text)
    needs = lists.under(source.blocks, lists.WHAT_NEEDS_TO_IMPROVE) or _through_side_headings(
        source.blocks, lists.AREAS_FOR_IMPROVEMENT
    )
    return replace(
        report,
        topic=" ".join(topic["topic"].split()) if topic else "",
        letter_date=parse_date(flat.text[:_LETTER_DATE]),
        improvements=lists.improvements_of(needs),
        priority_actions=lists.quotes_of(_through_side_headings(source.blocks, lists.PRIORITY_ACTION)),
    )


def _through_side_headings(blocks: Iterable[Block], opens: re.Pattern[str]) -> tuple[Block, ...]:
    """The body under a heading, down to the next heading of the template: agencies' headings divide the list."""
    found: list[Block] = []
    inside = False
    for block in blocks:
        if block.is_heading:
            inside = opens.match(block.text) is not None or (inside and _JTAI_NEXT.match(block.text) is None)
        elif inside and block.is_body:
            found.append(block)
    return tuple(found)


def read_area_send(report: Report, source: Source, flat: FlatText) -> Report:
    """With the outcome (None, and a doubt, before 2023), priority actions and improvements."""
    outcome = _outcome(source.blocks, flat)
    doubts = () if outcome else ("no area SEND outcome was found",)
    return replace(
        report,
        outcome=outcome,
        inspectors=tuple(name for block in source.blocks for name in _LEADS.findall(block.text)),
        improvements=lists.improvements_of(_actions(source.blocks, lists.AREAS_FOR_IMPROVEMENT)),
        priority_actions=lists.quotes_of(_actions(source.blocks, lists.PRIORITY_ACTION)),
        warnings=(*report.warnings, *doubts),
    )


def _outcome(blocks: Iterable[Block], flat: FlatText) -> int | None:
    section = " ".join(block.text for block in lists.under(blocks, _OUTCOME_SECTION)) or flat.text
    return next((number for number, pattern in _OUTCOMES if pattern.search(section)), None)


def _actions(blocks: Iterable[Block], opens: re.Pattern[str]) -> tuple[Block, ...]:
    """Without the names of responsible bodies, which stand beside the actions in a table."""
    return tuple(
        block
        for block in lists.under(blocks, opens)
        if block.kind is not BlockKind.PARAGRAPH or block.text.endswith((".", ";", ":"))
    )
