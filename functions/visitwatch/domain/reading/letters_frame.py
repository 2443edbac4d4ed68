"""The frame of a letter: where its date, title, body and close stand in the running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from visitwatch.domain.document import Document
from visitwatch.domain.reading.blocks import Block
from visitwatch.domain.reading.dates import MONTH, parse_date
from visitwatch.domain.reading.letters_areas import AREAS_HEADING
from visitwatch.domain.reading.letters_text import Running

_FORMULA = re.compile(
    r"\b(?:this|the) (?:letter|report)"
    r" (?:summari[sz]es|sets out|outlines|reports|describes|provides|contains|gives|records)\b"
    r"|\bI am writing to (?:summari[sz]e|set out|confirm|report)\b"
    r"|\bfindings of (?:the|a|an|our|your|this) (?:\S+ ){0,4}visit\b",
    re.IGNORECASE,
)
_VISIT_AND_DAY = re.compile(
    rf"\bvisit(?:ed)?\b[^.]{{0,200}}?\b\d{{1,2}}(?:st|nd|rd|th)?\b[^.]{{0,40}}?{MONTH}", re.IGNORECASE
)
"""The opening of a letter without the formula."""

_TITLE = re.compile(
    r"(?:[A-Z][\w’'-]+ ){0,3}?(?:monitoring|focused|assurance)(?: assurance| monitoring)? (?:visit|inspection)s?\b"
    r"[^.]{0,160}",
    re.IGNORECASE,
)
_DEAR = re.compile(r"\bDear\b.{0,60}", re.IGNORECASE)
_YOURS = re.compile(r"\bYours? (?:sincerely|faithfully|truly)\b", re.IGNORECASE)
_SIGNATURE = re.compile(r"\b(?:Her|His) Majesty.s Inspector|\bHMI\b")
_CLOSE = re.compile(
    r"Ofsted will (?:take|share|use|consider) (?:the|this|these|your)\b"
    r"|(?:I am|We are|I'm) (?:also )?(?:copying|sending|sharing)\b[^.]{0,40}\bletter"
    r"|(?:I|We) (?:have|will) (?:also )?(?:copied|copy|share|send|publish|notified?)\b"
    r"|(?:This|The|A copy of this|Your) letter (?:will be|is being|has been)\b"
    r"|(?:I|We) would like to (?:thank|take)\b|(?:I am|We are) grateful\b|Thank you (?:for|to)\b"
    r"|Where a focused visit results in",
    re.IGNORECASE,
)
"""Sentences of the close: what becomes of the letter, thanks, what the authority must send after a priority action."""

_SENTENCE_BEFORE = re.compile(r"[.!?:]['\")\d]* (?=[A-Z])")
_ONLY_DATE = re.compile(rf"(?:date:? ?)?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH},? (?:19|20)\d\d", re.IGNORECASE)

_SIGNED = 3000
"""Characters at the end of a letter within which it closes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Positions in the running text. formula: of the opening's first sentence (None: there is none). text: after
    address and title. body: of the first heading after the areas. close: of the first sentence of the close.
    """

    title: str
    formula: int | None
    text: int
    body: int
    close: int


def frame_of(running: Running) -> Frame:
    """The frame of a letter; what is missing is at the text's begin or end."""
    formula = _formula(running)
    title, after = _title(running, formula)
    close = _close(running)
    return Frame(title, formula, after, _body(running, after if formula is None else formula, close), close)


def letter_date(document: Document, running: Running, frame: Frame) -> date | None:
    """The day that the letter is dated: printed before its opening, or on a line of its own on the first page."""
    head = running.plain[: frame.formula if frame.formula is not None else frame.text]
    dear = _DEAR.search(head)
    before = parse_date(head[: dear.start()]) if dear else None
    if before:
        return before
    lines = document.pages[0] if document.pages else ()
    alone = (parse_date(line.text) for line in lines if _ONLY_DATE.fullmatch(line.text.strip()))
    return next((day for day in alone if day), None) or parse_date(head)


def _formula(running: Running) -> int | None:
    found = _FORMULA.search(running.plain) or _VISIT_AND_DAY.search(running.plain)
    if found is None or (found.group()[0].isupper() and running.plain[found.start() - 2 : found.start()] != ", "):
        return found.start() if found else None
    block = running.starts[running.index_at(found.start())]
    before = [end.end() for end in _SENTENCE_BEFORE.finditer(running.plain, block, found.start() + 1)]
    return before[-1] if before else block


def _title(running: Running, formula: int | None) -> tuple[str, int]:
    """The title and the position after it; without one, "" and the position after "Dear …"."""
    after = 0
    title = ""
    for block, start in zip(running.blocks, running.starts, strict=True):
        if formula is not None and start >= formula:
            break
        if not title and _DEAR.match(block.text):
            after = start + len(block.text)
        found = _TITLE.match(block.text)
        if found:
            title, after = _title_text(block, formula, start)
    return title, after


def _title_text(block: Block, formula: int | None, start: int) -> tuple[str, int]:
    text = block.text if formula is None else block.text[: max(0, formula - start)]
    return text.strip(), start + len(text)


def _body(running: Running, begin: int, close: int) -> int:
    for block, start in zip(running.blocks, running.starts, strict=True):
        if (
            begin < start < close
            and block.is_heading
            and not (AREAS_HEADING.fullmatch(block.text) or _TITLE.match(block.text))
        ):
            return start
    return close


def _close(running: Running) -> int:
    """Where the close begins: its first known sentence after the last heading, else "Yours sincerely"."""
    yours = [found.start() for found in _YOURS.finditer(running.plain, max(0, len(running.plain) - _SIGNED))]
    end = yours[-1] if yours else len(running.plain)
    last = running.index_at(end)
    while last > 0 and not (running.starts[last] < end and _heads_text(running.blocks[last])):
        last -= 1
    begin = max(running.starts[last] if running.starts else 0, end - _SIGNED)
    sentences = (found.end() for found in _SENTENCE_BEFORE.finditer(running.plain, begin, end))
    starts = sorted({*sentences, *(start for start in running.starts if begin <= start < end)})
    return next((start for start in starts if _CLOSE.match(running.plain, start)), end)


def _heads_text(block: Block) -> bool:
    return block.is_heading and not _SIGNATURE.search(block.text)
