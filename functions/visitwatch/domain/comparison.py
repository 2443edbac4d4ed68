"""A comparison as values: what `docs/comparison.schema.json` publishes. `comparing` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from visitwatch.domain.report import Aspect, Grade, Kind, Quote, Report


class JudgementChange(StrEnum):
    IMPROVED = "improved"
    DECLINED = "declined"
    UNCHANGED = "unchanged"
    NEW = "new judgement"
    NO_LONGER_GIVEN = "no longer given"
    NOT_COMPARABLE = "not comparable"


class Direction(StrEnum):
    IMPROVED = "improved"
    WORSENED = "worsened"
    STILL_CONCERN = "still_concern"
    STILL_STRENGTH = "still_strength"
    MIXED = "mixed"
    NEW = "new"
    NOT_COVERED = "not_covered"
    CANNOT_TELL = "cannot_tell"


class ItemStatus(StrEnum):
    CARRIED_OVER = "carried_over"
    NEW = "new"
    NO_LONGER_LISTED = "no_longer_listed"
    CANNOT_TELL = "cannot_tell"


class Why(StrEnum):
    """Why a report is a baseline."""

    SAME_AREA = "last visit to the same area"
    PREVIOUS_VISIT = "previous visit"
    CYCLE_START = "inspection that started the cycle"
    PREVIOUS_INSPECTION = "previous inspection"
    PREVIOUS_OF_KIND = "previous report of the same kind"
    REPLACED_VERSION = "version that was replaced"


@dataclass(frozen=True, slots=True)
class ReportRef:
    """A report in a comparison: `key` is the caller's name for it (a file's path, a publication's URL)."""

    key: str
    kind: Kind
    label: str
    """For people: "second monitoring visit, 9 and 10 January 2018"."""


@dataclass(frozen=True, slots=True)
class Baseline:
    ref: ReportRef
    why: Why


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of one of the compared reports, verbatim."""

    key: str
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class JudgementRow:
    aspect: Aspect
    before: Grade | None
    after: Grade | None
    before_page: int | None
    after_page: int | None
    change: JudgementChange
    note: str = ""
    """Why it is not comparable, or that the framework changed; "" otherwise."""


@dataclass(frozen=True, slots=True)
class ProgressPair:
    """before_key: of the report that `before` is from, "" without one."""

    before: Quote | None
    now: Quote | None
    before_key: str = ""


LIKELY = 0.5
"""Confidence from which an inferred movement may be told."""


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """stated: the later report says so itself; otherwise inferred from two stances. confidence: 0 to 1."""

    theme: str
    direction: Direction
    stated: bool
    confidence: float
    before: tuple[Evidence, ...]
    now: tuple[Evidence, ...]

    @property
    def can_be_shown(self) -> bool:
        """What the report states itself, or alone speaks of, needs its own words; the rest those of both reports.

        A movement that is inferred and more likely wrong than right is told to nobody; the published JSON has it.
        """
        if self.direction in (Direction.IMPROVED, Direction.WORSENED) and not self.stated and self.confidence < LIKELY:
            return False
        alone = self.stated or self.direction in (Direction.NEW, Direction.CANNOT_TELL)
        return bool(self.now) and (alone or bool(self.before))


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of a word redline: op is "equal", "delete" or "insert"."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of "What needs to improve"; redline only where the two are versions of one another."""

    status: ItemStatus
    before: Quote | None
    now: Quote | None
    redline: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class PriorityChange:
    status: ItemStatus
    quote: Quote


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the later report changes against its baselines. Empty `baselines`: nothing to compare with."""

    later: ReportRef
    baselines: tuple[Baseline, ...]
    judgements: tuple[JudgementRow, ...]
    progress: ProgressPair
    areas: tuple[str, ...]
    themes: tuple[ThemeChange, ...]
    improvements: tuple[ItemChange, ...]
    priority_actions: tuple[PriorityChange, ...]
    headline: str
    notes: tuple[str, ...] = ()

    @property
    def judgement_moved(self) -> bool:
        """Whether any judgement improved, declined, or changed its being given."""
        still = (JudgementChange.UNCHANGED, JudgementChange.NOT_COMPARABLE)
        return any(row.change not in still for row in self.judgements)


@dataclass(frozen=True, slots=True)
class Known:
    """A report with the name it goes by, as the comparison takes it."""

    key: str
    report: Report
