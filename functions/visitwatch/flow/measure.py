"""The numbers that alarms watch: not whether machines run, but whether people were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from visitwatch.domain.change import ChangeKind, ChangeSummary
from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.digest import last_due
from visitwatch.domain.subscription import Frequency, Subscriber
from visitwatch.flow.check_feeds import SILENT_AFTER, is_unfinished
from visitwatch.flow.context import Context
from visitwatch.flow.recipient import recipient
from visitwatch.flow.who import who

LOOK_BACK = timedelta(days=7)
TOLD_WITHIN = timedelta(hours=3)
"""A change older than this should have reached those who want it at once."""
STUCK_AFTER = timedelta(hours=2)
DIGEST_WITHIN = timedelta(hours=2)
_REACHED = frozenset({DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.WAITING, DeliveryStatus.HELD})
_REPORTS = frozenset({ChangeKind.NEW_REPORT, ChangeKind.UNREADABLE, ChangeKind.UNKNOWN_KIND})


def measure(ctx: Context) -> dict[str, int]:
    """By the name of the metric."""
    now = ctx.clock.now()
    return {
        "Measures": 1,
        "SourcesSilent": sum(1 for s in ctx.store.source_states() if _silent(s.last_success or s.last_attempt, now)),
        "ReportsUndelivered": _undelivered(ctx, now),
        "DeliveriesStuck": _stuck(ctx, now),
        "DeliveriesHeld": len(ctx.store.deliveries_in(DeliveryStatus.HELD)),
        "DigestsLate": _late_digests(ctx, now),
        "ProblemsOpen": len(ctx.store.open_problems()),
    }


def _silent(last: datetime | None, now: datetime) -> bool:
    return last is not None and now - last > SILENT_AFTER


def _undelivered(ctx: Context, now: datetime) -> int:
    """Changes on reports that somebody asked for, and that reached nobody; and published links without any change."""
    changes = [c for c in ctx.store.changes_since(now - LOOK_BACK, now - TOLD_WITHIN) if c.kind in _REPORTS]
    unsettled = sum(1 for r in ctx.store.all_publications() if is_unfinished(r) and now - r.first_seen > TOLD_WITHIN)
    return unsettled + sum(1 for change in changes if not _reached(ctx, change))


def _reached(ctx: Context, summary: ChangeSummary) -> bool:
    deliveries = ctx.store.deliveries_of(summary.id)
    if any(d.status in _REACHED for d in deliveries):
        return True
    change = ctx.store.get_change(summary.id)
    return change is None or not any(answer.match.told for answer in who(change, ctx))


def _stuck(ctx: Context, now: datetime) -> int:
    waiting = (DeliveryStatus.CREATED, DeliveryStatus.SENDING, DeliveryStatus.TECHNICAL_FAILURE)
    return sum(1 for s in waiting for d in ctx.store.deliveries_in(s) if now - d.updated_at > STUCK_AFTER)


def _late_digests(ctx: Context, now: datetime) -> int:
    """Subscribers for whom something waits that their last digest, two hours ago or more, should have carried."""
    late: set[str] = set()
    for delivery in ctx.store.deliveries_in(DeliveryStatus.WAITING):
        subscriber = recipient(delivery, ctx)
        if subscriber is not None and subscriber.active and _was_due(subscriber, delivery.created_at, now):
            late.add(subscriber.id)
    return len(late)


def _was_due(subscriber: Subscriber, created: datetime, now: datetime) -> bool:
    frequency = Frequency.DAILY if subscriber.frequency is Frequency.IMMEDIATELY else subscriber.frequency
    due = last_due(frequency, now)
    return created < due and now - due > DIGEST_WITHIN
