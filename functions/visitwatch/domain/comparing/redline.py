"""A word redline of two texts, made by difflib with autojunk off, whose cost is bounded.

difflib's time grows with the number of equal pairs of tokens times the number of runs it finds: two texts of
22,000 words, compared word by word, take minutes. Here whole sentences are matched first; where that leaves too
much, words that occur once on either side cut the texts into short stretches; each stretch is then compared by
word. A stretch that is still too costly is shown as one deletion and one insertion, and `truncated` says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from visitwatch.domain.comparison import Edit

MAX_STEPS = 60_000_000
"""Of difflib for one redline, at worst; seldom a tenth is taken. About 1 s a hundred million."""
AT_ONCE = 400
"""Words of both sides together that are compared without looking for such words."""
_SENTENCE = re.compile(r"(?<=[.!?:;”’])\s+(?=[A-Z‘“(•◼0-9])")


@dataclass(frozen=True, slots=True)
class Redline:
    """edits: see `redline`. truncated: whether a part was too costly to be compared word by word."""

    edits: tuple[Edit, ...]
    truncated: bool


def redline(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that make `after` out of `before`; runs of white space count as one space.

    The texts of all edits but inserts, put together, are `before`; those of all but deletes are `after` (but for
    the last space). Every text ends with a space, the last one of either side does not.
    """
    return bounded_redline(before, after).edits


def bounded_redline(before: str, after: str, *, max_steps: int = MAX_STEPS) -> Redline:
    """The same, with a word on whether it was cut short."""
    budget = _Budget(max_steps)
    steps = list(_by_sentence(_sentences(before), _sentences(after), budget))
    return Redline(_joined(steps), budget.refused)


_Step = tuple[str, Sequence[str]]
_Cut = tuple[int, int]


class _Budget:
    """What may still be spent on difflib in one redline."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.refused = False

    def allows(self, before: Sequence[object], after: Sequence[object]) -> bool:
        """Takes the worst case of comparing the two, if there is so much left."""
        theirs = Counter(after)
        equal_pairs = sum(count * theirs[token] for token, count in Counter(before).items())
        cost = (equal_pairs + len(before)) * min(len(before), len(after))
        if cost > self.left:
            return False
        self.left -= cost
        return True


def _sentences(text: str) -> list[tuple[str, ...]]:
    return [tuple(part.split()) for part in _SENTENCE.split(" ".join(text.split())) if part]


def _by_sentence(before: list[tuple[str, ...]], after: list[tuple[str, ...]], budget: _Budget) -> Iterator[_Step]:
    if not budget.allows(before, after):
        yield from _by_words(_flat(before), _flat(after), budget)
        return
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            yield "equal", _flat(before[i1:i2])
        else:
            yield from _by_words(_flat(before[i1:i2]), _flat(after[j1:j2]), budget)


def _by_words(before: list[str], after: list[str], budget: _Budget) -> Iterator[_Step]:
    """Between words that occur once on either side, in the same order on both; short texts at one go."""
    if len(before) + len(after) <= AT_ONCE:
        yield from _stretch(before, after, budget)
        return
    i = j = 0
    for next_i, next_j in (*in_order_on_both(before, after), (len(before), len(after))):
        yield from _stretch(before[i:next_i], after[j:next_j], budget)
        yield "equal", before[next_i : next_i + 1]
        i, j = next_i + 1, next_j + 1


def _stretch(before: list[str], after: list[str], budget: _Budget) -> Iterator[_Step]:
    if not before or not after or not budget.allows(before, after):
        budget.refused |= bool(before and after)
        yield "delete", before
        yield "insert", after
        return
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            yield "equal", before[i1:i2]
        else:
            yield "delete", before[i1:i2]
            yield "insert", after[j1:j2]


def in_order_on_both(before: list[str], after: list[str]) -> list[_Cut]:
    """The longest run of pairs of places, rising on both sides, of words that each side has once."""
    mine, theirs = Counter(before), Counter(after)
    places = {word: place for place, word in enumerate(after) if theirs[word] == 1}
    pairs = [(i, places[word]) for i, word in enumerate(before) if mine[word] == 1 and word in places]
    ends: list[int] = []
    last: list[int] = []
    came_from: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        came_from.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [index]
    run: list[_Cut] = []
    index = last[-1] if last else -1
    while index >= 0:
        run.append(pairs[index])
        index = came_from[index]
    return run[::-1]


def _flat(sentences: list[tuple[str, ...]]) -> list[str]:
    return [word for sentence in sentences for word in sentence]


def _joined(steps: Sequence[_Step]) -> tuple[Edit, ...]:
    """One edit for each run of one kind; within a change, what goes stands before what comes."""
    runs: list[tuple[str, list[str]]] = []
    gone: list[str] = []
    come: list[str] = []
    for op, words in (*steps, ("end", ("",))):
        if op == "delete":
            gone.extend(words)
        elif op == "insert":
            come.extend(words)
        elif words:
            runs += [(kind, list(kept)) for kind, kept in (("delete", gone), ("insert", come)) if kept]
            gone.clear()
            come.clear()
            _append(runs, op, words)
    return tuple(Edit(op, text) for op, text in _spaced(runs[:-1]))


def _append(runs: list[tuple[str, list[str]]], op: str, words: Sequence[str]) -> None:
    if runs and runs[-1][0] == op:
        runs[-1][1].extend(words)
    else:
        runs.append((op, list(words)))


def _spaced(runs: Sequence[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    final = {"equal"} if runs and runs[-1][0] == "equal" else {"delete", "insert"}
    last_equal = max((place for place, (op, _) in enumerate(runs) if op == "equal"), default=-1)
    for place, (op, words) in enumerate(runs):
        is_final = op in final and place >= last_equal
        yield op, " ".join(words) + ("" if is_final else " ")
