"""Which lines of a document are furniture: what every page or every report has, and no reader needs twice.

Each function marks lines of one sort. A line is marked once, by the first that knows it. Places and sizes are used
where there are any; plain text is told by wording, order and repetition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from visitwatch.domain.document import Document, Line
from visitwatch.domain.reading.blocks import Furniture
from visitwatch.domain.reading.characters import BULLET
from visitwatch.domain.reading.tables import is_row_line

Sorts = list[list[Furniture | None]]
"""For each page and line: the sort of furniture, None for the report's own text."""

_EDGE = 4
"""Running heads and page numbers stand within so many lines of a page's first or last."""

_TOP, _BOTTOM = 770.0, 78.0
"""Points from the foot of an A4 page beyond which Ofsted's layouts print no text of their own."""

_SMALLER = 1.4
"""Points by which a footnote's type is smaller than the text's (10 against 12; 1.9 in some of 2014)."""

_REPEATED = 2
"""A line that plain text has more often than this is a running head, if it is of this length:"""
_SHORTEST_HEAD, _LONGEST_HEAD = 10, 140

_FIGURE, _LONGEST_NUMBER = 4, 14
"""A page number is shorter than the first, or "Page 12 of 20"."""

_NOTES_BELOW = 400.0
"""Points from the foot of the page; a note's figure above that begins a line of the text."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?(\d{1,3})(?:\s+of\s+\d{1,3})?", re.IGNORECASE)
_NOTE = re.compile(
    r"[*†]?(\d{1,2})\s?(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"(?=[A-Z‘“(]|http)|[*†]\s?[A-Z]"
)
_MARK = re.compile(r"[\d*†,\s]{1,5}")
_ADDRESSED = re.compile(r"Dear\b")
"""What stands before it is an address: "1 High Street" is no note."""
_ENTRY = re.compile(r".*\D\s?\.*\s?\d{1,3}|\d{1,3}")

_NOTES = 900
"""More characters than this at a page's end are no footnotes."""

_LISTED = re.compile(rf"{BULLET}|\d{{1,3}}\.|Dear\b")
_KNOWN_NOTE = re.compile(
    r"\d{0,2}\s?(?:The areas for improvement have been cross-referenced|Ofsted produces this report under its power"
    r"|A full description of what the inspection judgements mean"
    r"|The local authority was given the opportunity to review)"
)

_ADDRESS, _ADDRESS_LINES = 60, 3
"""Ofsted's address: lines no longer than this, at least so many."""

_LETTERHEAD = re.compile(
    r"(?:Ofsted|Piccadilly Gate|Store Str?(?:eet)?|Manchester(?:,? M1 2WD)?|M1 2WD|Agora|Agora Nottingham"
    r"|6 Cumberland Place|Nottingham"
    r"|NG1 6HJ|Aviation House|125 Kingsway|London|WC2B 6SE|Clive House|70 Petty France|SW1H 9EX|2 Rivergate|Temple Quay"
    r"|Bristol|BS1 6EH"
    r"|(?:Direct )?(?:T|F|E|W|Tel|Fax)\b[:. ]*(?:0\d|\(0|\+44|enquiries@|www\.).*|Textphone[: ]+0.*"
    r"|Safeguarding\.?|(?:E[: ]+)?\S+@ofsted\.gov\.uk|(?:www\.)?ofsted\.gov\.uk|www\.gov\.uk/ofsted"
    r"|(?:https?://)?www\.ofsted\.gov\.uk|lasupport\.manager@\S+|Direct [FT] .*)"
)
_LETTERHEAD_STARTS = ("Ofsted", "Piccadilly Gate", "Agora", "Aviation House", "Clive House")

_TAIL = re.compile(
    r"The Office for Standards in Education, Children.s Services and Skills \(Ofsted\)(?! and)"
    r"|Any complaints about th"
    r"|If you are not happy with the inspection or the report|If you would like a copy of this document in a different"
    r"|Ofsted is a non-ministerial government department"
)
_COPYRIGHT = re.compile(r"© Crown copyright|Website: www\.ofsted\.gov\.uk")
_MEANINGS = re.compile(r"(?:What the inspection judgements mean|The inspection judgements and what they)\b.{0,8}")
_MEANINGS_START = ("What the inspection", "The inspection judgements")
_AFTER_MEANINGS = re.compile(r"Information about (?:the|this) (?:inspection|review)|Service information")


