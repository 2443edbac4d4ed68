"""A page engine for the samples: lines, paragraphs, bullets, tables and page furniture at given places.

Drawn with reportlab and the Bitstream Vera that it ships, narrowed to the width of the Tahoma of Ofsted's reports.
Text keeps the traits that extraction meets in real reports: words broken after their own hyphens at line ends, the
bullets U+F06E (to early 2019) and U+25FC, superscript footnote marks, furniture drawn before or after the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD, ITALIC = "Vera", "VeraBold", "VeraItalic"
A4 = (595.32, 841.92)
NARROW = 0.88
"""Vera is wider than Tahoma; the factor brings a line of 451 points to about 82 characters, as in the reports."""
OLD_BULLET, BULLET, DASH = "\uf06e", "\u25fc", "\uf02d"


@cache
def register_fonts() -> None:
    """Vera in three cuts; its round bullet also stands for the bullets that it lacks."""
    rl_config.useA85 = 0
    # pdfium computes a weight from StemV: 80 -> 400, 140 -> 700, as it reports for Tahoma.
    for name, file, stem in ((REGULAR, "Vera.ttf", 80), (BOLD, "VeraBd.ttf", 140), (ITALIC, "VeraIt.ttf", 80)):
        font = TTFont(name, file)
        font.face.stemV = stem
        for mark in (OLD_BULLET, BULLET, DASH):
            font.face.charToGlyph[ord(mark)] = font.face.charToGlyph[ord("\u2022")]
            font.face.charWidths[ord(mark)] = font.face.charWidths[ord("\u2022")]
        pdfmetrics.registerFont(font)


@dataclass(frozen=True, slots=True)
class Style:
    """Points throughout. lead: from line to line. after: below the paragraph."""

    size: float = 12
    font: str = REGULAR
    lead: float = 14.5
    after: float = 12


BODY = Style()
HEADING = Style(14, BOLD, 19.5, 7)
SMALL = Style(10, lead=12.5, after=2)
FINE = Style(8, lead=10, after=2)


def width(text: str, style: Style) -> float:
    return float(pdfmetrics.stringWidth(text, style.font, style.size)) * NARROW


def pieces(text: str) -> list[str]:
    """Words with the blank after them; a hyphenated word may also break after its hyphen."""
    return re.findall(r"[^\s-]*-(?=\w)|\S+?(?=-\w)|\S+\s*", text)


def wrap(text: str, style: Style, room: float) -> list[str]:
    lines, line = [], ""
    for piece in pieces(text):
        if line and width((line + piece).rstrip(), style) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text may stand; furniture draws what every page carries and may do so before or after the text."""

    size: tuple[float, float] = A4
    left: float = 72
    right: float = 523
    top: float = 770
    bottom: float = 72
    furniture: Callable[[Sheet], None] = lambda _: None
    furniture_first: bool = False


