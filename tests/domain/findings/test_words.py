"""Word stems: what text becomes before anything is looked up."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.words import stem, tokens


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("assessments", "assessment"),
        ("families", "family"),
        ("ties", "tie"),
        ("progress", "progress"),
        ("analysis", "analysis"),
        ("always", "always"),
        ("gas", "gas"),
        ("does", "does"),
        ("bus", "bus"),
        ("2019", "0"),
        ("98%", "0"),
        ("kscb", "lscb"),
        ("bbscp", "lscp"),
    ],
)
def test_a_stem_is_the_word_without_its_plural(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_hyphens_and_slashes_part_words() -> None:
    assert tokens("pre-birth and/or 16–17") == ["pre", "birth", "and", "or", "0", "0"]


def test_a_possessive_is_the_plain_word() -> None:
    assert tokens("The child’s and children's plans") == ["the", "child", "and", "children", "plan"]


def test_a_shortened_not_is_a_not() -> None:
    assert tokens("They don’t and won't.") == ["they", "do", "not", "and", "wo", "not", "."]


def test_punctuation_is_kept_as_tokens_of_its_own() -> None:
    assert tokens("Good; however, late.") == ["good", ";", "however", ",", "late", "."]


def test_text_without_words_has_no_tokens() -> None:
    assert tokens("— — *") == []
