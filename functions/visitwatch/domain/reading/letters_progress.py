"""The sentence in which a monitoring letter states the progress made.

Until 2018, and in some letters to 2020, it stands right after the opening formula, under no heading; since then in the
headline findings (domain notes 2.1). It is quoted, never scored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from visitwatch.domain.reading.letters_text import straight
from visitwatch.domain.report import Finding, Quote

_MADE = (
    r"(?:mak(?:e|es|ing)|made|sustain(?:ed|ing)|maintain(?:ed|ing)|demonstrat(?:ed|ing)|secur(?:ed|ing)|"
    r"achiev(?:ed|ing))"
)
_HOW_MUCH = (
    r"(?:some|little|limited|steady|good|slow|slower|significant|sustained|tangible|continued|insufficient|sufficient|"
    r"satisfactory|rapid|strong|positive|early|initial|modest|further|clear|enough|adequate|encouraging|considerable|no)"
)
_IS = r"(?:is|are|has|have|had|was|were|continues?|begun|beginning|starting|started|not|yet|now|to|been)"
_MAKING_PROGRESS = rf"\b{_IS}\b[^.;:]{{0,30}}?\b{_MADE}\b[^.;:]{{0,60}}?\bprogress\b"
_PROGRESS_IS = (
    r"\bprogress\b(?! of\b)[^.;:]{0,60}?\b(?:is|are|has|have|had|was|were|remains?|continues?)\b"
    rf"|\b(?:there (?:is|are|has|have)|{_MADE}|{_HOW_MUCH})\b[^.;:]{{0,40}}?\bprogress\b(?! of\b)"
    r"|\bcontinue[sd]? to progress\b"
)
_PACE = (
    r"\bpace (?:of|at|and|with)\b|\bat (?:a |an )?(?:\w+ )?pace\b|\b(?:insufficient|slow|greater|accelerated) pace\b"
    r"|\btoo slow\b"
)
_IMPROVING = (
    r"\b(?:is|are|has|have|continues?|continued|beginning|begun|starting|not)\b[^.;:]{0,60}?"
    r"\b(?:improv(?:e|es|ed|ing)|deteriorat\w+|declin\w+|worsen\w*|strengthen(?:ed|ing)|transform(?:ed|ing))\b"
)
_IMPROVEMENT = (
    r"(?<!scale of )(?<!areas for )(?<!areas of )\bimprovements?\b(?! (?:plan|board|notice|partner|advis\w+|work|"
    r"programme|activity|journey|director|needed|required|that (?:is|are|needs?)))|\b(?:modest|fragile|embedded)\b"
)
_STATED = tuple(
    re.compile(wording, re.IGNORECASE) for wording in (_MAKING_PROGRESS, _PROGRESS_IS, _PACE, _IMPROVING, _IMPROVEMENT)
)
"""Wordings of a statement of progress, the plainest first."""

_LATER = 0.5
_OPENING = 2.5
"""In steps of wording: what each place further down the headline findings costs, and what the first gains. The
statement opens them, as a rule."""

_OTHER = re.compile(
    r"\b(?:children|young people|care leavers|pupils|they)\b(?! and\b)[^.;:]{0,50}?"
    r"\b(?:mak(?:e|es|ing)|made)\b[^.;:]{0,30}?\bprogress\b"
    r"|\bprogress of (?:children|plans|care leavers|young people|their)\b|\bexperiences? and progress\b"
    r"|\bprogress and (?:experiences|outcomes)\b|\b(?:children's|their) progress\b|\bprogressed\b"
    r"|\b(?:help|enabl|support|allow)\w*\b[^.;:]{0,40}\bto make\b[^.;:]{0,20}\bprogress\b"
    r"|\brequir(?:e|es|ed|ing) improvement\b|\b(?:improvement is|improvements are) (?:still )?(?:required|needed)\b",
    re.IGNORECASE,
)
"""Progress that children make, not services; the name of a grade; what is still to come."""

_METHOD = re.compile(
    r"^(?:This|The|Our)(?: \w+)? visit (?:was|is|has been|took)\b|^(?:The )?methodology|\bdelivery model\b"
    r"|\bframework\b|\b(?:provided|delivered|delegated|run)\b[^.]*\bon behalf of\b|^(?:Her|His) Majesty's Chief"
    r"|\bCOVID|\bvideo calls\b|^This (?:is|was) (?:the|our|your)\b[^.]*\bvisit\b|\bquality assurance manager\b"
    r"|^(?:The )?(?:inspectors?|lead inspector|they|we)\b[^.]*\b(?:agreed|spoke|met|used|looked at|held|were|was)\b",
    re.IGNORECASE,
)
"""Sentences that tell how the visit was made."""


_BEFORE = re.compile(r"\b(?:was|were) (?:last )?(?:judged|inspected)\b", re.IGNORECASE)
"""Sentences that tell what was found before."""


def statement_of_progress(
    before_areas: Sequence[Finding], headline: Sequence[Finding], rest: Sequence[Finding]
) -> Quote | None:
    """The statement, or None where no sentence can be one.

    `headline`: the headline findings, of a letter that has them: the plainest wording there, early sentences preferred.
    `before_areas`: those between the opening formula and the areas covered: the first that speaks of progress, pace or
    improvement, else the first that does not tell how the visit was made. `rest`: what comes after the areas.
    """
    stated = [sentence for sentence in before_areas if not _METHOD.search(straight(sentence.text))]
    first = next((s for s in stated if _rank(s.text) is not None), None)
    opens = next((s for s in headline if not (_BEFORE.search(s.text) or _METHOD.search(straight(s.text)))), None)
    in_headline = (_plainest(headline) or first or opens) if headline else None
    sentence = in_headline or first or next(iter(stated), None) or _plainest(rest[:12])
    return Quote(sentence.text, sentence.page) if sentence else None


def speaks_of_progress(text: str) -> bool:
    """Whether a sentence has words of progress, pace or improvement at all."""
    return _rank(text) is not None


def _plainest(sentences: Sequence[Finding]) -> Finding | None:
    ranked = [
        (rank + (_LATER * index if index else -_OPENING), index)
        for index, sentence in enumerate(sentences)
        if (rank := _rank(sentence.text)) is not None
    ]
    return sentences[min(ranked)[1]] if ranked else None


def _rank(text: str) -> int | None:
    """0 for the plainest wording of progress; None for none at all."""
    plain = _OTHER.sub(" ", straight(text))
    return next((rank for rank, wording in enumerate(_STATED) if wording.search(plain)), None)
