"""Which sentences of a report another version of it has changed, each with its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from visitwatch.domain.change import SentenceChange
from visitwatch.domain.comparing.redline import bounded_redline, in_order_on_both
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.report import Finding, Quote

VERSIONS_FROM = 0.5
"""Share of words in common from which two sentences are versions of one (Dice's measure)."""
MOST_PAIRS = 10_000
"""Pairs of sentences of one changed passage that are looked at; a longer passage is taken out and put in whole."""
STEPS_A_SENTENCE = 200_000
"""See `redline`."""

_Pair = tuple[int | None, int | None]


def letters(text: str) -> str:
    """The text without what a new layout changes: quotes, hyphens, blanks, line breaks, capitals."""
    return plain(text).replace(" ", "").replace("-", "")


def sentence_changes(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[SentenceChange, ...]:
    """In the later version's order; what was taken out stands where it stood. A sentence that moved is taken out and
    put in. A sentence that is only divided otherwise did not change.
    """
    mine, theirs = [letters(f.text) for f in before], [letters(f.text) for f in after]
    made: list[SentenceChange] = []
    i = j = 0
    for next_i, next_j in (*in_order_on_both(mine, theirs), (len(mine), len(theirs))):
        made += _passage(before[i:next_i], after[j:next_j])
        i, j = next_i + 1, next_j + 1
    return tuple(made)


def _passage(before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[SentenceChange]:
    before, after = _after_common(before, after)
    before, after = (side[::-1] for side in _after_common(before[::-1], after[::-1], backwards=True))
    gone, come = _without_common(before, after), _without_common(after, before)
    for i, j in _paired(gone, come):
        yield _change(gone[i] if i is not None else None, come[j] if j is not None else None)


def _after_common(
    before: Sequence[Finding], after: Sequence[Finding], *, backwards: bool = False
) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """Both passages without the sentences at their start that have the same letters, however they are divided."""
    turn = -1 if backwards else 1
    mine, theirs = ([letters(f.text)[::turn] for f in side] for side in (before, after))
    pairs = enumerate(zip("".join(mine), "".join(theirs), strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len("".join(s)) for s in (mine, theirs)))
    i_after, j_after = ({end: n for n, end in enumerate(accumulate(map(len, s)), 1)} for s in (mine, theirs))
    cut = max((end for end in i_after.keys() & j_after.keys() if end <= same), default=None)
    return (before, after) if cut is None else (before[i_after[cut] :], after[j_after[cut] :])


def _without_common(mine: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """Those that do not stand in the other passage as well, each as often as it stands there."""
    there = Counter(letters(f.text) for f in others)
    left = []
    for finding in mine:
        key = letters(finding.text)
        if there[key]:
            there[key] -= 1
        else:
            left.append(finding)
    return left


def _paired(gone: Sequence[Finding], come: Sequence[Finding]) -> list[_Pair]:
    """Places in either list: versions of one sentence together, the most alike first, the order of both kept."""
    pairs = sorted(_alike(gone, come)) if len(gone) * len(come) <= MOST_PAIRS else []
    kept: list[tuple[int, int]] = []
    for _, i, j in pairs:
        if all((i < a and j < b) or (i > a and j > b) for a, b in kept):
            kept.append((i, j))
    out: list[_Pair] = []
    i = j = 0
    for next_i, next_j in (*sorted(kept), (len(gone), len(come))):
        out += [(place, None) for place in range(i, next_i)]
        out += [(None, place) for place in range(j, next_j)]
        if next_i < len(gone):
            out.append((next_i, next_j))
        i, j = next_i + 1, next_j + 1
    return out


def _alike(gone: Sequence[Finding], come: Sequence[Finding]) -> Iterator[tuple[float, int, int]]:
    mine, theirs = ([Counter(plain(f.text).split()) for f in side] for side in (gone, come))
    for i, one in enumerate(mine):
        for j, other in enumerate(theirs):
            alike = 2 * (one & other).total() / max(1, one.total() + other.total())
            if alike >= VERSIONS_FROM:
                yield -alike, i, j


def _change(before: Finding | None, now: Finding | None) -> SentenceChange:
    redline = (
        bounded_redline(before.text, now.text, max_steps=STEPS_A_SENTENCE).edits
        if before is not None and now is not None
        else ()
    )
    return SentenceChange(
        Quote(before.text, before.page) if before is not None else None,
        Quote(now.text, now.page) if now is not None else None,
        redline,
    )
