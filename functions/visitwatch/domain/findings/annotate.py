"""Themes, stance and stated change of a sentence, and of every finding of a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from visitwatch.domain.findings.features import features
from visitwatch.domain.findings.model import Model, model, sigmoid, softmax
from visitwatch.domain.report import Finding, Movement, Report, Stance

MOST_THEMES = 4
_TO_IMPROVE = re.compile(
    r"what (?:needs|does .{1,30} need) to (?:improve|do better)|areas? (?:for|of) (?:improvement|priority action|development)"
    r"|recommendations?\b|priority and immediate action",
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

    Under "What needs to improve" and its like a bullet is a concern, whatever its words; the text that names what a
    visit covered finds nothing.
    """
    known = model()
    scores = known.scores(features(text))
    stance, sure = _best(scores, "stance", known)
    change, _ = _best(scores, "change", known)
    if item and _TO_IMPROVE.search(section):
        stance, sure = Stance.CONCERN, 1.0
    elif item and _SCOPE.search(section):
        stance, change, sure = Stance.NEUTRAL, Movement.NONE, 1.0
    return Labels(_themes(scores, known), Stance(stance), Movement(change), sure)


def annotate(report: Report) -> Report:
    """The same report with themes, stance and change of every finding filled in."""
    return replace(report, findings=tuple(map(_annotated, report.findings)))


def _annotated(finding: Finding) -> Finding:
    labels = label_sentence(finding.text, section=finding.section, item=finding.item)
    return replace(finding, themes=labels.themes, stance=labels.stance, change=labels.change)


def _best(scores: dict[str, float], kind: str, known: Model) -> tuple[str, float]:
    names = known.settings[kind]
    chances = softmax([scores[f"{kind}:{name}"] for name in names])
    sure, name = max(zip(chances, names, strict=True))
    return str(name), sure


def _themes(scores: dict[str, float], known: Model) -> tuple[str, ...]:
    threshold = float(known.settings["threshold"])
    chances = sorted(
        ((sigmoid(score), name[6:]) for name, score in scores.items() if name.startswith("theme:")), reverse=True
    )
    return tuple(name for chance, name in chances[:MOST_THEMES] if chance >= threshold)
