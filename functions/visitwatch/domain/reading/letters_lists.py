"""Lists that a sentence holds: "X, Y and Z", "X; Y; and Z", with pairs that are one thing kept whole."""

from __future__ import annotations

import re

_PAIRS = (
    "help and protection|home and care|home and from care|home or care|contacts? and referrals?|"
    "referrals? and contacts?|"
    "young people and children|children and young people|children and families|families and children|"
    "parents and carers|"
    "leaders and managers|managers and leaders|leadership and management|leadership and governance|"
    "management and governance|"
    "experiences? and progress|progress and experiences?|quality and impact|quality and effectiveness|"
    "quality and timeliness|"
    "timeliness and quality|planning and achieving|recruitment and retention|policies and procedures|"
    "systems and processes|"
    "step(?:ping)?[- ]up and step(?:ping)?[- ]down|sexual and criminal|criminal and sexual|social and emotional|"
    "mental and emotional|emotional and mental|health and well-?being|brothers and sisters|family and friends|"
    "friends and family|rights and entitlements|wishes and feelings|drift and delay|advice and guidance|"
    "advice and support|"
    "support and protection|care and protection|need and child protection|need and those|north and west|"
    "west and north|"
    "(?:16|17|18)-? and \\d\\d|education, employment (?:and|or) training|education, training (?:and|or) employment|"
    "scrutiny and challenge|brighton and hove|special educational needs (?:and|and/or|or) disabilit(?:y|ies)|"
    "checks and balances|missing and exploited"
)
_LOOSE_PAIRS = (
    "assessments? and (?:planning|plans|interventions?)|referral and assessment|planning and reviews?|"
    "matching and placements?|health and education|risks? and needs?|needs? and risks?|care and support|"
    "monitoring and review|challenge and support|oversight and (?:challenge|supervision)|"
    "supervision and (?:management )?oversight|"
    "decision-making and planning|quality assurance and performance management|"
    "performance management and quality assurance|"
    "suitability and sufficiency|sufficiency and suitability"
)
"""One thing within a list that has its own "and" before its last item, two things otherwise."""

_SUBJECTS = (
    "children|care leavers|care[- ]experienced|young people|older|younger|disabled|vulnerable|unaccompanied|quality|"
    "effectiveness|experiences?|progress|impact|response|management|protection|application|timeliness|front[- ]door|"
    "support|arrangements|permanence|placements?|matching|contacts?|thresholds?|assessments?|plans?|planning|"
    "early help|supervision|workforce|leadership|performance|quality assurance|decision-making|extra-familial|"
    "care planning|edge of care|fostering|adoption|special guardianship|private fostering|pre-proceedings|"
    "child protection|child in need|corporate parenting|help"
)
_STARTS = re.compile(rf"(?:the )?(?:[‘'])?(?:{_SUBJECTS})\b", re.IGNORECASE)
"""How an area begins."""

_WHOLE = re.compile(rf"\b(?:{_PAIRS})\b|\([^()]*\)", re.IGNORECASE)
_LOOSE = re.compile(rf"\b(?:{_LOOSE_PAIRS})\b", re.IGNORECASE)
_AND = re.compile(r" (?:and|as well as|along with|together with|plus) ", re.IGNORECASE)
_COMMA = re.compile(r",\s+")
_SERIAL = re.compile(r",\s+(?:and|as well as|along with|together with|plus)\s+", re.IGNORECASE)
_LEADING = re.compile(r"^(?:and|as well as|also)\s+", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:which|who|whom|whose|where|when|including|such as|for example|particularly|especially|or)\b", re.IGNORECASE
)
_TAIL = re.compile(r"[\s;,.:]+(?:and|or)?[\s;,.:]*$|\s+(?:and|or)\s*$", re.IGNORECASE)
_COMMA_KEPT, _AND_KEPT = "\x01", "\x02"


def trimmed(item: str) -> str:
    """An item without its closing mark and the "and" before the last item."""
    return _TAIL.sub("", item.strip()).strip()


def begins_area(text: str, position: int = 0) -> bool:
    """Whether the words at a position are those that an area begins with: where each part's are, a phrase is a list."""
    return _STARTS.match(text, position) is not None


def split_list(text: str) -> tuple[str, ...]:
    """The items of a list within a sentence, in order; the text itself where it is no list."""
    kept = _WHOLE.sub(_masked, text)
    tight = _LOOSE.sub(_masked, kept)
    kept = tight if ";" in tight or _AND.search(tight) else kept
    if ";" in kept:
        parts = re.split(r";\s*", kept)
    elif _COMMA.search(kept):
        parts = _by_commas(kept)
    else:
        parts = _cut(kept, _joints(kept))
    restored = (part.replace(_COMMA_KEPT, ",").replace(_AND_KEPT, " and ") for part in parts)
    items = (trimmed(_LEADING.sub("", part.strip())) for part in restored)
    return tuple(item for item in items if item)


def _masked(pair: re.Match[str]) -> str:
    return pair.group().replace(",", _COMMA_KEPT).replace(" and ", _AND_KEPT)


def _joints(text: str) -> list[re.Match[str]]:
    """The words "and" between items: of several, those that an area's begin follows, else the last."""
    found = list(_AND.finditer(text))
    return [joint for joint in found if begins_area(text, joint.end())] or found[-1:]


def _cut(text: str, joints: list[re.Match[str]]) -> list[str]:
    ends = [*(joint.start() for joint in joints), len(text)]
    begins = [0, *(joint.end() for joint in joints)]
    return [text[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _by_commas(text: str) -> list[str]:
    parts = [part for piece in _SERIAL.split(text) for part in _COMMA.split(piece)]
    if not _SERIAL.search(text):
        *most, last = parts
        parts = [*most, *_cut(last, _joints(last)[-1:])]
    whole: list[str] = []
    for part in parts:
        if whole and _RELATIVE.match(part):
            whole[-1] = f"{whole[-1]}, {part}"
        else:
            whole.append(part)
    return whole
