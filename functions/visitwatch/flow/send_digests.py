"""Digests: daily at 08:30, weekly on Monday at 08:30, London's time; what waits goes in one message.

A digest that was missed (the machine slept) goes with the next run. One with nothing to say is not sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from visitwatch.domain.delivery import (
    Delivery,
    DeliveryId,
    DeliveryStatus,
    digest_delivery,
    is_alert,
    to_send,
    was_missed,
)
from visitwatch.domain.digest import digest_id, last_due
from visitwatch.domain.message import DeliverAlert
from visitwatch.domain.subscription import Frequency, Subscriber, SubscriberId
from visitwatch.errors import StoreBusyError
from visitwatch.flow.context import Context
from visitwatch.flow.recipient import recipient, report_gone

LONGEST_WAIT = timedelta(days=60)
"""How long before a digest the oldest change that it carries may have been seen."""


def send_digests(context: Context) -> tuple[Delivery, ...]:
    """The records of the digests that were queued. Safe to run twice: a subscriber and period have one record."""
    now = context.clock.now()
    waiting: dict[SubscriberId, list[Delivery]] = {}
    for delivery in context.store.deliveries_in(DeliveryStatus.WAITING):
        waiting.setdefault(delivery.subscriber_id, []).append(delivery)
    records = []
    for deliveries in waiting.values():
        subscriber = recipient(deliveries[0], context)
        if subscriber is None:
            report_gone(deliveries[0], len(deliveries), context)
        if subscriber is None or not subscriber.active:
            _give_up(deliveries, context, now)
            continue
        record = _record(subscriber, deliveries, now)
        if record is not None and _entered(record, context):
            context.queue.send(DeliverAlert(record.id))
            records.append(record)
    return tuple(records)


def _record(subscriber: Subscriber, waiting: list[Delivery], now: datetime) -> Delivery | None:
    """None where nothing waits that was due.

    Whoever changed to "immediately" gets what still waits with the next 08:30.
    """
    daily = subscriber.frequency is Frequency.IMMEDIATELY
    frequency = Frequency.DAILY if daily else subscriber.frequency
    due = last_due(frequency, now)
    if not any(d.created_at < due for d in waiting):
        return None
    # Under the id by which they wait, so that the record finds what it carries.
    entered = waiting[0].subscriber_id
    return digest_delivery(digest_id(entered, frequency, due), entered, subscriber.channel, now, subscriber.target_key)


def _entered(record: Delivery, context: Context) -> bool:
    """True where it is still to be sent: new, or left by a crash between the entry and the queue."""
    if context.store.add_delivery(record):
        return True
    stored = context.store.get_delivery(record.id)
    return stored is not None and stored.status is DeliveryStatus.CREATED


def digest_items(record: Delivery, context: Context) -> tuple[Delivery, ...]:
    """What the digest carries: all that waited when it was made, and what an attempt before this one failed to send.

    Each is looked up by its id: a list by status may be a moment old (DynamoDB's indexes).
    """
    failed = context.store.deliveries_in(DeliveryStatus.TEMPORARY_FAILURE)
    listed = (*failed, *context.store.waiting_for(record.subscriber_id))
    found = (context.store.get_delivery(d.id) for d in listed if d.subscriber_id == record.subscriber_id)
    return tuple({d.id: d for d in found if d is not None and _still_waits(d, record)}.values())


def _still_waits(delivery: Delivery, record: Delivery) -> bool:
    if not is_alert(delivery) or delivery.created_at > record.created_at:
        return False
    put_off = delivery.status is DeliveryStatus.TEMPORARY_FAILURE and bool(delivery.digest_id) and to_send(delivery)
    return put_off or delivery.status is DeliveryStatus.WAITING


def _give_up(deliveries: list[Delivery], context: Context, now: datetime) -> None:
    for delivery in deliveries:
        try:
            context.store.move_delivery(delivery, DeliveryStatus.PERMANENT_FAILURE, at=now, detail="unsubscribed")
        except StoreBusyError:
            continue  # a digest took it in between


def carried_by(record: Delivery, context: Context) -> tuple[Delivery, ...]:
    """What the digest carried, whatever became of it."""
    changes = context.store.changes_since(record.created_at - LONGEST_WAIT)
    found = (d for change in changes for d in context.store.deliveries_of(change.id))
    return tuple(d for d in found if d.digest_id == record.id and d.subscriber_id == record.subscriber_id)


def digest_again(digest: str, context: Context) -> tuple[Delivery, ...]:
    """The digest's record, queued again with what it carried, where it was missed; empty where it was not."""
    record = context.store.get_delivery(DeliveryId(digest))
    if record is None or not was_missed(record):
        return ()
    now = context.clock.now()
    for delivery in carried_by(record, context):
        if was_missed(delivery):
            created = context.store.move_delivery(delivery, DeliveryStatus.CREATED, at=now)
            context.store.move_delivery(created, DeliveryStatus.WAITING, at=now)
    queued = context.store.move_delivery(record, DeliveryStatus.CREATED, at=now)
    context.queue.send(DeliverAlert(queued.id))
    return (queued,)
