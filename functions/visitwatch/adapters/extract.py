"""Bytes of any sort to the lines of a document, or a named reason why not."""

from __future__ import annotations

import re

from visitwatch.adapters.pdf import read_pdf
from visitwatch.adapters.pdf_check import check_whole
from visitwatch.adapters.plain_text import read_text
from visitwatch.domain.document import Document
from visitwatch.errors import NotAReportError, UnreadableError

_SIGNATURE = b"%PDF-"
_JUNK_BEFORE = 1024
"""How far into a file readers look for the signature (PDF 1.7, annex H.3.4.1)."""

_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body|title|h1|div|script)[\s>]", re.IGNORECASE)


_PDF_PARTS = re.compile(rb"\bendobj\b|\bendstream\b|\bstartxref\b|%%EOF")


class FileExtractor:
    """The `Extractor` of files. max_bytes, max_pages: more is too_large; max_seconds: for one file."""

    def __init__(self, max_bytes: int = 30_000_000, max_pages: int = 200, max_seconds: float = 60.0) -> None:
        self._max_bytes = max_bytes
        self._max_pages = max_pages
        self._max_seconds = max_seconds

    def extract(self, data: bytes) -> Document:
        """The lines. Raises: NotAReportError (html, empty), UnreadableError (every other reason)."""
        if len(data) > self._max_bytes:
            raise UnreadableError(f"{len(data)} bytes, more than the {self._max_bytes} allowed", reason="too_large")
        if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
            raise NotAReportError("there is nothing in the file", reason="empty")
        start = data.find(_SIGNATURE, 0, _JUNK_BEFORE)
        if start >= 0 and not _HTML.search(data, 0, start):
            return self._pdf(data[start:] if start else data)
        if _HTML.search(data.lstrip()[:_JUNK_BEFORE]):
            raise NotAReportError("an HTML page", reason="html")
        if _PDF_PARTS.search(data):
            raise UnreadableError("parts of a PDF without its beginning", reason="damaged")
        return read_text(data, max_pages=self._max_pages)

    def _pdf(self, data: bytes) -> Document:
        check_whole(data)
        return read_pdf(data, max_pages=self._max_pages, max_seconds=self._max_seconds)
