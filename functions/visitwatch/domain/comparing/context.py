"""Sentences that point back are about what the sentence before them was about.

"Most children have their assessments updated. This is an improvement since the last inspection." A sentence is
annotated by its own words; within its paragraph it takes the first theme of the sentence that it points back to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from visitwatch.domain.report import Finding, Report

_POINTS_BACK = re.compile(
    r"(?:(?:however|consequently|therefore|in addition|as a result|as such),? )?"
    r"(?:this|these|those|they|it|its|their|such|he|she)\b|as a result\b|as such\b|when used\b|where required\b|"
    r"(?:for )?(?:some|most|others?),? (?:are|were|have|do|remain)\b",
    re.IGNORECASE,
)
BROAD = frozenset({"leadership", "partnership", "risk", "drift_and_delay", "planning"})
"""Themes that a short sentence seems to touch whatever it is about."""
SHORT = 14
"""Words of a sentence that says too little of its own to be about something else."""


def in_context(report: Report) -> Report:
    """The same report; findings that point back have the theme pointed to among theirs, first if theirs are broad."""
    return replace(report, findings=tuple(_carried(report.findings)))


def _carried(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    before: Finding | None = None
    for finding in findings:
        current = finding
        if before is not None and before.themes and before.paragraph == finding.paragraph and points_back(finding.text):
            current = replace(finding, themes=_with(finding, before.themes[0]))
        yield current
        before = current


def points_back(text: str) -> bool:
    """Whether the sentence begins with a word that stands for something said before."""
    return _POINTS_BACK.match(text) is not None


def _with(finding: Finding, theme: str) -> tuple[str, ...]:
    own = tuple(other for other in finding.themes or () if other != theme)
    if BROAD.issuperset(own) and len(finding.text.split()) < SHORT:
        return (theme, *own)
    return (*own, theme) if theme not in (finding.themes or ()) else tuple(finding.themes or ())
