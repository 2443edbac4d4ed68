"""Handing one message over, and what its end means for the ledger and for ops. Used for alerts and for digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from visitwatch.domain.delivery import Delivery, DeliveryStatus, RenderedMessage, is_alert, is_digest
from visitwatch.domain.problem import Problem, problem_id
from visitwatch.domain.subscription import Channel, Subscriber
from visitwatch.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUnknownError,
    StoreBusyError,
    SubscribersError,
)
from visitwatch.flow.context import Context

QUEUE_ATTEMPTS = 3
"""So often the queue brings a message again soon. After that ops hear of it, and each sweep tries once (flow.sweep)."""
MOST_ATTEMPTS = 48
"""Two days of hourly sweeps; then it is given up."""
LEASE = timedelta(minutes=15)
"""Longer than any hand-over takes: what has been "sending" for longer was left by a crash."""
UNKNOWN = "unknown"
NOT_SWITCHED_OFF = "subscriber_not_switched_off"


def hand_over(
    context: Context, deliveries: Sequence[Delivery], message: RenderedMessage, subscriber: Subscriber
) -> Delivery:
    """The first delivery (an alert, or a digest's own record) after the attempt; the others go the same way.

    Raises StoreBusyError where somebody else is at it (nothing was sent), DeliveryDeferredError where the queue has to
    bring it again soon.
    """
    # Recorded before it is handed over. A crash from here to the last line leaves "sending": whether the message
    # went out is then unknown, so it becomes a technical failure that ops see, and nobody is told twice in silence.
    sending = _begun(context, deliveries)
    try:
        provider_id = context.senders[subscriber.channel].send(message, subscriber, sending[0].id)
    except DeliveryDeferredError as error:
        if sending[0].attempts % MOST_ATTEMPTS == 0:
            return _given_up(context, sending, subscriber, error)
        after = _put_off(context, sending, subscriber, error)
        if after.attempts < QUEUE_ATTEMPTS:
            raise
        return after
    except DeliveryRefusedError as error:
        return _refused(context, sending, subscriber, error)
    except DeliveryUnknownError as error:
        _problem(context, error.name, sending[0], subscriber, "it may have arrived or not; send it again if it did not")
        return _move_all(context, sending, DeliveryStatus.TECHNICAL_FAILURE, UNKNOWN)
    return _sent(context, sending, provider_id)


def _sent(context: Context, sending: Sequence[Delivery], provider_id: str) -> Delivery:
    """A digest's own record last: as long as it is not "sent", its end is open."""
    for carried in sending[1:]:
        context.store.move_delivery(carried, DeliveryStatus.SENT, at=context.clock.now())
    sent = context.store.move_delivery(sending[0], DeliveryStatus.SENT, at=context.clock.now(), provider_id=provider_id)
    if sent.attempts > 1:
        for problem in context.store.open_problems():
            if problem.subject == sent.id:
                context.store.close_problem(problem.name, problem.subject)
    return sent


def _begun(context: Context, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """All in "sending". Where somebody else took one, those before it are put back and StoreBusyError is raised."""
    now = context.clock.now()
    sending: list[Delivery] = []
    try:
        for delivery in deliveries:
            named = _carried_by(deliveries[0], delivery)
            sending.append(context.store.move_delivery(named, DeliveryStatus.SENDING, at=now))
    except StoreBusyError as error:
        for delivery in sending:
            context.store.move_delivery(delivery, DeliveryStatus.TEMPORARY_FAILURE, at=now, detail=error.name)
        raise
    return sending


def _carried_by(first: Delivery, delivery: Delivery) -> Delivery:
    """A digest's entries name the digest that really carries them, which may be a later one than was planned."""
    return replace(delivery, digest_id=first.id) if is_digest(first) else delivery


def _put_off(
    context: Context, sending: Sequence[Delivery], subscriber: Subscriber, error: DeliveryDeferredError
) -> Delivery:
    if sending[0].attempts >= QUEUE_ATTEMPTS:
        _problem(context, error.name, sending[0], subscriber, f"put off {sending[0].attempts} times: {error.message}")
    return _move_all(context, sending, DeliveryStatus.TEMPORARY_FAILURE, error.name)


def _given_up(
    context: Context, sending: Sequence[Delivery], subscriber: Subscriber, error: DeliveryDeferredError
) -> Delivery:
    _problem(
        context, "delivery_given_up", sending[0], subscriber, f"put off {sending[0].attempts} times: {error.message}"
    )
    return _move_all(context, sending, DeliveryStatus.PERMANENT_FAILURE, error.name)


def _refused(
    context: Context, sending: Sequence[Delivery], subscriber: Subscriber, error: DeliveryRefusedError
) -> Delivery:
    status = DeliveryStatus.TECHNICAL_FAILURE if error.our_fault else DeliveryStatus.PERMANENT_FAILURE
    ended = _move_all(context, sending, status, error.name)
    _problem(context, error.name, sending[0], subscriber, error.message)
    if error.disable and _switched_off(context, subscriber, error.message):
        _tell_owner(context, subscriber, error.message)
    return ended


def _switched_off(context: Context, subscriber: Subscriber, reason: str) -> bool:
    """Where it cannot be written down (a folder without rights), ops have to do it; the other messages go on."""
    try:
        context.subscribers.deactivate(subscriber.id, reason)
    except SubscribersError as error:
        text = f"the {subscriber.channel} channel is dead ({reason}), and the subscription still on: {error}"
        context.store.report_problem(NOT_SWITCHED_OFF, subscriber.id, text, context.clock.now())
        return False
    context.store.close_problem(NOT_SWITCHED_OFF, subscriber.id)
    return True


def _move_all(context: Context, sending: Sequence[Delivery], to: DeliveryStatus, detail: str) -> Delivery:
    now = context.clock.now()
    moved = [context.store.move_delivery(d, to, at=now, detail=detail) for d in sending]
    return moved[0]


def _problem(context: Context, name: str, delivery: Delivery, subscriber: Subscriber, message: str) -> None:
    text = f"{subscriber.channel} message to subscriber {subscriber.id}: {message}"
    context.store.report_problem(name, delivery.id, text, context.clock.now())


def _tell_owner(context: Context, subscriber: Subscriber, message: str) -> None:
    """One mail to the person who owns a channel that is dead. It is a courtesy: its own failure ends here."""
    if not subscriber.owner or subscriber.channel is Channel.EMAIL:
        return
    now = context.clock.now()
    text = f"The {subscriber.channel} subscription “{subscriber.name}” was switched off: {message}."
    subject = f"subscription {subscriber.id}"
    problem = Problem(problem_id("channel_dead", subject), "channel_dead", subject, text, now, now)
    owner = replace(subscriber, channel=Channel.EMAIL, target=subscriber.owner, ops=True)
    mail = context.renderer.render_problems((problem,), owner, now)
    try:
        context.senders[Channel.EMAIL].send(mail, owner, f"owner-{problem.id}")
    except (DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError) as error:
        context.store.report_problem("owner_not_told", subject, f"its owner could not be told: {error.name}", now)


def settled(context: Context, delivery: Delivery, now: datetime) -> Delivery:
    """Raises StoreBusyError where it ended in between after all."""
    after = context.store.move_delivery(delivery, DeliveryStatus.TECHNICAL_FAILURE, at=now, detail=UNKNOWN)
    if is_digest(delivery) or (is_alert(delivery) and not delivery.digest_id):
        text = "a crash while it was handed over: it may have arrived or not; send it again if it did not"
        context.store.report_problem("delivery_unknown", delivery.id, text, now)
    return after
