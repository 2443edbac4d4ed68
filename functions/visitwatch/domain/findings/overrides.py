"""What the model must not decide: wordings whose meaning is certain and that it has seen too seldom.

Traps of the field's wording (domain research, section 5): "not looked at" is no finding; a rise of something bad is a
worsening, whatever "increased" means elsewhere; "no unallocated cases" is praise.
"""

from __future__ import annotations

import re

from visitwatch.domain.report import Movement, Stance

_NOT_LOOKED_AT = re.compile(
    r"\b(?:was|were|is|are) not (?:\w+ )?(?:looked at|considered|reviewed|evaluated|explored|covered|in scope)\b"
    r"[^.;]*\b(?:this|the) (?:visit|inspection)\b|\b(?:did not|do not) look at\b|\bwere not the focus of this\b",
    re.IGNORECASE,
)
_BAD = (
    r"(?:caseloads?|workloads?|(?:staff )?turnover|vacanc(?:y|ies)|vacancy rates?|waiting (?:times?|lists?)|delays?"
    r"|backlogs?|unallocated (?:cases|work)|staff absence|(?:use of|reliance on) agency (?:staff|(?:social )?workers))"
)
_RISES = re.compile(
    rf"\b(?:increased|increasing|rising|higher|growing) {_BAD}\b"
    rf"|\b{_BAD}\b(?: [\w'’-]+){{0,6}}? (?:has|have|had) (?:\w+ ){{0,2}}?(?:increased|risen|grown|worsened|gone up)\b",
    re.IGNORECASE,
)
_NONE_LEFT = re.compile(
    r"^(?:there|inspectors saw|currently, there)?\s*(?:are|is|were|was)?\s*(?:now |currently )?no (?:\w+ ){0,2}?"
    r"(?:unallocated|backlogs?|waiting lists?|(?:undue |significant )?delays?)\b",
    re.IGNORECASE,
)
_AREA_FOR = re.compile(r"\b(?:is|are|remains?) an? (?:\w+ )?areas? for (?:improvement|development)\b", re.IGNORECASE)


def overruled(text: str, stance: Stance, change: Movement) -> tuple[Stance, Movement]:
    """The stance and change that stand."""
    if _NOT_LOOKED_AT.search(text):
        return Stance.NEUTRAL, Movement.NONE
    if _RISES.search(text):
        return (Stance.MIXED if stance is Stance.STRENGTH else stance), Movement.WORSENED
    if _AREA_FOR.search(text) and stance is not Stance.MIXED:
        return Stance.CONCERN, change
    if _NONE_LEFT.search(text):
        return Stance.STRENGTH, Movement.NONE if change is Movement.PERSISTING else change
    return stance, change
