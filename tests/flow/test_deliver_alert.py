from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.delivery_values import Home, RecordingSender, home, subscriber, visit_change

from visitwatch.domain.change import ChangeId
from visitwatch.domain.delivery import Delivery, DeliveryEvent, DeliveryStatus, MailEvent
from visitwatch.domain.message import ComposeAlert, DeliverAlert
from visitwatch.domain.subscription import Channel, Frequency, Subscriber, SubscriberId
from visitwatch.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUnknownError,
    NotFoundError,
    StoreBusyError,
    SubscribersError,
    TransientError,
)
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.flow.deliver_alert import deliver_alert, send_again
from visitwatch.flow.handing_over import LEASE, MOST_ATTEMPTS, QUEUE_ATTEMPTS
from visitwatch.flow.record_delivery import EARLY, record_delivery
from visitwatch.flow.sweep import Swept, sweep_deliveries

SENT, SENDING, CREATED = DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.CREATED
TEMPORARY, PERMANENT = DeliveryStatus.TEMPORARY_FAILURE, DeliveryStatus.PERMANENT_FAILURE
TECHNICAL, DELIVERED = DeliveryStatus.TECHNICAL_FAILURE, DeliveryStatus.DELIVERED


def composed(*subscribers: Subscriber) -> tuple[Home, Delivery]:
    h = home(*(subscribers or (subscriber(),)))
    h.store.add_change(visit_change())
    done = compose_alert(ComposeAlert(visit_change().id), h.context)
    list(h.messages())
    return h, done.deliveries[0]


def deliver(h: Home, delivery: Delivery) -> DeliveryStatus:
    return deliver_alert(DeliverAlert(delivery.id), h.context)


def now_of(h: Home, delivery: Delivery) -> Delivery:
    found = h.store.get_delivery(delivery.id)
    assert found is not None
    return found


def problems(h: Home) -> list[str]:
    return [p.name for p in h.store.open_problems()]


def test_an_alert_is_sent_and_the_ledger_keeps_the_provider_s_id() -> None:
    h, delivery = composed()
    assert deliver(h, delivery) is SENT
    assert now_of(h, delivery).provider_id == f"<{delivery.id}@visitwatch.example>"
    assert h.receivers() == ["ann"]


def test_the_same_message_again_sends_nothing() -> None:
    h, delivery = composed()
    deliver(h, delivery)
    assert deliver(h, delivery) is SENT
    assert h.receivers() == ["ann"]


def test_no_such_delivery_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        deliver_alert(DeliverAlert("0" * 24), home().context)


def test_it_is_recorded_as_sending_before_it_is_handed_over() -> None:
    h, delivery = composed()
    seen: list[DeliveryStatus] = []

    class Looking(RecordingSender):
        def send(self, message, subscriber, reference):  # type: ignore[no-untyped-def]
            seen.append(now_of(h, delivery).status)
            return super().send(message, subscriber, reference)

    h.context = replace(h.context, senders=dict.fromkeys(Channel, Looking()))
    deliver(h, delivery)
    assert seen == [SENDING]


def test_a_message_that_is_put_off_is_brought_again_and_sent_once() -> None:
    h, delivery = composed()
    h.sender.failures = [DeliveryDeferredError("busy", retry_after_s=30)]
    with pytest.raises(DeliveryDeferredError):
        deliver(h, delivery)
    assert now_of(h, delivery).status is TEMPORARY
    assert problems(h) == []
    assert deliver(h, delivery) is SENT
    assert h.receivers() == ["ann"]
    assert problems(h) == []


def test_after_the_queue_s_tries_ops_hear_of_it_and_the_sweep_goes_on_trying() -> None:
    h, delivery = composed()
    h.sender.failures = [DeliveryDeferredError("busy") for _ in range(QUEUE_ATTEMPTS)]
    for _ in range(QUEUE_ATTEMPTS - 1):
        with pytest.raises(DeliveryDeferredError):
            deliver(h, delivery)
    assert deliver(h, delivery) is TEMPORARY
    assert problems(h) == ["delivery_deferred"]
    h.clock.advance(timedelta(hours=1))
    assert sweep_deliveries(h.context) == Swept(unknown=0, queued=1)
    assert list(h.messages()) == [DeliverAlert(delivery.id)]
    assert deliver(h, delivery) is SENT
    assert problems(h) == []


