"""Phrases are found on whole words only, the longest of a group at every place."""

from __future__ import annotations

from visitwatch.domain.findings.lexicon import Hit, Lexicon, cues
from visitwatch.domain.findings.words import tokens


def groups(lexicon: Lexicon, text: str) -> list[str]:
    return [hit.group for hit in lexicon.hits(tokens(text))]


def test_the_longest_phrase_of_a_group_wins_at_one_place() -> None:
    lexicon = Lexicon.of({"care": ["care", "care leaver"]})
    assert list(lexicon.hits(tokens("Care leavers"))) == [Hit("care", 0, 2)]


def test_two_groups_may_share_a_place() -> None:
    assert groups(Lexicon.of({"a": ["delay"], "b": ["delay"]}), "delays") == ["a", "b"]


def test_a_phrase_is_not_found_inside_a_word() -> None:
    lexicon = Lexicon.of({"plo": ["PLO"], "iro": ["IRO"], "pa": ["PA"], "stable": ["stability"]})
    assert groups(lexicon, "It explores the environment with compassion; instability remains.") == []


def test_old_and_new_plurals_are_one_phrase() -> None:
    assert groups(Lexicon.of({"x": ["care leavers"]}), "a care leaver, care leavers") == ["x", "x"]


def test_instability_is_blame_and_stability_is_praise() -> None:
    assert groups(cues(), "instability") == ["bad", "burden"]
    assert groups(cues(), "stability") == ["boon", "good"]
