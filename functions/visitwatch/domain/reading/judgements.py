"""Judgement rows: which aspect was given which grade, in every wording since 2013.

A row is read word by word: the words of an aspect's name, then a grade, in whatever order a table's cells and lines
come out of the file. A word that belongs to neither ends the table, so that prose is never taken for a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from visitwatch.domain.reading.blocks import Block
from visitwatch.domain.reading.flat import FlatText, first_pages
from visitwatch.domain.reading.tables import ROW_WORDS
from visitwatch.domain.report import Aspect, Grade, Judgement

_TABLE_PAGES = 4
"""Two blank first pages have been seen (Peterborough 2015, Sunderland 2018), and tables that go on to a next page."""

_STRANGERS = 5
"""Unknown words that a row may have before its grade: a new wording of an aspect's name."""

_VERBS = frozenset({"is", "are", "was", "were", "has", "have", "had", "been", "remain", "remains", "since"})
"""Words that prose has between an aspect and a grade, and no row."""

_LONGEST_ROW = 260

_WORD = re.compile(r"[A-Za-z’'-]+")
_GRADE = re.compile(
    r"\b(?:(?P<not>not\s+judged)|(?P<requires>requires?|improvement|to\s+be\s+good)|(?P<outstanding>outstanding)"
    r"|(?P<good>good)|(?P<inadequate>inadequate))\b",
    re.IGNORECASE,
)
"""A part of "requires improvement to be good" is the whole: a table's lines may come out around a name."""

_GRADES = {
    "not": Grade.NOT_JUDGED,
    "requires": Grade.REQUIRES_IMPROVEMENT,
    "outstanding": Grade.OUTSTANDING,
    "good": Grade.GOOD,
    "inadequate": Grade.INADEQUATE,
}
_TO_BE_GOOD = re.compile(r"\s*(?:improvement)?\s*(?:to\s+be\s+good)?", re.IGNORECASE)

_ILACS_ROWS = re.compile(r"impact\s+of\s+leaders\b|experiences?\s+and\s+progress\s+of\b|overall\s+effectiveness\b")
_SINGLE_ROWS = re.compile(
    r"children\s+(?:and\s+young\s+people\s+)?who\s+need\s+help\b|children\s+looked\s+after\s+and\b"
    r"|adoption\s+performance\b"
    r"|experiences?\s+and\s+progress\s+of\s+care\b|leadership,?\s+management\s+and\b"
)
"""How rows begin, in small letters."""