def test_what_is_put_off_for_days_is_given_up_and_ops_know() -> None:
    h, delivery = composed()
    h.sender.failures = [DeliveryDeferredError("busy") for _ in range(MOST_ATTEMPTS)]
    for _ in range(MOST_ATTEMPTS):
        try:
            deliver(h, delivery)
        except DeliveryDeferredError:
            continue
    assert now_of(h, delivery).status is PERMANENT
    assert "delivery_given_up" in problems(h)
    assert h.receivers() == []


def test_a_refused_message_is_not_tried_again() -> None:
    h, delivery = composed()
    h.sender.failures = [DeliveryRefusedError("refused")]
    assert deliver(h, delivery) is PERMANENT
    assert deliver(h, delivery) is PERMANENT
    assert problems(h) == ["delivery_refused"]
    assert h.subscribers.reasons == {}


def test_our_own_fault_is_a_technical_failure() -> None:
    h, delivery = composed()
    h.sender.failures = [DeliveryRefusedError("invalid_blocks", our_fault=True)]
    assert deliver(h, delivery) is TECHNICAL
    assert h.subscribers.reasons == {}


def test_a_dead_channel_is_switched_off_and_its_owner_gets_a_mail() -> None:
    mail, slack = RecordingSender(), RecordingSender([DeliveryRefusedError("channel_is_archived", disable=True)])
    room = subscriber("Room", Channel.SLACK, owner="owner@council.example")
    h, delivery = composed(room)
    h.context = replace(h.context, senders={Channel.EMAIL: mail, Channel.SLACK: slack})
    assert deliver(h, delivery) is PERMANENT
    assert h.subscribers.reasons == {"room": "channel_is_archived"}
    [(message, receiver, _)] = mail.sent
    assert receiver.target == "owner@council.example"
    assert message.channel is Channel.EMAIL
    assert b"channel_is_archived" in message.body


def test_an_owner_who_cannot_be_told_is_a_problem_and_no_failure() -> None:
    mail = RecordingSender([DeliveryDeferredError("busy")])
    slack = RecordingSender([DeliveryRefusedError("no_service", disable=True)])
    h, delivery = composed(subscriber("Room", Channel.SLACK, owner="owner@council.example"))
    h.context = replace(h.context, senders={Channel.EMAIL: mail, Channel.SLACK: slack})
    assert deliver(h, delivery) is PERMANENT
    assert set(problems(h)) == {"delivery_refused", "owner_not_told"}


def test_an_unknown_end_is_never_sent_again_by_itself() -> None:
    h, delivery = composed()
    h.sender.failures = [DeliveryUnknownError("no answer")]
    assert deliver(h, delivery) is TECHNICAL
    assert deliver(h, delivery) is TECHNICAL
    assert sweep_deliveries(h.context, timedelta(0)) == Swept(unknown=0, queued=0)
    assert (h.receivers(), problems(h)) == ([], ["delivery_unknown"])


def test_what_a_crash_left_sending_becomes_unknown_after_the_lease() -> None:
    h, delivery = composed()
    h.sender.failures = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        deliver(h, delivery)
    with pytest.raises(StoreBusyError) as busy:
        deliver(h, delivery)
    assert busy.value.retry_after_s == LEASE.total_seconds()
    assert sweep_deliveries(h.context) == Swept(unknown=0, queued=0)
    h.clock.advance(LEASE)
    assert deliver(h, delivery) is TECHNICAL
    assert (now_of(h, delivery).detail, problems(h)) == ("unknown", ["delivery_unknown"])
    assert h.receivers() == []


def test_the_sweep_settles_what_a_crash_left() -> None:
    h, delivery = composed()
    h.store.move_delivery(delivery, SENDING, at=h.clock.now())
    assert sweep_deliveries(h.context, timedelta(0)) == Swept(unknown=1, queued=0)
    assert now_of(h, delivery).status is TECHNICAL


def test_the_sweep_queues_what_was_entered_and_forgotten() -> None:
    h, delivery = composed()
    h.clock.advance(LEASE)
    assert sweep_deliveries(h.context) == Swept(unknown=0, queued=1)
    assert list(h.messages()) == [DeliverAlert(delivery.id)]


