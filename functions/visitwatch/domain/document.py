"""The text of a document, line by line, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Line(NamedTuple):
    """One printed line. A named tuple, because a report has a thousand and reading is measured.

    x, y, size are points from the page's lower left corner, taken at the line's first character; weight is
    the font's (400 regular, 700 bold). All are 0 in a document that came as plain text.
    Line-end hyphens (U+FFFE of pdfium) are already "-" joined to the next line's word; end is then the y of the
    last of the printed lines that were joined, otherwise it equals y.
    """

    text: str
    page: int
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    weight: int = 0
    end: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """Pages in order; page 1 is `pages[0]`. A blank page is an empty tuple."""

    pages: tuple[tuple[Line, ...], ...]

    @property
    def has_geometry(self) -> bool:
        """Whether sizes and positions are known (a PDF) or not (plain text)."""
        return any(line.size for page in self.pages for line in page[:1])
