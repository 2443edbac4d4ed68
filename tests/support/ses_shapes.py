"""Events of SES as a configuration set publishes them to SNS.

Shapes: "Examples of event data that Amazon SES publishes to Amazon SNS" (SES developer guide). What becomes of a message
is chosen by its recipient, as SES's mailbox simulator does it: bounce@, softbounce@ (ours), complaint@, suppressionlist@,
reject@, delay@ (ours), renderingfailure@ (ours); "+label" may follow. Every other address is delivered to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

OUTCOMES = {
    "bounce": ("BOUNCE",),
    "softbounce": ("BOUNCE",),
    "suppressionlist": ("BOUNCE",),
    "complaint": ("DELIVERY", "COMPLAINT"),
    "reject": ("REJECT",),
    "delay": ("DELIVERY_DELAY", "DELIVERY"),
    "renderingfailure": ("RENDERING_FAILURE",),
}
"""Event types of a recipient whose local part begins so."""


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def word(recipient: str) -> str:
    """The simulator's word in an address."""
    return recipient.partition("@")[0].partition("+")[0].lower()


def events(mail: Json, recipient: str, *, suppressed: bool) -> list[tuple[str, Json]]:
    """(type, body) of each event of one recipient. mail: the event's object of that name."""
    chosen = "suppressionlist" if suppressed else word(recipient)
    return [(kind, _event(kind, chosen, mail, recipient)) for kind in OUTCOMES.get(chosen, ("DELIVERY",))]


def _event(kind: str, chosen: str, mail: Json, recipient: str) -> Json:
    made: dict[str, Callable[[], tuple[str, Json]]] = {
        "BOUNCE": lambda: ("Bounce", {"bounce": _bounce(chosen, recipient)}),
        "COMPLAINT": lambda: ("Complaint", {"complaint": _complaint(recipient)}),
        "DELIVERY": lambda: ("Delivery", {"delivery": _delivery(recipient)}),
        "REJECT": lambda: ("Reject", {"reject": {"reason": "Bad content"}}),
        "DELIVERY_DELAY": lambda: ("DeliveryDelay", {"deliveryDelay": _delay(recipient)}),
        "RENDERING_FAILURE": lambda: ("Rendering Failure", {"failure": _failure()}),
    }
    name, body = made[kind]()
    return {"eventType": name, "mail": mail, **body}


def _bounce(chosen: str, recipient: str) -> Json:
    permanent = chosen != "softbounce"
    sub = {"suppressionlist": "OnAccountSuppressionList", "softbounce": "MailboxFull"}.get(chosen, "General")
    code, status = ("550", "5.1.1") if permanent else ("452", "4.2.2")
    return {
        "feedbackId": f"0100{chosen}-feedback-000000",
        "bounceType": "Permanent" if permanent else "Transient",
        "bounceSubType": sub,
        "bouncedRecipients": [
            {
                "emailAddress": recipient,
                "action": "failed",
                "status": status,
                "diagnosticCode": f"smtp; {code} {status} user unknown",
            }
        ],
        "timestamp": now(),
        "reportingMTA": "dsn; a1-23.smtp-out.eu-west-2.amazonses.com",
    }


def _complaint(recipient: str) -> Json:
    return {
        "complainedRecipients": [{"emailAddress": recipient}],
        "timestamp": now(),
        "feedbackId": "0100complaint-feedback-000000",
        "complaintSubType": None,
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintFeedbackType": "abuse",
        "arrivalDate": now(),
    }


def _delivery(recipient: str) -> Json:
    return {
        "timestamp": now(),
        "processingTimeMillis": 546,
        "recipients": [recipient],
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": "a1-23.smtp-out.eu-west-2.amazonses.com",
    }


def _delay(recipient: str) -> Json:
    return {
        "delayType": "MailboxFull",
        "expirationTime": now(),
        "delayedRecipients": [
            {"emailAddress": recipient, "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 mailbox full"}
        ],
        "timestamp": now(),
    }


def _failure() -> Json:
    return {
        "errorMessage": "Attribute 'name' is not present in the rendering data.",
        "templateName": "none",
    }


def mail_object(message_id: str, source: str, recipients: list[str], tags: dict[str, list[str]], headers: Any) -> Json:
    """The "mail" object of every event."""
    return {
        "timestamp": now(),
        "messageId": message_id,
        "source": source,
        "sourceArn": "arn:aws:ses:eu-west-2:000000000000:identity/example.org",
        "sendingAccountId": "000000000000",
        "destination": recipients,
        "headersTruncated": False,
        "headers": headers,
        "commonHeaders": {"from": [source], "to": recipients, "messageId": message_id},
        "tags": tags,
    }
