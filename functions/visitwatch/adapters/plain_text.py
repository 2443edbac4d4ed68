"""Plain text of a report to lines: form feeds between pages, no geometry."""

from __future__ import annotations

from visitwatch.domain.document import Document, Line
from visitwatch.domain.reading.characters import LINE_END_HYPHEN, SOFT_HYPHEN, same_length, whole_words
from visitwatch.errors import NotAReportError, UnreadableError

_MOST_ODD = 0.02
"""Share of control and replacement characters above which bytes are not text but something broken."""


def read_text(data: bytes, *, max_pages: int) -> Document:
    """UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252.

    Raises: NotAReportError (empty), UnreadableError (damaged: binary; too_large: more pages than allowed).
    """
    text = _decoded(data)
    if not text.strip():
        raise NotAReportError("there is nothing in the file", reason="empty")
    odd = sum(text.count(c) for c in "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x14\x1b\x7f\ufffd")
    if odd > _MOST_ODD * len(text):
        raise UnreadableError("bytes that are neither a PDF nor text", reason="damaged")
    pages = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\f\n ").split("\f")
    if len(pages) > max_pages:
        raise UnreadableError(f"{len(pages)} pages, more than the {max_pages} allowed", reason="too_large")
    return Document(tuple(_lines(page, number) for number, page in enumerate(pages, start=1)))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _lines(page: str, number: int) -> tuple[Line, ...]:
    page = same_length(page)
    for broken in (SOFT_HYPHEN, LINE_END_HYPHEN):
        page = page.replace(broken + "\n", broken)
    lines = (" ".join(whole_words(line).split()) for line in page.split("\n"))
    return tuple(Line(text=line, page=number) for line in lines)
