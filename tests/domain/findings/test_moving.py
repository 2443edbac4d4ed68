"""What rises and what falls: the worth of what moves decides."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.features import Parsed
from visitwatch.domain.findings.lexicon import cues
from visitwatch.domain.findings.moving import moved


def ways(text: str) -> list[str]:
    parsed = Parsed.of(text)
    return list(moved(parsed.clauses, parsed.tokens, list(cues().hits(parsed.tokens))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The proportion of audits judged inadequate has fallen.", ["better"]),
        ("The proportion of good audits has fallen.", ["worse"]),
        ("Caseloads have been reduced.", ["better"]),
        ("Leaders have reduced the backlog.", ["better"]),
        ("Fewer visits are recorded.", ["worse"]),
        ("Fewer children are waiting.", ["better"]),
        ("Vacancies have risen.", ["worse"]),
        ("Attendance has increased.", ["better"]),
        ("Delays have not reduced.", ["not better"]),
        ("The number of letters has risen.", ["unknown"]),
        ("Timeliness has declined, although the backlog has halved.", ["worse", "better"]),
        ("Leaders have cut, at last, the backlog.", ["unknown"]),
        ("Leaders wrote.", []),
    ],
)
def test_the_worth_of_what_moves_decides(text: str, expected: list[str]) -> None:
    assert ways(text) == expected
