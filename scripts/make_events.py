"""Writes events/<function>-<case>.json: what Lambda is given, for every function.

Shapes: `sam local generate-event` (sqs receive-message, apigateway http-api-proxy), SES's event publishing. Ids are those
that the samples give: the report is samples/later/1's letter on Westmarsh. Links are Ofsted's; tests put the sample
portal's address in their place, and SES's message ids in the place of "sent-to-<subscriber>".
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import hashlib
import json
from typing import Any

from samples.portal_shelf import Shelf
from tests.support.ses_shapes import events as ses_events
from tests.support.ses_shapes import mail_object

from visitwatch.domain.change import ChangeKind, change_id
from visitwatch.domain.delivery import delivery_id
from visitwatch.domain.message import CollectReport, CompareVisits, ComposeAlert, DeliverAlert, Message
from visitwatch.domain.subscription import Channel, SubscriberId
from visitwatch.domain.unsubscribe import make_token

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "events"
LATER = ROOT / "samples" / "later" / "1"
REPORT = "9900001-westmarsh/2022-11-15-monitoring-visit.pdf"
FILES = "https://files.ofsted.gov.uk"
SECRET = "an invented secret that signs the links of the tests"  # noqa: S105  of tests
SUBSCRIBERS = ("ada", "bounce", "softbounce", "complaint", "reject", "delay", "renderingfailure")
"""Each hears of the report by mail; the name says what becomes of the mail in the record_delivery events."""
AT = "2026-06-01T09:30:00.000Z"
QUEUES = {"collect_report": "Collect", "compare_visits": "Compare", "compose_alert": "Compose",
          "deliver_alert": "Deliver", "record_delivery": "Events"}  # fmt: skip
POISON = "not a message"

Json = dict[str, Any]

SHA256 = hashlib.sha256((LATER / REPORT).read_bytes()).hexdigest()
URL = f"{FILES}/v1/file/{Shelf(LATER).documents[REPORT].file_id}"
CHANGE = change_id(ChangeKind.NEW_REPORT, SHA256)


def delivery_of(subscriber: str) -> str:
    return delivery_id(CHANGE, SubscriberId(subscriber), Channel.EMAIL)


def sqs(function: str, *bodies: str) -> Json:
    """One record a body."""
    return {"Records": [_record(function, number, body) for number, body in enumerate(bodies, 1)]}


def _record(function: str, number: int, body: str) -> Json:
    return {
        "messageId": f"19dd0b57-b21e-4ac1-bd88-01bbb068cb{number:02d}",
        "receiptHandle": "MessageReceiptHandle",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1523232000000",
            "SenderId": "123456789012",
            "ApproximateFirstReceiveTimestamp": "1523232000001",
        },
        "messageAttributes": {},
        "md5OfBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-west-2:123456789012:visitwatch-{QUEUES[function]}Queue",
        "awsRegion": "eu-west-2",
    }


def http(method: str, token: str) -> Json:
    """HTTP API, payload format 2.0."""
    body = {"body": "List-Unsubscribe=One-Click", "isBase64Encoded": False} if method == "POST" else {}
    path = f"/unsubscribe/{token}"
    return {
        "version": "2.0",
        "routeKey": f"{method} /unsubscribe/{{token}}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/x-www-form-urlencoded", "user-agent": "a mail program"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api-id",
            "domainName": "id.execute-api.eu-west-2.amazonaws.com",
            "domainPrefix": "id",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "a"},
            "requestId": "id",
            "routeKey": f"{method} /unsubscribe/{{token}}",
            "stage": "$default",
            "time": "01/Jun/2026:09:30:00 +0000",
            "timeEpoch": 1780306200000,
        },
        "pathParameters": {"token": token},
        **body,
    }


def mail(subscriber: str) -> list[Json]:
    """What SES publishes of the mail to one subscriber, at a fixed time."""
    address = f"{subscriber}@example.org"
    said = mail_object(f"sent-to-{subscriber}", "visitwatch@example.org", [address], {"channel": ["email"]}, [])
    found = [event for _, event in ses_events(said, address, suppressed=False)]
    return [_at_fixed_time(event) for event in found]


def _at_fixed_time(event: Any) -> Any:
    times = {"timestamp", "arrivalDate", "expirationTime"}
    if isinstance(event, dict):
        return {k: AT if k in times else _at_fixed_time(v) for k, v in event.items()}
    return [_at_fixed_time(v) for v in event] if isinstance(event, list) else event


def queue_cases(function: str, good: list[Message]) -> dict[str, Json]:
    bodies = [m.to_json() for m in good]
    unknown = json.dumps({**json.loads(bodies[0]), "surprise": 1})
    return {
        f"{function}-good": sqs(function, *bodies),
        f"{function}-poison": sqs(function, POISON),
        f"{function}-mixed": sqs(function, bodies[0], POISON, unknown),
    }


def operations() -> dict[str, Json]:
    """One of each, and two that are wrong."""
    subscriber = {"id": "new", "name": "New", "email": "new@example.org", "regions": ["South West"]}
    fields: dict[str, Json] = {
        "check": {"dry_run": True},
        "collect": {"url": URL},
        "read-again": {"url": URL},
        "compare-again": {"url": URL},
        "preview": {"change": CHANGE, "subscriber": "ada"},
        "who": {"change": CHANGE},
        "send-again": {"change": CHANGE},
        "replay": {"since": "2026-06-01", "until": "2026-06-02"},
        "backfill": {"authority": "Westmarsh"},
        "redrive": {"queue": "collect"},
        "status": {},
        "release": {},
        "digest": {},
        "measure": {},
        "close-problem": {"name": "gone", "subject": URL},
        "add-subscriber": {"subscriber": subscriber},
        "list-subscribers": {},
        "remove-subscriber": {"subscriber": "new"},
        "export-subscriber": {"subscriber": "new"},
        "erase-subscriber": {"subscriber": "new"},
    }
    made = {f"operate-{name}": {"operation": name, **values} for name, values in fields.items()}
    return made | {
        "operate-unknown": {"operation": "chekc"},
        "operate-wrong-field": {"operation": "who", "chang": CHANGE},
    }


def all_events() -> dict[str, Json]:
    """By file name without ".json"."""
    made: dict[str, Json] = {"check_feeds-scheduled": {}, "check_feeds-one-source": {"source": "ofsted-portal"}}
    made |= queue_cases("collect_report", [CollectReport(URL)])
    made |= queue_cases("compare_visits", [CompareVisits(URL, SHA256)])
    made |= queue_cases("compose_alert", [ComposeAlert(CHANGE)])
    made |= queue_cases("deliver_alert", [DeliverAlert(delivery_of(s)) for s in SUBSCRIBERS])
    for subscriber in SUBSCRIBERS:
        name = "delivery" if subscriber == "ada" else subscriber
        bodies = [json.dumps(event) for event in mail(subscriber)]
        made[f"record_delivery-{name}"] = sqs("record_delivery", *bodies)
    enveloped = json.dumps({"Type": "Notification", "Message": json.dumps(mail("ada")[0])})
    made["record_delivery-enveloped"] = sqs("record_delivery", enveloped)
    made["record_delivery-not-ours"] = sqs("record_delivery", json.dumps(mail("nobody")[0]))
    made["record_delivery-mixed"] = sqs("record_delivery", json.dumps(mail("ada")[0]), POISON)
    made |= {"send_digests-scheduled": {}, "publish_pages-scheduled": {}}
    token = make_token(SECRET, SubscriberId("ada"))
    made["manage_subscriptions-get"] = http("GET", token)
    made["manage_subscriptions-post"] = http("POST", token)
    made["manage_subscriptions-unknown"] = http("POST", "x" + token[1:])
    return made | operations()


def main() -> int:
    """0; every file is written."""
    FOLDER.mkdir(exist_ok=True)
    for name, event in all_events().items():
        (FOLDER / f"{name}.json").write_text(json.dumps(event, indent=2) + "\n")
    print(f"{len(all_events())} events in events/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
