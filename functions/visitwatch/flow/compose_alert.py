"""From a change to one entry in the ledger for each subscriber who is told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from visitwatch.domain.change import Change, ChangeId, ChangeKind
from visitwatch.domain.delivery import Delivery, DeliveryStatus
from visitwatch.domain.digest import digest_id, next_due
from visitwatch.domain.message import ComposeAlert, DeliverAlert
from visitwatch.domain.subscription import Frequency, Subscriber
from visitwatch.errors import NotFoundError, SubscribersError, TransientError
from visitwatch.flow.brake import brake_holds, hold_the_rest
from visitwatch.flow.context import Context
from visitwatch.flow.who import Answer, new_delivery, who


@dataclass(frozen=True, slots=True)
class Composed:
    """All deliveries of one change. As a word for logs: "held", "told" or "nobody"."""

    deliveries: tuple[Delivery, ...]

    def __str__(self) -> str:
        if any(d.status is DeliveryStatus.HELD for d in self.deliveries):
            return "held"
        return "told" if self.deliveries else "nobody"


def compose_alert(message: ComposeAlert, context: Context) -> Composed:
    """The change's deliveries, those of an earlier run of this stage too. Raises NotFoundError, TransientError.

    Safe to run twice: an entry is written only where there is none, and what is still to be sent is queued again.
    """
    change = context.store.get_change(ChangeId(message.change_id))
    if change is None:
        raise NotFoundError("no such change", subject=message.change_id)
    now = context.clock.now()
    answers = [a for a in _answers(change, context) if a.match.told]
    new = [_planned(change, a.subscriber, now) for a in answers if a.delivery is None]
    at_once = [d for d in new if not d.digest_id]
    held = brake_holds(context, at_once, now)
    for delivery in new:
        stays = held and not delivery.digest_id
        context.store.add_delivery(replace(delivery, status=DeliveryStatus.HELD) if stays else delivery)
    if held:
        hold_the_rest(context, now)
    deliveries = context.store.deliveries_of(change.id)
    # A crash before this line leaves entries that nothing was queued for; the message that led here comes again.
    for delivery in deliveries:
        if delivery.status is DeliveryStatus.CREATED:
            context.queue.send(DeliverAlert(delivery.id, message.correlation_id))
    return Composed(deliveries)


def _answers(change: Change, context: Context) -> tuple[Answer, ...]:
    """As `who`. A file of subscribers that is wrong for the moment must not lose an alert: TransientError."""
    try:
        return who(change, context)
    except SubscribersError as error:
        raise TransientError(f"the subscribers cannot be read: {error}", subject=change.id) from error


def goes_at_once(change: Change, subscriber: Subscriber) -> bool:
    """Whether it is not for a digest: by frequency, or a linked notice that was asked for at once."""
    asked = change.kind is ChangeKind.NOTICE and subscriber.filters.notices
    return asked or subscriber.frequency is Frequency.IMMEDIATELY


def _planned(change: Change, subscriber: Subscriber, now: datetime) -> Delivery:
    delivery = new_delivery(change, subscriber, now)
    if goes_at_once(change, subscriber):
        return delivery
    due = next_due(subscriber.frequency, now)
    digest = digest_id(subscriber.id, subscriber.frequency, due)
    return replace(delivery, status=DeliveryStatus.WAITING, digest_id=digest)
