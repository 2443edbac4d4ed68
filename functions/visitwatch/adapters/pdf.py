"""PDF bytes to lines, by pdfium. pdfium is not thread-safe: one lock for the process."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable

import pypdfium2 as pdfium
from pypdfium2 import raw

from visitwatch.domain.document import Document, Line
from visitwatch.domain.reading.characters import LINE_END_HYPHEN, same_length, whole_words
from visitwatch.errors import UnreadableError

_PDFIUM = threading.Lock()

_LEAST_SIZE = 3.0
"""Fonts of 1 point are scaled by a matrix (Peterborough 2015): the matrix then tells the size."""

_LEAST_CHARACTERS_A_PAGE = 40
"""Fewer on the average than this: pages without text, a scan."""

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
    characters = sum(len(line.text) for page in pages for line in page)
    if characters < _LEAST_CHARACTERS_A_PAGE * len(pages):
        raise UnreadableError(f"{len(pages)} pages with {characters} characters of text", reason="image_only")


def _page(document: pdfium.PdfDocument, index: int) -> tuple[Line, ...]:
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise UnreadableError(f"page {index + 1} cannot be loaded", reason="damaged") from error
    try:
        text_page = page.get_textpage()
        try:
            return _lines(text_page, index + 1)
        finally:
            text_page.close()
    except pdfium.PdfiumError as error:
        raise UnreadableError(f"page {index + 1} has no readable text", reason="damaged") from error
    finally:
        page.close()


def _lines(text_page: pdfium.PdfTextPage, number: int) -> tuple[Line, ...]:
    handle = text_page.raw
    x, y, x_last, y_last = (ctypes.c_double() for _ in range(4))
    lines = []
    offset = 0
    for printed in same_length(text_page.get_text_range()).split("\r\n"):
        words = printed.strip()
        if words:
            first = offset + len(printed) - len(printed.lstrip())
            raw.FPDFText_GetCharOrigin(handle, first, x, y)
            end = y.value
            if LINE_END_HYPHEN in words:
                raw.FPDFText_GetCharOrigin(handle, first + len(words) - 1, x_last, y_last)
                end = y_last.value
            text = whole_words(words)
            size, weight = _size(handle, first), raw.FPDFText_GetFontWeight(handle, first)
            lines.append(Line(text, number, x.value, y.value, size, weight, end))
        offset += len(printed) + 2
    return tuple(lines)


def _size(handle: raw.FPDF_TEXTPAGE, index: int) -> float:
    size: float = raw.FPDFText_GetFontSize(handle, index)
    if size > _LEAST_SIZE:
        return size
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(handle, index, matrix):
        return size * abs(float(matrix.d))
    return size
