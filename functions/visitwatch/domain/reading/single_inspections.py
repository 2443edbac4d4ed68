"""Single inspections (November 2013 to 2018), reviews of a board alone, looked-after inspections of 2013."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from visitwatch.domain.reading import lists
from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.flat import FlatText
from visitwatch.domain.reading.judgements import board_row, single_rows
from visitwatch.domain.reading.source import Source
from visitwatch.domain.report import Report

_BOARD_PART = re.compile(
    r"(?:The )?(?:Local Safeguarding Children.?s? Board|LSCB)\b|Section 2\b|.*\bLSCB need", re.IGNORECASE
)
_FRONT = 3
"""Pages of title and contents, whose headings begin no part."""

_LISTS = re.compile(
    r"(?:What (?:does )?the local authority needs? to improve|Recommendations|Areas for improvement)\b", re.IGNORECASE
)
_PRIORITY = re.compile(r"Priority and immediate action|Areas? for priority action", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:Summary|The local authority.s strengths|Progress since|The experiences|Executive|Information"
    r"|Inspection|Key judgement)\b",
    re.IGNORECASE,
)
_LISTED = frozenset({BlockKind.ITEM, BlockKind.NUMBERED})
_SECTION = 2
"""Levels of headings down to this begin another section; below, they only divide a list."""

_BOARD_LISTS = re.compile(r"Recommendations|What (?:does )?the (?:LSCB|board) needs? to improve", re.IGNORECASE)
_LOOKED_AFTER_LISTS = re.compile(r"Areas? for improvement|Recommendations", re.IGNORECASE)


def read_single(report: Report, source: Source, _flat: FlatText) -> Report:
    """With judgements, and recommendations and priority actions of the local authority's part."""
    rows = single_rows(source.blocks)
    priority, improvements = _lists(_before_board(source.blocks))
    return replace(
        report,
        judgements=rows.judgements,
        improvements=lists.improvements_of(improvements),
        priority_actions=lists.quotes_of(priority),
        warnings=(*report.warnings, *rows.warnings),
    )


def _lists(blocks: Iterable[Block]) -> tuple[list[Block], list[Block]]:
    """The items of "Priority and immediate action", and those of the other lists."""
    priority: list[Block] = []
    improvements: list[Block] = []
    into: list[Block] | None = None
    for block in blocks:
        if block.is_heading:
            into = _list_of(block, into, priority, improvements)
        elif into is not None and block.kind in _LISTED:
            into.append(block)
    return priority, improvements


def _list_of(
    heading: Block, into: list[Block] | None, priority: list[Block], improvements: list[Block]
) -> list[Block] | None:
    if _PRIORITY.match(heading.text):
        return priority
    if _LISTS.match(heading.text):
        return improvements
    ends = 0 < heading.level <= _SECTION or _NEXT.match(heading.text)
    return None if ends else into


def _before_board(blocks: Iterable[Block]) -> Iterator[Block]:
    """The part on the local authority; the second part is on the safeguarding board."""
    for block in blocks:
        if block.is_heading and block.page > _FRONT and _BOARD_PART.match(block.text):
            return
        yield block


def read_board_review(report: Report, source: Source, _flat: FlatText) -> Report:
    """A review of the board alone, filed as an inspection (Surrey, August 2015)."""
    board = board_row(source.blocks)
    doubts = () if board else ("no judgement on the board was found",)
    return replace(
        report,
        judgements=(board,) if board else (),
        improvements=lists.improvements_of(lists.under(source.blocks, _BOARD_LISTS)),
        warnings=(*report.warnings, *doubts),
    )


def read_looked_after(report: Report, source: Source, _flat: FlatText) -> Report:
    """The four of summer 2013. Their grades are of another scale ("adequate") and are not taken as judgements."""
    return replace(report, improvements=lists.improvements_of(lists.under(source.blocks, _LOOKED_AFTER_LISTS)))
