"""What the model weighs in a sentence: word runs, words of the last clause, cues, themes named and their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from visitwatch.domain.findings import lexicon, themes, words
from visitwatch.domain.findings.moving import moved
from visitwatch.domain.findings.polarity import Balance, Clause, balance, clauses
from visitwatch.domain.findings.shape import shape
from visitwatch.domain.findings.words import PUNCTUATION

_MOVING = frozenset({"improving", "worsening", "persisting", "rising", "falling", "aware", "few", "many"})
_EARLY = 4
"""A theme named within so many tokens of the beginning is marked."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence's tokens (never none) and its clauses."""

    tokens: Sequence[str]
    clauses: Sequence[Clause]

    @classmethod
    def of(cls, text: str) -> Self:
        tokens = words.tokens(text) or ["."]
        return cls(tokens, clauses(tokens))

    @property
    def parted(self) -> bool:
        """Whether there is more than one clause."""
        return len(self.clauses) > 1

    @property
    def last(self) -> int:
        """Where the last clause begins; 0 where there is but one."""
        return self.clauses[-1].start if self.parted else 0


def features(parsed: Parsed) -> set[str]:
    """Names of what the sentence has. Same text, same names; the model ignores names it has not met."""
    found = set(_runs(parsed.tokens))
    found.update(_tail(parsed))
    found.update(_cues(parsed))
    found.update(_themes(parsed.tokens))
    found.update(_shape(parsed.tokens))
    return found


def _runs(tokens: Sequence[str]) -> Iterator[str]:
    plain = [token for token in tokens if token not in PUNCTUATION]
    one = two = "^"
    for token in [*plain, "$"]:
        yield token
        yield f"{two} {token}"
        yield f"{one} {two} {token}"
        one, two = two, token


def _tail(parsed: Parsed) -> Iterator[str]:
    if not parsed.parted:
        return
    for mark, part in (("<", parsed.clauses[0]), (">", parsed.clauses[-1])):
        previous = "^"
        for token in parsed.tokens[part.start : part.end]:
            yield f"{mark}{token}"
            yield f"{mark}{previous} {token}"
            previous = token


def _cues(parsed: Parsed) -> Iterator[str]:
    hits = list(lexicon.cues().hits(parsed.tokens))
    balances = [balance(part, parsed.tokens, hits) for part in parsed.clauses]
    signs = "".join(b.sign for b in balances)
    yield from _balance(balances, signs, parsed)
    for way in moved(parsed.clauses, parsed.tokens, hits):
        yield f"#moved {way}"
    for hit in hits:
        yield f"#{hit.group}"
        if hit.group in _MOVING:
            yield f"#{hit.group} {signs[-1:]}"
        if parsed.parted and hit.start >= parsed.last:
            yield f"#>{hit.group}"
        if hit.start == 0:
            yield f"#^{hit.group}"


def _balance(balances: Sequence[Balance], signs: str, parsed: Parsed) -> Iterator[str]:
    yield f"#signs {signs[:3]}"
    yield f"#set {''.join(sorted(set(signs)))}"
    for name, sign, part in zip(
        ("first", "last"), (signs[:1], signs[-1:]), (*parsed.clauses[:1], *parsed.clauses[-1:]), strict=False
    ):
        yield f"#{name} {sign}{'c' if part.conceded else ''}"
    good, bad = sum(b.good for b in balances), sum(b.bad for b in balances)
    yield f"#good {min(good, _MOST)}"
    yield f"#bad {min(bad, _MOST)}"
    yield f"#more {'good' if good > bad else 'bad' if bad > good else 'equal'}"
    yield f"#both {min(good, _MOST - 1)} {min(bad, _MOST - 1)}"


def _themes(tokens: Sequence[str]) -> Iterator[str]:
    hits = list(themes.lexicon().hits(tokens))
    if not hits:
        yield "@none"
        return
    third = len(tokens) // 3
    for hit in themes.core().hits(tokens):
        yield f"!{hit.group}"
        yield f"!{hit.group} {'first' if hit.start <= third else 'later'}"
    for place, theme in enumerate(dict.fromkeys(hit.group for hit in hits)):
        yield f"@{theme}"
        yield f"@{theme} {min(place, 3)}"
    for hit in hits:
        yield f"@{' '.join(tokens[hit.start : hit.start + hit.length])}"
        if hit.start < _EARLY:
            yield f"@^{hit.group}"
    counted = [hit.group for hit in hits]
    for theme in set(counted):
        if counted.count(theme) > 1:
            yield f"@@{theme}"


def _shape(tokens: Sequence[str]) -> Iterator[str]:
    form = shape(tokens)
    yield f"#form {form}"
    yield f"#form {form} {tokens[0]}"
    yield f"#form {form} {' '.join(tokens[:2])}"
    yield f"#length {min(len(tokens) // 8, 6)}"
    yield f"#end {tokens[-1] if tokens[-1] in PUNCTUATION else 'none'}"
    yield f"#commas {min(tokens.count(','), _MOST)}"
