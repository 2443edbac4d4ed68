"""What there is to tell: one change is one thing that happened, told to one person once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from visitwatch.domain.comparison import Comparison, Edit
from visitwatch.domain.publication import Notice, Publication
from visitwatch.domain.report import Kind, Quote, Report, Urn

ChangeId = NewType("ChangeId", str)


class ChangeKind(StrEnum):
    NEW_REPORT = "new report"
    UNREADABLE = "new report that could not be read"
    UNKNOWN_KIND = "new report of a kind we do not know"
    CORRECTION = "corrected report"
    """The same link with other words: told to those who were told of the version before."""
    RECOMPARED = "corrected comparison"
    """An earlier visit was published later; what was said of a later one has changed."""
    NOTICE = "linked notice"


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence put otherwise, taken out (`now` is None) or put in (`before` is None), each with its own page.

    redline: word by word, where there are both.
    """

    before: Quote | None
    now: Quote | None
    redline: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A fact of a report before and now, in words, with pages where it has them; "" where there was, or is, none."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a republished report changed. redline: by sentence and word. fields: names of fields that moved.

    changes: the sentences that changed, in the order of the report. facts: what the fields were and are.
    """

    before_sha256: str
    redline: tuple[Edit, ...]
    fields: tuple[str, ...]
    truncated: bool = False
    changes: tuple[SentenceChange, ...] = ()
    facts: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """urns: every authority concerned. occurred_at: when it was first made known here (UTC).

    The parts that do not apply are None.
    previous: the change whose receivers hear of this one (CORRECTION, RECOMPARED); others do not.
    """

    id: ChangeId
    kind: ChangeKind
    urns: tuple[Urn, ...]
    occurred_at: datetime
    title: str
    url: str
    report_kind: Kind | None = None
    publication: Publication | None = None
    report: Report | None = None
    comparison: Comparison | None = None
    correction: Correction | None = None
    notice: Notice | None = None
    previous: ChangeId | None = None
    reason: str = ""
    """Why it could not be read, in the words of the published interface."""


def change_id(kind: ChangeKind, *parts: str) -> ChangeId:
    """The same for the same thing however often it is found: a content hash or a link, never a time.

    A new report is known by its bytes' hash, so that one document on two authorities' pages (the joint
    letters of North and West Northamptonshire) is one change.
    """
    family = "report" if kind in (ChangeKind.NEW_REPORT, ChangeKind.UNREADABLE, ChangeKind.UNKNOWN_KIND) else kind.value
    digest = hashlib.sha256("\x00".join((family, *parts)).encode()).hexdigest()
    return ChangeId(digest[:24])


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """What lists show of a change without its report."""

    id: ChangeId
    kind: ChangeKind
    urns: tuple[Urn, ...]
    occurred_at: datetime
    title: str
    url: str
    published: date | None


def summarise(change: Change) -> ChangeSummary:
    published = change.publication.published if change.publication else None
    return ChangeSummary(change.id, change.kind, change.urns, change.occurred_at, change.title, change.url, published)
