"""The second stage: fetches a publication, archives its bytes, reads them, and hands the version on to be compared.

Named outcomes (`PublicationRecord.outcome`, and a problem of that name for ops where a person should look):
"html", "empty", "gone", "source_unreachable" and the other errors of a fetch: could not be had; tried again by each
check; after GIVE_UP_TRIES subscribers are told of the link. "truncated", "encrypted", "image_only", "too_large",
"damaged": had, archived, unreadable; subscribers are told. "other_authority": the document names none of the
authorities on whose page it stands. "same_bytes_new_link": the bytes are known under another link of the authority.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from enum import StrEnum

from visitwatch.domain.comparing.correction import correct
from visitwatch.domain.message import CollectReport, CompareVisits
from visitwatch.domain.publication import PublicationRecord, PublicationState, Version
from visitwatch.domain.report import Reading, Report, Status
from visitwatch.domain.version import READER
from visitwatch.errors import NotFoundError, SourceError, SourceUnreachableError
from visitwatch.flow.announce import names, tell_unread
from visitwatch.flow.context import Context
from visitwatch.flow.filing import OTHER_AUTHORITY, REPUBLISHED, SAME_BYTES, file_report
from visitwatch.flow.read_file import read_bytes
from visitwatch.ports import Fetched, NotModified, StoredReport

GIVE_UP_TRIES = 3
"""Failed fetches, one a check, after which subscribers are told of the link alone."""

_LASTING = frozenset({"withdrawn", "unknown_date", REPUBLISHED, OTHER_AUTHORITY, SAME_BYTES})
"""Problems with a link that a good fetch does not end."""


class Collected(StrEnum):
    """What became of one message."""

    READ = "read"
    REPLACED = "replaced"
    """Other bytes under a known link."""
    NOT_MODIFIED = "not modified"
    ALREADY = "already collected"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    """Could not be had; the record's outcome says why."""


def collect_report(message: CollectReport, ctx: Context) -> Collected:
    """Safe to run twice. Raises NotFoundError where no source lists the link, StoreBusyError."""
    record = ctx.store.get_publication(message.url)
    if record is None:
        raise NotFoundError("no such publication", subject=message.url)
    if record.sha256 is not None and not message.force:
        _hand_on(ctx, record, message)
        return Collected.ALREADY
    known = ctx.store.get_validator(record.url) if record.sha256 is not None else None
    try:
        answer = ctx.fetcher.get(record.url, validator=known, max_bytes=ctx.settings.max_document_bytes)
    except (SourceError, SourceUnreachableError) as error:
        return _failed(ctx, record, error.name, str(error), message)
    if isinstance(answer, NotModified):
        return _same(ctx, record, message)
    return _had(ctx, record, answer, message)


def _had(ctx: Context, record: PublicationRecord, answer: Fetched, message: CollectReport) -> Collected:
    sha256 = hashlib.sha256(answer.body).hexdigest()
    if sha256 == record.sha256:
        ctx.store.put_validator(replace(answer.validator, url=record.url))
        return _same(ctx, record, message)
    reading = read_bytes(answer.body, ctx.extractor, ctx.register, ctx.annotate)
    if reading.status is Status.NOT_A_REPORT:
        return _failed(ctx, record, reading.reason or "html", "not a report but a page or nothing", message)
    ctx.documents.put_document(sha256, answer.body)
    version = Version(sha256, ctx.clock.now())
    replaced = _was_read(ctx, record)
    if reading.report is None:
        written = _unreadable(ctx, record, reading, version)
    else:
        written = _read(ctx, record, reading.report, version)
    if written.sha256 == sha256:
        # After the record: a crash before this line fetches once more, a validator before it would hide the new bytes.
        ctx.store.put_validator(replace(answer.validator, url=record.url))
    _hand_on(ctx, written, message)
    if reading.report is None:
        return Collected.UNREADABLE
    return Collected.REPLACED if replaced else Collected.READ


