"""An authority's other reports, as the comparison takes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from visitwatch.domain.comparison import Known
from visitwatch.domain.message import CollectReport
from visitwatch.domain.publication import PublicationRecord, PublicationState
from visitwatch.domain.report import Urn
from visitwatch.flow.collect_report import GIVE_UP_TRIES, collect_report
from visitwatch.flow.context import Context
from visitwatch.ports import StoredReport

LONGEST_CYCLE = timedelta(days=6 * 365)
"""From an inadequate judgement to the next full inspection it was 45 months in the median (shared domain, 2.1)."""


def history_of(ctx: Context, stored: StoredReport) -> tuple[Known, ...]:
    """The newest readable version of every other link that is filed under one of the report's authorities."""
    return tuple(Known(other.url, other.report) for other in others_of(ctx, stored))


def others_of(ctx: Context, stored: StoredReport) -> tuple[StoredReport, ...]:
    """The same, by link, each with its authorities."""
    by_url: dict[str, dict[str, StoredReport]] = {}
    for urn in stored.urns:
        for other in ctx.store.reports_of(urn):
            if other.url != stored.url:
                by_url.setdefault(other.url, {})[other.sha256] = other
    newest = (_newest(ctx, url, versions) for url, versions in sorted(by_url.items()))
    return tuple(other for other in newest if other is not None)


def _newest(ctx: Context, url: str, versions: dict[str, StoredReport]) -> StoredReport | None:
    record = ctx.store.get_publication(url)
    order = reversed(record.versions) if record is not None else ()
    return next((versions[version.sha256] for version in order if version.sha256 in versions), None)


def collect_history(ctx: Context, stored: StoredReport, later: PublicationRecord) -> tuple[str, ...]:
    """Fetches and reads what was only learned so far, so that the comparison has its baselines.

    Also what is new and still in the queue, so that reports listed on one day are compared alike in whatever order
    they come; each then has its own message. Returns a sentence for each that could not be had.
    """
    unread = _unread(ctx, stored.urns, later)
    missing = [record for record in unread if not _collected(ctx, record)]
    return tuple(
        f"An earlier report ({record.publication.label}) could not be had, so it is not compared with."
        for record in missing
        if _might_be_a_baseline(record, later)
    )


def _might_be_a_baseline(record: PublicationRecord, later: PublicationRecord) -> bool:
    published, limit = record.publication.published, later.publication.published
    return published is None or limit is None or limit - published < LONGEST_CYCLE


def _unread(ctx: Context, urns: Iterable[Urn], later: PublicationRecord) -> tuple[PublicationRecord, ...]:
    found = {
        record.url: record
        for urn in urns
        for record in ctx.store.publications_of(urn)
        if _may_be_earlier(record, later)
    }
    return tuple(found[url] for url in sorted(found))


def _may_be_earlier(record: PublicationRecord, later: PublicationRecord) -> bool:
    if record.url == later.url or record.sha256 is not None or record.state is PublicationState.WITHDRAWN:
        return False
    if not record.quiet and record.state is not PublicationState.LISTED:
        return False
    published, limit = record.publication.published, later.publication.published
    return published is None or limit is None or published <= limit


def _collected(ctx: Context, record: PublicationRecord) -> bool:
    if record.tries < GIVE_UP_TRIES:
        collect_report(CollectReport(record.url), ctx)
    written = ctx.store.get_publication(record.url)
    return written is not None and written.sha256 is not None