def test_of_two_who_send_at_once_one_does() -> None:
    h, delivery = composed()

    class Slow(RecordingSender):
        def send(self, message, subscriber, reference):  # type: ignore[no-untyped-def]
            with pytest.raises(StoreBusyError):
                deliver(h, delivery)
            return super().send(message, subscriber, reference)

    slow = Slow()
    h.context = replace(h.context, senders=dict.fromkeys(Channel, slow))
    assert deliver(h, delivery) is SENT
    assert len(slow.sent) == 1


def test_whoever_unsubscribed_in_between_gets_nothing() -> None:
    h, delivery = composed()
    h.subscribers.deactivate(delivery.subscriber_id, "asked")
    assert deliver(h, delivery) is PERMANENT
    assert (now_of(h, delivery).detail, h.receivers()) == ("unsubscribed", [])


def test_sending_again_reaches_those_who_missed_it_and_nobody_else() -> None:
    h = home(subscriber("Ann"), subscriber("Bob"), subscriber("Cat"))
    h.store.add_change(visit_change())
    done = compose_alert(ComposeAlert(visit_change().id), h.context)
    list(h.messages())
    by_name = {d.subscriber_id: d for d in done.deliveries}
    h.sender.failures = [DeliveryRefusedError("refused"), DeliveryUnknownError("no answer")]
    assert [deliver(h, d) for d in (by_name[SubscriberId(n)] for n in ("ann", "bob", "cat"))] == [
        PERMANENT,
        TECHNICAL,
        SENT,
    ]
    h.subscribers.add(subscriber("Dan"))  # nothing was ever entered for him
    again = send_again(visit_change().id, h.context)
    assert {d.subscriber_id for d in again} == {"ann", "bob", "dan"}
    for message in h.messages():
        assert isinstance(message, DeliverAlert)
        assert deliver_alert(message, h.context) is SENT
    assert sorted(h.receivers()) == ["ann", "bob", "cat", "dan"]
    assert problems(h) == []
    assert send_again(visit_change().id, h.context) == ()


def test_sending_an_unknown_change_again_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        send_again(ChangeId("0" * 24), home().context)


def event(h: Home, delivery: Delivery, what: MailEvent) -> Delivery | None:
    return record_delivery(DeliveryEvent(now_of(h, delivery).provider_id, what, h.clock.now()), h.context)


@pytest.mark.parametrize(
    ("what", "status", "switched_off"),
    [
        (MailEvent.DELIVERED, DELIVERED, []),
        (MailEvent.HARD_BOUNCE, PERMANENT, ["ann"]),
        (MailEvent.COMPLAINT, DELIVERED, ["ann"]),
        (MailEvent.REJECTED, PERMANENT, []),
        (MailEvent.RENDERING_FAILURE, PERMANENT, []),
        (MailEvent.SOFT_BOUNCE, TEMPORARY, []),
        (MailEvent.DELAYED, TEMPORARY, []),
    ],
)
def test_events_change_the_status_and_end_dead_subscriptions(
    what: MailEvent, status: DeliveryStatus, switched_off: list[str]
) -> None:
    h, delivery = composed()
    deliver(h, delivery)
    after = event(h, delivery, what)
    assert after is not None
    assert after.status is status
    assert list(h.subscribers.reasons) == switched_off
    assert event(h, delivery, what) == after


@pytest.mark.parametrize("what", [MailEvent.DELAYED, MailEvent.SOFT_BOUNCE])
def test_a_delay_or_soft_bounce_after_the_hand_over_sends_nothing_twice(what: MailEvent) -> None:
    h, delivery = composed()
    deliver(h, delivery)
    event(h, delivery, what)
    assert deliver(h, delivery) is TEMPORARY
    assert sweep_deliveries(h.context, timedelta(0)) == Swept(unknown=0, queued=0)
    assert len(h.sender.sent) == 1


def test_a_delayed_message_may_still_be_delivered() -> None:
    h, delivery = composed()
    deliver(h, delivery)
    event(h, delivery, MailEvent.DELAYED)
    after = event(h, delivery, MailEvent.DELIVERED)
    assert after is not None
    assert after.status is DELIVERED


