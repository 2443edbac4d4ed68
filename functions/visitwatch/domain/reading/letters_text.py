"""A letter's blocks as one running text that knows where each of its characters stands.

The formulas of a letter are matched on running text, since a line, a page or a letterhead may break them anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from visitwatch.domain.reading.blocks import Block, BlockKind

_QUOTES = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("`", "'"), ("´", "'"), ("\xa0", " "))
_ABBREVIATED = r"(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bCllr)(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)"
_SENTENCE_END = re.compile(rf"{_ABBREVIATED}[.!?]['\"’”)]*(?=\s+[A-Z'\"‘“(\d]|\s*$)")


_ENDED = re.compile(r"[.:!?]['\"’”)\d]*$")


def straight(text: str) -> str:
    """The text with straight quotation marks and plain spaces, character for character."""
    for printed, plain in _QUOTES:
        text = text.replace(printed, plain)
    return text


@dataclass(frozen=True, slots=True)
class Running:
    """The text of blocks, joined by single spaces.

    plain: the same text, character for character, with straight quotation marks. starts: where each block begins.
    """

    text: str
    plain: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Running:
        kept = tuple(block for block in blocks if block.text)
        starts: list[int] = []
        position = 0
        for block in kept:
            starts.append(position)
            position += len(block.text) + 1
        text = " ".join(block.text for block in kept)
        return cls(text, straight(text), kept, tuple(starts))

    def index_at(self, position: int) -> int:
        """The index of the block in which a position is; the space after a block belongs to it."""
        return max(0, bisect_right(self.starts, position) - 1)

    def page_at(self, position: int) -> int:
        """The page, from 1, of the character at a position."""
        if not self.blocks:
            return 1
        index = self.index_at(position)
        return self.blocks[index].page_at(position - self.starts[index])

    def sentence_end(self, position: int) -> int:
        """Where the sentence ends that a position is in, its full stop included."""
        found = _SENTENCE_END.search(self.plain, position)
        return found.end() if found else len(self.plain)

    def between(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks from one position to another; those that a position divides are cut there."""
        cut: list[Block] = []
        for block, begins in zip(self.blocks, self.starts, strict=True):
            first, last = max(start, begins), min(end, begins + len(block.text))
            if first < last:
                cut.append(_part(block, first - begins, last - begins))
        return tuple(block for block in cut if block.text)


def joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, a paragraph that breaks off within a sentence put together with the one after it."""
    held: Block | None = None
    for block in blocks:
        paragraph = block.kind is BlockKind.PARAGRAPH
        if held is not None and not paragraph:
            yield held
            held = None
        whole = block if held is None else replace(held, text=f"{held.text} {block.text}")
        held = whole if paragraph and not _ENDED.search(whole.text) else None
        if held is None:
            yield whole
    if held is not None:
        yield held


def _part(block: Block, first: int, last: int) -> Block:
    if first == 0 and last == len(block.text):
        return block
    while first < last and block.text[first].isspace():
        first += 1
    turns = tuple((at - first, page) for at, page in block.turns if first < at < last)
    return replace(block, text=block.text[first:last].rstrip(), page=block.page_at(first), turns=turns)
