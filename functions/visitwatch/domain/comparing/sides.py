"""What one report says of a theme, as numbers: how much, how good, how sure, and what movement it states.

Every finding that may be about the theme counts by its chance: a doubtful sentence weighs less than a plain one.
`features` are what `direction.py` weighs; `scripts/train_directions.py` learns the weights on labelled pairs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from visitwatch.domain.comparing.evidence import is_listed, tells_how_inspected
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.report import MOVEMENTS, STANCES, Chances, Finding, Report

LEAST = 0.05
NAMED = 0.5
"""The least chance of a theme that a finding names outright, or points back to (`named.py`, `context.py`)."""
FIRST, NEAR_FIRST, LATER = 1.0, 0.6, 0.4
"""Weight of a finding's likeliest theme, of one more than 0.6 times as likely, and of the others."""
HEADLINE, LISTED = 2.0, 1.5
"""What a headline finding and one under "What needs to improve" weigh more."""
DOUBT = 0.5
"""Weight of not knowing, half for and half against."""
_HEADLINE = ("headline findings", "overview")


class Mention(NamedTuple):
    """What a finding may say of a theme. about: the chance that it is about it, by how much it is about others too.

    good, bad, torn: chances of a strength, a concern, a mixed statement; improved, persisting, worsened: of a stated
    movement, 0 where the other report stated it in the same words.
    """

    chance: float
    about: float
    first: bool
    good: float
    bad: float
    torn: float
    improved: float
    persisting: float
    worsened: float
    headline: bool
    listed: bool

    @property
    def weight(self) -> float:
        section = HEADLINE if self.headline else LISTED if self.listed else 1.0
        return self.about * (self.good + self.bad + self.torn) * section

    @property
    def balance(self) -> float:
        """0 (against) to 1 (for)."""
        return (self.good + self.torn / 2) / max(0.001, self.good + self.bad + self.torn)


Mentions = Mapping[str, Sequence[Mention]]


def mentions(report: Report, known: Collection[str] = ()) -> Mentions:
    """By theme, what the report's findings may say of it. known: plain texts of the report that it is compared with."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for finding in report.findings:
        if finding.themes is not None and not tells_how_inspected(finding):
            for theme, mention in _mentions(finding, known=plain(finding.text) in known):
                found[theme].append(mention)
    return found


def _mentions(finding: Finding, *, known: bool) -> Iterator[tuple[str, Mention]]:
    sure = finding.chances or _as_labelled(finding)
    themes = dict(sure.themes)
    for theme in finding.themes or ():
        themes[theme] = max(NAMED, themes.get(theme, 0.0))
    top = max(themes.values(), default=0.0)
    good, bad, torn, _ = sure.stance
    moved = (0.0, 0.0, 0.0) if known else sure.change[1:]
    section = finding.section.lower()
    headline, listed = section.startswith(_HEADLINE), is_listed(finding)
    for theme, chance in themes.items():
        if chance >= LEAST:
            rank = FIRST if chance == top else NEAR_FIRST if chance > NEAR_FIRST * top else LATER
            yield (
                theme,
                Mention(
                    chance, chance * rank, rank == FIRST, good, bad, torn, *moved, headline, listed and not headline
                ),
            )


def _as_labelled(finding: Finding) -> Chances:
    """Of a report annotated before chances were kept."""
    one, two, three, four = (float(finding.stance is stance) for stance in STANCES)
    none, improved, persisting, worsened = (float(finding.change is moved) for moved in MOVEMENTS)
    themes = ((theme, 0.6 if place else 0.9) for place, theme in enumerate(finding.themes or ()))
    return Chances((one, two, three, four), (none, improved, persisting, worsened), tuple(themes))


class Side(NamedTuple):
    """share: 0 (all against) to 1 (all for), a half where nothing is said. spoken: the chance that anything is said."""

    total: float
    share: float
    spoken: float
    numbers: Mapping[str, float]


def side(said: Sequence[Mention]) -> Side:
    total, share = _share(said)
    first_total, first_share = _share([mention for mention in said if mention.first])
    most_good, most_bad, most_torn = (
        max((getattr(mention, name) * mention.about for mention in said), default=0.0)
        for name in ("good", "bad", "torn")
    )
    spoken = 1 - math.prod(1 - min(0.99, m.chance * (m.good + m.bad + m.torn)) for m in said)
    headline = sum(mention.weight * (mention.balance - 0.5) for mention in said if mention.headline)
    return Side(
        total,
        share,
        spoken,
        {
            "total": math.log1p(total),
            "share": share,
            "first_total": math.log1p(first_total),
            "first_share": first_share,
            "most_good": most_good,
            "most_bad": most_bad,
            "most_torn": most_torn,
            "good": math.log1p(sum(mention.chance * mention.good for mention in said)),
            "bad": math.log1p(sum(mention.chance * mention.bad for mention in said)),
            "torn": math.log1p(sum(mention.chance * mention.torn for mention in said)),
            "headline": math.tanh(headline),
            "listed": max((mention.about for mention in said if mention.listed), default=0.0),
            "spoken": spoken,
            "both_ways": most_good * most_bad,
            "undecided": 4 * share * (1 - share),
        },
    )


def _share(said: Iterable[Mention]) -> tuple[float, float]:
    weighed = [(mention.weight, mention.balance) for mention in said]
    total = sum(weight for weight, _ in weighed)
    good = sum(weight * balance for weight, balance in weighed)
    return total, (good + DOUBT / 2) / (total + DOUBT)


def features(before: Side, now: Side, said: Sequence[Mention], *, inspections: bool) -> dict[str, float]:
    """What tells the direction, by name. said: the later report's mentions; inspections: whether both are such."""
    found = {f"before {name}": value for name, value in before.numbers.items()}
    found |= {f"now {name}": value for name, value in now.numbers.items()}
    found |= _between(before, now)
    found |= _movement(said, now)
    return found | {"inspections": float(inspections)}


