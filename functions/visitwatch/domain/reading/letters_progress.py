"""The sentence in which a monitoring letter states the progress made.

Until 2018, and in some letters to 2020, it stands right after the opening formula, under no heading; since then in the
headline findings (domain notes 2.1). It is quoted, never scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from visitwatch.domain.report import Finding, Quote

_WHOSE = (
    r"(?:the )?(?:local authorit(?:y|ies)|council|authority|authorities|trust|borough|county|city|(?:senior |"
    r"political |service |corporate )*leaders(?: and managers)?|"
    r"managers|(?:\w+ )?partnership|service|services|children's services|leadership team|[A-Z]\w+(?: [A-Z]\w+){0,4})"
)
_STATED = (
    re.compile(
        rf"\b{_WHOSE}(?:'s?|'s children's services)? (?:\w+ ){{0,4}}?(?:(?:is|are|has|have|had|was|were|continues?|"
        rf"begun|beginning|starting|started|not|yet|now|still|to|been) )+"
        r"(?:\w+ ){0,3}?(?:mak(?:e|es|ing)|made|sustain(?:ed|ing)|maintain(?:ed|ing)|demonstrat(?:ed|ing)|"
        r"secur(?:ed|ing)|achiev(?:ed|ing)|see(?:n|ing)?)\b[^.;:]{0,60}?\bprogress\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bprogress\b(?! of\b)[^.;:]{0,60}?\b(?:is|are|has|have|had|was|were|remains?|continues?|made|since)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:mak(?:e|es|ing)|made|(?:been|seen|is|are|some|little|limited|steady|good|slow|slower|significant|"
        r"sustained|tangible|continued|insufficient|sufficient|satisfactory|rapid|strong|positive|early|initial|"
        r"modest|further|clear))\b[^.;:]{0,40}?\bprogress\b(?! of\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bpace (?:of|at|and|with)\b|\bat (?:a |an )?(?:\w+ )?pace\b|\b(?:insufficient|sufficient|too slow|"
        r"accelerat\w+)\b",
        re.IGNORECASE,
    ),
)
"""Wordings of a statement of progress, the plainest first."""

_BETTER = re.compile(
    r"\b(?:improv\w+|deteriorat\w+|declin\w+|worse\w*|strengthened|weakened|transform\w+)\b", re.IGNORECASE
)
_CHILDREN_S = re.compile(
    r"\b(?:children|young people|care leavers|pupils|they)\b(?! and\b)[^.;:]{0,50}?\b(?:mak(?:e|es|ing)|"
    r"made)\b[^.;:]{0,30}?\bprogress\b"
    r"|\bprogress of (?:children|plans|care leavers|young people|their)\b|\bexperiences? and progress\b"
    r"|\bprogress and (?:experiences|outcomes)\b|\b(?:children's|their) progress\b|\bprogressed\b"
    r"|\b(?:help|enabl|support|allow)\w*\b[^.;:]{0,40}\bto make\b[^.;:]{0,20}\bprogress\b",
    re.IGNORECASE,
)
"""Progress that children make, not services."""


def statement_of_progress(
    before_areas: Sequence[Finding], headline: Sequence[Finding], rest: Iterable[Finding]
) -> Quote | None:
    """The statement, or None where none of the sentences is one.

    `before_areas`: those between the opening formula and the areas covered; the first that speaks of progress, pace or
    improvement is taken. Then the headline findings: the first with the plainest wording. Then the rest.
    """
    sentence = _first(before_areas) or _plainest(headline) or _plainest(tuple(rest)[:12])
    return Quote(sentence.text, sentence.page) if sentence else None


def _first(sentences: Sequence[Finding]) -> Finding | None:
    return next((s for s in sentences if _rank(s.text) is not None), None)


def _plainest(sentences: Sequence[Finding]) -> Finding | None:
    ranked = [(rank, index) for index, s in enumerate(sentences) if (rank := _rank(s.text)) is not None]
    return sentences[min(ranked)[1]] if ranked else None


def _rank(text: str) -> int | None:
    """0 for the plainest wording of progress; None for none at all."""
    plain = text.replace("’", "'").replace("‘", "'")
    without = _CHILDREN_S.sub(" ", plain)
    for rank, wording in enumerate(_STATED):
        if wording.search(without):
            return rank
    return len(_STATED) if _BETTER.search(plain) else None
