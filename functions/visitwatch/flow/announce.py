"""A change is recorded, then its message is sent: the one way by which any stage makes something known.

If the process dies between the two, the stage is run again (its message is still queued, or the next check finds the
publication unsettled), finds the change there, and sends; composing twice finds the ledger filled.
"""

from __future__ import annotations

from dataclasses import replace

from visitwatch.domain.change import Change, ChangeId, ChangeKind, change_id
from visitwatch.domain.message import ComposeAlert
from visitwatch.domain.publication import LINK_TOLD, PublicationRecord
from visitwatch.domain.report import Urn
from visitwatch.flow.context import Context

OUR_FAILURE = "our_failure"
"""The reason given to subscribers where our own code could not cope; ops have the error's name."""
NOT_A_REPORT = ("html", "empty")
"""Reasons that say nothing of the bytes: the same error page stands for many reports."""


def announce(ctx: Context, change: Change, correlation_id: str = "") -> bool:
    """Whether the change was new. A known one gains the authorities that it lacked; those not yet told are told."""
    new = ctx.store.add_change(change)
    if not new:
        _add_urns(ctx, change.id, change.urns)
    ctx.queue.send(ComposeAlert(change.id, correlation_id))
    return new


def join(ctx: Context, told: Change, urns: tuple[Urn, ...]) -> None:
    """Further authorities that a change concerns: their subscribers hear of it, and nobody hears twice.

    Sent even if the change has them already: an earlier run may have died between the two lines.
    """
    _add_urns(ctx, told.id, urns)
    ctx.queue.send(ComposeAlert(told.id))


def join_authority(ctx: Context, record: PublicationRecord, urn: Urn) -> None:
    """One more authority's page lists what was told already: its subscribers hear of the same change."""
    told = told_change(ctx, record)
    if told is not None:
        join(ctx, told, (urn,))


def told_change(ctx: Context, record: PublicationRecord) -> Change | None:
    """The change that first told of the publication, None where it was quiet or is not yet settled."""
    ids = [change_id(ChangeKind.NEW_REPORT, version.sha256) for version in record.versions]
    found = (ctx.store.get_change(one) for one in (*ids, unread_id(record.url)))
    return next((change for change in found if change is not None), None)


def unread_id(url: str, sha256: str | None = None, reason: str = "") -> ChangeId:
    """By the bytes where there are some of its own, so that a newer reader's success is no second change."""
    own = sha256 is not None and reason not in NOT_A_REPORT
    return change_id(ChangeKind.UNREADABLE, sha256 if own and sha256 else url)


def tell_unread(ctx: Context, record: PublicationRecord, reason: str, correlation_id: str = "") -> PublicationRecord:
    """Subscribers hear that there is a report, that it could not be read and why, and where it is.

    The settled record. Raises StoreBusyError.
    """
    sha256 = record.sha256
    change = Change(
        id=unread_id(record.url, sha256, reason),
        kind=ChangeKind.UNREADABLE,
        urns=record.urns,
        occurred_at=ctx.clock.now(),
        title=f"{names(ctx, record.urns)}: new report that could not be read",
        url=record.url,
        publication=record.publication,
        reason=reason,
    )
    announce(ctx, change, correlation_id)
    return settle(ctx, record, sha256 or LINK_TOLD)


def settle(ctx: Context, record: PublicationRecord, value: str, outcome: str | None = None) -> PublicationRecord:
    """Last, when all that follows from the version is recorded and sent. Raises StoreBusyError."""
    outcome = record.outcome if outcome is None else outcome
    return ctx.store.update_publication(replace(record, settled=value, outcome=outcome, resumed=0))


def names(ctx: Context, urns: tuple[Urn, ...]) -> str:
    """For people: "North Exampleshire and West Exampleshire"; the number of one that the register lacks."""
    known = [found.name if (found := ctx.register.by_urn(urn)) else urn for urn in urns]
    if not known:
        return "Authority not known"
    return " and ".join(filter(None, (", ".join(known[:-1]), known[-1])))


def _add_urns(ctx: Context, known_id: ChangeId, urns: tuple[Urn, ...]) -> None:
    known = ctx.store.get_change(known_id)
    further = tuple(urn for urn in urns if known is not None and urn not in known.urns)
    if known is not None and further:
        ctx.store.put_change(replace(known, urns=(*known.urns, *further)))
