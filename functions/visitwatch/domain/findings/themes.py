"""The themes of a finding: their ids, their standard terms and the words that speak of them over the years."""

from __future__ import annotations

from functools import cache
from typing import Any

from visitwatch.domain.findings.lexicon import Lexicon, load


@cache
def _data() -> dict[str, dict[str, Any]]:
    return load("themes.json")


def theme_terms() -> dict[str, str]:
    """Theme id to standard term, in the order of the published list."""
    return {theme: str(entry["term"]) for theme, entry in _data().items()}


def _phrases(kinds: tuple[str, ...]) -> Lexicon:
    return Lexicon.of(
        {theme: [str(word) for kind in kinds for word in entry[kind]] for theme, entry in _data().items()}
    )


@cache
def lexicon() -> Lexicon:
    """All phrases by theme; old and new words stand side by side (looked after, in care, cared for)."""
    return _phrases(("core", "words"))


@cache
def core() -> Lexicon:
    """The phrases that hardly ever stand in a sentence of another theme."""
    return _phrases(("core",))
