"""A day of the deployed stack, driven from outside; the tests of this file run in order and build on one another.

Schedules are let fire, the portal publishes, people click links, mails bounce. Everything else does itself.
"""

from __future__ import annotations

import json
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from samples.run import ROUNDS
from tests.aws import template
from tests.stack.conftest import DOMAIN, World
from tests.support.stack import Stack, eventually

from visitwatch.adapters.dynamodb.store import DynamoStore
from visitwatch.domain.delivery import Delivery, DeliveryStatus

SUBSCRIBERS: tuple[dict[str, Any], ...] = (
    {"id": "ada", "name": "Ada", "email": f"ada@{DOMAIN}"},
    {"id": "bert", "name": "Bert", "email": f"bert@{DOMAIN}"},
    {"id": "gone", "name": "Gone", "email": f"bounce+gone@{DOMAIN}"},
    {"id": "daily", "name": "Daily", "email": f"daily@{DOMAIN}", "frequency": "daily"},
    {"id": "elsewhere", "name": "Elsewhere", "email": f"elsewhere@{DOMAIN}", "authorities": ["Bristol"]},
)
POISON = '{"v": 1, "url": 7}'


def operate(world: World, operation: str, **fields: Any) -> dict[str, Any]:
    """What the function says was done."""
    answer = world.stack.invoke("OperateFunction", {"operation": operation, **fields})
    assert answer["ok"], answer
    result: dict[str, Any] = answer["result"]
    return result


def store(world: World) -> DynamoStore:
    return DynamoStore(world.stack.client("dynamodb"), world.stack.physical["RecordsTable"])


def ledger(world: World) -> list[Delivery]:
    """Every delivery of every change."""
    records = store(world)
    changes = records.changes_since(records.began_at() - timedelta(days=1))
    return [d for change in changes for d in records.deliveries_of(change.id)]


def sent(world: World) -> list[dict[str, Any]]:
    """What SES was given."""
    with urllib.request.urlopen(f"{world.stack.ses_url}/_messages") as answer:
        messages: list[dict[str, Any]] = json.load(answer)["messages"]
        return messages


def references(world: World) -> list[str]:
    """The delivery's id of each mail that SES was given."""
    return [message["tags"]["reference"][0] for message in sent(world)]


def quiet(stack: Stack) -> bool:
    """Whether no stage has anything to do; the poisoned message apart."""
    names = [n for n in stack.of_type("AWS::SQS::Queue") if n.endswith("Queue") and n != "CollectQueue"]
    return not any(stack.queue_depth(name) for name in names)


def settle(world: World) -> None:
    """Until two looks, a second apart, find nothing to do."""
    eventually("the queues are empty", lambda: quiet(world.stack), 90)
    time.sleep(1)  # what one stage took another may just be given
    eventually("the queues are empty", lambda: quiet(world.stack), 90)


def checks(world: World) -> list[dict[str, Any]]:
    """The log lines of finished checks."""
    return [line for line in log(world, "CheckFeedsFunction") if line.get("message") == "CheckFeeds"]


def log(world: World, function: str) -> list[dict[str, Any]]:
    lines = world.stack.log_lines(function)
    return [json.loads(line) for line in lines if line.startswith("{")]


def check(world: World, event: str) -> dict[str, Any]:
    """Lets a schedule of check_feeds fire; the line that the check wrote."""
    before = len(checks(world))
    world.stack.fire("CheckFeedsFunction", event)
    eventually("the check is finished", lambda: len(checks(world)) == before + 1, 90)
    return checks(world)[-1]


def link(message: EmailMessage) -> str:
    """The one-click link of a mail, at the emulator's address of the same API."""
    header = str(message["List-Unsubscribe"])
    found = re.match(r"<https://[^/>]+(/unsubscribe/[^>]+)>", header)
    assert found, header
    return found.group(1)


def request(world: World, method: str, path: str) -> tuple[int, str]:
    api = world.stack.physical["Api"]
    url = f"{world.stack.url}/_aws/execute-api/{api}/$default{path}"
    body = b"List-Unsubscribe=One-Click" if method == "POST" else None
    headers = {"content-type": "application/x-www-form-urlencoded"} if body else {}
    try:
        trust = ssl.create_default_context(cafile=str(world.stack.certificate))
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), context=trust) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def active(world: World, subscriber: str) -> bool:
    rows = operate(world, "list-subscribers")["subscribers"]
    return bool(next(row["active"] for row in rows if row["id"] == subscriber))


