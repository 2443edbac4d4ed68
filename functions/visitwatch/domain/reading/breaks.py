"""Where paragraphs end and which lines are headings, for printed pages and for plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Protocol

from visitwatch.domain.document import Document, Line
from visitwatch.domain.reading.blocks import BlockKind
from visitwatch.domain.reading.characters import BULLET
from visitwatch.domain.reading.furniture import body_size
from visitwatch.domain.reading.headings import BOLD, is_graded, is_known, is_printed_heading, opens_known

_ENDED = re.compile(r"[.!?:;][’”'\")\]]*\d{0,2}$")
_SENTENCE_ENDED = re.compile(r"(?:[.!?][’”'\")\]]*|(?<!\d)[.!?][’”'\")\]]*\d{1,2})$")
"""A figure after the full stop is a footnote's, unless one stands before it, too: "17.5"."""
_WRAPPED = 150
"""Lines longer than this are whole paragraphs, not printed lines."""

_SAMPLE_PAGES = 10
"""Pages from which the usual distance of lines is taken."""

_FULL_PAGE = 25
"""Lines; a page of fewer tells too little of its own width."""

_LARGER_TYPE = 0.7
"""A page in 14 points (the children's summary of single inspections) has lines as much shorter as this."""

_FIELD = re.compile(
    r"(?:Inspection dates?|Lead inspectors?|Report published|Dates? of previous inspection)\s*:", re.IGNORECASE
)
"""Lines of a title page that never go on from the one before."""

_CLOSING = re.compile(r"(?:Yours?|Dear|Sincerely|cc|CC)\b")


_SAME_LINE = -4.0
"""Points: a raised figure begins a "line" of its own, and the words after it another."""

_PARAGRAPH_GAP = 1.3
"""Times the usual distance of lines; a paragraph's is 1.4 and more."""

_HEADING_GAP = 1.45
"""Times the type's size, between the lines of one heading."""

_INDENT = 4.0
_LONG_LINE = 60


class Breaks(Protocol):
    @property
    def printed(self) -> bool:
        """Whether places and types of lines are known."""
        ...

    def blank(self) -> None:
        """An empty line was passed."""
        ...

    def passed(self) -> None:
        """A line was looked at: an empty line before it is forgotten."""
        ...

    def plainly_goes_on(self, before: Line, line: Line) -> bool:
        """Whether the line surely belongs to the paragraph of the line before; False where it takes more to tell."""
        ...

    def ends(self, before: Line, line: Line, kind: BlockKind) -> bool:
        """Whether the block of that kind, whose last line is `before`, ends there."""
        ...

    def heading_lines(self, line: Line, before: Line | None, following: tuple[Line, ...], /, *, ends: bool) -> int:
        """How many lines, from this one, are surely one heading; 0 if the line is none."""
        ...


def breaks_of(document: Document) -> Breaks:
    return PrintedBreaks(document) if document.has_geometry else TextBreaks(document)


