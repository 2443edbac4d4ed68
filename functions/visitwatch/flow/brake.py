"""The brake: more alerts at once than the setting allows wait for ops.

A parser that breaks, or a portal that lists everything under new links, looks like hundreds of new reports. Such
alerts cannot be called back, so they are held until a person has looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from visitwatch.domain.delivery import Delivery, DeliveryStatus, is_alert
from visitwatch.domain.message import DeliverAlert
from visitwatch.errors import StoreBusyError
from visitwatch.flow.context import Context

PROBLEM = "brake"
SUBJECT = "alerts"
ONE_CHECK = timedelta(minutes=30)
"""What was composed within this time counts as one check's work: a check takes minutes, and the next starts later."""
LOOK_BACK = timedelta(days=14)
"""How long ago a change may have been first seen whose alerts are composed now (a document that came late)."""


def brake_holds(context: Context, new: Sequence[Delivery], now: datetime) -> bool:
    """Whether these new deliveries must be held. Opens the problem "brake" for ops if so."""
    if not new:
        return False
    since = now - ONE_CHECK
    held = [d for d in context.store.deliveries_in(DeliveryStatus.HELD) if d.created_at >= since]
    if not held and len(new) + _made(context, since, now) <= context.settings.brake:
        return False
    context.store.report_problem(
        PROBLEM,
        SUBJECT,
        f"more than {context.settings.brake} alerts at once: they are held until they are released",
        now,
    )
    return True


def _made(context: Context, since: datetime, now: datetime) -> int:
    """How many alerts that go at once were made since then; counting ends beyond the setting."""
    count = 0
    for change in context.store.changes_since(now - LOOK_BACK):
        made = context.store.deliveries_of(change.id)
        count += sum(1 for d in made if not d.digest_id and d.created_at >= since)
        if count > context.settings.brake:
            break
    return count


def hold_the_rest(context: Context, now: datetime) -> int:
    """How many of the same check's alerts, made before the brake held and not sent yet, are now held too."""
    count = 0
    for delivery in context.store.deliveries_in(DeliveryStatus.CREATED):
        fresh = delivery.created_at >= now - ONE_CHECK and not delivery.attempts
        if fresh and is_alert(delivery) and not delivery.digest_id:
            count += _moved(context, delivery, DeliveryStatus.HELD, now)
    return count


def release_held(context: Context) -> int:
    """How many held alerts were queued. For ops, who have looked at them. Closes the problem."""
    now, count = context.clock.now(), 0
    for delivery in context.store.deliveries_in(DeliveryStatus.HELD):
        if _moved(context, delivery, DeliveryStatus.CREATED, now):
            context.queue.send(DeliverAlert(delivery.id))
            count += 1
    context.store.close_problem(PROBLEM, SUBJECT)
    return count


def drop_held(context: Context) -> int:
    """How many held alerts were given up, so that they are never sent. For ops. Closes the problem."""
    now, count = context.clock.now(), 0
    for delivery in context.store.deliveries_in(DeliveryStatus.HELD):
        count += _moved(context, delivery, DeliveryStatus.PERMANENT_FAILURE, now, "dropped by ops")
    context.store.close_problem(PROBLEM, SUBJECT)
    return count


def _moved(context: Context, delivery: Delivery, to: DeliveryStatus, at: datetime, detail: str = "") -> bool:
    """False where somebody else moved it in between."""
    try:
        context.store.move_delivery(delivery, to, at=at, detail=detail)
    except StoreBusyError:
        return False
    return True
