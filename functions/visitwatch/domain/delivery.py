"""The life of one message to one subscriber. "sent" means handed over; "delivered" that the other side said so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from visitwatch.domain.change import ChangeId
from visitwatch.domain.subscription import Channel, SubscriberId

DeliveryId = NewType("DeliveryId", str)


class DeliveryStatus(StrEnum):
    HELD = "held"
    """The brake: more alerts at once than the setting allows; waits for ops."""
    WAITING = "waiting"
    """For the digest that will carry it."""
    CREATED = "created"
    SENDING = "sending"
    """Recorded before it is handed over. Found so after a crash: whether it went out is unknown."""
    SENT = "sent"
    DELIVERED = "delivered"
    TEMPORARY_FAILURE = "temporary-failure"
    PERMANENT_FAILURE = "permanent-failure"
    TECHNICAL_FAILURE = "technical-failure"
    """Our bug (an invalid payload) or an unknown end ("sending" after a crash)."""


_NEXT = {
    DeliveryStatus.HELD: {DeliveryStatus.CREATED, DeliveryStatus.WAITING, DeliveryStatus.PERMANENT_FAILURE},
    DeliveryStatus.WAITING: {DeliveryStatus.SENDING, DeliveryStatus.CREATED, DeliveryStatus.PERMANENT_FAILURE},
    DeliveryStatus.CREATED: {
        DeliveryStatus.SENDING,
        DeliveryStatus.WAITING,
        DeliveryStatus.HELD,
        DeliveryStatus.PERMANENT_FAILURE,
    },
    DeliveryStatus.SENDING: {
        DeliveryStatus.SENT,
        DeliveryStatus.TEMPORARY_FAILURE,
        DeliveryStatus.PERMANENT_FAILURE,
        DeliveryStatus.TECHNICAL_FAILURE,
        DeliveryStatus.DELIVERED,
    },
    DeliveryStatus.TEMPORARY_FAILURE: {
        DeliveryStatus.SENDING,
        DeliveryStatus.CREATED,
        DeliveryStatus.DELIVERED,
        DeliveryStatus.PERMANENT_FAILURE,
    },
    DeliveryStatus.SENT: {
        DeliveryStatus.DELIVERED,
        DeliveryStatus.TEMPORARY_FAILURE,
        DeliveryStatus.PERMANENT_FAILURE,
    },
    DeliveryStatus.DELIVERED: {DeliveryStatus.PERMANENT_FAILURE},
    DeliveryStatus.PERMANENT_FAILURE: {DeliveryStatus.CREATED},
    DeliveryStatus.TECHNICAL_FAILURE: {DeliveryStatus.CREATED},
}


def may_follow(now: DeliveryStatus, then: DeliveryStatus) -> bool:
    """Whether a delivery in status `now` may become `then`. Failed ones become "created" only by ops."""
    return then in _NEXT[now]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One person, one change, one message: `id` is made of change, subscriber and channel.

    provider_id: the message id that SES or the SMTP server gave. attempts: how often sending was begun.
    target_key: of the subscriber when it was made ("" in old entries): ids may change, who is told twice does not.
    digest_id: of one that waits, the digest that was to carry it; of a digest's own record, its id; "" of an
    alert that goes at once.
    """

    id: DeliveryId
    change_id: ChangeId
    subscriber_id: SubscriberId
    channel: Channel
    status: DeliveryStatus
    created_at: datetime
    updated_at: datetime
    attempts: int = 0
    provider_id: str = ""
    detail: str = ""
    """Error name of the last attempt, never an address."""
    digest_id: str = ""
    target_key: str = ""


DIGEST, PROBLEM = "digest:", "problem:"
"""How the `change_id` of a digest's own record, and of ops being told of a problem, begins; no change's does."""


class MailEvent(StrEnum):
    """What the other side says became of a message that was handed over."""

    DELIVERED = "delivered"
    HARD_BOUNCE = "hard bounce"
    SOFT_BOUNCE = "soft bounce"
    COMPLAINT = "complaint"
    REJECTED = "rejected"
    """Not accepted by the provider (a virus, a suppressed address)."""
    RENDERING_FAILURE = "rendering failure"
    DELAYED = "delayed"


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One event. provider_id: as `Sender.send` returned it. detail: a code or class name, never an address."""

    provider_id: str
    event: MailEvent
    at: datetime
    detail: str = ""


def delivery_id(change: ChangeId, subscriber: SubscriberId, channel: Channel) -> DeliveryId:
    """The business key: the same for the same change, subscriber and channel."""
    return DeliveryId(hashlib.sha256(f"{change}\x00{subscriber}\x00{channel}".encode()).hexdigest()[:24])


def moved(delivery: Delivery, to: DeliveryStatus, *, at: datetime, provider_id: str = "", detail: str = "") -> Delivery:
    """The delivery after the move; "sending" counts an attempt, a known provider id is kept.

    Raises ValueError where `may_follow` forbids the move.
    """
    if not may_follow(delivery.status, to):
        raise ValueError(f"a delivery in {delivery.status.value} may not become {to.value} [{delivery.id}]")
    return replace(
        delivery,
        status=to,
        updated_at=at,
        attempts=delivery.attempts + (to is DeliveryStatus.SENDING),
        provider_id=provider_id or delivery.provider_id,
        detail=detail,
    )


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A message ready to hand over on its channel.

    email: `body` is the whole RFC 5322 message. slack, webhook: `body` is JSON. headers: HTTP headers
    (the webhook's signature). subject: for people and lists.
    """

    channel: Channel
    subject: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def digest_delivery(
    digest_id: str, subscriber: SubscriberId, channel: Channel, at: datetime, target_key: str = ""
) -> Delivery:
    """The ledger's record of a digest itself; the changes in it have their own."""
    return Delivery(
        id=DeliveryId(digest_id),
        change_id=ChangeId(f"{DIGEST}{digest_id}"),
        subscriber_id=subscriber,
        channel=channel,
        status=DeliveryStatus.CREATED,
        created_at=at,
        updated_at=at,
        digest_id=digest_id,
        target_key=target_key,
    )


_HANDED_OVER = frozenset({MailEvent.DELAYED.value, MailEvent.SOFT_BOUNCE.value})
"""Details of temporary failures that the other side reported: the message is out, and is not sent again by itself."""


def to_send(delivery: Delivery) -> bool:
    """Whether it is new, or was put off before it was handed over."""
    if delivery.status is DeliveryStatus.TEMPORARY_FAILURE:
        return delivery.detail not in _HANDED_OVER
    return delivery.status is DeliveryStatus.CREATED


def was_missed(delivery: Delivery) -> bool:
    """Whether ops may send it again: given up, refused, of unknown end, or returned as undeliverable for now."""
    returned = delivery.status is DeliveryStatus.TEMPORARY_FAILURE and delivery.detail == MailEvent.SOFT_BOUNCE
    return returned or delivery.status in (DeliveryStatus.PERMANENT_FAILURE, DeliveryStatus.TECHNICAL_FAILURE)


def is_digest(delivery: Delivery) -> bool:
    """Whether it is a digest's own record."""
    return delivery.change_id.startswith(DIGEST)


def is_alert(delivery: Delivery) -> bool:
    """Whether it tells one subscriber of one change, at once or in a digest."""
    return not delivery.change_id.startswith((DIGEST, PROBLEM))
