"""Plain text of a report to lines: form feeds between pages, no geometry."""

from __future__ import annotations

import re

from visitwatch.domain.document import Document, Line
from visitwatch.domain.reading.characters import BULLET, LINE_END_HYPHEN, SOFT_HYPHEN, same_length, whole_words
from visitwatch.errors import NotAReportError, UnreadableError

MOST_CHARACTERS = 2_000_000
"""The longest report of 431 has 0.25 million."""

_MOST_ODD = 0.005
"""Share of control and replacement characters above which bytes are not text but something broken."""

_MARK = re.compile(r"^[ \t]*[-·‣](?=[ \t]+[^\W\d]|[ \t]+[‘“'\"(])", re.MULTILINE)
"""List marks of plain text only: a hyphen at a line's start with a space after it, or a dot."""

_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def read_text(data: bytes, *, max_pages: int) -> Document:
    """UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252.

    Raises: NotAReportError (empty), UnreadableError (damaged: binary, or broken UTF-8; too_large).
    """
    text = _decoded(data)
    if not text.strip():
        raise NotAReportError("there is nothing in the file", reason="empty")
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"{len(text)} characters, more than a report can have", reason="too_large")
    if len(_ODD.findall(text)) > _MOST_ODD * len(text):
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
        mended = data.decode("utf-8-sig", errors="replace")
    broken = mended.count("\ufffd")
    if sum(1 for character in mended if not character.isascii()) > 2 * broken:
        raise UnreadableError(f"UTF-8 text with {broken} broken characters", reason="damaged")
    return data.decode("cp1252", errors="replace")


def _lines(page: str, number: int) -> tuple[Line, ...]:
    page = same_length(page)
    for broken in (SOFT_HYPHEN, LINE_END_HYPHEN):
        page = page.replace(broken + "\n", broken)
    lines = (" ".join(whole_words(line).split()) for line in _MARK.sub(BULLET, page).split("\n"))
    return tuple(Line(text=line, page=number) for line in lines)
