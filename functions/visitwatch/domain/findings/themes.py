"""The themes of a finding: their ids, their standard terms and the words that speak of them over the years."""

from __future__ import annotations

from functools import cache

from visitwatch.domain.findings.lexicon import Lexicon, load


@cache
def _data() -> dict[str, dict[str, object]]:
    return load("themes.json")


def theme_terms() -> dict[str, str]:
    """Theme id to standard term, in the order of the published list."""
    return {theme: str(entry["term"]) for theme, entry in _data().items()}


@cache
def lexicon() -> Lexicon:
    """Phrases by theme; old and new words stand side by side (looked after, in care, cared for)."""
    return Lexicon.of({theme: list(map(str, entry["words"])) for theme, entry in _data().items()})  # type: ignore[call-overload]
