"""Themes, stance and stated change of a sentence, and of every finding of a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from visitwatch.domain.findings.features import Parsed
from visitwatch.domain.findings.model import Model, logit, model, softmax
from visitwatch.domain.findings.movement import improvement, weights
from visitwatch.domain.findings.overrides import overruled
from visitwatch.domain.findings.shape import asks
from visitwatch.domain.report import Finding, Movement, Report, Stance

MOST_THEMES = 4
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
    """themes: ids, most central first, at most four. confidence: of the stance, 0 to 1."""

    themes: tuple[str, ...]
    stance: Stance
    change: Movement
    confidence: float


def label_sentence(text: str, *, section: str = "", item: bool = False) -> Labels:
    """The labels of a sentence. section: the heading it stands under; item: whether it is a bullet of a list.

    What only names something that should be better is a concern, whatever its words: a bullet under "What needs to
    improve" and its like, a bare noun phrase, a command. Bullets that name what a visit covered find nothing.
    """
    known, parsed = model(), Parsed.of(text)
    scores = known.scores(parsed)
    themes = _themes(scores, known)
    if item and _SCOPE.search(section):
        return Labels(themes, Stance.NEUTRAL, Movement.NONE, 1.0)
    if asks(parsed.tokens) or (item and _TO_IMPROVE.search(section)):
        return Labels(themes, Stance.CONCERN, Movement.NONE, 1.0)
    chances = _chances(scores, known, "stance")
    likeliest = max(chances, key=lambda name: chances[name])
    praise = chances[Stance.STRENGTH] + chances[Stance.MIXED]
    stated = _change(text, praise, _chances(scores, known, "change"), known)
    stance, change = overruled(text, Stance(likeliest), stated)
    return Labels(themes, stance, change, chances[likeliest])


def annotate(report: Report) -> Report:
    """The same report with themes, stance and change of every finding filled in."""
    return replace(report, findings=tuple(map(_annotated, report.findings)))


def _annotated(finding: Finding) -> Finding:
    labels = label_sentence(finding.text, section=finding.section, item=finding.item)
    return replace(finding, themes=labels.themes, stance=labels.stance, change=labels.change)


def _chances(scores: dict[str, float], known: Model, kind: str) -> dict[str, float]:
    names = known.settings[kind]
    return dict(zip(names, softmax([scores[f"{kind}:{name}"] for name in names]), strict=True))


def _change(text: str, praise: float, chances: dict[str, float], known: Model) -> Movement:
    """Improved where that is likely; else the likeliest other movement, where it is likely enough."""
    improved = chances.pop("improved")
    if improvement(text, logit(improved), praise) >= weights().least:
        return Movement.IMPROVED
    still = chances.pop("none")
    name = max(chances, key=lambda moved: chances[moved])
    return Movement(name) if 1 - still - improved >= float(known.settings["moved"]) else Movement.NONE


def _themes(scores: dict[str, float], known: Model) -> tuple[str, ...]:
    least = logit(float(known.settings["threshold"]))
    likely = [(score, name) for name, score in scores.items() if score >= least and name.startswith("theme:")]
    return tuple(name.removeprefix("theme:") for _, name in sorted(likely, reverse=True)[:MOST_THEMES])
