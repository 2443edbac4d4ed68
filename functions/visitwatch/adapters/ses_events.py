"""SES's event JSON (configuration-set event publishing over SNS, raw delivery) as our events.

Shapes: "Examples of event data that Amazon SES publishes to Amazon SNS". Addresses in it are never kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from visitwatch.domain.delivery import DeliveryEvent, MailEvent
from visitwatch.domain.message import Message
from visitwatch.errors import MessageError

_EVENTS = {
    "Delivery": MailEvent.DELIVERED,
    "Complaint": MailEvent.COMPLAINT,
    "Reject": MailEvent.REJECTED,
    "Rendering Failure": MailEvent.RENDERING_FAILURE,
    "DeliveryDelay": MailEvent.DELAYED,
}
_TIMES = {"Bounce": "bounce", "Complaint": "complaint", "Delivery": "delivery", "DeliveryDelay": "deliveryDelay"}


@dataclass(frozen=True, slots=True)
class MailMessage(Message):
    """One notification; events is empty for a kind that we do not use (Send, Open, Click)."""

    events: tuple[DeliveryEvent, ...] = ()
    correlation_id: str = ""

    @classmethod
    def from_json(cls, body: str) -> Self:
        """Raises MessageError where it is no SES event. Takes SNS's envelope, too (no raw delivery)."""
        try:
            data: Any = json.loads(body)
            if isinstance(data, dict) and data.get("Type") == "Notification":
                data = json.loads(data["Message"])
            kind = str(data["eventType"])
            message_id = str(data["mail"]["messageId"])
            event = _event(kind, data)
            at = str(data.get(_TIMES.get(kind, ""), {}).get("timestamp") or data["mail"]["timestamp"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MessageError(f"no SES event: {type(error).__name__} {error}") from error
        events = () if event is None else (DeliveryEvent(message_id, event, datetime.fromisoformat(at)),)
        return cls(events, message_id)


def _event(kind: str, data: dict[str, Any]) -> MailEvent | None:
    """Bounces are hard where SES calls them permanent; it suppresses such an address by itself, too."""
    if kind == "Bounce":
        return MailEvent.HARD_BOUNCE if data["bounce"]["bounceType"] == "Permanent" else MailEvent.SOFT_BOUNCE
    return _EVENTS.get(kind)