class PrintedBreaks:
    """By the distance of base lines; a paragraph's is at least a third more than a line's in all layouts since 2013."""

    printed = True

    def __init__(self, document: Document) -> None:
        self._body = body_size(document) or 12.0
        self._leading = self._usual_leading(document) / self._body
        self._near = _PARAGRAPH_GAP * self._leading * self._body

    def _usual_leading(self, document: Document) -> float:
        gaps: Counter[float] = Counter()
        for page in document.pages[:_SAMPLE_PAGES]:
            gaps.update([round((above.end - below.y) * 2) / 2 for above, below in pairwise(page)])
        fitting = {gap: count for gap, count in gaps.items() if self._body * 0.9 < gap < self._body * 1.7}
        return max(fitting, key=fitting.__getitem__, default=self._body * 1.2)

    def blank(self) -> None:
        """Printed pages have no empty lines."""

    def passed(self) -> None:
        """Printed pages have no empty lines."""

    def plainly_goes_on(self, before: Line, line: Line) -> bool:
        return (
            line.weight < BOLD
            and line.page == before.page
            and abs(line.size - self._body) < 1
            and _SAME_LINE < before.end - line.y < self._near
        )

    def ends(self, before: Line, line: Line, kind: BlockKind) -> bool:
        if before.page != line.page:
            return self._ends_with_page(before, line, kind)
        size = max(line.size, before.size) or self._body
        gap = before.end - line.y
        if kind is BlockKind.HEADING:
            same = abs(before.size - line.size) < 1 and (before.weight >= BOLD) == (line.weight >= BOLD)
            return not same or not _SAME_LINE < gap < _HEADING_GAP * size
        return not _SAME_LINE < gap < _PARAGRAPH_GAP * self._leading * size

    def _ends_with_page(self, before: Line, line: Line, kind: BlockKind) -> bool:
        if kind is BlockKind.HEADING:
            return True
        if not _SENTENCE_ENDED.search(before.text):
            return kind is BlockKind.ITEM and line.text[0].isupper() and line.x < before.x - _INDENT
        if line.text[0].islower():
            return False
        return kind is BlockKind.PARAGRAPH or abs(line.x - before.x) > _INDENT

    def heading_lines(self, line: Line, _before: Line | None, following: tuple[Line, ...], *, ends: bool) -> int:
        if not is_printed_heading(line, self._body):
            return 0
        return int(not (ends and following and self._only_begins_bold(line, following[0])))

    def _only_begins_bold(self, line: Line, below: Line) -> bool:
        """A paragraph whose first words are bold: the next line is near, of one size and not bold."""
        near = line.end - below.y < _PARAGRAPH_GAP * self._leading * self._body
        alike = below.weight < line.weight and abs(below.size - line.size) < 1 and line.size < self._body + 1
        return len(line.text) > _LONG_LINE and alike and near


class TextBreaks:
    """By where a line ends: a word that would have had room was put on a new line on purpose."""

    printed = False

    def __init__(self, document: Document) -> None:
        self._usual = _usual_length(line for page in document.pages for line in page)
        self._widths = {page[0].page: self._width_of(page) for page in document.pages if page}
        self._blank = False

    def _width_of(self, page: tuple[Line, ...]) -> int:
        if len(page) < _FULL_PAGE:
            return self._usual
        return max(_usual_length(page), int(self._usual * _LARGER_TYPE))

    def blank(self) -> None:
        self._blank = True

    def passed(self) -> None:
        self._blank = False

    def plainly_goes_on(self, before: Line, line: Line) -> bool:
        if self._blank or line.page != before.page or not line.text[0].islower():
            return False
        return not _SENTENCE_ENDED.search(before.text)

    def ends(self, before: Line, line: Line, kind: BlockKind) -> bool:
        blank, self._blank = self._blank, False
        text = before.text
        if line.text[0].islower() and not _SENTENCE_ENDED.search(text):
            return False
        if blank or kind is BlockKind.HEADING or _FIELD.match(line.text):
            return True
        if before.page != line.page and _SENTENCE_ENDED.search(text):
            return True
        return self._usual > _WRAPPED or self._has_room(before, line)

    def _has_room(self, before: Line, line: Line) -> bool:
        """Whether a line's first word would have stood well within the width on the line before."""
        word = line.text.split(" ", 1)[0]
        return len(before.text) + 1 + len(word) <= self._widths[before.page] * 0.86

    def heading_lines(self, line: Line, before: Line | None, following: tuple[Line, ...], *, ends: bool) -> int:
        text = line.text
        free = ends or before is None or _SENTENCE_ENDED.search(before.text) is not None
        if is_known(text) and (free or is_graded(text)):
            return 1
        if opens_known(text):
            longer = ((n + 1, " ".join(part.text for part in (line, *following[:n]))) for n in (1, 2))
            return next((n for n, words in longer if is_graded(words) or (free and is_known(words))), 0)
        return int(ends and before is not None and self._looks_like_heading(text, before, following))

    def _looks_like_heading(self, text: str, before: Line, following: tuple[Line, ...]) -> bool:
        below = next((other.text for other in following if other.text), "")
        return (
            len(text) < min(90, self._usual * 0.75)
            and text[0].isupper()
            and not text.endswith((".", ",", ";", ":", "!", "-"))
            and _ENDED.search(before.text) is not None
            and _CLOSING.match(text) is None
            and (below[:1].isupper() or below[:1] in (BULLET, "‘", "“") or below[:1].isdigit())
        )


def _usual_length(lines: Iterable[Line]) -> int:
    """The length that a tenth of the lines pass: the width of the text, in characters."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0
