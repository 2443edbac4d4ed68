"""What is stuck in the ledger, put right: run before and after a check, and hourly.

The queue brings a message again a few times and soon; the ledger knows for days what is still to be sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from visitwatch.domain.delivery import Delivery, DeliveryStatus, is_alert, is_digest, to_send
from visitwatch.domain.message import DeliverAlert
from visitwatch.errors import StoreBusyError
from visitwatch.flow.context import Context
from visitwatch.flow.handing_over import LEASE, settled


@dataclass(frozen=True, slots=True)
class Swept:
    """unknown: left in "sending" by a crash, now technical failures. queued: put off or forgotten, queued again."""

    unknown: int
    queued: int


def sweep_deliveries(context: Context, older_than: timedelta = LEASE) -> Swept:
    """Settles what a crash left and queues again what is still to be sent.

    older_than: give zero where it is certain that nobody is sending (the embedded home's lock is held).
    """
    now = context.clock.now()
    unknown = sum(_settle(d, context, now) for d in _old(DeliveryStatus.SENDING, context, now - older_than))
    late = [
        delivery
        for status in (DeliveryStatus.TEMPORARY_FAILURE, DeliveryStatus.CREATED)
        for delivery in _old(status, context, now - older_than)
        if _goes_alone(delivery) and to_send(delivery)
    ]
    for delivery in late:
        context.queue.send(DeliverAlert(delivery.id))
    return Swept(unknown, len(late))


def _old(status: DeliveryStatus, context: Context, until: datetime) -> list[Delivery]:
    return [d for d in context.store.deliveries_in(status) if d.updated_at <= until]


def _goes_alone(delivery: Delivery) -> bool:
    """An alert for itself or a digest's own record; what a digest carries goes with it."""
    return is_digest(delivery) or (is_alert(delivery) and not delivery.digest_id)


def _settle(delivery: Delivery, context: Context, now: datetime) -> bool:
    try:
        settled(context, delivery, now)
    except StoreBusyError:
        return False  # it ended in between after all
    return True
