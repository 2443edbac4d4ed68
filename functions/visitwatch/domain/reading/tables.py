"""Where the judgement tables are: lines made of nothing but aspects' and grades' words."""

from __future__ import annotations

import re

from visitwatch.domain.document import Line

_WORD = re.compile(r"[a-z]+")
ROW_WORDS = frozenset(
    [
        "the",
        "impact",
        "of",
        "leaders",
        "leader",
        "managers",
        "on",
        "social",
        "work",
        "practice",
        "with",
        "children",
        "and",
        "families",
        "young",
        "people",
        "experiences",
        "experience",
        "progress",
        "who",
        "need",
        "help",
        "protection",
        "in",
        "care",
        "leavers",
        "looked",
        "after",
        "achieving",
        "permanence",
        "adoption",
        "performance",
        "leadership",
        "management",
        "governance",
        "overall",
        "effectiveness",
        "judgement",
        "judgements",
        "grade",
        "grades",
        "key",
        "s",
        "outstanding",
        "good",
        "inadequate",
        "requires",
        "require",
        "improvement",
        "to",
        "be",
        "not",
        "judged",
    ]
)
"""Every word of a judgement's name and grade, single inspections and ILACS, all wordings since 2013."""

_BEGINS = re.compile(
    r"(?:Key )?judgements?(?: judgement)? grades?$|key judgement$|judgements?$"
    r"|1\.? ?Children (?:and young people )?who need help",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"(?:\d(?:\.\d)?\.? ?)?(?:The (?:impact|experiences|overall)|Overall|Children (?:who|looked)|Adoption"
    r"|Experiences|Leadership"
    r"|(?:Key )?judgement)",
    re.IGNORECASE,
)
_MOST_LINES = 40
_LONGEST = 110


def is_row_line(line: Line) -> bool:
    """Whether a line has words, and none but those of judgement rows."""
    if len(line.text) > _LONGEST:
        return False
    words = _WORD.findall(line.text.casefold())
    return bool(words) and ROW_WORDS.issuperset(words)


def begins_table(line: Line) -> bool:
    return len(line.text) < _LONGEST and _BEGINS.match(line.text) is not None and is_row_line(line)


def begins_row(line: Line) -> bool:
    return _ROW.match(line.text) is not None


def table_lines(page: tuple[Line, ...]) -> frozenset[int]:
    """The places of a page's lines that belong to a judgement table."""
    found: set[int] = set()
    index = 0
    while index < len(page):
        if begins_table(page[index]):
            end = index + 1
            while end < len(page) and end - index < _MOST_LINES and (not page[end].text or is_row_line(page[end])):
                end += 1
            if end - index > 1:
                found.update(range(index, end))
                index = end
                continue
        index += 1
    return frozenset(found)
