"""Praise and blame in the clauses of a sentence, with negation, prevention and quantity.

"Not consistently good" is blame, "prevents delay" is praise, "too many" is blame whatever follows. The clause after a
contrast ("but", "although" at the head turns it round) usually carries the finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visitwatch.domain.findings.lexicon import Hit
from visitwatch.domain.findings.words import PUNCTUATION

_REACH = 4
"""How many tokens before a word a "not", "prevents" or "lack of" still governs it."""
_CONCEDES = frozenset({"although", "though", "while", "whilst", "despite", "whereas", "notwithstanding"})
_TURNS = frozenset({";", "but", "however", "yet", "nevertheless", "nonetheless", "except", "conversely"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of tokens [start, end). conceded: the sentence takes it back ("although …,")."""

    start: int
    end: int
    conceded: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """How much praise and blame a clause holds."""

    good: int = 0
    bad: int = 0

    @property
    def sign(self) -> str:
        """One letter: p praise, b blame, m both, n neither."""
        if self.good and self.bad:
            return "m"
        return "p" if self.good else "b" if self.bad else "n"


def clauses(tokens: Sequence[str]) -> list[Clause]:
    """The sentence cut at contrasts and semicolons, in its order; one clause where there is no contrast."""
    cuts: list[tuple[int, bool]] = []
    opened = tokens[0] in _CONCEDES if tokens else False
    for index, word in enumerate(tokens[1:], 1):
        if word in _TURNS or word in _CONCEDES:
            cuts.append((index, word in _CONCEDES))
        elif opened and word == "," and index >= _REACH:
            cuts.append((index, False))
            opened = False
    starts = [(0, tokens[0] in _CONCEDES if tokens else False), *cuts]
    ends = [start for start, _ in starts[1:]] + [len(tokens)]
    return [
        Clause(start, end, conceded) for (start, conceded), end in zip(starts, ends, strict=True) if end - start > 1
    ]


def balance(clause: Clause, tokens: Sequence[str], hits: Sequence[Hit]) -> Balance:
    """Praise and blame of one clause; a word that stands in both lists counts for the longer phrase."""
    inside = [hit for hit in hits if clause.start <= hit.start < clause.end]
    turned = {place for hit in inside if hit.group == "negator" for place in _governed(hit, tokens)}
    averted = {place for hit in inside if hit.group == "averting" for place in _governed(hit, tokens)}
    excess = {
        place for hit in inside if hit.group in {"excess", "gap"} for place in range(hit.start, hit.start + hit.length)
    }
    good = bad = 0
    for hit in inside:
        if hit.group in {"excess", "gap"}:
            bad += 1
        elif hit.start in excess:
            continue
        elif hit.group == "good":
            good, bad = (good, bad + 1) if hit.start in turned else (good + 1, bad)
        elif hit.group == "bad":
            good, bad = (good + 1, bad) if hit.start in averted or hit.start in turned else (good, bad + 1)
    return Balance(good, bad)


def _governed(hit: Hit, tokens: Sequence[str]) -> range:
    start = hit.start + hit.length
    end = min(start + _REACH, len(tokens))
    for place in range(start, end):
        if tokens[place] in PUNCTUATION:
            return range(start, place)
    return range(start, end)
