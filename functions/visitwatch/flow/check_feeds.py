"""The first stage: asks every source what is published, records it, and queues what has to be collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from visitwatch.domain.message import CollectReport
from visitwatch.domain.publication import (
    FeedPage,
    Listing,
    PublicationRecord,
    PublicationState,
    SourceFailure,
    SourceItem,
    Unchanged,
)
from visitwatch.errors import SourceError, SourceUnreachableError, TransientError
from visitwatch.flow.announce import OUR_FAILURE, tell_unread
from visitwatch.flow.check_result import CheckResult
from visitwatch.flow.context import Context
from visitwatch.flow.record_feed import record_feed
from visitwatch.flow.record_listing import record_listing
from visitwatch.ports import Source, SourceState

SILENT_AFTER = timedelta(hours=36)
"""No success for so long is a problem of its own: failures may be many, or the schedule may have stopped."""

GIVE_UP_CHECKS = 5
GIVE_UP_AFTER = timedelta(hours=12)
"""So many checks in a row, and so long, found a report's work undone: our own code cannot cope with it."""

Progress = Callable[[str, SourceItem], None]
"""Called with the source's id after each of its items was recorded."""


def check_feeds(
    ctx: Context, sources: Iterable[Source], progress: Progress | None = None, *, partial: bool = False
) -> CheckResult:
    """What was found. A source that fails is a problem for ops and does not keep the others from being asked.

    partial: the sources show only a part of what they have (one authority's page), so that their success says nothing
    of the rest: no problem is closed, and no source counts as heard from.

    Raises StoreBusyError where somebody else writes; all that was recorded stays, and the next check goes on.
    """
    found = CheckResult(first=ctx.store.begin(ctx.clock.now()))
    for source in sources:
        found += _check(ctx, source, progress, partial=partial)
    found += queue_unfinished(ctx, frozenset(found.new))
    _report_silence(ctx)
    return found


def _check(ctx: Context, source: Source, progress: Progress | None, *, partial: bool) -> CheckResult:
    name = source.source_id
    before = ctx.store.get_source_state(name) or SourceState(name)
    found = CheckResult()
    for item in _items(ctx, source):
        found += _record(ctx, name, item, quiet=before.last_success is None)
        if progress is not None:
            progress(name, item)
    if not partial:
        _record_state(ctx, before, found)
    return found


def _items(ctx: Context, source: Source) -> Iterator[SourceItem]:
    """A failure of the whole source as its last item."""
    try:
        yield from source.poll(ctx.store)
    except (SourceError, SourceUnreachableError) as error:
        yield SourceFailure(source.source_id, error.name, str(error), isinstance(error, TransientError))


def _record(ctx: Context, source_id: str, item: SourceItem, *, quiet: bool) -> CheckResult:
    match item:
        case Listing():
            return record_listing(ctx, item, source_id)
        case FeedPage():
            return record_feed(ctx, item, quiet=quiet)
        case Unchanged():
            return CheckResult(unchanged=1)
        case SourceFailure():
            ctx.store.report_problem(item.error, _subject(source_id, item), item.message, ctx.clock.now())
            return CheckResult(failures=(item,))


def _subject(source_id: str, failure: SourceFailure) -> str:
    """The source's id, followed by the page where only a page failed."""
    return source_id if failure.url == source_id else f"{source_id} {failure.url}"


def _record_state(ctx: Context, before: SourceState, found: CheckResult) -> None:
    """A source succeeded if it could be trusted as a whole; problems of pages that are well again are closed."""
    now, name = ctx.clock.now(), before.source_id
    whole = next((failure for failure in found.failures if failure.url == name), None)
    entries = found.publications + len(found.notices)
    if found.unchanged:  # what was not sent again is still there
        entries = max(entries, before.entries)
    state = replace(before, last_attempt=now, entries=entries, ignored=found.ignored)
    if whole is not None:
        ctx.store.put_source_state(replace(state, last_error=whole.error))
        return
    ctx.store.put_source_state(replace(state, last_success=now, last_error=""))
    failed = {(failure.error, _subject(name, failure)) for failure in found.failures}
    for problem in ctx.store.open_problems():
        of_source = problem.subject == name or problem.subject.startswith(f"{name} ")
        if of_source and (problem.name, problem.subject) not in failed:
            ctx.store.close_problem(problem.name, problem.subject)


def queue_unfinished(ctx: Context, just_queued: frozenset[str] = frozenset()) -> CheckResult:
    """Queues what an interrupted run left undone, what could not be had, and recent reports to be fetched again."""
    now = ctx.clock.now()
    found = CheckResult()
    for record in ctx.store.all_publications():
        if record.url in just_queued:
            continue
        if is_unfinished(record):
            _resume(ctx, record)
            found += CheckResult(resumed=1)
        elif _is_recent(record, now, ctx.settings.recheck_days):
            ctx.queue.send(CollectReport(record.url, force=True))
            found += CheckResult(rechecked=1)
    return found


def _resume(ctx: Context, record: PublicationRecord) -> None:
    """Queued once more; what no run can finish is told by its link, since a report that nobody hears of is worse."""
    if record.state is not PublicationState.FAILED:  # those have their own patience, by tries
        record = ctx.store.update_publication(replace(record, resumed=record.resumed + 1))
    long_ago = ctx.clock.now() - record.first_seen >= GIVE_UP_AFTER
    if long_ago and record.resumed >= GIVE_UP_CHECKS:
        message = f"undone after {record.resumed} checks; told by its link"
        ctx.store.report_problem("unfinished", record.url, message, ctx.clock.now())
        tell_unread(ctx, record, OUR_FAILURE)
    else:
        ctx.queue.send(CollectReport(record.url))


def is_unfinished(record: PublicationRecord) -> bool:
    """Whether subscribers may still have to hear of it: not quiet, and no consequence of its version recorded."""
    if record.quiet:
        return False
    if record.sha256 is None:
        return record.state in (PublicationState.LISTED, PublicationState.FAILED) and not record.settled
    return record.settled != record.sha256


def _is_recent(record: PublicationRecord, now: datetime, days: int) -> bool:
    """Fetched before (or told of by its link alone), still on its page, and young enough to be replaced."""
    known = record.sha256 is not None or bool(record.settled)
    published = record.publication.published or record.first_seen.date()
    on_page = record.state is not PublicationState.WITHDRAWN
    return known and on_page and (now.date() - published).days <= days


def _report_silence(ctx: Context) -> None:
    now, began = ctx.clock.now(), ctx.store.began_at()
    for state in ctx.store.source_states():
        since = state.last_success or began
        if now - since > SILENT_AFTER:
            message = f"no success since {since:%Y-%m-%d %H:%M} UTC; last error: {state.last_error or 'none'}"
            ctx.store.report_problem("source_silent", state.source_id, message, now)
