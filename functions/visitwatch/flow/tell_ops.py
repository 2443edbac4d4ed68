"""Newly opened problems to those subscribers who are ops, each problem once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from visitwatch.domain.advice import advice
from visitwatch.domain.change import ChangeId
from visitwatch.domain.delivery import PROBLEM, Delivery, DeliveryId, DeliveryStatus, delivery_id
from visitwatch.domain.problem import Problem
from visitwatch.domain.subscription import Subscriber
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError, VisitwatchError
from visitwatch.flow.announce import names
from visitwatch.flow.context import Context

_TO_TELL = frozenset({DeliveryStatus.CREATED, DeliveryStatus.TEMPORARY_FAILURE})
_AFTER: dict[type[VisitwatchError], DeliveryStatus] = {
    DeliveryDeferredError: DeliveryStatus.TEMPORARY_FAILURE,
    DeliveryRefusedError: DeliveryStatus.PERMANENT_FAILURE,
    DeliveryUnknownError: DeliveryStatus.TECHNICAL_FAILURE,
}


def tell_ops(context: Context) -> int:
    """How many messages were handed over: one for each of ops who has not heard of all open problems.

    A failure to tell them is no problem of its own, so that nothing goes round in circles; one that can be tried
    again is, with the next call.
    """
    problems = context.store.open_problems()
    ops = [s for s in context.subscribers.all_subscribers() if s.ops and s.active]
    return sum(_told(subscriber, problems, context) for subscriber in ops)


def _told(subscriber: Subscriber, problems: Sequence[Problem], context: Context) -> bool:
    now = context.clock.now()
    due: list[tuple[Problem, Delivery]] = []
    for problem in problems:
        entry = _entry(problem, subscriber, now)
        if not context.store.add_delivery(entry):
            entry = context.store.get_delivery(entry.id) or entry
        if entry.status in _TO_TELL:
            due.append((problem, entry))
    if not due:
        return False
    rendered = context.renderer.render_problems(tuple(explained(p, context) for p, _ in due), subscriber, now)
    sending = [context.store.move_delivery(d, DeliveryStatus.SENDING, at=now) for _, d in due]
    status, detail = DeliveryStatus.SENT, ""
    try:
        context.senders[subscriber.channel].send(rendered, subscriber, sending[0].id)
    except (DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError) as error:
        status, detail = _AFTER[type(error)], error.name
    for delivery in sending:
        context.store.move_delivery(delivery, status, at=context.clock.now(), detail=detail)
    return status is DeliveryStatus.SENT


def explained(problem: Problem, context: Context) -> Problem:
    """With what a person needs who knows neither links nor ids: the authority or the change, and what to do."""
    record = context.store.get_publication(problem.subject)
    about = names(context, record.urns) if record is not None else ""
    delivery = context.store.get_delivery(DeliveryId(problem.subject))
    if delivery is not None:
        about = f"change {delivery.change_id}"
    return replace(problem, about=about, advice=advice(problem.name, of_report=record is not None))


def _entry(problem: Problem, subscriber: Subscriber, now: datetime) -> Delivery:
    """A problem that was closed and opened again has another `first_seen`, and so is told again."""
    told = ChangeId(f"{PROBLEM}{problem.id}:{problem.first_seen:%Y%m%dT%H%M%S}")
    return Delivery(
        id=delivery_id(told, subscriber.id, subscriber.channel),
        change_id=told,
        subscriber_id=subscriber.id,
        channel=subscriber.channel,
        status=DeliveryStatus.CREATED,
        created_at=now,
        updated_at=now,
    )