_ILACS_NAMES: tuple[tuple[re.Pattern[str], Aspect], ...] = (
    (re.compile(r"impact of leaders"), Aspect.LEADERS),
    (re.compile(r"overall effectiveness"), Aspect.OVERALL),
    (re.compile(r"need help (?:and|or|and/or) protection"), Aspect.HELP_AND_PROTECTION),
    (re.compile(r"(?:in care|looked after) and (?:care leavers|care.experienced)"), Aspect.IN_CARE_AND_CARE_LEAVERS),
    (re.compile(r"care leavers|care.experienced|leaving care"), Aspect.CARE_LEAVERS),
    (re.compile(r"in care|looked after|cared for"), Aspect.IN_CARE),
)
_SINGLE_NAMES: tuple[tuple[re.Pattern[str], Aspect], ...] = (
    (re.compile(r"need help (?:and|or|and/or) protection"), Aspect.HELP_AND_PROTECTION),
    (re.compile(r"looked after"), Aspect.LOOKED_AFTER),
    (re.compile(r"adoption performance"), Aspect.ADOPTION),
    (re.compile(r"progress of care"), Aspect.CARE_LEAVERS),
    (re.compile(r"leadership"), Aspect.LEADERSHIP),
)
_OVERALL_GRADE = r"(?P<grade>requires?\s+improvement|inadequate|good|outstanding)\b"
_OVERALL = (
    re.compile(
        r"the\s+overall\s+judgement\s+(?:for\s+[^.\n]{1,60}\s)?is\s*:?\s*(?:that\s+)?(?:[^.]{0,90}?\b(?:are|is)\s+)?"
        r"(?:[^.]{0,90}?(?=require))?(?:judged\s+)?(?:to\s+be\s+)?" + _OVERALL_GRADE,
        re.IGNORECASE,
    ),
    re.compile(
        r"children.?s\s+(?:social\s+care\s+)?services\s+(?:in|for|at|provided\s+by)\s[^.]{1,90}?\b(?:(?:are|is"
        r"|remain)\s+"
        r"(?:judged\s+)?(?:to\s+be\s+)?)?" + _OVERALL_GRADE,
        re.IGNORECASE,
    ),
)
_BOARD = re.compile(
    r"(?:the\s+)?(?:judgement\s+(?:for|about|on|of)\s+)?(?:the\s+)?(?:effectiveness\s+of\s+)?(?:the\s+)?(?:[\w’'-]+\s+){0,3}"
    r"(?:LSCB|safeguarding\s+children.?s?\s+board)(?:\s*\(\w+\))?(?:\s+in\s+[^.\n]{1,40}?)?\s+(?:is"
    r"|are)?\s*(?:judged\s+)?"
    r"(?:to\s+be\s+)?" + _OVERALL_GRADE,
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a report's first pages judge. warnings: what was seen and could not be told."""

    judgements: tuple[Judgement, ...]
    warnings: tuple[str, ...] = ()


def ilacs_rows(blocks: Iterable[Block]) -> Rows:
    """The rows of an ILACS report's table, in its order."""
    return _rows(_with_text(blocks), _ILACS_ROWS, _ILACS_NAMES)


def single_rows(blocks: Iterable[Block]) -> Rows:
    """The overall judgement, the rows of the table, and the safeguarding board's own judgement last."""
    blocks = tuple(blocks)
    flat = _with_text(blocks)
    rows = _rows(flat, _SINGLE_ROWS, _SINGLE_NAMES)
    overall = _sentence(flat, _OVERALL, Aspect.OVERALL)
    board = board_row(blocks)
    found = tuple(row for row in (overall, *rows.judgements, board) if row is not None)
    warnings = rows.warnings if overall else (*rows.warnings, "no overall judgement was found")
    return Rows(found, warnings)


def board_row(blocks: Iterable[Block]) -> Judgement | None:
    """The judgement on the safeguarding board; the heading of its section says it where page 1 does not."""
    for block in blocks:
        if not block.is_body and not block.is_heading:
            continue
        found = _BOARD.match(block.text)
        if found:
            return Judgement(Aspect.BOARD, grade_of(found["grade"]), block.page_at(found.start("grade")))
    return None


def grade_of(words: str) -> Grade:
    """The grade that words name. Raises ValueError where they name none."""
    found = _GRADE.search(words)
    if found is None or found.lastgroup is None:
        raise ValueError(f"no grade in {words!r}")
    return _GRADES[found.lastgroup]


def _with_text(blocks: Iterable[Block]) -> FlatText:
    return first_pages(blocks, _TABLE_PAGES)


def _sentence(flat: FlatText, patterns: tuple[re.Pattern[str], ...], aspect: Aspect) -> Judgement | None:
    for pattern in patterns:
        found = pattern.search(flat.text)
        if found:
            return Judgement(aspect, grade_of(found["grade"]), flat.page_at(found.start()))
    return None


Names = tuple[tuple[re.Pattern[str], Aspect], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    aspect: Aspect | None
    grade: Grade


def _rows(flat: FlatText, starts: re.Pattern[str], names: Names) -> Rows:
    """The longest run of rows without prose between them: a sentence that reads like a row stands alone."""
    runs: list[list[_Row]] = [[]]
    pending: list[int] = []
    for start, following in _chunks(flat.text, starts):
        row = _row(flat.text, start, following, names)
        if row is None:
            pending = [*pending, start] if _only_names(flat.text[start:following]) else []
            continue
        if runs[-1] and start > runs[-1][-1].end + _NEXT_ROW:
            runs.append([])
        runs[-1].extend(_by_columns(flat.text, pending, row, names) if pending else [row])
        pending = []
    return _told(flat, max(runs, key=lambda run: len({row.aspect for row in run})))


def _told(flat: FlatText, run: list[_Row]) -> Rows:
    found: dict[Aspect, Judgement] = {}
    warnings = []
    for row in run:
        if row.aspect is None:
            warnings.append(f"a judgement row could not be told: {' '.join(flat.text[row.start : row.end].split())!r}")
        elif row.aspect not in found:
            found[row.aspect] = Judgement(row.aspect, row.grade, flat.page_at(row.start))
        elif found[row.aspect].grade is not row.grade:
            warnings.append(f"{row.aspect.value} is judged twice and differently; the first is kept")
    return Rows(tuple(found.values()), tuple(warnings))


_NEXT_ROW = 40
"""Characters between a row's end and the next row's beginning: numbers and marks, not prose."""


def _chunks(text: str, starts: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where each row may begin, and where the next one does."""
    begins = [match.start() for match in starts.finditer(text.lower())]
    return list(zip(begins, [*begins[1:], len(text)][: len(begins)], strict=True))


def _row(text: str, start: int, limit: int, names: Names) -> _Row | None:
    """The row that begins there; None if no grade comes among its words, that is, if this is prose."""
    grade = _GRADE.search(text, start, min(limit, start + _LONGEST_ROW))
    if grade is None or grade.lastgroup is None:
        return None
    strangers = [word for word in _words(text, start, grade.start()) if word not in ROW_WORDS]
    if len(strangers) > _STRANGERS or not _VERBS.isdisjoint(strangers):
        return None
    end = _grade_end(text, grade)
    for word in _WORD.finditer(text, end, limit):
        if word.group().casefold() not in ROW_WORDS:
            break
        end = word.end()
    return _Row(start, end, _aspect_of_row(text[start:end], names), _GRADES[grade.lastgroup])


def _by_columns(text: str, pending: list[int], row: _Row, names: Names) -> list[_Row]:
    """Rows of a table that came out of the file column by column: all names, then all grades."""
    grades: list[Grade] = []
    position = row.start
    while (found := _GRADE.search(text, position, row.end)) and found.lastgroup:
        grades.append(_GRADES[found.lastgroup])
        position = _grade_end(text, found)
    starts = [*pending, row.start]
    if len(grades) != len(starts):
        return [row]
    ends = [*starts[1:], row.end]
    aspects = [_aspect(_plain(text[start:end]), names) for start, end in zip(starts, ends, strict=True)]
    return [_Row(*found) for found in zip(starts, ends, aspects, grades, strict=True)]


def _only_names(chunk: str) -> bool:
    return len(chunk) < _LONGEST_ROW and all(word in ROW_WORDS for word in _words(chunk, 0, len(chunk)))


def _words(text: str, start: int, end: int) -> list[str]:
    return [word.group().casefold() for word in _WORD.finditer(text, start, end)]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _grade_end(text: str, grade: re.Match[str]) -> int:
    rest = _TO_BE_GOOD.match(text, grade.end())
    return rest.end() if rest else grade.end()


def _aspect_of_row(row: str, names: Names) -> Aspect | None:
    """By the words before the grade, unless the name goes on after it (a cell of several lines)."""
    grade = _GRADE.search(row)
    if grade is None:
        return None
    before, rest = _plain(row[: grade.start()]), _plain(row[_grade_end(row, grade) :])
    aspect = _aspect(before, names)
    if aspect is None or row[_grade_end(row, grade) :].lstrip()[:1].islower():
        return _aspect(f"{before} {rest}", names)
    return aspect


def _aspect(words: str, names: Names) -> Aspect | None:
    return next((aspect for pattern, aspect in names if pattern.search(words)), None)
