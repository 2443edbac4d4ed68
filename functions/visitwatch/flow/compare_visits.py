"""The third stage: compares a report with the authority's earlier ones and makes known what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparing.labels import label
from visitwatch.domain.comparison import Known
from visitwatch.domain.message import CompareVisits
from visitwatch.domain.publication import PublicationRecord
from visitwatch.domain.report import Kind, Urn
from visitwatch.errors import NotFoundError
from visitwatch.flow.announce import announce, join, names, settle, tell_unread, told_change
from visitwatch.flow.context import Context
from visitwatch.flow.correct_report import correct_report, version_before
from visitwatch.flow.filing import JOINT, OTHER_AUTHORITY, SAME_BYTES, same_bytes
from visitwatch.flow.history import collect_history, history_of
from visitwatch.flow.joint import Twin, told_twin
from visitwatch.flow.recompare import recompare_later
from visitwatch.ports import StoredReport


class Compared(StrEnum):
    """What became of one message."""

    NEW = "new report"
    UNREAD = "told by its link"
    CORRECTED = "correction"
    SAME_BYTES = "same bytes, new link"
    JOINT = "joint report"
    """Another council's letter told of the same visit: that change concerns this council, too."""
    NOTHING = "nothing to tell"
    """Quiet, settled before, or not the current version any more."""


def compare_visits(message: CompareVisits, ctx: Context) -> Compared:
    """Safe to run twice: the changes' ids are those of the bytes compared. Raises NotFoundError, StoreBusyError."""
    record = ctx.store.get_publication(message.url)
    if record is None:
        raise NotFoundError("no such publication", subject=message.url)
    if record.quiet or record.sha256 != message.sha256 or record.settled == message.sha256:
        return Compared.NOTHING
    stored = ctx.store.get_report(record.url, message.sha256)
    if stored is None:
        tell_unread(ctx, record, record.outcome, message.correlation_id)
        return Compared.UNREAD
    told = told_change(ctx, replace(record, versions=record.versions[:-1]))
    if told is not None and told.report is not None:
        before = version_before(ctx, record)
        return Compared.CORRECTED if correct_report(ctx, record, stored, before, told) else Compared.NOTHING
    return _new_report(ctx, record, stored, message.correlation_id)


def _new_report(ctx: Context, record: PublicationRecord, stored: StoredReport, correlation_id: str) -> Compared:
    missing = collect_history(ctx, stored, record)
    older = same_bytes(ctx, record, stored.sha256)
    if older is not None and (older.quiet or older.settled):
        # Known by another link, and told or learned then: nobody is told again.
        ctx.store.report_problem(SAME_BYTES, record.url, f"the same as {older.url}", ctx.clock.now())
        settle(ctx, record, stored.sha256, SAME_BYTES)
        return Compared.SAME_BYTES
    twin = told_twin(ctx, stored)
    if twin is not None:
        return _twin(ctx, record, stored, twin)
    announce(ctx, _change(ctx, record, stored, missing), correlation_id)
    recompare_later(ctx, stored, correlation_id)
    settle(ctx, record, stored.sha256)
    return Compared.NEW


def _twin(ctx: Context, record: PublicationRecord, stored: StoredReport, twin: Twin) -> Compared:
    if twin.own:
        corrected = correct_report(ctx, record, stored, twin.stored, twin.told)
        return Compared.CORRECTED if corrected else Compared.NOTHING
    join(ctx, twin.told, _concerned(record, stored))
    settle(ctx, record, stored.sha256, JOINT)
    return Compared.JOINT


def _concerned(record: PublicationRecord, stored: StoredReport) -> tuple[Urn, ...]:
    return tuple(dict.fromkeys((*record.urns, *stored.urns)))


def _change(ctx: Context, record: PublicationRecord, stored: StoredReport, missing: Sequence[str]) -> Change:
    report = stored.report
    if record.outcome == OTHER_AUTHORITY:
        note = f"The document names {names(ctx, stored.urns)} but stands on the page of {names(ctx, record.urns)}."
        report = replace(report, warnings=(*report.warnings, note))
    comparison = compare(Known(record.url, report), history_of(ctx, stored))
    kind = ChangeKind.UNKNOWN_KIND if report.kind is Kind.UNKNOWN else ChangeKind.NEW_REPORT
    urns = _concerned(record, stored)
    return Change(
        id=change_id(kind, stored.sha256),
        kind=kind,
        urns=urns,
        occurred_at=ctx.clock.now(),
        title=f"{names(ctx, stored.urns or urns)}: {label(report)}",
        url=record.url,
        report_kind=report.kind,
        publication=record.publication,
        report=report,
        comparison=replace(comparison, notes=(*comparison.notes, *missing)),
    )