def test_subscribers_are_added_through_operate(world: World) -> None:
    slack = {
        "id": "room",
        "name": "Room",
        "slack": f"{world.hooks.url}/services/T/B/secretword",
        "owner": f"o@{DOMAIN}",
    }
    for subscriber in (*SUBSCRIBERS, slack):
        assert operate(world, "add-subscriber", subscriber=subscriber) == {
            "subscriber": subscriber["id"],
            "replaced": False,
        }
    answer = world.stack.invoke("OperateFunction", {"operation": "add-subscriber", "subscriber": {"name": "x"}})
    assert answer["ok"] is False
    assert "email" in answer["message"]


def test_the_first_check_learns_and_tells_nobody(world: World) -> None:
    client = world.stack.client("sqs")
    client.send_message(QueueUrl=world.stack.physical["CollectQueue"], MessageBody=POISON)
    found = check(world, "Hourly")
    assert found["publications"] > 0
    assert found["new"] == 0
    assert found["failures"] == 0
    settle(world)
    assert sent(world) == []
    assert world.hooks.posts == []


def test_new_reports_reach_each_matching_subscriber_once(world: World) -> None:
    world.portal.shelf.add_folder(ROUNDS[0])
    published = len(json.loads((ROUNDS[0] / "truth.json").read_text()))
    found = check(world, "Nightly")
    assert found["new"] == published
    at_once = {"ada", "bert", "gone", "room"}
    eventually("all are told", lambda: len(ledger(world)) == published * (len(at_once) + 1), 240)
    settle(world)
    by_subscriber: dict[str, list[Delivery]] = {}
    for delivery in ledger(world):
        by_subscriber.setdefault(delivery.subscriber_id, []).append(delivery)
    assert {name: len(found) for name, found in by_subscriber.items()} == dict.fromkeys(at_once | {"daily"}, published)
    mailed = [d.id for d in ledger(world) if d.subscriber_id in ("ada", "bert", "gone")]
    assert sorted(references(world)) == sorted(mailed)
    assert len(world.mail.of(f"ada@{DOMAIN}")) == len(world.mail.of(f"bert@{DOMAIN}")) == published
    assert len(world.hooks.posts) == published
    assert {d.status for d in by_subscriber["daily"]} == {DeliveryStatus.WAITING}


def test_a_bounce_ends_the_subscription(world: World) -> None:
    eventually("the bounced subscriber is off", lambda: not active(world, "gone"), 60)
    eventually(
        "the ledger knows",
        lambda: {d.status for d in ledger(world) if d.subscriber_id == "gone"} == {DeliveryStatus.PERMANENT_FAILURE},
        60,
    )
    assert {d.status for d in ledger(world) if d.subscriber_id == "ada"} == {DeliveryStatus.DELIVERED}


def test_every_mail_carries_a_one_click_link(world: World) -> None:
    assert world.mail.received
    for recipient, message in world.mail.received:
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", recipient
        assert link(message).startswith("/unsubscribe/")


def test_a_get_changes_nothing_and_a_post_unsubscribes(world: World) -> None:
    path = link(world.mail.of(f"bert@{DOMAIN}")[0])
    status, page = request(world, "GET", path)
    assert status == 200
    assert "<form" in page
    assert active(world, "bert")
    assert request(world, "POST", path)[0] == 200
    assert not active(world, "bert")
    assert active(world, "ada")
    assert request(world, "POST", path)[0] == 200
    assert request(world, "POST", path + "x")[0] == 404


def test_the_digest_goes_once_and_carries_what_waited(world: World) -> None:
    records = store(world)
    waiting = [d for d in ledger(world) if d.subscriber_id == "daily"]
    for delivery in waiting:  # a night passes
        before = delivery.created_at - timedelta(days=1)
        aged = replace(delivery, created_at=before, updated_at=before)
        _age(records, aged)
    world.stack.fire("SendDigestsFunction", "Morning")
    eventually("the digest is there", lambda: world.mail.of(f"daily@{DOMAIN}"), 90)
    settle(world)
    assert len(world.mail.of(f"daily@{DOMAIN}")) == 1
    assert {d.status for d in ledger(world) if d.subscriber_id == "daily"} <= {
        DeliveryStatus.SENT,
        DeliveryStatus.DELIVERED,
    }


