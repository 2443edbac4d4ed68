"""PDF bytes to lines, by pdfium. pdfium is not thread-safe: one lock for the process."""

from __future__ import annotations

import ctypes
import re
import threading
import time
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from visitwatch.adapters.plain_text import MOST_CHARACTERS
from visitwatch.domain.document import Document, Line
from visitwatch.domain.reading.characters import LINE_END_HYPHEN, SOFT_HYPHEN, same_length, whole_words
from visitwatch.errors import UnreadableError

_PDFIUM = threading.Lock()

_LEAST_SIZE = 3.0
"""Fonts of 1 point are scaled by a matrix (Peterborough 2015): the matrix then tells the size."""

_LEAST_CHARACTERS_A_PAGE = 40
"""Fewer on the average than this: pages without text, a scan."""

_APART = 2.0
"""Sizes of type from one printed line to the next, beyond which a hyphen at a line's end was not that line's: pdfium
joins the last line of a page's text to the page's foot as well."""

_ENCRYPTED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def read_pdf(
    data: bytes, *, max_pages: int, max_seconds: float, clock: Callable[[], float] = time.monotonic
) -> Document:
    """The lines of each page, with place, size and weight of a line's first character.

    The time is looked at before each page: a page that pdfium has begun is finished.
    Raises: UnreadableError (encrypted, damaged, too_large, image_only).
    """
    until = clock() + max_seconds
    with _PDFIUM:
        document = _open(data)
        try:
            count = len(document)
            _check_count(count, data, max_pages)
            pages = []
            for index in range(count):
                if clock() > until:
                    raise UnreadableError(f"not read within {max_seconds:g} seconds", reason="too_large")
                pages.append(_page(document, index))
        finally:
            document.close()
    _check_text(pages)
    return Document(tuple(pages))


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in _ENCRYPTED:
            raise UnreadableError("the PDF asks for a password", reason="encrypted") from error
        raise UnreadableError("pdfium cannot open the PDF", reason="damaged") from error


def _check_count(count: int, data: bytes, max_pages: int) -> None:
    if count > max_pages:
        raise UnreadableError(f"{count} pages, more than the {max_pages} allowed", reason="too_large")
    if count == 0:
        raise UnreadableError(f"a PDF of {len(data)} bytes without pages", reason="damaged")


def _check_text(pages: list[tuple[Line, ...]]) -> None:
    lengths = [sum(len(line.text) for line in page) for page in pages]
    characters = sum(lengths)
    without = sum(1 for length in lengths if length < _LEAST_CHARACTERS_A_PAGE)
    if characters < _LEAST_CHARACTERS_A_PAGE * len(pages) or without * 2 > max(len(pages), 3):
        raise UnreadableError(f"{without} of {len(pages)} pages have no text", reason="image_only")
    if characters > MOST_CHARACTERS:
        raise UnreadableError(f"{characters} characters, more than a report can have", reason="too_large")


def _page(document: pdfium.PdfDocument, index: int) -> tuple[Line, ...]:
    """By pdfium's own calls: the library's page objects cost a fiftieth of the extraction."""
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise UnreadableError(f"page {index + 1} cannot be loaded", reason="damaged")
    try:
        text_page = raw.FPDFText_LoadPage(page)
        if not text_page:
            raise UnreadableError(f"page {index + 1} has no readable text", reason="damaged")
        try:
            return tuple(_lines(text_page, index + 1))
        finally:
            raw.FPDFText_ClosePage(text_page)
    finally:
        raw.FPDF_ClosePage(page)


def _text(text_page: raw.FPDF_TEXTPAGE) -> str:
    count = raw.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    return bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", errors="ignore")


def _lines(text_page: raw.FPDF_TEXTPAGE, number: int) -> Iterator[Line]:
    text = same_length(_text(text_page))
    broken = LINE_END_HYPHEN in text or SOFT_HYPHEN in text
    origin, size_of, weight_of = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetFontSize, raw.FPDFText_GetFontWeight
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    for offset, printed in _printed(text_page, text):
        words = printed.strip()
        if words:
            first = offset if printed[0] != " " else offset + len(printed) - len(printed.lstrip())
            origin(text_page, first, at_x, at_y)
            left, base = x.value, y.value
            if broken and LINE_END_HYPHEN in words:
                origin(text_page, first + len(words) - 1, at_x, at_y)
            size = size_of(text_page, first)
            if size <= _LEAST_SIZE:
                size = _scaled_size(text_page, first, size)
            weight = weight_of(text_page, first)
            if weight <= 0:
                weight = _named_weight(text_page, first)
            if broken:
                words = whole_words(words)
            yield Line(words, number, left, base, size, weight, y.value)


def _printed(text_page: raw.FPDF_TEXTPAGE, text: str) -> Iterator[tuple[int, str]]:
    """The lines of the text and where each begins, parted too after a hyphen whose next word is printed elsewhere."""
    start = 0
    for line in text.split("\r\n"):
        end = start + len(line)
        for hyphen in _HYPHEN.finditer(text, start + 1, end - 1) if LINE_END_HYPHEN in line else ():
            if _is_apart(text_page, hyphen.start()):
                yield start, text[start : hyphen.end()]
                start = hyphen.end()
        yield start, text[start:end]
        start = end + 2


_HYPHEN = re.compile(LINE_END_HYPHEN)


def _is_apart(text_page: raw.FPDF_TEXTPAGE, hyphen: int) -> bool:
    x, before, after = ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, hyphen - 1, ctypes.byref(x), ctypes.byref(before))
    raw.FPDFText_GetCharOrigin(text_page, hyphen + 1, ctypes.byref(x), ctypes.byref(after))
    size = max(float(raw.FPDFText_GetFontSize(text_page, hyphen - 1)), _LEAST_SIZE)
    return abs(before.value - after.value) > _APART * size


def _named_weight(text_page: raw.FPDF_TEXTPAGE, index: int) -> int:
    """By the font's name, for fonts that are not embedded and tell no weight."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    return _BOLD if length and b"Bold" in name.value else _REGULAR


_BOLD, _REGULAR = 700, 400


def _scaled_size(text_page: raw.FPDF_TEXTPAGE, index: int, size: float) -> float:
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text_page, index, matrix):
        return size * abs(float(matrix.d))
    return size
