"""What the other side says became of a message: delivered, bounced, complained about."""

from __future__ import annotations

from datetime import timedelta

from visitwatch.domain.delivery import Delivery, DeliveryEvent, DeliveryStatus, MailEvent, is_digest, may_follow
from visitwatch.errors import StoreBusyError
from visitwatch.flow.context import Context
from visitwatch.flow.recipient import recipient
from visitwatch.flow.send_digests import carried_by

EARLY = timedelta(minutes=15)
"""An event may come in before the ledger says "sent"; for so long it is brought again."""
_STATUS = {
    MailEvent.DELIVERED: DeliveryStatus.DELIVERED,
    MailEvent.COMPLAINT: DeliveryStatus.DELIVERED,
    MailEvent.HARD_BOUNCE: DeliveryStatus.PERMANENT_FAILURE,
    MailEvent.REJECTED: DeliveryStatus.PERMANENT_FAILURE,
    MailEvent.RENDERING_FAILURE: DeliveryStatus.PERMANENT_FAILURE,
    MailEvent.SOFT_BOUNCE: DeliveryStatus.TEMPORARY_FAILURE,
    MailEvent.DELAYED: DeliveryStatus.TEMPORARY_FAILURE,
}
_ENDS = {MailEvent.HARD_BOUNCE: "the address bounced", MailEvent.COMPLAINT: "the reader complained"}
_RETURNED = frozenset({MailEvent.HARD_BOUNCE, MailEvent.SOFT_BOUNCE, MailEvent.REJECTED, MailEvent.RENDERING_FAILURE})
_LOUD = frozenset({MailEvent.SOFT_BOUNCE, MailEvent.REJECTED, MailEvent.RENDERING_FAILURE, *_ENDS})


def record_delivery(event: DeliveryEvent, context: Context) -> Delivery | None:
    """The delivery after the event; None where no message of ours has this id. The same event twice changes nothing.

    A hard bounce or a complaint switches the subscription off. Raises StoreBusyError where the event has to be
    brought again: it came before the ledger knew the message, or somebody moved the delivery in between.
    """
    delivery = context.store.delivery_by_provider_id(event.provider_id)
    if delivery is None:
        if context.clock.now() - event.at < EARLY:
            raise StoreBusyError("no message of this id yet", subject=event.provider_id)
        return None
    if event.event in _ENDS:
        _switch_off(delivery, _ENDS[event.event], context)
    if event.event in _LOUD:
        text = f"{delivery.channel} message to subscriber {delivery.subscriber_id}: {event.event}"
        context.store.report_problem(event.event.value.replace(" ", "_"), delivery.id, text, event.at)
    to = _STATUS[event.event]
    if delivery.status is DeliveryStatus.SENDING and to is not DeliveryStatus.DELIVERED:
        raise StoreBusyError("it is still being sent", subject=delivery.id)
    if delivery.status is to or not may_follow(delivery.status, to):
        return delivery
    if is_digest(delivery) and event.event in _RETURNED:
        _returned(delivery, event, context)
    return context.store.move_delivery(delivery, to, at=event.at, detail=event.event.value)


def _switch_off(delivery: Delivery, reason: str, context: Context) -> None:
    subscriber = recipient(delivery, context)
    if subscriber is not None:
        context.subscribers.deactivate(subscriber.id, reason)


def _returned(digest: Delivery, event: DeliveryEvent, context: Context) -> None:
    """What the digest carried did not arrive either, so that it can be sent again."""
    to = _STATUS[event.event]
    for delivery in carried_by(digest, context):
        if may_follow(delivery.status, to):
            context.store.move_delivery(delivery, to, at=event.at, detail=event.event.value)