def _age(records: DynamoStore, aged: Delivery) -> None:
    from visitwatch.adapters.dynamodb.deliveries import _fields

    records._table.put(f"DELIVERY#{aged.id}", value=aged, fields=_fields(aged))


def test_the_second_round_skips_who_is_off_and_doubles_nothing(world: World) -> None:
    before = len(world.mail.received)
    world.portal.shelf.add_folder(ROUNDS[1])
    found = operate(world, "check")
    assert found["failures"] == []
    assert found["new"]
    eventually("ada is told", lambda: len(world.mail.received) > before, 120)
    settle(world)
    assert len(references(world)) == len(set(references(world)))
    told = {to for to, _ in world.mail.received[before:]}
    assert told == {f"ada@{DOMAIN}"}


def test_a_check_when_nothing_is_new_tells_nobody(world: World) -> None:
    before = len(sent(world))
    assert operate(world, "check")["new"] == []
    settle(world)
    assert len(sent(world)) == before


def test_pages_are_published(world: World) -> None:
    world.stack.fire("PublishPagesFunction", "Hourly")
    bucket = world.stack.physical["SiteBucket"]
    client = world.stack.client("s3")
    eventually("pages are there", lambda: client.list_objects_v2(Bucket=bucket).get("Contents"), 90)


def test_measures_are_written(world: World) -> None:
    world.stack.fire("OperateFunction", "Measure")
    eventually("measures are written", lambda: [m for m in log(world, "OperateFunction") if m.get("Measures")], 90)
    measures = [m for m in log(world, "OperateFunction") if m.get("Measures")][-1]
    assert measures["ReportsUndelivered"] == [0]
    assert measures["DeliveriesStuck"] == [0]


def test_each_schedule_fired_once(world: World) -> None:
    schedules = {"CheckFeedsFunction": 2, "SendDigestsFunction": 1, "PublishPagesFunction": 1}
    for function, times in schedules.items():
        starts = [line for line in world.stack.log_lines(function) if line.startswith("START ")]
        assert len(starts) == times, function


def test_a_poisoned_message_ends_in_its_dead_letter_queue(world: World) -> None:
    eventually("it is given up", lambda: world.stack.queue_depth("CollectDeadLetters") == 1, 200)
    client = world.stack.client("sqs")
    answer = client.receive_message(QueueUrl=world.stack.physical["CollectDeadLetters"], VisibilityTimeout=0)
    assert answer["Messages"][0]["Body"] == POISON
    others = [n for n in world.stack.of_type("AWS::SQS::Queue") if "DeadLetters" in n and n != "CollectDeadLetters"]
    assert {name: world.stack.queue_depth(name) for name in others} == dict.fromkeys(others, 0)
    assert operate(world, "status")["dead_letters"]["collect"] == 1


def test_one_id_leads_from_the_check_to_the_mail(world: World) -> None:
    (found,) = [line["correlation_id"] for line in checks(world) if line["new"]]
    for function in ("CollectReport", "CompareVisits", "ComposeAlert", "DeliverAlert"):
        ids = {m.get("correlation_id") for m in log(world, f"{function}Function") if m.get("message") == function}
        assert found in ids, function


def test_no_address_and_no_webhook_is_in_any_log(world: World) -> None:
    secrets = [s["email"] for s in SUBSCRIBERS] + ["secretword", world.hooks.url]
    for name in template()["Resources"]:
        if name.endswith("Logs"):
            lines = world.stack.log_lines(name.removesuffix("Logs") + "Function")
            found = [line for line in lines for secret in secrets if secret in line]
            assert not found, (name, found[0])


@pytest.fixture
def without_permission(world: World) -> Iterator[str]:
    """compose_alert's role without its own statements."""
    role = world.stack.physical["ComposeAlertFunctionRole"]
    iam = world.stack.client("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = {n: iam.get_role_policy(RoleName=role, PolicyName=n)["PolicyDocument"] for n in names}
    for name in names:
        iam.delete_role_policy(RoleName=role, PolicyName=name)
    yield role
    for name, document in documents.items():
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def test_a_missing_permission_shows(world: World, without_permission: str) -> None:
    change = store(world).changes_since(store(world).began_at() - timedelta(days=1))[0]
    operate(world, "replay", since=f"{change.occurred_at:%Y-%m-%d}", until=f"{change.occurred_at:%Y-%m-%d}")
    eventually(
        "access is denied",
        lambda: [m for m in log(world, "ComposeAlertFunction") if m.get("code") == "AccessDeniedException"],
        60,
    )