def _read(ctx: Context, record: PublicationRecord, report: Report, version: Version) -> PublicationRecord:
    filed = file_report(ctx, record, report)
    ctx.store.put_report(StoredReport(record.url, version.sha256, filed.urns, READER, ctx.clock.now(), report))
    _close_problems(ctx, record)
    if filed.outcome == OTHER_AUTHORITY:
        told = f"stands on the page of {names(ctx, record.urns)} and names {names(ctx, filed.urns)}"
        ctx.store.report_problem(OTHER_AUTHORITY, record.url, told, ctx.clock.now())
    before = ctx.store.get_report(record.url, record.sha256) if record.quiet and record.sha256 else None
    if before is not None:
        words = "the same words" if correct(before.report, report) is None else "other words; nobody was told of it"
        ctx.store.report_problem(REPUBLISHED, record.url, f"other bytes, {words}", ctx.clock.now())
    if filed.outcome == SAME_BYTES and not record.quiet:
        ctx.store.report_problem(SAME_BYTES, record.url, f"the same as {filed.known_as}", ctx.clock.now())
    return _written(ctx, replace(filed.record, outcome=filed.outcome), version, PublicationState.READ)


def _unreadable(ctx: Context, record: PublicationRecord, reading: Reading, version: Version) -> PublicationRecord:
    """A link that was read before keeps its last readable version; only ops hear of the broken one."""
    reason = reading.reason or "damaged"
    ctx.store.report_problem(reason, record.url, "archived, but no report can be read from it", ctx.clock.now())
    if _was_read(ctx, record):
        return ctx.store.update_publication(replace(record, tries=record.tries + 1))
    return _written(ctx, replace(record, outcome=reason), version, PublicationState.UNREADABLE)


def _written(ctx: Context, record: PublicationRecord, version: Version, state: PublicationState) -> PublicationRecord:
    kept = PublicationState.WITHDRAWN if record.state is PublicationState.WITHDRAWN else state
    return ctx.store.update_publication(replace(record, state=kept, versions=(*record.versions, version), tries=0))


def _failed(ctx: Context, record: PublicationRecord, name: str, why: str, message: CollectReport) -> Collected:
    state = PublicationState.FAILED if record.state is PublicationState.LISTED else record.state
    outcome = name if record.sha256 is None else record.outcome
    record = ctx.store.update_publication(replace(record, state=state, outcome=outcome, tries=record.tries + 1))
    ctx.store.report_problem(name, record.url, why, ctx.clock.now())
    untold = not record.quiet and record.sha256 is None and not record.settled
    if untold and record.tries >= GIVE_UP_TRIES:
        tell_unread(ctx, record, name, message.correlation_id)
    return Collected.FAILED


def _same(ctx: Context, record: PublicationRecord, message: CollectReport) -> Collected:
    """The bytes that we know: what may have kept us from them is over."""
    if record.tries:
        record = ctx.store.update_publication(replace(record, tries=0))
        if _was_read(ctx, record):
            _close_problems(ctx, record)
    _hand_on(ctx, record, message)
    return Collected.NOT_MODIFIED


def _was_read(ctx: Context, record: PublicationRecord) -> bool:
    return record.sha256 is not None and ctx.store.get_report(record.url, record.sha256) is not None


def _close_problems(ctx: Context, record: PublicationRecord) -> None:
    """Those of fetching and of bytes that could not be read."""
    for problem in ctx.store.open_problems():
        if problem.subject == record.url and problem.name not in _LASTING:
            ctx.store.close_problem(problem.name, problem.subject)


def _hand_on(ctx: Context, record: PublicationRecord, message: CollectReport) -> None:
    """Sent as long as the version is not settled: whether an earlier run sent it, nobody can tell."""
    if not record.quiet and record.sha256 is not None and record.settled != record.sha256:
        ctx.queue.send(CompareVisits(record.url, record.sha256, message.correlation_id))
