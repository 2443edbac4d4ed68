"""Collects and reads what was only learned: all of it, or an authority's, or what was published in a span of days.

It never alerts: it touches quiet links alone, and quiet links make no changes. What is new when it runs alerts by the
next check. Interrupted, it goes on where it was, since what was read is not fetched again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from visitwatch.domain.message import CollectReport
from visitwatch.domain.publication import PublicationRecord, PublicationState
from visitwatch.domain.report import Urn
from visitwatch.flow.collect_report import Collected, collect_report
from visitwatch.flow.context import Context

Progress = Callable[[int, int, str], None]
"""Called with how many are done, of how many, and the link."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty parts let everything through. since, until: days of publication, both included."""

    urns: frozenset[Urn] = frozenset()
    since: date | None = None
    until: date | None = None

    def lets(self, record: PublicationRecord) -> bool:
        """Whether the link is asked for; one without a date is, unless a day was named."""
        day = record.publication.published
        if self.urns and not self.urns & set(record.urns):
            return False
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class BackfillResult:
    """read: now; known: read before. outcomes: how many could not be read, by named outcome, and the links."""

    read: int
    known: int
    outcomes: tuple[tuple[str, tuple[str, ...]], ...]


def backfill(ctx: Context, wanted: Wanted = EVERYTHING, progress: Progress | None = None) -> BackfillResult:
    """Raises StoreBusyError; what was read until then stays."""
    records = [record for record in ctx.store.all_publications() if record.quiet and wanted.lets(record)]
    todo = sorted((record for record in records if _is_todo(record)), key=lambda record: record.url)
    counts: Counter[Collected] = Counter()
    failed: dict[str, list[str]] = {}
    for number, record in enumerate(todo, 1):
        outcome = collect_report(CollectReport(record.url), ctx)
        counts[outcome] += 1
        if outcome in (Collected.FAILED, Collected.UNREADABLE):
            written = ctx.store.get_publication(record.url)
            failed.setdefault(written.outcome if written else "", []).append(record.url)
        if progress is not None:
            progress(number, len(todo), record.url)
    return BackfillResult(
        read=counts[Collected.READ],
        known=len(records) - len(todo),
        outcomes=tuple((name, tuple(urls)) for name, urls in sorted(failed.items())),
    )


def _is_todo(record: PublicationRecord) -> bool:
    return record.sha256 is None and record.state is not PublicationState.WITHDRAWN
