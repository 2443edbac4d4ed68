"""What rises and what falls: the worth of what moves decides."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.features import Parsed
from visitwatch.domain.findings.lexicon import Hit, cues
from visitwatch.domain.findings.moving import moved
from visitwatch.domain.findings.polarity import Clause


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


UP, DOWN = Hit("up", 12, 1), Hit("down", 12, 1)


def among(*hits: Hit, clauses: tuple[Clause, ...] = (Clause(0, 30),), comma: int = -1) -> list[str]:
    """Of thirty words and what is found among them; a comma at a place."""
    tokens = ["," if place == comma else "word" for place in range(30)]
    return list(moved(clauses, tokens, hits))


@pytest.mark.parametrize(("place", "way"), [(13, "worse"), (16, "worse"), (17, "unknown")])
def test_what_is_governed_stands_within_four_words_after_it(place: int, way: str) -> None:
    assert among(DOWN, Hit("boon", place, 1)) == [way]


@pytest.mark.parametrize(("place", "way"), [(11, "better"), (2, "better"), (1, "unknown")])
def test_what_it_is_said_of_stands_within_ten_words_before_it(place: int, way: str) -> None:
    assert among(DOWN, Hit("burden", place, 1)) == [way]


@pytest.mark.parametrize(("place", "way"), [(11, "not unknown"), (9, "not unknown"), (8, "unknown"), (12, "unknown")])
def test_it_is_denied_by_a_not_within_three_words_before_it(place: int, way: str) -> None:
    assert among(UP, Hit("negator", place, 1)) == [way]


def test_what_it_governs_comes_before_what_it_is_said_of_and_the_nearest_first() -> None:
    assert among(DOWN, Hit("burden", 14, 1), Hit("boon", 11, 1)) == ["better"]
    assert among(DOWN, Hit("burden", 10, 1), Hit("boon", 11, 1)) == ["worse"]
    assert among(UP, Hit("boon", 13, 1), Hit("burden", 14, 1)) == ["better"]


def test_a_comma_ends_what_it_governs() -> None:
    assert among(DOWN, Hit("burden", 14, 1), Hit("boon", 15, 1), comma=13) == ["unknown"]
    assert among(DOWN, Hit("burden", 14, 1), comma=15) == ["better"]


def test_nothing_of_another_clause_moves() -> None:
    parts = (Clause(0, 12), Clause(12, 16), Clause(16, 30))
    assert among(DOWN, Hit("burden", 11, 1), clauses=parts) == ["unknown"]
    assert among(DOWN, Hit("burden", 16, 1), clauses=parts) == ["unknown"]
    assert among(DOWN, Hit("burden", 15, 1), clauses=parts) == ["better"]
    assert among(DOWN, clauses=(Clause(0, 12), Clause(13, 30))) == []


def test_a_phrase_of_several_words_reaches_from_its_end() -> None:
    assert among(Hit("down", 12, 2), Hit("boon", 17, 1)) == ["worse"]
    assert among(Hit("down", 12, 2), Hit("boon", 18, 1)) == ["unknown"]
    assert among(DOWN, Hit("burden", 8, 4)) == ["better"]
