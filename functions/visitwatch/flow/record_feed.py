"""Recording one poll of a feed: reports to collect, notices to tell of, once each."""

from __future__ import annotations

from datetime import datetime

from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.message import CollectReport, ComposeAlert
from visitwatch.domain.publication import FeedPage, Notice, PublicationRecord, PublicationState
from visitwatch.flow.check_result import CheckResult
from visitwatch.flow.context import Context


def record_feed(ctx: Context, page: FeedPage, *, quiet: bool) -> CheckResult:
    """quiet: the feed was never polled with success before, so what it holds is learned and alerts nobody."""
    now = ctx.clock.now()
    new: list[str] = []
    learned: list[str] = []
    for publication in page.publications:
        record = PublicationRecord(publication, PublicationState.LISTED, quiet, first_seen=now)
        if ctx.store.add_publication(record):
            (learned if quiet else new).append(publication.url)
    for url in new:
        ctx.queue.send(CollectReport(url))
    told = tuple(notice.url for notice in page.notices if _record_notice(ctx, notice, now, quiet=quiet))
    if page.validator is not None:
        ctx.store.put_validator(page.validator)
    return CheckResult(
        publications=len(page.publications), new=tuple(new), quiet=tuple(learned), notices=told, ignored=page.ignored
    )


def _record_notice(ctx: Context, notice: Notice, now: datetime, *, quiet: bool) -> bool:
    """Whether it is new and told. It counts as seen only after its change is recorded and queued."""
    if ctx.store.seen_notice(notice.entry_id):
        return False
    if not quiet:
        change = Change(
            id=change_id(ChangeKind.NOTICE, notice.entry_id),
            kind=ChangeKind.NOTICE,
            urns=notice.urns,
            occurred_at=now,
            title=notice.title,
            url=notice.url,
            notice=notice,
        )
        ctx.store.add_change(change)
        ctx.queue.send(ComposeAlert(change.id))
    ctx.store.add_notice(notice.entry_id, now)
    return not quiet
