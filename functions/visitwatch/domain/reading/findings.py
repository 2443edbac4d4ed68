"""The findings of a report: the sentences of its body, each under its section."""

from __future__ import annotations

from collections.abc import Iterable

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.sentences import split
from visitwatch.domain.report import Finding


def findings_of(blocks: Iterable[Block]) -> tuple[Finding, ...]:
    """One finding a sentence, in order, of paragraphs, items and numbered paragraphs; not annotated."""
    found: list[Finding] = []
    section = ""
    paragraph = -1
    for block in blocks:
        if block.is_heading:
            section = block.text
        elif block.is_body:
            paragraph += 1
            item = block.kind is BlockKind.ITEM
            page_at = block.page_at if block.turns else None
            found.extend(
                Finding(text, page_at(begin) if page_at else block.page, section, paragraph, item)
                for begin, text in split(block.text)
            )
    return tuple(found)