def _between(before: Side, now: Side) -> dict[str, float]:
    both, moved = before.spoken * now.spoken, now.share - before.share
    return {
        "both": both,
        "only_now": now.spoken * (1 - before.spoken),
        "only_before": before.spoken * (1 - now.spoken),
        "moved": moved * both,
        "better": max(0.0, moved) * both,
        "worse": max(0.0, -moved) * both,
        "both_good": before.share * now.share * both,
        "both_bad": (1 - before.share) * (1 - now.share) * both,
        "first_moved": (now.numbers["first_share"] - before.numbers["first_share"]) * both,
        "listed_twice": before.numbers["listed"] * now.numbers["listed"],
    }


def _movement(said: Sequence[Mention], now: Side) -> dict[str, float]:
    heard = sum(m.about * (m.good + m.bad + m.torn) for m in said) + 0.3
    found: dict[str, float] = {}
    for name in ("improved", "persisting", "worsened"):
        stated = [getattr(mention, name) * mention.about for mention in said]
        found[f"{name} most"] = max(stated, default=0.0)
        found[f"{name} sum"] = sum(stated)
        found[f"{name} share"] = sum(stated) / heard
        found[f"{name} headline"] = max((s for s, m in zip(stated, said, strict=True) if m.headline), default=0.0)
    return found | {
        "persisting good": sum(m.about * m.persisting * m.good for m in said) / heard,
        "persisting bad": sum(m.about * m.persisting * (m.bad + m.torn) for m in said) / heard,
        "improved torn": sum(m.about * m.improved * m.torn for m in said) / heard,
        "improved most good": found["improved most"] * now.share,
        "improved most bad": found["improved most"] * (1 - now.share),
        "improved sum good": found["improved sum"] * now.share,
        "persisting most good": found["persisting most"] * now.share,
        "persisting most bad": found["persisting most"] * (1 - now.share),
        "worsened most bad": found["worsened most"] * (1 - now.share),
    }


def turned(found: Mapping[str, float]) -> dict[str, float]:
    """The features with the sides exchanged, as if no movement were stated."""
    return {name: _TURNS.get(name, 1) * found[_turned_name(name)] for name in found} | {
        name: 0.0 for name in found if name.startswith(_MOVED)
    }


_MOVED = ("improved ", "persisting ", "worsened ")
_TURNS = {"moved": -1, "first_moved": -1}
_OPPOSITE = {"better": "worse", "worse": "better", "only_now": "only_before", "only_before": "only_now"}


def _turned_name(name: str) -> str:
    side_, _, number = name.partition(" ")
    if side_ in ("before", "now"):
        return f"{'now' if side_ == 'before' else 'before'} {number}"
    return _OPPOSITE.get(name, name)
