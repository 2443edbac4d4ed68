"""Praise and blame: negation, prevention, contrast and quantity (the traps of the research)."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.lexicon import cues
from visitwatch.domain.findings.polarity import Balance, balance, clauses
from visitwatch.domain.findings.words import tokens


def signs(text: str) -> str:
    words = tokens(text)
    hits = list(cues().hits(words))
    return "".join(balance(clause, words, hits).sign for clause in clauses(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plans are detailed.", "p"),
        ("Plans are not detailed.", "b"),
        ("Plans are not consistently detailed.", "b"),
        ("Records are vague.", "b"),
        ("The panel prevents delay.", "p"),
        ("Early work helps to avoid drift.", "p"),
        ("There are no unallocated cases.", "p"),
        ("Too many children move home.", "b"),
        ("There is more to do.", "b"),
        ("This is an area for improvement.", "b"),
        ("The team has eleven members.", "n"),
        ("Plans are detailed and records are vague.", "m"),
    ],
)
def test_one_clause_is_weighed(text: str, expected: str) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plans are detailed, but records are vague.", "pb"),
        ("Plans are detailed; however, records are vague.", "pb"),
        ("Although plans are detailed, records are vague.", "pb"),
        ("Records are vague although plans are detailed.", "bp"),
        ("However, records are vague.", "b"),
    ],
)
def test_a_sentence_is_cut_at_its_contrasts(text: str, expected: str) -> None:
    assert signs(text) == expected


def test_a_clause_that_concedes_is_marked() -> None:
    assert [c.conceded for c in clauses(tokens("Although plans are detailed, records are vague."))] == [True, False]
    assert [c.conceded for c in clauses(tokens("Records are vague while plans are detailed."))] == [False, True]


def test_a_negation_does_not_reach_past_a_comma() -> None:
    assert signs("Where it is not, plans are detailed.") == "p"


def test_a_balance_with_neither_is_neutral() -> None:
    assert Balance().sign == "n"
    assert Balance(1, 1).sign == "m"


def test_no_tokens_have_no_clauses() -> None:
    assert clauses([]) == []
