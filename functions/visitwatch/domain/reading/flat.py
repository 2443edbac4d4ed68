"""A run of blocks as one text whose positions still know their pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from visitwatch.domain.reading.blocks import Block, BlockKind


class FlatText:
    """The text of blocks, furniture left out, single spaces within and a line break between."""

    __slots__ = ("_blocks", "_starts", "text")

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = [block for block in blocks if block.kind is not BlockKind.FURNITURE]
        self._starts = []
        length = 0
        for block in self._blocks:
            self._starts.append(length)
            length += len(block.text) + 1
        self.text = "\n".join(block.text for block in self._blocks)

    def page_at(self, position: int) -> int:
        """The page on which the character at a position stands; 1 where there is no text."""
        if not self._blocks:
            return 1
        index = max(0, bisect_right(self._starts, position) - 1)
        return self._blocks[index].page_at(position - self._starts[index])


def first_pages(blocks: Iterable[Block], last: int) -> FlatText:
    """What begins on the pages up to `last`."""
    return FlatText(block for block in blocks if block.page <= last)