def sorts_of(document: Document) -> Sorts:
    """The sort of each line."""
    sorts: Sorts = [[None] * len(page) for page in document.pages]
    _mark_contents(document, sorts)
    if len(document.pages) == 1 and not document.has_geometry:
        _mark_repeated(document, sorts)
    else:
        _mark_edges(document, sorts)
    _mark_letterhead(document, sorts)
    _mark_tail(document, sorts)
    _mark_meanings(document, sorts)
    if document.has_geometry:
        _mark_small_print(document, sorts)
    else:
        _mark_known_notes(document, sorts)
        _mark_last_lines(document, sorts)
    return sorts


def body_size(document: Document) -> float:
    """The type size of most lines, in whole points; 0 without geometry."""
    sizes: Counter[float] = Counter()
    for page in document.pages:
        sizes.update([line.size for line in page])
    commonest = sizes.most_common(1)
    return float(round(commonest[0][0])) if commonest else 0.0


def _edge_lines(document: Document) -> Iterator[tuple[int, int, Line]]:
    for number, page in enumerate(document.pages):
        last = len(page) - 1
        for index, line in enumerate(page):
            in_order = index < _EDGE or last - index < _EDGE
            if (not _BOTTOM < line.y < _TOP or (in_order and len(line.text) < _FIGURE)) if line.size else in_order:
                yield number, index, line


def _mark_edges(document: Document, sorts: Sorts) -> None:
    edges = [edge for edge in _edge_lines(document) if sorts[edge[0]][edge[1]] is None]
    keys = [_DIGITS.sub("#", line.text).casefold() for _, _, line in edges]
    pages = Counter(key for key, _ in {(key, number) for key, (number, _, _) in zip(keys, edges, strict=True)})
    for key, (number, index, line) in zip(keys, edges, strict=True):
        if _is_page_number(line, number + 1):
            sorts[number][index] = Furniture.PAGE_NUMBER
        elif _is_running_head(key, pages[key], line, number + 1):
            sorts[number][index] = Furniture.RUNNING_HEAD


def _mark_repeated(document: Document, sorts: Sorts) -> None:
    """Text without page breaks: what is repeated, and single figures that count up, stood at the pages' edges."""
    page = document.pages[0]
    keys = [_DIGITS.sub("#", line.text).casefold() for line in page]
    times = Counter(keys)
    expected = 1
    for index, (key, line) in enumerate(zip(keys, page, strict=True)):
        if sorts[0][index] is not None:
            continue
        if key == "#" and expected <= int(line.text) <= expected + 1:
            sorts[0][index] = Furniture.PAGE_NUMBER
            expected = int(line.text) + 1
        elif times[key] > _REPEATED and _SHORTEST_HEAD < len(key) < _LONGEST_HEAD and not is_row_line(line):
            sorts[0][index] = Furniture.RUNNING_HEAD


def _is_running_head(key: str, pages: int, line: Line, page: int) -> bool:
    if len(key) < _SHORTEST_HEAD or is_row_line(line):
        return False
    return pages > 1 if line.size else page > 1 and (pages > _REPEATED or (pages > 1 and "#" in key))


def _is_page_number(line: Line, page: int) -> bool:
    if len(line.text) > _LONGEST_NUMBER:
        return False
    found = _PAGE_NUMBER.fullmatch(line.text)
    if found is None:
        return False
    far = abs(int(found[1]) - page)
    return far == 0 or len(line.text) >= _FIGURE or (far < _EDGE and (not line.size or not _BOTTOM < line.y < _TOP))


