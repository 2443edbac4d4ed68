"""Lists that a sentence holds: "X, Y and Z", "X; Y; and Z", with pairs that are one thing kept whole."""

from __future__ import annotations

import re

_PAIRS = (
    "help and protection|home and care|home and from care|home or care|contacts? and referrals?|"
    "referrals? and contacts?|referral and assessment|"
    "young people and children|children and young people|children and families|families and children|"
    "parents and carers|"
    "leaders and managers|managers and leaders|leadership and management|leadership and governance|"
    "management and governance|"
    "experiences? and progress|progress and experiences?|quality and impact|quality and effectiveness|"
    "quality and timeliness|"
    "timeliness and quality|assessments? and planning|assessments? and plans|assessments? and interventions?|"
    "planning and reviews?|"
    "planning and achieving|matching and placements?|recruitment and retention|policies and procedures|"
    "systems and processes|"
    "step(?:ping)?[- ]up and step(?:ping)?[- ]down|sexual and criminal|criminal and sexual|social and emotional|"
    "mental and emotional|"
    "emotional and mental|health and well-?being|health and education|brothers and sisters|family and friends|"
    "friends and family|"
    "rights and entitlements|wishes and feelings|drift and delay|risks? and needs?|needs? and risks?|"
    "advice and guidance|advice and support|"
    "care and support|support and protection|care and protection|monitoring and review|need and child protection|"
    "need and those|"
    "north and west|west and north|(?:16|17|18)-? and \\d\\d|education, employment (?:and|or) training|"
    "education, training (?:and|or) employment|"
    "scrutiny and challenge|challenge and support|oversight and challenge|oversight and supervision|"
    "supervision and oversight|supervision and management oversight|"
    "decision-making and planning|step-?up/step-?down and|skills and knowledge|knowledge and skills|brighton and hove|"
    "special educational needs (?:and|and/or|or) disabilit(?:y|ies)|(?:first|initial) and \\w+|"
    "quality assurance and performance management|"
    "performance management and quality assurance|checks and balances|missing and exploited|"
    "suitability and sufficiency|sufficiency and suitability"
)
_WHOLE = re.compile(rf"\b(?:{_PAIRS})\b|\([^()]*\)", re.IGNORECASE)
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


def split_list(text: str) -> tuple[str, ...]:
    """The items of a list within a sentence, in order; the text itself where it is no list."""
    kept = _WHOLE.sub(lambda m: m.group().replace(",", _COMMA_KEPT).replace(" and ", _AND_KEPT), text)
    if ";" in kept:
        parts = re.split(r";\s*", kept)
    elif _COMMA.search(kept):
        parts = _by_commas(kept)
    else:
        parts = _AND.split(kept)
    restored = (part.replace(_COMMA_KEPT, ",").replace(_AND_KEPT, " and ") for part in parts)
    items = (trimmed(_LEADING.sub("", part.strip())) for part in restored)
    return tuple(item for item in items if item)


def _by_commas(text: str) -> list[str]:
    parts = [part for piece in _SERIAL.split(text) for part in _COMMA.split(piece)]
    if not _SERIAL.search(text):
        *most, last = parts
        cut = list(_AND.finditer(last))
        parts = [*most, last[: cut[-1].start()], last[cut[-1].end() :]] if cut else parts
    whole: list[str] = []
    for part in parts:
        if whole and _RELATIVE.match(part):
            whole[-1] = f"{whole[-1]}, {part}"
        else:
            whole.append(part)
    return whole
