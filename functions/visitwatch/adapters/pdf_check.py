"""Whether a PDF is whole, before pdfium repairs it silently.

pdfium rebuilds what it can and leaves out what it cannot: a truncated file becomes a shorter report, a flipped bit a
page without its end. Both are told from the bytes: the end mark, the place of the cross-reference table, and the
checksum that every Flate stream carries (RFC 1950). Costs about a twentieth of the extraction.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from visitwatch.adapters.pdf_objects import missing_objects
from visitwatch.errors import UnreadableError

_TAIL = 2048
_HEAD = 1024
_DICTIONARY = 1500
"""A stream's dictionary is looked for so many bytes before it."""

_START = re.compile(rb"startxref\s+(\d+)")
_TABLE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
_LINEARIZED = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", re.DOTALL)
_BEGINS, _ENDS = b"stream", b"endstream"
_NO_TEXT = (b"/Image", b"/Type/Metadata", b"/Type /Metadata")
"""Of streams that say nothing of words or of their places; fonts do."""


def check_whole(data: bytes) -> None:
    """Nothing, for a whole file. Raises: UnreadableError (truncated, damaged)."""
    mark = data.rfind(b"%%EOF")
    if mark < max(0, len(data) - _TAIL):
        raise UnreadableError("the PDF breaks off before its end", reason="truncated")
    linear = _LINEARIZED.search(data, 0, _HEAD)
    if linear and int(linear[1]) > len(data):
        raise UnreadableError(f"{len(data)} of the {int(linear[1])} bytes that the PDF should have", reason="truncated")
    _check_table(data, mark)
    if b"/Encrypt" not in data:
        for start, end, dictionary in _flate_streams(data):
            _check_stream(data, start, end, dictionary)


def _check_table(data: bytes, end: int) -> None:
    starts = _START.findall(data, max(0, end - _HEAD), end)
    if not starts or not _TABLE.match(data, int(starts[-1])):
        raise UnreadableError("the PDF's cross-reference table is not where it should be", reason="damaged")
    missing = missing_objects(data, int(starts[-1]))
    if missing:
        raise UnreadableError(f"the PDF's objects {missing[:5]} are not in the file", reason="damaged")


def _flate_streams(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each compressed stream that may hold text begins and ends (-1: nowhere), and its dictionary."""
    position = data.find(_BEGINS)
    while position >= 0:
        start = position + len(_BEGINS)
        end = data.find(_ENDS, start)
        if data[start : start + 1] in (b"\r", b"\n"):
            before = data[max(0, position - _DICTIONARY) : position]
            dictionary = before[before.rfind(b" obj") :]
            if b"/FlateDecode" in dictionary and not any(word in dictionary for word in _NO_TEXT):
                yield start + (2 if data[start : start + 2] == b"\r\n" else 1), end, dictionary
        position = data.find(_BEGINS, end + len(_ENDS)) if end >= 0 else -1


def _check_stream(data: bytes, start: int, end: int, dictionary: bytes) -> None:
    if end < 0:
        raise UnreadableError(f"the PDF's part at byte {start} has no end", reason="damaged")
    content: bytes | memoryview = memoryview(data)[start:end]
    try:
        if b"/ASCII85Decode" in dictionary:
            content = base64.a85decode(bytes(content).strip().removesuffix(b"~>"))
        whole = _is_whole(content)
    except (zlib.error, binascii.Error, ValueError) as error:
        raise UnreadableError(f"the PDF has a damaged part at byte {start}", reason="damaged") from error
    if not whole:
        raise UnreadableError(f"the PDF's part at byte {start} breaks off, or has no end", reason="damaged")


def _is_whole(content: bytes | memoryview) -> bool:
    """Whether it decompresses to its end, with the right checksum. Raises: zlib.error."""
    decompressor = zlib.decompressobj()
    for _ in range(_MOST_PIECES):
        if not decompressor.decompress(content, _PIECE):
            break
        content = decompressor.unconsumed_tail
    return decompressor.eof


_PIECE, _MOST_PIECES = 65_536, 800
"""Bytes decompressed at a time, and how often: 50 MB, where the largest part of a report has 0.3 MB."""