def _mark_contents(document: Document, sorts: Sorts) -> None:
    for number, page in enumerate(document.pages[:8]):
        for index, line in enumerate(page):
            if line.text.casefold() in ("contents", "contents page"):
                last = max((i for i in range(index, len(page)) if _ENTRY.fullmatch(page[i].text)), default=index)
                for i in range(index, last + 1):
                    sorts[number][i] = sorts[number][i] or Furniture.CONTENTS
                return


def _mark_letterhead(document: Document, sorts: Sorts) -> None:
    for number, page in enumerate(document.pages[:3]):
        if not any(line.text.startswith(_LETTERHEAD_STARTS) for line in page):
            continue
        found = [i for i, line in enumerate(page) if len(line.text) < _ADDRESS and _LETTERHEAD.fullmatch(line.text)]
        if len(found) >= _ADDRESS_LINES:
            for i in found:
                sorts[number][i] = Furniture.LETTERHEAD
            return


def _mark_tail(document: Document, sorts: Sorts) -> None:
    count = len(document.pages)
    began = False
    for number in range(max(0, count - 3), count):
        for index, line in enumerate(document.pages[number]):
            began = began or bool(_TAIL.match(line.text))
            if began and sorts[number][index] is None:
                sorts[number][index] = Furniture.BOILERPLATE
    for number, page in enumerate(document.pages[:3]):
        if page and _COPYRIGHT.match(page[0].text):
            sorts[number] = [sort or Furniture.BOILERPLATE for sort in sorts[number]]


def _mark_meanings(document: Document, sorts: Sorts) -> None:
    marking = False
    for number, page in enumerate(document.pages):
        for index, line in enumerate(page):
            if marking and _AFTER_MEANINGS.match(line.text):
                return
            if not marking and line.text.startswith(_MEANINGS_START):
                marking = sorts[number][index] is None and _MEANINGS.fullmatch(line.text) is not None
            if marking and sorts[number][index] is None:
                sorts[number][index] = Furniture.BOILERPLATE


def _mark_small_print(document: Document, sorts: Sorts) -> None:
    small = body_size(document) - _SMALLER
    for number, page in enumerate(document.pages):
        in_note = False
        for index, line in enumerate(page):
            if sorts[number][index] is not None:
                continue
            if not 0 < line.size <= small:
                in_note = in_note and line.size == 0
                continue
            if in_note or _MARK.fullmatch(line.text) or (line.y < _NOTES_BELOW and _NOTE.match(line.text)):
                sorts[number][index] = Furniture.FOOTNOTE
                in_note = True


def _mark_last_lines(document: Document, sorts: Sorts) -> None:
    """Without sizes: notes are counted through the document and are the last lines of their pages."""
    expected = 1
    for number, page in enumerate(document.pages):
        free = [i for i in range(len(page)) if sorts[number][i] is None and page[i].text]
        rest = _end_of_page(page, free)
        began = False
        for index in free:
            text = page[index].text
            figure = text.isdecimal() and len(text) < len("100")
            found = _NOTE.match(text)
            value = int(text) if figure else int(found[1]) if found and found[1] else 0
            if index in rest and expected <= value <= expected + 2:
                began = True
                expected = value + 1
            if (began or figure) and not is_row_line(page[index]):
                sorts[number][index] = Furniture.FOOTNOTE


def _end_of_page(page: tuple[Line, ...], free: list[int]) -> set[int]:
    """The lines among which a page's notes may begin: its last few, below every bullet and numbered paragraph."""
    rest: set[int] = set()
    length = 0
    for index in reversed(free[1:]):
        length += len(page[index].text)
        if length > _NOTES or _LISTED.match(page[index].text):
            break
        rest.add(index)
    return rest


def _mark_known_notes(document: Document, sorts: Sorts) -> None:
    """Notes of Ofsted's templates, to the end of their last sentence's line."""
    for number, page in enumerate(document.pages):
        inside = False
        for index, line in enumerate(page):
            inside = inside or _KNOWN_NOTE.match(line.text) is not None
            if inside and sorts[number][index] is None:
                sorts[number][index] = Furniture.FOOTNOTE
                inside = not line.text.endswith(".")
