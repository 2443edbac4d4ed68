"""The findings of a report: the sentences of its body, each under its section."""

from __future__ import annotations

from collections.abc import Iterable

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.sentences import sentences_of
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
            found.extend(
                Finding(sentence.text, sentence.page, section, paragraph, item) for sentence in sentences_of(block)
            )
    return tuple(found)
