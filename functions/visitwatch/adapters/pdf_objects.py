"""Whether every object that a PDF's cross-reference lists is in the file (PDF 1.7, 7.5.4 and 7.5.8).

A blanked or overwritten stretch takes whole objects away, a font or a page's content; pdfium then leaves out what it
cannot find. An object at another place than listed is left to pdfium, which finds it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_TABLE = re.compile(rb"\s*xref\s+")
_SECTION = re.compile(rb"\s*(\d+)\s+(\d+)\s*[\r\n]+")
_ENTRY = 20
"""Bytes: ten figures of the offset, five of the generation, "n" or "f", blanks and line ends."""

_OBJECT = re.compile(rb"\s*(\d+)\s+\d+\s+obj\b")
_USED = ord("n")
_ANY_OBJECT = re.compile(rb"(\d{1,7})\s+\d{1,5}\s+obj\b")
_PREVIOUS = re.compile(rb"/(?:Prev|XRefStm)\s+(\d+)")
_NUMBERS = re.compile(rb"\d+")
_TRAILER = 1500
_MOST_TABLES = 50


def missing_objects(data: bytes, start: int) -> list[int]:
    """Numbers of listed objects that are nowhere in the file. start: where the last cross-reference begins."""
    if _as_many_as_listed(data, start):
        return []
    listed: dict[int, int] = {}
    waiting, seen = [start], set[int]()
    while waiting and len(seen) < _MOST_TABLES:
        at = waiting.pop(0)
        if at in seen or at >= len(data):
            continue
        seen.add(at)
        entries, trailer = _table(data, at) if _TABLE.match(data, at) else _stream(data, at)
        for number, offset in entries:
            listed.setdefault(number, offset)
        waiting.extend(int(found) for found in _PREVIOUS.findall(trailer))
    elsewhere = [
        number
        for number, offset in listed.items()
        if offset and not data.startswith(b"%d 0 obj" % number, offset) and not _is_there(data, number, offset)
    ]
    if not elsewhere:
        return []
    present = {int(found) for found in _ANY_OBJECT.findall(data)}
    return [number for number in elsewhere if number not in present]


def _as_many_as_listed(data: bytes, start: int) -> bool:
    """The usual file, told fast: one table of one section, and no fewer objects than it has used entries."""
    position = _after(_TABLE, data, start)
    section = _SECTION.match(data, position)
    if position == start or section is None:
        return False
    end = section.end() + int(section[2]) * _ENTRY
    rows = data[section.end() : end]
    one = data.startswith(b"trailer", end) and not _PREVIOUS.search(data, end, end + _TRAILER)
    return one and len(rows) == int(section[2]) * _ENTRY and rows[17::_ENTRY].count(b"n") <= data.count(b" 0 obj")


def _is_there(data: bytes, number: int, offset: int) -> bool:
    found = _OBJECT.match(data, offset)
    return found is not None and int(found[1]) == number


def _table(data: bytes, at: int) -> tuple[list[tuple[int, int]], bytes]:
    """The used entries of a table, and what stands after it."""
    entries: list[tuple[int, int]] = []
    position = _after(_TABLE, data, at)
    while section := _SECTION.match(data, position):
        position = section.end()
        first, count = int(section[1]), min(int(section[2]), len(data) // _ENTRY)
        rows = (data[at : at + _ENTRY] for at in range(position, position + count * _ENTRY, _ENTRY))
        entries.extend(
            (number, int(row[:10]))
            for number, row in enumerate(rows, first)
            if row[17:18] == b"n" and row[:10].isdigit()
        )
        position += count * _ENTRY
    return entries, data[position : position + _TRAILER].split(b"startxref")[0]


def _after(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    found = pattern.match(data, at)
    return found.end() if found else at


def _stream(data: bytes, at: int) -> tuple[list[tuple[int, int]], bytes]:
    """The used entries of a cross-reference stream, and its dictionary; nothing of a form that is not known here."""
    begin = data.find(b"stream", at)
    dictionary = data[at : max(at, begin)]
    widths = _array(dictionary, b"/W")
    if begin < 0 or len(widths) != len("WWW") or b"/FlateDecode" not in dictionary:
        return [], dictionary
    content = data[begin + len(b"stream") : data.find(b"endstream", begin)].lstrip(b"\r\n")
    try:
        rows = zlib.decompressobj().decompress(content)
    except zlib.error:
        return [], dictionary
    size = _array(dictionary, b"/Size")
    index = _array(dictionary, b"/Index") or [0, *(size or [0])]
    return list(_rows(rows, widths, index, predicted=b"/Predictor" in dictionary)), dictionary


def _array(dictionary: bytes, key: bytes) -> list[int]:
    found = re.search(key + rb"\s*(?:\[([^\]]*)\]|(\d+))", dictionary)
    return [int(number) for number in _NUMBERS.findall(found[1] or found[2])] if found else []


def _rows(rows: bytes, widths: list[int], index: list[int], *, predicted: bool) -> Iterator[tuple[int, int]]:
    width = sum(widths)
    numbers = (n for first, count in zip(index[::2], index[1::2], strict=False) for n in range(first, first + count))
    above = bytes(width)
    step = width + predicted
    for number, at in zip(numbers, range(0, len(rows) - step + 1, step), strict=False):
        row = rows[at + predicted : at + step]
        if predicted:
            if rows[at] not in _UP_OR_NONE:
                return
            if rows[at]:
                row = bytes((a + b) & 0xFF for a, b in zip(row, above, strict=True))
            above = row
        sort = int.from_bytes(row[: widths[0]], "big") if widths[0] else 1
        if sort == 1:
            yield number, int.from_bytes(row[widths[0] : widths[0] + widths[1]], "big")


_UP_OR_NONE = (0, 2)
"""The PNG predictors that writers use for these streams."""
