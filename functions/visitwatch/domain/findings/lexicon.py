"""Phrases of a lexicon found in a sentence, longest first at every place, on whole words only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from visitwatch.domain.findings import words
from visitwatch.domain.packaged import packaged_text


def load(name: str) -> dict[str, Any]:
    """A JSON file of the package's own data."""
    return dict(json.loads(packaged_text(name)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its group, the index of its first token and the number of its tokens."""

    group: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first stem; each is (stems, group)."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, groups: Mapping[str, Sequence[str]]) -> Self:
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for group, phrases in groups.items():
            for phrase in phrases:
                stems = tuple(words.tokens(phrase))
                found.setdefault(stems[0], []).append((stems, group))
        longest_first = {k: tuple(sorted(set(v), key=lambda entry: (-len(entry[0]), entry))) for k, v in found.items()}
        return cls(longest_first)

    def hits(self, tokens: Sequence[str]) -> Iterator[Hit]:
        """Every phrase of every group; of one group only the longest at one place."""
        for start, token in enumerate(tokens):
            entries = self.by_first.get(token)
            if entries is None:
                continue
            seen: set[str] = set()
            for stems, group in entries:
                long = len(stems)
                if group not in seen and (long == 1 or tuple(tokens[start : start + long]) == stems):
                    seen.add(group)
                    yield Hit(group, start, long)


@cache
def cues() -> Lexicon:
    """Words of evaluation, quantity, contrast and movement (`data/stance.json`)."""
    return Lexicon.of(load("stance.json"))
