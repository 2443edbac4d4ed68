"""A document's lines put together to blocks: across lines and pages, furniture set aside.

A PDF tells paragraphs by the distance of lines and headings by type; plain text tells both by where a line ends
short of the page's width, by wording, bullets and numbers. Both ways give the same sort of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from visitwatch.domain.document import Document, Line
from visitwatch.domain.reading.blocks import Block, BlockKind, Furniture
from visitwatch.domain.reading.breaks import Breaks, breaks_of
from visitwatch.domain.reading.characters import BULLET
from visitwatch.domain.reading.furniture import sorts_of
from visitwatch.domain.reading.headings import is_known, level_of
from visitwatch.domain.reading.tables import begins_row, table_lines

_NUMBER = re.compile(r"(\d{1,3})\.(?:\s+|(?=[A-Z‘“]))(?=\S)")
_DASH = re.compile(r"[–—−─―▪]\s*(?=[\w‘“(])")
_NO_SPACE = re.compile(r"\w-$")
_SIDE = re.compile(r"[A-Z].{2,70}[^.,;:!?\s]")
_LONGEST_HEADING, _MANY_LINES = 240, 3
"""Bold type beyond this, or of so many lines with a full stop, is a paragraph."""


@dataclass(slots=True)
class _Open:
    """A block that lines are still added to."""

    kind: BlockKind
    page: int
    parts: list[str]
    number: int | None = None
    furniture: Furniture | None = None
    turns: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0
    level: int = 0
    lines: int = 1

    def add(self, line: Line, page: int) -> None:
        before, text = self.parts[-1], line.text
        if before[-1:] == "-" and _glued(before, text):
            begins = self.length
            self.parts[-1] = before + text
        else:
            begins = self.length + 1
            self.parts.append(text)
        self.length = begins + len(text)
        if line.page != page:
            self.turns.append((begins, line.page))
        self.lines += 1

    def closed(self) -> Block:
        text = " ".join(self.parts)
        kind, level = self.kind, self.level
        if kind is BlockKind.HEADING and (
            len(text) > _LONGEST_HEADING or (self.lines >= _MANY_LINES and text.endswith("."))
        ):
            kind, level = BlockKind.PARAGRAPH, 0
        return Block(kind, text, self.page, self.number, self.furniture, tuple(self.turns), level)


def _glued(before: str, after: str) -> bool:
    """Whether a word goes on over the line's end: "multi-" and "agency", but not "short-" and "and long-term"."""
    return _NO_SPACE.search(before) is not None and after[:1].isalnum() and not after.startswith(("and ", "or "))


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The blocks in the order in which they are printed. Every word of the document is in one of them, once."""
    return tuple(_with_side_headings(list(_Builder(breaks_of(document)).run(document))))


def _with_side_headings(blocks: list[Block]) -> Iterator[Block]:
    """Headings in plain type: a template's words, or a few words above a numbered paragraph ("Adoption")."""
    following: BlockKind | None = None
    turned = []
    for block in reversed(blocks):
        if block.kind is BlockKind.FURNITURE:
            turned.append(block)
            continue
        side = block.kind is BlockKind.PARAGRAPH and (
            (following is BlockKind.NUMBERED and _SIDE.fullmatch(block.text))
            or is_known(block.text)
            or block.text == "and"
        )
        turned.append(replace(block, kind=BlockKind.HEADING, level=3) if side else block)
        following = block.kind
    return reversed(turned)


