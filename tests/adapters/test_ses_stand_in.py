"""The SES stand-in behaves as SES does, seen through boto3 and our sender; and our reader of events takes its events."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from tests.aws import aws_client
from tests.support.mailbox import Mailbox, mailbox
from tests.support.processes import free_port
from tests.support.ses import Account, serve
from tests.support.ses_shapes import Json

from visitwatch.adapters.ses_events import MailMessage
from visitwatch.domain.delivery import MailEvent

RAW = (
    b"From: Visitwatch <visitwatch@example.org>\r\nTo: ada@example.org\r\nSubject: A report\r\n"
    b"List-Unsubscribe: <https://id.example.org/unsubscribe/t>, <mailto:u@example.org>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nMIME-Version: 1.0\r\n\r\nText.\r\n"
)
KINDS = ["BOUNCE", "COMPLAINT", "DELIVERY", "REJECT", "RENDERING_FAILURE", "DELIVERY_DELAY"]


@dataclass
class World:
    account: Account
    mail: Mailbox
    client: Any
    events: list[Json]

    def send(self, to: str = "ada@example.org", **more: Any) -> str:
        call = {"ConfigurationSetName": "set", "Destination": {"ToAddresses": [to]}, "Content": {"Raw": {"Data": RAW}}}
        answer: dict[str, str] = self.client.send_email(**(call | more))
        return answer["MessageId"]

    def heard(self, number: int) -> list[Json]:
        end = time.monotonic() + 10
        while len(self.events) < number and time.monotonic() < end:
            time.sleep(0.02)
        return self.events


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    events: list[Json] = []
    with mailbox(free_port()) as mail:
        account = Account(tmp_path, ("127.0.0.1", mail.port), lambda _topic, event: events.append(event))
        server = serve(account, 0)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        client = aws_client("sesv2", f"http://127.0.0.1:{server.server_port}")
        client.meta.config.retries = {"total_max_attempts": 1}
        client.create_email_identity(EmailIdentity="example.org")
        client.create_configuration_set(ConfigurationSetName="set")
        client.create_configuration_set_event_destination(
            ConfigurationSetName="set",
            EventDestinationName="events",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": KINDS,
                "SnsDestination": {"TopicArn": "arn:aws:sns:eu-west-2:123456789012:events"},
            },
        )
        yield World(account, mail, client, events)
        server.shutdown()
        server.server_close()
        thread.join()


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_raw_message_is_kept_and_delivered_verbatim(world: World, tmp_path: Path) -> None:
    message_id = world.send()
    assert (tmp_path / f"{message_id}.eml").read_bytes() == RAW
    world.heard(1)
    (received,) = world.mail.of("ada@example.org")
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert received["List-Unsubscribe"].startswith("<https://id.example.org/unsubscribe/t>")


def test_a_simple_message_keeps_its_headers(world: World) -> None:
    simple = {
        "Subject": {"Data": "A report"},
        "Body": {"Text": {"Data": "Text."}, "Html": {"Data": "<p>Text."}},
        "Headers": [{"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"}],
    }
    world.send(Content={"Simple": simple}, FromEmailAddress="visitwatch@example.org")
    world.heard(1)
    assert world.mail.of("ada@example.org")[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_ses_refuses_is_refused(world: World) -> None:
    with pytest.raises(ClientError) as unknown:
        world.send(ConfigurationSetName="other")
    assert code(unknown) == "NotFoundException"
    with pytest.raises(ClientError) as unverified:
        world.send(FromEmailAddress="visitwatch@elsewhere.example")
    assert code(unverified) == "MessageRejected"


def test_a_quota_a_rate_and_a_pause(world: World) -> None:
    world.account.control({"quota": 1, "paused": True})
    with pytest.raises(ClientError) as paused:
        world.send()
    assert code(paused) == "SendingPausedException"
    world.account.control({"paused": False})
    world.send()
    with pytest.raises(ClientError) as quota:
        world.send()
    assert code(quota) == "LimitExceededException"
    assert world.client.get_account()["SendQuota"]["SentLast24Hours"] == 50_000


def test_a_bounce_puts_the_address_on_the_suppression_list_and_the_next_mail_bounces_at_once(world: World) -> None:
    world.send("bounce+x@example.org")
    world.heard(1)
    found = world.client.get_suppressed_destination(EmailAddress="bounce+x@example.org")
    assert found["SuppressedDestination"]["Reason"] == "BOUNCE"
    world.client.put_suppressed_destination(EmailAddress="ada@example.org", Reason="COMPLAINT")
    world.send("ada@example.org")
    assert world.heard(2)[1]["bounce"]["bounceSubType"] == "OnAccountSuppressionList"
    assert world.mail.received == []
    world.client.delete_suppressed_destination(EmailAddress="ada@example.org")
    world.send("ada@example.org")
    assert world.heard(3)[2]["eventType"] == "Delivery"


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("ada", [MailEvent.DELIVERED]),
        ("bounce", [MailEvent.HARD_BOUNCE]),
        ("softbounce", [MailEvent.SOFT_BOUNCE]),
        ("complaint", [MailEvent.DELIVERED, MailEvent.COMPLAINT]),
        ("reject", [MailEvent.REJECTED]),
        ("delay", [MailEvent.DELAYED, MailEvent.DELIVERED]),
        ("renderingfailure", [MailEvent.RENDERING_FAILURE]),
    ],
)
def test_our_reader_takes_every_kind_of_event(world: World, to: str, expected: list[MailEvent]) -> None:
    message_id = world.send(f"{to}@example.org")
    heard = [MailMessage.from_json(json.dumps(event)).events[0] for event in world.heard(len(expected))]
    assert [event.event for event in heard] == expected
    assert {event.provider_id for event in heard} == {message_id}
