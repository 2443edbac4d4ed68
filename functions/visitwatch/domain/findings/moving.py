"""What rises and what falls: fewer delays are better, fewer visits are not.

A word of rising or falling is read with the nearest thing that is good or bad to have: what it governs ("reduced the
backlog", "fewer visits"), else what it is said of ("the backlog has fallen", "audits judged inadequate have halved").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visitwatch.domain.findings.lexicon import Hit
from visitwatch.domain.findings.polarity import Clause
from visitwatch.domain.findings.words import PUNCTUATION

_AHEAD, _BACK, _DENIED = 4, 10, 3
"""How many tokens after it, before it, and for a "not" before it."""
_BETTER = {("up", "boon"), ("down", "burden")}


def moved(clauses: Sequence[Clause], tokens: Sequence[str], hits: Sequence[Hit]) -> Iterator[str]:
    """Names of what moved which way: "better", "worse", "unknown", each with "not" where it is denied."""
    worth = {place: hit.group for hit in hits if hit.group in ("burden", "boon") for place in _places(hit)}
    denied = {place for hit in hits if hit.group == "negator" for place in _places(hit)}
    for hit in hits:
        if hit.group in ("up", "down"):
            clause = next((part for part in clauses if part.start <= hit.start < part.end), None)
            if clause is not None:
                of = _what(hit, clause, tokens, worth)
                way = "unknown" if of is None else "better" if (hit.group, of) in _BETTER else "worse"
                not_ = "not " if denied.intersection(range(hit.start - _DENIED, hit.start)) else ""
                yield f"{not_}{way}"


def _places(hit: Hit) -> range:
    return range(hit.start, hit.start + hit.length)


def _what(hit: Hit, clause: Clause, tokens: Sequence[str], worth: dict[int, str]) -> str | None:
    end = hit.start + hit.length
    for place in range(end, min(end + _AHEAD, clause.end)):
        if tokens[place] in PUNCTUATION:
            break
        if place in worth:
            return worth[place]
    for place in range(hit.start - 1, max(clause.start, hit.start - _BACK) - 1, -1):
        if place in worth:
            return worth[place]
    return None