class Sheet:
    """A document being set, from the top of the first page on."""

    def __init__(self, path: Path, frame: Frame, title: str) -> None:
        register_fonts()
        self.frame = frame
        self.canvas = Canvas(str(path), pagesize=frame.size, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setSubject("A specimen about an invented authority; not a report by Ofsted")
        self.page = 0
        self.y = 0.0
        self.floor = 0.0
        self.notes: list[str] = []
        self._open_page()

    def _open_page(self) -> None:
        self.page += 1
        self.y, self.floor = self.frame.top, self.frame.bottom
        if self.frame.furniture_first:
            self.frame.furniture(self)

    def _close_page(self) -> None:
        self._draw_notes()
        if not self.frame.furniture_first:
            self.frame.furniture(self)
        self.canvas.showPage()

    def new_page(self) -> None:
        self._close_page()
        self._open_page()

    def save(self) -> None:
        self._close_page()
        self.canvas.save()

    def put(self, x: float, y: float, text: str, style: Style = BODY) -> float:
        """One line at a place; returns where it ends."""
        out = self.canvas.beginText(x, y)
        out.setFont(style.font, style.size)
        out.setHorizScale(100 * NARROW)
        out.textOut(text)
        self.canvas.drawText(out)
        return x + width(text, style)

    def need(self, height: float) -> None:
        if self.y - height < self.floor:
            self.new_page()

    def paragraph(self, text: str, style: Style = BODY, indent: float = 0, mark: str = "", mark_at: float = 0) -> None:
        """mark: a bullet or number that stands before the first line, `mark_at` points from the left margin."""
        x = self.frame.left + indent
        for number, line in enumerate(wrap(text, style, self.frame.right - x)):
            self.need(style.lead)
            self.y -= style.lead
            if mark and not number:
                self._mark(self.frame.left + mark_at, mark, style)
            self.put(x, self.y, line, style)
        self.y -= style.after

    def _mark(self, x: float, mark: str, style: Style) -> None:
        """A number as text; a bullet as a square over the unseen character that extraction finds."""
        if mark not in (OLD_BULLET, BULLET):
            self.put(x, self.y, mark + " ", style)
            return
        self.canvas.saveState()  # the mode would last
        out = self.canvas.beginText(x, self.y)
        out.setFont(style.font, style.size)
        out.setTextRenderMode(3)
        out.textOut(mark + " ")
        self.canvas.drawText(out)
        self.canvas.restoreState()
        self.canvas.rect(x + 1, self.y + 1.5, 5.5, 5.5, stroke=0, fill=1)

    def labelled(self, label: str, text: str, style: Style = BODY) -> None:
        """A line that begins in bold: "Inspection dates: …"."""
        self.need(style.lead)
        self.y -= style.lead
        end = self.put(self.frame.left, self.y, label + " ", Style(style.size, BOLD, style.lead))
        self.put(end, self.y, text, style)
        self.y -= style.after

    def heading(self, text: str, style: Style = HEADING, footnote: str = "") -> None:
        """Kept with the three lines that follow; a footnote gives it a superscript 1."""
        lines = wrap(text, style, self.frame.right - self.frame.left)
        self.need(len(lines) * style.lead + style.after + 3 * BODY.lead)
        if footnote:
            self.add_note(footnote)
        end = 0.0
        for line in lines:
            self.y -= style.lead
            end = self.put(self.frame.left, self.y, line, style)
        if footnote:
            self.put(end, self.y + 4, "1", Style(8, style.font))
        self.y -= style.after

    def add_note(self, text: str) -> None:
        lines = wrap(text, SMALL, self.frame.right - self.frame.left - 4)
        self.notes.append(text)
        self.floor += len(lines) * SMALL.lead + 10

    def _draw_notes(self) -> None:
        y = self.floor - 6
        for number, text in enumerate(self.notes, 1):
            self.canvas.line(self.frame.left, y + 4, self.frame.left + 144, y + 4)
            y -= SMALL.lead
            for index, line in enumerate(wrap(text, SMALL, self.frame.right - self.frame.left - 4)):
                if not index:
                    self.put(self.frame.left, y + 3, f"{number} ", Style(6.5))
                self.put(self.frame.left + (6 if not index else 0), y, line, SMALL)
                y -= SMALL.lead
        self.notes = []

    def row(self, cells: tuple[str, str], split: float, style: Style, second: Style, indent: float = 0) -> None:
        """One ruled row of two cells, each in its own style; split: points from the left margin to the second."""
        left, room = self.frame.left, self.frame.right - self.frame.left
        lines = (wrap(cells[0], style, split - indent - 12), wrap(cells[1], second, room - split - 12))
        height = max(map(len, lines)) * style.lead + 14
        self.need(height)
        for x, texts, face in zip((left + indent + 5, left + split + 5), lines, (style, second), strict=True):
            for number, text in enumerate(texts, 1):
                self.put(x, self.y - number * face.lead - 2, text, face)
        self.canvas.rect(left + indent, self.y - height, split - indent, height)
        self.canvas.rect(left + split, self.y - height, room - split, height)
        self.y -= height

    def table(self, rows: list[tuple[str, str]], split: float, style: Style = BODY) -> None:
        """The first row is its head, in bold."""
        for index, cells in enumerate(rows):
            face = style if index else Style(style.size, BOLD, style.lead)
            self.row(cells, split, face, face)
        self.y -= style.lead + 4

    def emblem(self, x: float, y: float) -> None:
        """A made-up mark where a report carries a logo: three discs over a bar, no letters."""
        self.canvas.saveState()
        self.canvas.setFillGray(0.35)
        for step in range(3):
            self.canvas.circle(x + 12 + 22 * step, y + 26 + 5 * (step % 2), 8, stroke=0, fill=1)
        self.canvas.rect(x, y, 68, 10, stroke=0, fill=1)
        self.canvas.restoreState()