def test_a_soft_bounce_is_sent_again_only_by_ops() -> None:
    h, delivery = composed()
    deliver(h, delivery)
    event(h, delivery, MailEvent.SOFT_BOUNCE)
    assert [d.id for d in send_again(visit_change().id, h.context)] == [delivery.id]
    assert deliver(h, delivery) is SENT


def test_an_event_that_comes_before_the_ledger_knows_is_brought_again() -> None:
    h, _ = composed()
    early = DeliveryEvent("<later@visitwatch.example>", MailEvent.DELIVERED, h.clock.now())
    with pytest.raises(StoreBusyError):
        record_delivery(early, h.context)
    h.clock.advance(EARLY)
    assert record_delivery(early, h.context) is None


def test_a_bounce_of_somebody_whose_table_was_taken_out_of_the_file_is_recorded() -> None:
    h, delivery = composed()
    deliver(h, delivery)
    h.subscribers.remove(delivery.subscriber_id)
    after = event(h, delivery, MailEvent.HARD_BOUNCE)
    assert after is not None
    assert after.status is PERMANENT


def test_a_dead_channel_without_an_owner_and_a_dead_address_send_no_further_mail() -> None:
    for dead in (subscriber("Room", Channel.SLACK), subscriber("Ann", owner="owner@council.example")):
        h, delivery = composed(dead)
        h.sender.failures = [DeliveryRefusedError("no_service", disable=True)]
        assert deliver(h, delivery) is PERMANENT
        assert h.sender.sent == []
        assert problems(h) == ["delivery_refused"]


def test_a_dead_channel_that_cannot_be_written_down_is_a_problem_until_it_is() -> None:
    h, delivery = composed(subscriber("Room", Channel.SLACK, owner="owner@council.example"))
    h.sender.failures = [DeliveryRefusedError("no_service", disable=True)] * 2

    def refused(subscriber_id: SubscriberId, reason: str) -> None:
        raise SubscribersError("it cannot be written: PermissionError", subject="subscribers.toml.off.json")

    right = h.subscribers.deactivate
    h.subscribers.deactivate = refused  # type: ignore[method-assign]
    assert deliver(h, delivery) is PERMANENT
    assert h.sender.sent == []
    by_name = {p.name: p for p in h.store.open_problems()}
    assert set(by_name) == {"delivery_refused", "subscriber_not_switched_off"}
    assert by_name["subscriber_not_switched_off"].subject == "room"
    h.subscribers.deactivate = right  # type: ignore[method-assign]
    send_again(visit_change().id, h.context)
    assert deliver(h, delivery) is PERMANENT
    assert problems(h) == ["delivery_refused"]
    assert h.subscribers.reasons == {"room": "no_service"}


def test_a_file_of_subscribers_that_is_wrong_for_the_moment_loses_no_message() -> None:
    h, delivery = composed()

    def broken(subscriber_id: SubscriberId) -> Subscriber | None:
        raise SubscribersError("wrong", subject=subscriber_id)

    right = h.subscribers.get_subscriber
    h.subscribers.get_subscriber = broken  # type: ignore[method-assign]
    with pytest.raises(TransientError):
        deliver(h, delivery)
    h.subscribers.get_subscriber = right  # type: ignore[method-assign]
    assert deliver(h, delivery) is SENT


def test_a_delivery_whose_change_is_gone_is_an_error_and_nothing_is_sent() -> None:
    h, delivery = composed()
    h.store.get_change = lambda change_id: None  # type: ignore[method-assign] # noqa: ARG005  the port's name
    with pytest.raises(NotFoundError):
        deliver(h, delivery)
    assert now_of(h, delivery).status is CREATED


def test_sending_again_enters_nobody_whose_digest_is_to_come() -> None:
    h, _ = composed()
    h.subscribers.add(subscriber("Weekly", frequency=Frequency.WEEKLY))
    assert send_again(visit_change().id, h.context) == ()


def test_an_event_while_the_message_is_still_being_sent_waits_unless_it_says_delivered() -> None:
    h, delivery = composed()
    sending = h.store.move_delivery(delivery, SENDING, at=h.clock.now(), provider_id="<p@visitwatch.example>")
    with pytest.raises(StoreBusyError):
        event(h, sending, MailEvent.SOFT_BOUNCE)
    after = event(h, sending, MailEvent.DELIVERED)
    assert after is not None
    assert after.status is DELIVERED
