"""What the portal's words for a report file say: a kind, a format, the day of publication.

The texts are those of domain.md 1.1; the portal's words for monitoring visits, assurance visits and follow-ups were
never seen, so a single telling word is enough, and what tells nothing is UNKNOWN and reaches a person. The kind is a
guess: the document itself decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from visitwatch.domain.report import Kind

# First match wins: an area SEND monitoring inspection is area SEND, a "children's services focused visit" is a visit.
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"\bsend\b|special educational needs|local area (send|inspection)", Kind.AREA_SEND),
        (r"\bjoint\b.*(\btargeted\b|\bprotection\b)|\bjtais?\b|multi-?agency.*inspection", Kind.JTAI),
        (r"\bmonitoring\b", Kind.MONITORING_VISIT),
        (r"\bfocused\b|\bfocussed\b", Kind.FOCUSED_VISIT),
        (r"\bassurance\b", Kind.ASSURANCE_VISIT),
        (r"safeguarding (children )?board|\blscb\b", Kind.BOARD_REVIEW),
        (r"looked[- ]after", Kind.LOOKED_AFTER),
        (r"\bsingle inspection\b", Kind.SINGLE),
        (r"\bilacs\b|inspection of local authority children'?s services", Kind.ILACS),
        (r"children'?s (social care )?services.*\binspection\b|children'?s social care.*\binspection\b", Kind.ILACS),
    )
)
_DATE = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?\s+(\d{4})\b")
_FORMATS = re.compile(r"(?:,|\bas\b)\s*(pdf|html|docx?|rtf|odt)\b")
# Before this day "children's services inspection" was a single inspection (2013 to 2018): domain.md 2.3 and 2.4.
_FIRST_ILACS = date(2018, 1, 1)


@dataclass(frozen=True, slots=True)
class Label:
    """text: lower-case, blanks single. format: "pdf", "" where none is named. published: None where none is named."""

    text: str
    kind: Kind
    format: str
    published: date | None

    @property
    def known(self) -> bool:
        return self.kind is not Kind.UNKNOWN


def read_label(visible: str, nonvisual: str = "") -> Label:
    """Of the link's visible words and its words for screen readers, which say the same and more."""
    spoken, seen = _plain(nonvisual), _plain(visible)
    text = spoken or seen
    published = _date(spoken) or _date(seen)
    kind = _kind(spoken) if _kind(spoken) is not Kind.UNKNOWN else _kind(seen)
    if kind is Kind.ILACS and published and published < _FIRST_ILACS:
        kind = Kind.SINGLE
    named = _FORMATS.search(spoken) or _FORMATS.search(seen)
    return Label(text, kind, named.group(1) if named else "", published)


def parse_day(text: str) -> date | None:
    """The first "16 August 2013" or "16 aug 2013" of a text, or a whole ISO date; None where there is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return _date(_plain(text))


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _kind(text: str) -> Kind:
    return next((kind for pattern, kind in _KINDS if pattern.search(text)), Kind.UNKNOWN)


def _date(text: str) -> date | None:
    for day, month, year in _DATE.findall(text):
        for form in ("%d %B %Y", "%d %b %Y"):
            try:
                word = month[:3] if form == "%d %b %Y" else month
                return datetime.strptime(f"{day} {word} {year}", form).date()  # noqa: DTZ007  # a date has no zone
            except ValueError:
                continue
    return None
