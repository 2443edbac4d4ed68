"""The lists that a letter's sections hold: what needs to improve, areas for priority action."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.lists import improvements_of, quotes_of
from visitwatch.domain.report import Improvement, Quote

_IMPROVE = re.compile(r"What (?:still )?(?:needs?|must|should) (?:to )?improve\b.{0,80}", re.IGNORECASE)
_FOR_IMPROVEMENT = re.compile(r"Areas? (?:for|of|that need|requiring) improvement\b.{0,60}", re.IGNORECASE)
_PRIORITY = re.compile(r"(?:Areas? (?:for|requiring) )?priority actions?\b.{0,60}", re.IGNORECASE)
_NO_PRIORITY = re.compile(
    r"\b(?:no|not (?:any|identif\w+ any)|none)\b[^.]{0,40}\bpriority action|^(?:none|there (?:are|were|is) none)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"\b(?:continue|remain)s?(?: to be)?\b[^.]{0,60}\b(?:identified|same|set out|those)\b"
    r"|\bno (?:new |further |additional )?areas\b",
    re.IGNORECASE,
)
"""A sentence in place of a list: all that was named before still needs to improve, and none is named again."""

_LONGEST_HEADING = 120
_ENDS_ITEM = re.compile(
    r"(?<=[.;]) (?=(?:We (?:have notified|will)|Ofsted will|You should submit|Where a focused visit)\b)"
)


def improvements_in(blocks: Sequence[Block]) -> tuple[Improvement, ...]:
    """Each item under "What needs to improve …", else under "Areas for improvement" (some letters have both: the
    second then holds findings). A paragraph is one item where there are no bullets.
    """
    found = [section for section in _sections(blocks, _IMPROVE) if section]
    found = found or list(_sections(blocks, _FOR_IMPROVEMENT))
    return tuple(improvement for section in found for improvement in improvements_of(_naming(section)))


def priority_actions_in(blocks: Sequence[Block]) -> tuple[Quote, ...]:
    """Each item under "Area(s) for priority action"; none where the section says that there are none."""
    found = (quote for section in _sections(blocks, _PRIORITY) for quote in quotes_of(section))
    return tuple(quote for quote in found if not _NO_PRIORITY.search(quote.text))


def _naming(section: Sequence[Block]) -> list[Block]:
    return [b for b in section if b.kind is not BlockKind.PARAGRAPH or not _UNNAMED.search(b.text)]


def _sections(blocks: Sequence[Block], heading: re.Pattern[str]) -> Iterator[list[Block]]:
    section: list[Block] | None = None
    for block in blocks:
        named = len(block.text) < _LONGEST_HEADING and heading.fullmatch(block.text.strip()) is not None
        if block.is_heading or (named and block.kind is BlockKind.PARAGRAPH and not block.text.endswith(".")):
            if section is not None:
                yield section
            section = [] if named else None
        elif section is not None and block.is_body:
            section.append(_cut(block))
    if section is not None:
        yield section


def _cut(block: Block) -> Block:
    """A block without the boilerplate that plain text may have glued to it."""
    found = _ENDS_ITEM.search(block.text)
    return replace(block, text=block.text[: found.start()]) if found else block
