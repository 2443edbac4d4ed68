"""The change that ops, or a command, mean: by its id, by a report's link, or by a notice's."""

from __future__ import annotations

from itertools import combinations

from visitwatch.domain.change import Change, ChangeId, ChangeKind, change_id
from visitwatch.domain.publication import PublicationRecord
from visitwatch.errors import NotFoundError
from visitwatch.flow.announce import unread_id
from visitwatch.flow.context import Context
from visitwatch.flow.filing import JOINT
from visitwatch.flow.joint import told_twin


def find_change(what: str, ctx: Context) -> Change:
    """By its id, or by the link of what it tells of: the newest version's report, before a correction or a bare link.

    Raises NotFoundError, which says of a known link whether it is quiet or only not told yet.
    """
    record = ctx.store.get_publication(what)
    found = ctx.store.get_change(ChangeId(what)) or _of_record(record, ctx) or _by_link(what, ctx)
    found = found or _of_twin(record, ctx)
    if found is not None:
        return found
    if record is None:
        raise NotFoundError("no such change or link", subject=what)
    why = "known, quiet: nobody was told" if record.quiet else "known, and nobody was told yet"
    raise NotFoundError(why, subject=what)


def _of_record(record: PublicationRecord | None, ctx: Context) -> Change | None:
    if record is None:
        return None
    hashes = [version.sha256 for version in record.versions]
    reports = [change_id(ChangeKind.NEW_REPORT, sha256) for sha256 in reversed(hashes)]
    pairs = reversed(list(combinations(hashes, 2)))
    corrections = [change_id(ChangeKind.CORRECTION, record.url, before, after) for before, after in pairs]
    found = map(ctx.store.get_change, (*reports, *corrections, unread_id(record.url)))
    return next((change for change in found if change is not None), None)


def _of_twin(record: PublicationRecord | None, ctx: Context) -> Change | None:
    """Another council's letter told of the same visit."""
    if record is None or record.sha256 is None or record.outcome != JOINT:
        return None
    stored = ctx.store.get_report(record.url, record.sha256)
    twin = told_twin(ctx, stored) if stored is not None else None
    return twin.told if twin is not None else None


def _by_link(url: str, ctx: Context) -> Change | None:
    """A notice, or the correction of another link's report; the newest."""
    try:
        began = ctx.store.began_at()
    except NotFoundError:  # nothing was ever checked
        return None
    told = [summary for summary in ctx.store.changes_since(began) if summary.url == url]
    return ctx.store.get_change(told[-1].id) if told else None
