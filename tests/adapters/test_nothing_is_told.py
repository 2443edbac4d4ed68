"""No address, webhook or secret is in any log or error: every way a delivery may end, with every logger on."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.adapters.posting import Hook, Reply, free_port, hang_up, hook_server
from tests.adapters.test_smtp_sender import Server, running
from tests.delivery_values import SETTINGS, Home, home, subscriber, visit_change

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.slack import SlackSender
from visitwatch.adapters.smtp import SmtpSender
from visitwatch.adapters.webhook import WebhookSender
from visitwatch.domain.message import ComposeAlert, DeliverAlert
from visitwatch.domain.subscription import Channel, Subscriber
from visitwatch.errors import VisitwatchError
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.flow.deliver_alert import deliver_alert
from visitwatch.flow.tell_ops import tell_ops
from visitwatch.ports import Sender

SECRETS = ("hidden-part", "ann-hidden", "owner-hidden", "an-invented-secret", "mail-password")


@contextmanager
def servers() -> Iterator[tuple[Hook, Server]]:
    with hook_server() as hook, running() as smtp:
        yield hook, smtp


def people(hook: Hook) -> tuple[Subscriber, ...]:
    return (
        subscriber("Ann", target="ann-hidden@council.example"),
        subscriber("Room", Channel.SLACK, target=hook.url, owner="owner-hidden@council.example"),
        subscriber("Hook", Channel.WEBHOOK, target=f"{hook.url}?key=hidden-part"),
        subscriber("Dead", Channel.SLACK, target=f"http://127.0.0.1:{free_port()}/services/hidden-part"),
    )


def whole(hook: Hook, smtp: Server) -> Home:
    settings = replace(SETTINGS, smtp_host="127.0.0.1", smtp_port=smtp.port, smtp_password="mail-password")
    clock = FixedClock(visit_change().occurred_at)
    senders: dict[Channel, Sender] = {
        Channel.EMAIL: SmtpSender(settings, timeout_s=2),
        Channel.SLACK: SlackSender(clock, timeout_s=2),
        Channel.WEBHOOK: WebhookSender(clock, timeout_s=2),
    }
    return home(*people(hook), subscriber("Ops", ops=True), settings=settings, senders=senders)


def run(h: Home) -> str:
    """Everything that anybody may read: errors with their tracebacks, problems, the ledger."""
    said = []
    h.store.add_change(visit_change())
    compose_alert(ComposeAlert(visit_change().id), h.context)
    for message in h.messages():
        assert isinstance(message, DeliverAlert)
        try:
            deliver_alert(message, h.context)
        except VisitwatchError as error:
            said += [*traceback.format_exception(error), repr(error)]
    tell_ops(h.context)
    said += [repr(p) for p in h.store.open_problems()]
    said += [repr(d) for d in h.store.deliveries_of(visit_change().id)]
    said += [repr(s) for s in h.subscribers.all_subscribers()]
    return "\n".join(said)


REPLIES = {
    "delivered": (Reply(), ""),
    "dead": (Reply(404, "no_service for hidden-part"), "550 5.1.1 <ann-hidden@council.example> unknown"),
    "put off": (Reply(503, "hidden-part"), "451 later, ann-hidden@council.example"),
    "refused": (Reply(400, "invalid_payload"), "554 5.7.1 no mail for ann-hidden@council.example"),
    "gone": (Reply(410, "channel_is_archived"), "552 full: ann-hidden@council.example"),
    "redirected": (Reply(302, "", {"Location": "http://127.0.0.1/hidden-part"}), ""),
}


@pytest.mark.parametrize("end", [*REPLIES, "hung up"])
def test_no_address_no_webhook_and_no_secret_is_told(end: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with servers() as (hook, smtp):
        h = whole(hook, smtp)
        if end == "hung up":
            hook.misbehave, smtp.hang_up = hang_up, True
        else:
            hook.replies = [REPLIES[end][0]]
            smtp.rcpt = REPLIES[end][1]
        said = run(h)
        records = [r for r in caplog.records if not r.name.startswith(("mail.", "asyncio"))]  # the test's own server
        logged = "\n".join(f"{r.getMessage()} {r.__dict__}" for r in records)
    assert "Delivery(" in said
    for secret in SECRETS:
        assert secret not in said
        assert secret not in logged
