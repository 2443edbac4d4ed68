"""Who is told of a change, and why the others are not; and the messages that they would get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from visitwatch.domain.change import Change
from visitwatch.domain.delivery import Delivery, DeliveryStatus, RenderedMessage, delivery_id
from visitwatch.domain.matching import Match, match
from visitwatch.domain.subscription import Frequency, Subscriber, SubscriberId
from visitwatch.flow.context import Context
from visitwatch.ports import AlertItem

_NOT_TOLD = frozenset({DeliveryStatus.PERMANENT_FAILURE})
_SOONEST = {Frequency.IMMEDIATELY: 0, Frequency.DAILY: 1, Frequency.WEEKLY: 2}


@dataclass(frozen=True, slots=True)
class Answer:
    """delivery: what the ledger has of it, None where nothing was made."""

    subscriber: Subscriber
    match: Match
    delivery: Delivery | None = None


def who(change: Change, context: Context) -> tuple[Answer, ...]:
    """One answer a subscriber, in the order of the subscribers. One target gets one message, by the soonest way."""
    subscribers = context.subscribers.all_subscribers()
    own = {d.subscriber_id: d for d in context.store.deliveries_of(change.id)}
    ids = frozenset(s.id for s in subscribers)
    # Of the same target under another id: an id that was changed makes nobody hear twice.
    theirs = {d.target_key: d for d in own.values() if d.target_key and _counts(d, ids)}
    return tuple(
        Answer(s, found, own.get(s.id) or (theirs.get(s.target_key) if found.told else None))
        for s, found in decide(change, subscribers, context)
    )


def _counts(delivery: Delivery, ids: frozenset[SubscriberId]) -> bool:
    """What another subscription was refused or has given up says nothing of this one, unless it is there no more."""
    return delivery.status not in _NOT_TOLD or delivery.subscriber_id not in ids


def decide(change: Change, subscribers: Iterable[Subscriber], context: Context) -> tuple[tuple[Subscriber, Match], ...]:
    """As `who`, of the given subscribers and without the ledger's word on this change."""
    everybody = tuple(subscribers)
    before = told_of_previous(change, everybody, context)
    matches = [(s, match(change, s, context.register, before)) for s in everybody]
    told = sorted((s for s, found in matches if found.told), key=lambda s: _SOONEST[s.frequency])
    first: dict[str, Subscriber] = {}
    for subscriber in told:
        first.setdefault(subscriber.target_key, subscriber)
    return tuple((s, _once(s, found, first)) for s, found in matches)


def _once(subscriber: Subscriber, found: Match, first: dict[str, Subscriber]) -> Match:
    chosen = first.get(subscriber.target_key)
    if not found.told or chosen is None or chosen.id == subscriber.id:
        return found
    return Match(told=False, reason=f"the same target is told through subscription {chosen.id}")


def told_of_previous(change: Change, subscribers: Iterable[Subscriber], context: Context) -> frozenset[SubscriberId]:
    """Those of the subscribers who were told, or are about to be, of what a correction corrects."""
    if change.previous is None:
        return frozenset()
    told = [d for d in context.store.deliveries_of(change.previous) if d.status not in _NOT_TOLD]
    ids, keys = {d.subscriber_id for d in told}, {d.target_key for d in told}
    return frozenset(s.id for s in subscribers if s.id in ids or s.target_key in keys)


def alert_item(change: Change, context: Context) -> AlertItem:
    """The change with the authorities that the register knows."""
    found = (context.register.by_urn(urn) for urn in change.urns)
    return AlertItem(change, tuple(authority for authority in found if authority is not None))


def preview(
    change: Change, subscribers: Iterable[Subscriber], context: Context
) -> tuple[tuple[Subscriber, RenderedMessage], ...]:
    """The alerts that those of the given subscribers who match would get now. Records and sends nothing."""
    now, item = context.clock.now(), alert_item(change, context)
    return tuple(
        (s, context.renderer.render_alert(item, s, new_delivery(change, s, now)))
        for s, found in decide(change, subscribers, context)
        if found.told
    )


def new_delivery(change: Change, subscriber: Subscriber, at: datetime) -> Delivery:
    """A delivery to begin with; nothing is written."""
    return Delivery(
        id=delivery_id(change.id, subscriber.id, subscriber.channel),
        change_id=change.id,
        subscriber_id=subscriber.id,
        channel=subscriber.channel,
        status=DeliveryStatus.CREATED,
        created_at=at,
        updated_at=at,
        target_key=subscriber.target_key,
    )
