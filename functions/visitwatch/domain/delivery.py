"""The life of one message to one subscriber. "sent" means handed over; "delivered" that the other side said so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
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
    DeliveryStatus.HELD: {DeliveryStatus.CREATED, DeliveryStatus.WAITING},
    DeliveryStatus.WAITING: {DeliveryStatus.SENDING, DeliveryStatus.CREATED},
    DeliveryStatus.CREATED: {DeliveryStatus.SENDING, DeliveryStatus.WAITING},
    DeliveryStatus.SENDING: {
        DeliveryStatus.SENT,
        DeliveryStatus.TEMPORARY_FAILURE,
        DeliveryStatus.PERMANENT_FAILURE,
        DeliveryStatus.TECHNICAL_FAILURE,
        DeliveryStatus.DELIVERED,
    },
    DeliveryStatus.TEMPORARY_FAILURE: {DeliveryStatus.SENDING, DeliveryStatus.PERMANENT_FAILURE},
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


def delivery_id(change: ChangeId, subscriber: SubscriberId, channel: Channel) -> DeliveryId:
    """The business key: the same for the same change, subscriber and channel."""
    return DeliveryId(hashlib.sha256(f"{change}\x00{subscriber}\x00{channel}".encode()).hexdigest()[:24])


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
