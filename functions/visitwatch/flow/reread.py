"""A newer reader reads the archive again. Ops hear what differs; nobody else does, and no change is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from visitwatch.domain.publication import PublicationRecord, PublicationState
from visitwatch.domain.report import Report
from visitwatch.domain.version import READER
from visitwatch.errors import NotFoundError
from visitwatch.flow.context import Context
from visitwatch.flow.filing import file_report
from visitwatch.flow.read_file import read_bytes
from visitwatch.ports import StoredReport

Progress = Callable[[int, int, str], None]
DIFFERS = "reread_differs"
LOST = "reread_lost"
MISSING = "archive_damaged"


class Reread(StrEnum):
    SAME = "same"
    DIFFERS = "differs"
    """In fields that are told; the newer reading is kept."""
    FOUND = "found"
    """A report, where there was none before."""
    LOST = "lost"
    """No report, where there was one before; the older reading is kept."""
    MISSING = "missing"
    """The archived bytes are not there, or damaged."""


@dataclass(frozen=True, slots=True)
class RereadResult:
    """How many versions; and each that is not as it was, with the names of the fields that differ."""

    versions: int
    differing: tuple[tuple[str, Reread, tuple[str, ...]], ...]


def reread(
    ctx: Context, *, all_versions: bool = False, only: str = "", progress: Progress | None = None
) -> RereadResult:
    """Reads what an older reader read (all_versions: everything) and what none could read. Resumable.

    only: a link; nothing else is read then.
    """
    wanted = (pair for pair in _archived(ctx) if not only or pair[0].url == only)
    todo = [pair for pair in wanted if all_versions or _is_old(ctx, *pair)]
    differing = []
    for number, (record, sha256) in enumerate(todo, 1):
        outcome, names = _reread(ctx, record, sha256)
        if outcome is not Reread.SAME:
            differing.append((record.url, outcome, names))
        if progress is not None:
            progress(number, len(todo), record.url)
    return RereadResult(len(todo), tuple(differing))


def _archived(ctx: Context) -> Iterator[tuple[PublicationRecord, str]]:
    for record in ctx.store.all_publications():
        for sha256 in dict.fromkeys(version.sha256 for version in record.versions):
            yield record, sha256


def _is_old(ctx: Context, record: PublicationRecord, sha256: str) -> bool:
    stored = ctx.store.get_report(record.url, sha256)
    return stored is None or stored.reader != READER


def _reread(ctx: Context, record: PublicationRecord, sha256: str) -> tuple[Reread, tuple[str, ...]]:
    before = ctx.store.get_report(record.url, sha256)
    try:
        data = ctx.documents.get_document(sha256)
    except NotFoundError as error:
        ctx.store.report_problem(MISSING, record.url, error.message, ctx.clock.now())
        return Reread.MISSING, ()
    reading = read_bytes(data, ctx.extractor, ctx.register, ctx.annotate)
    if reading.report is None:
        if before is None:
            return Reread.SAME, ()
        _tell_ops(ctx, LOST, record, f"{READER} reads no report: {reading.reason}")
        return Reread.LOST, ()
    names = differing_fields(before.report, reading.report) if before is not None else ()
    if before is not None and names:  # told before it is kept: a second run would find no difference
        _tell_ops(ctx, DIFFERS, record, f"reader {before.reader} and {READER} differ in {', '.join(names)}")
    _keep(ctx, record, sha256, reading.report)
    if before is None:
        return Reread.FOUND, ()
    return (Reread.DIFFERS, names) if names else (Reread.SAME, ())


def _tell_ops(ctx: Context, name: str, record: PublicationRecord, message: str) -> None:
    ctx.store.report_problem(name, record.url, message, ctx.clock.now())


def _keep(ctx: Context, record: PublicationRecord, sha256: str, report: Report) -> None:
    filed = file_report(ctx, record, report)
    ctx.store.put_report(StoredReport(record.url, sha256, filed.urns, READER, ctx.clock.now(), report))
    if record.sha256 == sha256 and record.state is PublicationState.UNREADABLE:
        ctx.store.update_publication(replace(record, state=PublicationState.READ, outcome=filed.outcome))


def differing_fields(before: Report, after: Report) -> tuple[str, ...]:
    """Names of the fields that are not alike, in the report's order. How sure a label is makes no difference."""
    one, other = _without_chances(before), _without_chances(after)
    return tuple(f.name for f in fields(Report) if getattr(one, f.name) != getattr(other, f.name))


def _without_chances(report: Report) -> Report:
    return replace(report, findings=tuple(replace(finding, chances=None) for finding in report.findings))
