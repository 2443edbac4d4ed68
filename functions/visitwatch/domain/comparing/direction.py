"""The direction of a theme from what the two reports say of it.

In this order (shared labels, "How the direction of a theme is labelled"): what the later report states itself of
the movement; else the two stances, each the balance of all statements of its report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from visitwatch.domain.comparing.evidence import Statement
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.comparison import Direction
from visitwatch.domain.report import Movement, Stance

FIRST, LATER = 1.0, 0.5
"""Weight of a statement whose first theme this is, and of one that is mainly about another."""
TO_IMPROVE = 1.5
"""What a statement under "What needs to improve" weighs more."""
HEADLINE = 2.0
"""What a headline finding weighs more: there the report says itself what it amounts to."""
DOUBT = 0.5
"""Weight of not knowing, half for and half against: one statement alone is no certainty."""
STRENGTH_FROM, CONCERN_TO = 0.72, 0.40
"""Share for that makes the balance a strength from here on, a concern up to here; in between it is mixed."""
STATED_FROM = 0.20
"""Share of the later report's weight that must state one movement for the report to be said to state it."""
BELIED_FROM = 0.15
"""Difference of the two shares, the other way, from which a stated movement is not believed of the whole theme."""
STATED_WEIGHT = 0.75
"""The least weight that states it: one statement that is mainly about the theme, or two that touch it."""
IN_PASSING = 0.5
"""Weight of an earlier report's only statement, mainly about another theme: no ground to claim a movement."""
IMPROVED_FROM, WORSENED_FROM = 0.15, 0.18
"""Difference of the two shares that is a movement for the better, or for the worse; a false alarm does more harm."""
_TO_IMPROVE = re.compile(
    r"needs? to (?:be )?improve|priority action|recommendations?\b|areas? for improvement", re.IGNORECASE
)
_HEADLINE = re.compile(r"headline findings|overview", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """confidence: how often such a verdict held on labelled pairs (docs/comparison.md), 0 to 1."""

    direction: Direction
    stated: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Balance:
    """The weights for, against, and stating a movement. total: the sum of all."""

    good: float
    bad: float
    improved: float
    worsened: float
    persisting: float

    @property
    def total(self) -> float:
        return self.good + self.bad

    @property
    def share(self) -> float:
        """0 (all against) to 1 (all for)."""
        return (self.good + DOUBT / 2) / (self.total + DOUBT)

    @property
    def stance(self) -> Stance | None:
        """None where nothing is said of the theme."""
        return stance_of(self.share) if self.total else None


def stance_of(share: float) -> Stance:
    """What a share for, 0 to 1, amounts to."""
    if share >= STRENGTH_FROM:
        return Stance.STRENGTH
    return Stance.CONCERN if share <= CONCERN_TO else Stance.MIXED


def balance(statements: Sequence[Statement], known: Container[str] = ()) -> Balance:
    """A mixed statement counts half for and half against.

    known: plain texts of the other report. A movement that the earlier report stated in the same words is not news.
    """
    sums = dict.fromkeys(("good", "bad", Movement.IMPROVED, Movement.WORSENED, Movement.PERSISTING), 0.0)
    for statement in statements:
        weight = _weight(statement)
        good = {Stance.STRENGTH: 1.0, Stance.MIXED: 0.5}.get(statement.finding.stance or Stance.NEUTRAL, 0.0)
        sums["good"] += weight * good
        sums["bad"] += weight * (1 - good)
        if statement.finding.change in sums and plain(statement.finding.text) not in known:
            sums[statement.finding.change] += weight
    return Balance(
        sums["good"], sums["bad"], sums[Movement.IMPROVED], sums[Movement.WORSENED], sums[Movement.PERSISTING]
    )


def _weight(statement: Statement) -> float:
    weight = LATER if statement.rank else FIRST
    if _HEADLINE.match(statement.finding.section):
        return weight * HEADLINE
    return weight * TO_IMPROVE if _TO_IMPROVE.search(statement.finding.section) else weight


def judge(before: Balance, now: Balance, recurs: Callable[[], bool] = bool) -> Verdict:
    """The direction from `before` to `now`; not covered where `now` is empty, new where only `before` is.

    recurs: whether a concern of the earlier report stands in the later one again: from mixed to concern it is then
    still a concern, not a worsening, unless the later report itself speaks of one.
    """
    if not now.total:
        covered_before = bool(before.total)
        return _verdict(Direction.NOT_COVERED if covered_before else Direction.CANNOT_TELL)
    moved = now.share - before.share if before.total else 0.0
    stated = _stated(now, moved)
    if stated is not None:
        return Verdict(stated, stated=True, confidence=SURE_STATED)
    if not before.total:
        return _verdict(Direction.NEW)
    inferred = _inferred(before, now)
    from_mixed = (before.stance, now.stance) == (Stance.MIXED, Stance.CONCERN)
    if inferred is Direction.WORSENED and from_mixed and now.worsened < STATED_WEIGHT and recurs():
        return _verdict(Direction.STILL_CONCERN, abs(moved))
    if before.total <= IN_PASSING < now.total and inferred in (Direction.IMPROVED, Direction.WORSENED):
        return _verdict(Direction.NEW)
    return _verdict(inferred, abs(moved))


SURE_STATED = 0.85
_SURE = {
    Direction.NOT_COVERED: ((0.0, 0.85),),
    Direction.NEW: ((0.0, 0.75),),
    Direction.IMPROVED: ((0.5, 0.85), (0.3, 0.65), (0.0, 0.55)),
    Direction.WORSENED: ((0.5, 0.85), (0.3, 0.6), (0.0, 0.45)),
    Direction.STILL_CONCERN: ((0.15, 0.6), (0.0, 0.7)),
    Direction.STILL_STRENGTH: ((0.15, 0.4), (0.0, 0.7)),
    Direction.MIXED: ((0.0, 0.4),),
    Direction.CANNOT_TELL: ((0.0, 0.5),),
}
"""How often a direction held on the labelled pairs, by the difference of the two shares from which it counts."""


def _verdict(direction: Direction, difference: float = 0.0) -> Verdict:
    sure = next(sure for least, sure in _SURE[direction] if difference >= least)
    return Verdict(direction, stated=False, confidence=sure)


def _stated(now: Balance, moved: float) -> Direction | None:
    """None where no movement is stated, or one that the balance belies: a recovery from a trough is no improvement.

    Mixed where movements both ways are stated and neither is twice the other.
    """
    better, worse = _states(now, now.improved), _states(now, now.worsened)
    if better and worse and now.improved < 2 * now.worsened and now.worsened < 2 * now.improved:
        return Direction.MIXED
    if better and now.improved > now.worsened:
        believed = now.stance is not Stance.CONCERN and moved > -BELIED_FROM
        return Direction.IMPROVED if believed else None
    if worse and now.stance is not Stance.STRENGTH:
        return Direction.WORSENED if moved < BELIED_FROM else None
    if _states(now, now.persisting):
        return {Stance.CONCERN: Direction.STILL_CONCERN, Stance.STRENGTH: Direction.STILL_STRENGTH}.get(
            stance_of(now.share)
        )
    return None


def _states(now: Balance, weight: float) -> bool:
    return weight >= STATED_WEIGHT and weight / now.total >= STATED_FROM


_INFERRED = {
    (Stance.CONCERN, Stance.CONCERN): Direction.STILL_CONCERN,
    (Stance.CONCERN, Stance.MIXED): Direction.IMPROVED,
    (Stance.CONCERN, Stance.STRENGTH): Direction.IMPROVED,
    (Stance.MIXED, Stance.CONCERN): Direction.WORSENED,
    (Stance.MIXED, Stance.MIXED): Direction.MIXED,
    (Stance.MIXED, Stance.STRENGTH): Direction.IMPROVED,
    (Stance.STRENGTH, Stance.CONCERN): Direction.WORSENED,
    (Stance.STRENGTH, Stance.MIXED): Direction.WORSENED,
    (Stance.STRENGTH, Stance.STRENGTH): Direction.STILL_STRENGTH,
}


_STILL = {
    Stance.CONCERN: Direction.STILL_CONCERN,
    Stance.MIXED: Direction.MIXED,
    Stance.STRENGTH: Direction.STILL_STRENGTH,
}


def _inferred(before: Balance, now: Balance) -> Direction:
    """Of two reports that both speak of the theme."""
    moved = now.share - before.share
    if -WORSENED_FROM < moved < IMPROVED_FROM:
        return _STILL[stance_of((before.share + now.share) / 2)]
    return _INFERRED[stance_of(before.share), stance_of(now.share)]
