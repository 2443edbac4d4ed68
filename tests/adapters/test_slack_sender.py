from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.adapters.posting import Hook, Reply, free_port, hang_up, hook_server
from tests.delivery_values import NOW, REGISTER, SETTINGS, item, subscriber, visit_change

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.slack import SlackSender
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Channel, Subscriber
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError
from visitwatch.flow.who import new_delivery
from visitwatch.render.renderer import MessageRenderer

MESSAGE = RenderedMessage(Channel.SLACK, "s", b'{"text": "\xe2\x80\x9chello\xe2\x80\x9d"}')


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hook_server() as server:
        yield server


def room(hook: Hook) -> Subscriber:
    return subscriber("Room", Channel.SLACK, target=hook.url)


def send(hook: Hook, message: RenderedMessage = MESSAGE) -> str:
    return SlackSender(FixedClock(NOW), timeout_s=2).send(message, room(hook), "r1")


def test_the_card_arrives_as_json(hook: Hook) -> None:
    change = visit_change()
    card = MessageRenderer(SETTINGS, REGISTER).render_alert(
        item(change), room(hook), new_delivery(change, room(hook), NOW)
    )
    assert send(hook, card) == ""
    [got] = hook.received
    assert got.headers["Content-Type"].startswith("application/json")
    assert json.loads(got.body)["blocks"][0]["type"] == "header"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (403, "invalid_token"),
        (404, "no_service"),
        (404, "no_team"),
        (404, "channel_not_found"),
        (410, "channel_is_archived"),
        (403, "action_prohibited"),
        (400, "invalid_token"),
        (404, "a word that is not known yet"),
    ],
)
def test_a_dead_webhook_is_refused_and_switched_off(hook: Hook, status: int, word: str) -> None:
    hook.replies = [Reply(status, word)]
    with pytest.raises(DeliveryRefusedError) as refused:
        send(hook)
    assert refused.value.disable
    assert not refused.value.our_fault


@pytest.mark.parametrize("word", ["invalid_payload", "invalid_blocks", "user_not_found"])
def test_a_message_that_slack_cannot_read_is_our_fault(hook: Hook, word: str) -> None:
    hook.replies = [Reply(400, word)]
    with pytest.raises(DeliveryRefusedError, match=word if word != "user_not_found" else "user_not_found") as refused:
        send(hook)
    assert refused.value.our_fault
    assert not refused.value.disable


def test_a_page_with_status_200_that_is_not_slack_s_is_no_success(hook: Hook) -> None:
    hook.replies = [Reply(200, "<html>sign in</html>")]
    with pytest.raises(DeliveryRefusedError):
        send(hook)


def test_too_many_requests_are_put_off_for_as_long_as_slack_asks(hook: Hook) -> None:
    hook.replies = [Reply(429, "rate_limited", {"Retry-After": "30"})]
    with pytest.raises(DeliveryDeferredError) as deferred:
        send(hook)
    assert deferred.value.retry_after_s == 30


@pytest.mark.parametrize("status", [500, 502, 503])
def test_slack_s_own_faults_are_put_off(hook: Hook, status: int) -> None:
    hook.replies = [Reply(status, "rollup_error")]
    with pytest.raises(DeliveryDeferredError):
        send(hook)


def test_where_nobody_listens_it_is_put_off() -> None:
    nobody = Hook(f"http://127.0.0.1:{free_port()}/services/T/B/x")
    with pytest.raises(DeliveryDeferredError):
        send(nobody)


def test_a_connection_that_breaks_after_the_message_leaves_its_end_unknown(hook: Hook) -> None:
    hook.misbehave = hang_up
    with pytest.raises(DeliveryUnknownError):
        send(hook)


def test_a_redirect_is_not_followed(hook: Hook) -> None:
    hook.replies = [Reply(302, "", {"Location": hook.url})]
    with pytest.raises(DeliveryRefusedError):
        send(hook)
    assert len(hook.received) == 1


def test_one_message_a_second_to_one_webhook(hook: Hook) -> None:
    clock = FixedClock(NOW)
    sender = SlackSender(clock, timeout_s=2)
    for _ in range(3):
        sender.send(MESSAGE, room(hook), "r")
    assert (clock.now() - NOW).total_seconds() >= 2
