"""From an entry in the ledger to a message that is handed over."""

from __future__ import annotations

from dataclasses import replace

from visitwatch.domain.change import Change, ChangeId
from visitwatch.domain.delivery import (
    DIGEST,
    Delivery,
    DeliveryId,
    DeliveryStatus,
    is_digest,
    to_send,
    was_missed,
)
from visitwatch.domain.message import DeliverAlert
from visitwatch.domain.subscription import Subscriber
from visitwatch.errors import NotFoundError, StoreBusyError, SubscribersError, TransientError
from visitwatch.flow.compose_alert import goes_at_once
from visitwatch.flow.context import Context
from visitwatch.flow.handing_over import LEASE, hand_over, settled
from visitwatch.flow.recipient import recipient, report_gone
from visitwatch.flow.send_digests import digest_again, digest_items
from visitwatch.flow.who import Answer, alert_item, new_delivery, who


def deliver_alert(message: DeliverAlert, context: Context) -> DeliveryStatus:
    """The delivery's status after the attempt. Safe to run twice: what is sent, held or given up stays as it is.

    Raises NotFoundError; a TransientError (DeliveryDeferredError, StoreBusyError) where it must be brought again.
    """
    delivery = context.store.get_delivery(DeliveryId(message.delivery_id))
    if delivery is None:
        raise NotFoundError("no such delivery", subject=message.delivery_id)
    return _delivered(delivery, context).status


def _delivered(delivery: Delivery, context: Context) -> Delivery:
    if delivery.status is DeliveryStatus.SENDING:
        return _found_sending(delivery, context)
    if not to_send(delivery):
        return delivery
    subscriber = _subscriber(delivery, context)
    if subscriber is None:
        report_gone(delivery, 1, context)
    if subscriber is None or not subscriber.active:
        return context.store.move_delivery(
            delivery, DeliveryStatus.PERMANENT_FAILURE, at=context.clock.now(), detail="unsubscribed"
        )
    if is_digest(delivery):
        return _digest(delivery, subscriber, context)
    return _alert(delivery, subscriber, context)


def _subscriber(delivery: Delivery, context: Context) -> Subscriber | None:
    """TransientError where the file of subscribers is wrong for the moment."""
    try:
        return recipient(delivery, context)
    except SubscribersError as error:
        raise TransientError(f"the subscribers cannot be read: {error}", subject=delivery.id) from error


def _found_sending(delivery: Delivery, context: Context) -> Delivery:
    """Somebody else is sending it now, or died while sending it; the time since tells which."""
    now = context.clock.now()
    left = LEASE - (now - delivery.updated_at)
    if left.total_seconds() > 0:
        raise StoreBusyError("it is being sent", subject=delivery.id, retry_after_s=left.total_seconds())
    return settled(context, delivery, now)


def _alert(delivery: Delivery, subscriber: Subscriber, context: Context) -> Delivery:
    change = context.store.get_change(delivery.change_id)
    if change is None:
        raise NotFoundError("no such change", subject=delivery.change_id)
    dated = replace(delivery, updated_at=context.clock.now())
    rendered = context.renderer.render_alert(alert_item(change, context), subscriber, dated)
    return hand_over(context, [delivery], rendered, subscriber)


def _digest(record: Delivery, subscriber: Subscriber, context: Context) -> Delivery:
    entries = digest_items(record, context)
    found = [(d, context.store.get_change(d.change_id)) for d in entries]
    items = [(d, alert_item(change, context)) for d, change in found if change is not None]
    now = context.clock.now()
    if not items:
        return context.store.move_delivery(
            record, DeliveryStatus.PERMANENT_FAILURE, at=now, detail="nothing to say any more"
        )
    rendered = context.renderer.render_digest(tuple(item for _, item in items), subscriber, record.id, now)
    return hand_over(context, [record, *(d for d, _ in items)], rendered, subscriber)


def send_again(change_id: ChangeId, context: Context) -> tuple[Delivery, ...]:
    """The deliveries that were queued: to those who should have been told of the change and were not. For ops.

    Missed: given up, refused, of unknown end, returned as undeliverable for now, or never entered. A digest's own
    record ("digest:" and its id) is sent again with what it carried. Raises NotFoundError.
    """
    if change_id.startswith(DIGEST):
        return digest_again(change_id.removeprefix(DIGEST), context)
    change = context.store.get_change(change_id)
    if change is None:
        raise NotFoundError("no such change", subject=change_id)
    answers = [a for a in who(change, context) if a.subscriber.active]
    queued = tuple(d for d in (_again(change, a, context) for a in answers) if d is not None)
    for delivery in queued:
        context.queue.send(DeliverAlert(delivery.id))
    return queued


def _again(change: Change, answer: Answer, context: Context) -> Delivery | None:
    now = context.clock.now()
    if answer.delivery is not None:
        if not was_missed(answer.delivery):
            return None
        return context.store.move_delivery(answer.delivery, DeliveryStatus.CREATED, at=now)
    if not answer.match.told or not goes_at_once(change, answer.subscriber):
        return None
    delivery = new_delivery(change, answer.subscriber, now)
    return delivery if context.store.add_delivery(delivery) else None
