"""The direction of a theme from what the two reports say of it.

Which directions are possible is a rule; which of them is likeliest is weighed with `data/directions.json`, learned on
pairs of reports that were labelled by reading (docs/comparison.md). The chance that the weights give is the confidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from visitwatch.domain.comparing.evidence import Statement
from visitwatch.domain.comparing.sides import turned
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.comparison import Direction
from visitwatch.domain.packaged import packaged_text
from visitwatch.domain.report import Movement, Stance

MOVED_FROM = 0.05
"""Difference of the shares of what is said for a theme that is a movement at all."""
STRENGTH_FROM, CONCERN_TO = 0.75, 0.35
"""Share for from which nothing but praise, and up to which nothing but blame, is left."""
OUTRIGHT_FROM, OUTRIGHT_SURE = 0.6, 0.7
"""Share of the weight of the later report's statements that states a worsening outright, and how sure that is at least:
letters that state one are too rare among the labelled pairs for the weights to know."""
TURNED_FROM = 0.15
"""Difference of the shares for the better from which a worsening that is stated outright is weighed like any other."""
PASSING = 0.5
"""Weight of statements up to which a report names a theme in passing: no ground to claim a worsening from."""
TOUCHED = 1.0
"""Weight of statements up to which a report may only touch a theme that the other report says more of."""
_STATED = {
    Direction.IMPROVED: (Movement.IMPROVED, (Stance.STRENGTH, Stance.MIXED)),
    Direction.WORSENED: (Movement.WORSENED, (Stance.CONCERN, Stance.MIXED)),
    Direction.STILL_CONCERN: (Movement.PERSISTING, (Stance.CONCERN, Stance.MIXED)),
    Direction.STILL_STRENGTH: (Movement.PERSISTING, (Stance.STRENGTH,)),
}
"""The change and the stances of a sentence that states a direction."""
_BACK = {
    Direction.WORSENED: (Direction.IMPROVED, Direction.NEW),
    Direction.NOT_COVERED: (Direction.NEW,),
}
"""What a direction that is not stated has to be when the two reports are read the other way round."""
_STILL = (Direction.STILL_CONCERN, Direction.STILL_STRENGTH, Direction.MIXED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """confidence: the chance that a person who reads both reports would say the same, 0 to 1."""

    direction: Direction
    stated: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Weights:
    """bias: of each direction; features: by name, what a feature weighs for each direction, in the same order."""

    directions: Sequence[Direction]
    bias: Sequence[float]
    features: Mapping[str, Sequence[float]]

    def chances(self, found: Mapping[str, float], possible: Collection[Direction]) -> dict[Direction, float]:
        """Of the possible directions; they sum to 1."""
        scores = list(self.bias)
        for name, weights in self.features.items():
            value = found[name]
            if value:
                scores = [score + value * weight for score, weight in zip(scores, weights, strict=True)]
        kept = {d: math.exp(score) for d, score in zip(self.directions, scores, strict=True) if d in possible}
        return {direction: power / sum(kept.values()) for direction, power in kept.items()}


@cache
def weights() -> Weights:
    """Those of the package, read once a process."""
    data = json.loads(packaged_text("directions.json"))
    return Weights(tuple(map(Direction, data["directions"])), tuple(data["bias"]), data["features"])


def judge(
    before: Sequence[Statement], now: Sequence[Statement], found: Mapping[str, float], weigh: Weights | None = None
) -> Verdict:
    """The direction from `before` to `now`, of which one may be empty. found: `sides.features` of the two."""
    weigh, allowed = weigh or weights(), possible(before, now, found)
    if not allowed:
        return Verdict(Direction.CANNOT_TELL, stated=False, confidence=0.5)
    allowed -= _only_this_way(allowed, before, now, found, weigh)
    chances = weigh.chances(found, allowed)
    if worsened_outright(before, now, found):
        sure = max(OUTRIGHT_SURE, _sure(chances[Direction.WORSENED]))
        return Verdict(Direction.WORSENED, stated=True, confidence=sure)
    direction = likeliest(chances)
    return Verdict(direction, states(direction, before, now), _sure(chances[direction]))


def likeliest(chances: Mapping[Direction, float]) -> Direction:
    return max(chances, key=lambda one: chances[one])


def _only_this_way(
    allowed: frozenset[Direction],
    before: Sequence[Statement],
    now: Sequence[Statement],
    found: Mapping[str, float],
    weigh: Weights,
) -> frozenset[Direction]:
    """What does not hold when the two reports are read the other way round.

    A worsening that is not stated would be an improvement, or newly raised (the earlier report only touched it); what
    the later report touches, and yet does not cover, would be newly raised.
    """
    asked = {direction for direction in _BACK.keys() & allowed if now and not states(direction, before, now)}
    if not asked:
        return frozenset()
    back = turned(found)
    turn = likeliest(weigh.chances(back, possible(now, before, back)))
    return frozenset(direction for direction in asked if turn not in _BACK[direction])


def _sure(chance: float) -> float:
    """To two places; nothing is quite certain."""
    return min(0.99, round(chance, 2))


def possible(before: Sequence[Statement], now: Sequence[Statement], found: Mapping[str, float]) -> frozenset[Direction]:
    """What may be said at all.

    A theme of which the later report is silent is not covered, never resolved. One of which the earlier report is
    silent is new, unless the later one itself states how it moved. Where one of them only touches a theme, the same may
    be said. A movement is either stated, or the balance of what is said for and against has moved its way. Nothing is
    said against the later report's own balance.
    """
    if not now:
        return frozenset({Direction.NOT_COVERED} if before else ())
    stated = {direction for direction in _STATED if states(direction, before, now)}
    if not before:
        return frozenset({Direction.NEW, *stated} - _belied(found["now share"]))
    moved = _moved(found["now share"] - found["before share"])
    return frozenset({*_STILL, *stated, *moved, *_touched(before, now)} - _belied(found["now share"]))


def _touched(before: Sequence[Statement], now: Sequence[Statement]) -> tuple[Direction, ...]:
    told, said = weight(before), weight(now)
    if told == said or min(told, said) > TOUCHED:
        return ()
    return (Direction.NEW,) if told < said else (Direction.NOT_COVERED,)


def _moved(share: float) -> tuple[Direction, ...]:
    if abs(share) < MOVED_FROM:
        return ()
    return (Direction.IMPROVED,) if share > 0 else (Direction.WORSENED,)


def _belied(share: float) -> frozenset[Direction]:
    if share >= STRENGTH_FROM:
        return frozenset({Direction.WORSENED, Direction.STILL_CONCERN})
    return frozenset({Direction.IMPROVED, Direction.STILL_STRENGTH} if share <= CONCERN_TO else ())


def weight(statements: Sequence[Statement]) -> float:
    """One for a statement that is mainly about the theme, a half for another."""
    return sum(0.5 if statement.rank else 1.0 for statement in statements)


def states(direction: Direction, before: Sequence[Statement], now: Sequence[Statement]) -> bool:
    """Whether the later report itself says so, in a sentence that does not stand in the earlier one."""
    return bool(stating(direction, before, now))


def stating(direction: Direction, before: Sequence[Statement], now: Sequence[Statement]) -> tuple[Statement, ...]:
    """The later report's statements that say so themselves."""
    if direction not in _STATED:
        return ()
    movement, stances = _STATED[direction]
    known = {plain(statement.finding.text) for statement in before}
    return tuple(
        statement
        for statement in now
        if statement.finding.change is movement
        and statement.finding.stance in stances
        and plain(statement.finding.text) not in known
    )


def worsened_outright(before: Sequence[Statement], now: Sequence[Statement], found: Mapping[str, float]) -> bool:
    """Whether most of the later report's weight states a worsening, and its balance does not speak against it."""
    share = found["now share"] - found["before share"] if before else 0.0
    said = weight(stating(Direction.WORSENED, before, now))
    against = Direction.WORSENED in _belied(found["now share"]) or share >= TURNED_FROM
    return said > PASSING and said >= OUTRIGHT_FROM * weight(now) and not against
