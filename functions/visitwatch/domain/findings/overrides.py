"""What the model must not decide: wordings whose meaning is certain and that it has seen too seldom.

Traps of the field's wording (domain research, section 5): "not looked at" is no finding; a rise of something bad is a
worsening, whatever "increased" means elsewhere; "no unallocated cases" is praise; "no better than" is none.
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
    r"(?:caseloads?|workloads?|(?:staff )?turnover|changes of (?:social )?workers?|vacanc(?:y|ies)|vacancy rates?"
    r"|waiting (?:times?|lists?)|delays?"
    r"|backlogs?|unallocated (?:cases|work)|staff absence|(?:use of|reliance on) agency (?:staff|(?:social )?workers))"
)
_THEN = (
    r"(?:at|when|during|before|previously|they (?:were|had)|it (?:was|had)|inspectors|a year ago|last year"
    r"|the (?:last|previous|first))\b"
)
_RISES = re.compile(
    rf"\b{_BAD}\b(?: [\w'’-]+){{0,6}}? (?:has|have|had) (?!not\b)(?:\w+ ){{0,2}}?"
    r"(?:increased|risen|grown|worsened|gone up)\b"
    rf"|\b{_BAD} (?:is|are) (?:\w+ )?(?:higher|longer) than {_THEN}",
    re.IGNORECASE,
)
_EASES = re.compile(
    rf"\b{_BAD}\b(?: [\w'’-]+){{0,4}}? (?:has|have) (?!not\b)(?:\w+ ){{0,2}}?"
    r"(?:fallen|reduced|decreased|dropped|eased|shortened|come down|gone down|been cleared|been halved"
    r"|disappeared|gone(?! (?:up|on|from|to)\b))\b"
    rf"|\b{_BAD} (?:is|are) (?:\w+ )?(?:falling|reducing|decreasing|coming down)\b"
    rf"|\b{_BAD} (?:is|are) (?:\w+ )?(?:lower|shorter|fewer) than {_THEN}"
    rf"|\b{_BAD} (?:has|have) become (?:\w+ )?(?:less (?:frequent|common)|lower|shorter|fewer|rarer)\b"
    rf"|\bfewer {_BAD} than {_THEN}"
    rf"|\bfewer (?:children|families) (?:are )?(?:now )?(?:wait|waiting)\b[^.;]* than {_THEN}",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    rf"\b{_BAD} (?:is|are) (?:now |generally |mostly |usually |very )?"
    r"(?:low|manageable|reasonable|minimal|rare|short)\b",
    re.IGNORECASE,
)
_NONE_LEFT = re.compile(
    r"^(?:there|inspectors saw|currently, there)?\s*(?:are|is|were|was)?\s*(?:now |currently )?no (?:\w+ ){0,2}?"
    r"(?:unallocated|backlogs?|waiting lists?|(?:undue |significant )?delays?)\b",
    re.IGNORECASE,
)
_NO_BETTER = re.compile(
    r"\b(?:is|are|was|were) no (?:better|clearer|stronger|safer|quicker|timelier|more \w+) than\b"
    r"|\b(?:no|little) (?:real |significant |material )?(?:improvement|progress|change) [^.;,]*\bsince\b"
    r"|\blittle has changed\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(r"\b(?:but|although|though|while|whilst|however|yet|despite|and)\b|[,;]", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"\b(?:but|although|though|while|whilst|however|yet|despite|not)\b|;", re.IGNORECASE)
_AREA_FOR = re.compile(r"\b(?:is|are|remains?) an? (?:\w+ )?areas? for (?:improvement|development)\b", re.IGNORECASE)


def overruled(text: str, stance: Stance, change: Movement) -> tuple[Stance, Movement]:
    """The stance and change that stand."""
    if _NOT_LOOKED_AT.search(text):
        return Stance.NEUTRAL, Movement.NONE
    if _RISES.search(text) or _NO_BETTER.search(text):
        return _blamed(text, stance), _not_better(text, stance, change)
    if _AREA_FOR.search(text) and stance is not Stance.MIXED:
        return Stance.CONCERN, change
    if _EASES.search(text) and not _CONTRAST.search(text):
        return Stance.STRENGTH, Movement.IMPROVED
    if _NONE_LEFT.search(text) or (stance is not Stance.MIXED and _is_light(text)):
        return Stance.STRENGTH, change if change is Movement.IMPROVED else Movement.NONE
    return stance, change


def _is_light(text: str) -> bool:
    return _LIGHT.search(text) is not None and not _TAKEN_BACK.search(text)


def _blamed(text: str, stance: Stance) -> Stance:
    """What holds something bad is no plain praise: mixed if there is more to the sentence, else a concern."""
    if not _CONTRAST.search(text):
        return Stance.CONCERN
    return Stance.MIXED if stance is Stance.STRENGTH else stance


def _not_better(text: str, stance: Stance, change: Movement) -> Movement:
    """What improved beside it stands."""
    if change is Movement.IMPROVED and stance is Stance.MIXED:
        return change
    return Movement.WORSENED if _RISES.search(text) else Movement.PERSISTING
