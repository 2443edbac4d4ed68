"""A report as read: what `docs/report.schema.json` publishes, as values.

Words are Ofsted's. Nothing here is computed from wording; `reading` makes reports, `findings` annotates them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

Urn = NewType("Urn", str)
"""Ofsted's unique reference number of a local authority: "80470"."""


class Kind(StrEnum):
    """What sort of document it is; the values are the published interface's."""

    MONITORING_VISIT = "monitoring visit"
    FOCUSED_VISIT = "focused visit"
    ASSURANCE_VISIT = "assurance visit"
    ILACS = "ilacs inspection"
    SINGLE = "single inspection"
    JTAI = "jtai"
    AREA_SEND = "area send"
    LOOKED_AFTER = "looked after inspection"
    BOARD_REVIEW = "board review"
    UNKNOWN = "unknown"


LETTERS = frozenset({Kind.MONITORING_VISIT, Kind.FOCUSED_VISIT, Kind.ASSURANCE_VISIT})
GRADED = frozenset({Kind.ILACS, Kind.SINGLE})


class Grade(StrEnum):
    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires improvement"
    INADEQUATE = "inadequate"
    NOT_JUDGED = "not judged"


class Aspect(StrEnum):
    """What a grade is given for: ILACS (2018 on) and single inspections (2013 to 2018)."""

    OVERALL = "overall effectiveness"
    LEADERS = "impact of leaders"
    HELP_AND_PROTECTION = "help and protection"
    IN_CARE_AND_CARE_LEAVERS = "children in care and care leavers"
    IN_CARE = "children in care"
    CARE_LEAVERS = "care leavers"
    LOOKED_AFTER = "children looked after and achieving permanence"
    ADOPTION = "adoption performance"
    LEADERSHIP = "leadership, management and governance"
    BOARD = "local safeguarding children board"


class Stance(StrEnum):
    STRENGTH = "strength"
    CONCERN = "concern"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Movement(StrEnum):
    """Change over time that a sentence states itself."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    PERSISTING = "persisting"
    NONE = "none"


class Status(StrEnum):
    READ = "read"
    NOT_A_REPORT = "not_a_report"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class AuthorityRef:
    urn: Urn
    name: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day, both included; one day has both alike."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class YearMonth:
    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as printed (line breaks are spaces) and the page, from 1, on which they begin."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Judgement:
    aspect: Aspect
    grade: Grade
    page: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """An item of "What needs to improve"; tags are the National Framework's ("Outcome three")."""

    text: str
    page: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chances:
    """How sure the labels of a finding are, each 0 to 1.

    stance: in the order of STANCES; change: in that of MOVEMENTS; both sum to 1. themes: each theme that the finding
    may be about, with its chance, the likeliest first.
    """

    stance: tuple[float, float, float, float]
    change: tuple[float, float, float, float]
    themes: tuple[tuple[str, float], ...]


STANCES = (Stance.STRENGTH, Stance.CONCERN, Stance.MIXED, Stance.NEUTRAL)
MOVEMENTS = (Movement.NONE, Movement.IMPROVED, Movement.PERSISTING, Movement.WORSENED)


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence of the report. themes, stance, change and chances are None until `findings.annotate` was run.

    section: the heading it stands under, "" before the first. paragraph: its number within the report, from
    0; sentences of one paragraph share it. item: whether it is a bullet of a list.
    """

    text: str
    page: int
    section: str
    paragraph: int = 0
    item: bool = False
    themes: tuple[str, ...] | None = None
    stance: Stance | None = None
    change: Movement | None = None
    chances: Chances | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One document, read. Absent facts are None or empty, never guessed; doubts are in `warnings`.

    visited: visit or inspection ranges. inspectors: lead inspectors of an inspection, all named inspectors of
    a visit. ordinal: as the letter states it, never counted. outcome: 1 to 3, area SEND only. topic: what a
    focused visit looked at. text_sha256 is not here: `sha256` is that of the file's bytes.
    """

    kind: Kind
    authorities: tuple[AuthorityRef, ...]
    sha256: str
    pages: int
    title: str = ""
    ordinal: int | None = None
    visited: tuple[DateRange, ...] = ()
    judged_inadequate: YearMonth | None = None
    letter_date: date | None = None
    published: date | None = None
    inspectors: tuple[str, ...] = ()
    areas_covered: tuple[str, ...] = ()
    topic: str = ""
    progress_statement: Quote | None = None
    judgements: tuple[Judgement, ...] = ()
    outcome: int | None = None
    priority_actions: tuple[Quote, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def is_letter(self) -> bool:
        return self.kind in LETTERS

    @property
    def ended(self) -> date | None:
        """The last day on site; what reports of one authority are put in order by."""
        return self.visited[-1].last if self.visited else self.letter_date or self.published

    def grade(self, aspect: Aspect) -> Grade | None:
        """The grade of an aspect, None where the report gives none."""
        return next((j.grade for j in self.judgements if j.aspect is aspect), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of reading a file: a report, or a named reason why there is none.

    reason: html, empty (not a report); truncated, encrypted, image_only, too_large, damaged (unreadable).
    """

    status: Status
    sha256: str
    reason: str | None = None
    report: Report | None = None
