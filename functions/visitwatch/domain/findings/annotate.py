"""Themes, stance and stated change of a sentence, and of every finding of a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from visitwatch.domain.findings.features import Parsed
from visitwatch.domain.findings.model import Model, model, sigmoid, softmax
from visitwatch.domain.findings.overrides import overruled
from visitwatch.domain.findings.shape import asks
from visitwatch.domain.report import MOVEMENTS, STANCES, Chances, Finding, Movement, Report, Stance

MOST_THEMES = 4
LEAST_CHANCE = 0.05
"""A theme that is less likely is not kept among the chances."""
_TO_IMPROVE = re.compile(
    r"what (?:needs|does .{1,40} need) to (?:improve|do better)|recommendations?\b|priority and immediate action"
    r"|areas? (?:for|of) (?:improvement|priority action|development)",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"areas? covered|scope of the|about (?:this|the) inspection|inspection team|next steps", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Labels:
    """themes: ids, most central first, at most four. chances: how sure each label is, to two places."""

    themes: tuple[str, ...]
    stance: Stance
    change: Movement
    chances: Chances

    @property
    def confidence(self) -> float:
        """Of the stance, 0 to 1."""
        return self.chances.stance[STANCES.index(self.stance)]


def label_sentence(text: str, *, section: str = "", item: bool = False) -> Labels:
    """The labels of a sentence. section: the heading it stands under; item: whether it is a bullet of a list.

    What only names something that should be better is a concern, whatever its words: a bullet under "What needs to
    improve" and its like, a bare noun phrase, a command. Bullets that name what a visit covered find nothing.
    """
    known, parsed = model(), Parsed.of(text)
    scores = known.scores(parsed)
    chances = Chances(_chances(scores, known, "stance"), _chances(scores, known, "change"), _themes(scores))
    least = float(known.settings["threshold"])
    themes = tuple(theme for theme, chance in chances.themes if chance >= least)[:MOST_THEMES]
    if item and _SCOPE.search(section):
        return _certain(themes, Stance.NEUTRAL, Movement.NONE, chances)
    if asks(parsed.tokens) or (item and _TO_IMPROVE.search(section)):
        return _certain(themes, Stance.CONCERN, Movement.NONE, chances)
    likeliest = STANCES[chances.stance.index(max(chances.stance))]
    stated = _change(chances.change, float(known.settings["moved"]))
    stance, change = overruled(text, likeliest, stated)
    sure = Chances(
        chances.stance if stance is likeliest else _only(STANCES, stance),
        chances.change if change is stated else _only(MOVEMENTS, change),
        chances.themes,
    )
    return Labels(themes, stance, change, sure)


def annotate(report: Report) -> Report:
    """The same report with themes, stance, change and chances of every finding filled in."""
    return replace(report, findings=tuple(map(_annotated, report.findings)))


def _annotated(finding: Finding) -> Finding:
    labels = label_sentence(finding.text, section=finding.section, item=finding.item)
    return replace(finding, themes=labels.themes, stance=labels.stance, change=labels.change, chances=labels.chances)


def _certain(themes: tuple[str, ...], stance: Stance, change: Movement, chances: Chances) -> Labels:
    """What a rule has decided has no other chance."""
    return Labels(themes, stance, change, Chances(_only(STANCES, stance), _only(MOVEMENTS, change), chances.themes))


def _only(order: tuple[StrEnum, ...], one: StrEnum) -> tuple[float, float, float, float]:
    first, second, third, fourth = (float(member is one) for member in order)
    return first, second, third, fourth


def _chances(scores: dict[str, float], known: Model, kind: str) -> tuple[float, float, float, float]:
    """In the order of the model's file, which is that of STANCES and of MOVEMENTS."""
    one, two, three, four = softmax([scores[f"{kind}:{name}"] for name in known.settings[kind]])
    return round(one, 2), round(two, 2), round(three, 2), round(four, 2)


def _change(chances: tuple[float, float, float, float], least: float) -> Movement:
    """Improved where that is likely; else the likeliest other movement, where any is likely enough."""
    _, improved, persisting, worsened = chances
    if improved >= least:
        return Movement.IMPROVED
    if persisting + worsened < least:
        return Movement.NONE
    return Movement.PERSISTING if persisting >= worsened else Movement.WORSENED


def _themes(scores: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """The likeliest first."""
    ranked = sorted(((score, name) for name, score in scores.items() if name.startswith("theme:")), reverse=True)
    likely = ((name.removeprefix("theme:"), round(sigmoid(score), 2)) for score, name in ranked)
    return tuple((theme, chance) for theme, chance in likely if chance >= LEAST_CHANCE)
