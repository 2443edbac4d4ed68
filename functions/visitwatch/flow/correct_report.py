"""A published report was replaced by other bytes: who was told of the version before hears what changed."""

from __future__ import annotations

from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparing.correction import correct
from visitwatch.domain.comparing.labels import label
from visitwatch.domain.comparison import Known
from visitwatch.domain.publication import PublicationRecord
from visitwatch.flow.announce import announce, names, settle
from visitwatch.flow.context import Context
from visitwatch.flow.filing import REPUBLISHED
from visitwatch.flow.history import history_of
from visitwatch.ports import StoredReport


def correct_report(
    ctx: Context, record: PublicationRecord, stored: StoredReport, before: StoredReport | None, told: Change
) -> bool:
    """Whether there was something to correct in the report of `before`, which `told` made known.

    If only the layout changed, ops hear of it and nobody else.
    """
    correction = correct(before.report, stored.report) if before is not None else None
    if before is None or correction is None:
        ctx.store.report_problem(REPUBLISHED, record.url, "other bytes, the same words", ctx.clock.now())
        settle(ctx, record, stored.sha256)
        return False
    change = Change(
        id=change_id(ChangeKind.CORRECTION, record.url, before.sha256, stored.sha256),
        kind=ChangeKind.CORRECTION,
        urns=told.urns,
        occurred_at=ctx.clock.now(),
        title=f"{names(ctx, stored.urns)}: corrected, {label(stored.report)}",
        url=record.url,
        report_kind=stored.report.kind,
        publication=record.publication,
        report=stored.report,
        comparison=compare(Known(record.url, stored.report), history_of(ctx, stored)),
        correction=correction,
        previous=told.id,
    )
    announce(ctx, change)
    settle(ctx, record, stored.sha256)
    return True


def version_before(ctx: Context, record: PublicationRecord) -> StoredReport | None:
    """The last version before the current one that could be read."""
    earlier = (ctx.store.get_report(record.url, version.sha256) for version in reversed(record.versions[:-1]))
    return next((stored for stored in earlier if stored is not None), None)