class _Builder:
    def __init__(self, breaks: Breaks) -> None:
        self._breaks = breaks
        self._open: _Open | None = None
        self._before: Line | None = None
        self._last_number = 0
        self._heading_rest = 0

    def run(self, document: Document) -> Iterator[Block]:
        sorts = sorts_of(document)
        for number, page in enumerate(document.pages):
            rows = table_lines(page)
            for index, line in enumerate(page):
                sort = sorts[number][index]
                if sort is None and index not in rows and self._plainly_goes_on(line):
                    continue
                if line.text and index in rows:
                    yield from self._row(line)
                elif sort is not None:
                    yield from self._furniture(line, sort)
                elif line.text:
                    yield from self._text(line, page, index)
                else:
                    self._breaks.blank()
        yield from self._close()

    def _plainly_goes_on(self, line: Line) -> bool:
        """The usual case, told fast: takes a paragraph's next line, with nothing about it that begins a block."""
        opened, before = self._open, self._before
        if opened is None or before is None or opened.kind not in _GOES_ON or not line.text[:1].isalpha():
            return False
        if not self._breaks.plainly_goes_on(before, line):
            return False
        opened.add(line, before.page)
        self._before = line
        return True

    def _close(self) -> Iterator[Block]:
        if self._open is not None:
            yield self._open.closed()
            self._open = None

    def _furniture(self, line: Line, sort: Furniture) -> Iterator[Block]:
        """Furniture does not end the paragraph that it interrupts: it is given out before that."""
        if self._open is not None and self._open.kind in _ENDED_BY_FURNITURE:
            yield from self._close()
        if line.text:
            yield Block(BlockKind.FURNITURE, line.text, line.page, furniture=sort)

    def _row(self, line: Line) -> Iterator[Block]:
        if self._open is not None and self._open.kind is BlockKind.ROW and not begins_row(line):
            self._open.add(line, line.page)
            return
        yield from self._close()
        self._open = _Open(BlockKind.ROW, line.page, [line.text], length=len(line.text))
        self._before = line

    def _text(self, line: Line, page: tuple[Line, ...], index: int) -> Iterator[Block]:
        before, self._before = self._before, line
        following = page[index + 1 : index + 4]
        started = self._started(line, before, following)
        if started is None and self._open is not None and before is not None:
            self._open.add(line, before.page)
            return
        yield from self._close()
        self._open = started or _Open(BlockKind.PARAGRAPH, line.page, [line.text], length=len(line.text))

    def _started(self, line: Line, before: Line | None, following: tuple[Line, ...]) -> _Open | None:
        """The block that a line begins, None if the line goes on with the open one."""
        ends = self._open is None or before is None or self._breaks.ends(before, line, self._open.kind)
        self._breaks.passed()
        if line.text[0] == BULLET or (ends and _DASH.match(line.text)):
            return self._item(line)
        numbered = _NUMBER.match(line.text)
        if numbered and self._is_paragraph_number(int(numbered[1]), ends=ends):
            self._last_number = int(numbered[1])
            return self._opened(BlockKind.NUMBERED, line, line.text[numbered.end() :], self._last_number)
        if self._heading_rest > 0:
            self._heading_rest -= 1
            return None
        heading_lines = self._breaks.heading_lines(line, before, following, ends=ends)
        goes_on = _HEADING if heading_lines else _GOES_ON
        if not ends and self._open is not None and self._open.kind in goes_on:
            return None
        self._heading_rest = max(0, heading_lines - 1)
        opened = self._opened(BlockKind.HEADING if heading_lines else BlockKind.PARAGRAPH, line, line.text)
        opened.level = level_of(line.size) if heading_lines else 0
        return opened

    def _is_paragraph_number(self, number: int, *, ends: bool) -> bool:
        nearly_next = self._last_number < number <= self._last_number + 3
        return nearly_next or (ends and number == 1) or (ends and self._breaks.printed)

    def _item(self, line: Line) -> _Open:
        return self._opened(BlockKind.ITEM, line, line.text.lstrip(BULLET + "–—−─―▪ ") or line.text)

    def _opened(self, kind: BlockKind, line: Line, text: str, number: int | None = None) -> _Open:
        return _Open(kind, line.page, [text], number, length=len(text))


_HEADING = frozenset({BlockKind.HEADING})
_GOES_ON = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.NUMBERED})
_ENDED_BY_FURNITURE = frozenset({BlockKind.HEADING, BlockKind.ROW})
