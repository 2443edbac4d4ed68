"""An id of a subscriber is a name, and names change: who is told once is the person or room behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.delivery_values import Home, correction_change, home, subscriber, visit_change

from visitwatch.domain.delivery import DeliveryEvent, DeliveryStatus, MailEvent
from visitwatch.domain.message import ComposeAlert, DeliverAlert
from visitwatch.domain.subscription import Channel, Frequency, Subscriber, SubscriberId
from visitwatch.errors import DeliveryRefusedError
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.flow.deliver_alert import deliver_alert, send_again
from visitwatch.flow.recipient import GONE
from visitwatch.flow.record_delivery import record_delivery
from visitwatch.flow.send_digests import send_digests
from visitwatch.flow.who import who

SENT, PERMANENT = DeliveryStatus.SENT, DeliveryStatus.PERMANENT_FAILURE
ANN = subscriber("Ann")
RENAMED = replace(ANN, id=SubscriberId("ann-of-the-board"))
CHANGE = visit_change()


def compose(h: Home) -> None:
    h.store.add_change(CHANGE)
    compose_alert(ComposeAlert(CHANGE.id), h.context)


def work(h: Home) -> list[DeliveryStatus]:
    return [deliver_alert(m, h.context) for m in h.messages() if isinstance(m, DeliverAlert)]


def rename(h: Home, before: Subscriber, after: Subscriber) -> None:
    h.subscribers.remove(before.id)
    h.subscribers.add(after)


def test_whoever_was_told_under_an_older_id_is_told_no_second_time() -> None:
    h = home(ANN)
    compose(h)
    assert work(h) == [SENT]
    rename(h, ANN, RENAMED)
    compose(h)
    assert send_again(CHANGE.id, h.context) == ()
    assert work(h) == []
    (answer,) = who(CHANGE, h.context)
    assert answer.delivery is not None
    assert (answer.delivery.status, answer.delivery.subscriber_id) == (SENT, "ann")


def test_the_case_of_a_mail_address_makes_nobody_another_and_that_of_a_webhook_does() -> None:
    assert replace(ANN, target=ANN.target.upper()).target_key == ANN.target_key
    hook = subscriber("Hook", Channel.WEBHOOK)
    assert replace(hook, target=hook.target.upper()).target_key != hook.target_key
    assert replace(hook, channel=Channel.SLACK).target_key != hook.target_key


def test_what_was_entered_under_an_older_id_reaches_its_person() -> None:
    h = home(ANN)
    compose(h)
    rename(h, ANN, RENAMED)
    assert work(h) == [SENT]
    assert h.receivers() == ["ann-of-the-board"]
    assert h.store.open_problems() == ()


def test_what_was_refused_under_an_older_id_is_sent_again_and_its_problem_ends() -> None:
    h = home(ANN)
    compose(h)
    h.sender.failures = [DeliveryRefusedError("refused")]
    assert work(h) == [PERMANENT]
    rename(h, ANN, RENAMED)
    compose(h)
    assert work(h) == []
    assert len(send_again(CHANGE.id, h.context)) == 1
    assert work(h) == [SENT]
    assert h.store.open_problems() == ()


def test_what_another_subscription_gave_up_does_not_keep_this_one_from_being_told() -> None:
    h = home(ANN)
    compose(h)
    h.subscribers.deactivate(ANN.id, "asked")
    assert work(h) == [PERMANENT]
    h.subscribers.add(RENAMED)
    assert len(send_again(CHANGE.id, h.context)) == 1
    assert work(h) == [SENT]


def test_a_correction_reaches_who_was_told_under_an_older_id() -> None:
    h = home(ANN)
    compose(h)
    work(h)
    rename(h, ANN, RENAMED)
    correction = correction_change(CHANGE)
    h.store.add_change(correction)
    compose_alert(ComposeAlert(correction.id), h.context)
    assert work(h) == [SENT]


def test_a_digest_follows_its_reader_to_another_id() -> None:
    daily = replace(ANN, frequency=Frequency.DAILY)
    h = home(daily)
    compose(h)
    rename(h, daily, replace(daily, id=RENAMED.id))
    h.clock.advance(timedelta(days=1))
    send_digests(h.context)
    assert work(h) == [SENT]
    assert {d.status for d in h.store.deliveries_of(CHANGE.id)} == {SENT}
    assert h.store.open_problems() == ()


def test_a_corrected_address_without_an_id_of_its_own_is_a_problem_that_says_what_to_do() -> None:
    daily = replace(ANN, frequency=Frequency.DAILY)
    h = home(daily)
    compose(h)
    corrected = replace(daily, id=SubscriberId("0123456789ab"), target="anne@council.example")
    rename(h, daily, corrected)
    h.clock.advance(timedelta(days=1))
    assert send_digests(h.context) == ()
    (problem,) = h.store.open_problems()
    assert (problem.name, problem.subject) == (GONE, "ann")
    assert "visitwatch ops replay since=2026-06-01 until=2026-06-02" in problem.message
    compose(h)
    h.clock.advance(timedelta(days=1))
    assert len(send_digests(h.context)) == 1
    assert work(h) == [SENT]


def test_an_alert_to_somebody_who_is_gone_is_a_problem_too() -> None:
    h = home(ANN)
    compose(h)
    h.subscribers.remove(ANN.id)
    assert work(h) == [PERMANENT]
    assert [(p.name, p.subject) for p in h.store.open_problems()] == [(GONE, "ann")]


def test_a_bounce_switches_off_whoever_has_the_address_now() -> None:
    h = home(ANN)
    compose(h)
    work(h)
    rename(h, ANN, RENAMED)
    (delivery,) = h.store.deliveries_of(CHANGE.id)
    record_delivery(DeliveryEvent(delivery.provider_id, MailEvent.HARD_BOUNCE, h.clock.now()), h.context)
    assert list(h.subscribers.reasons) == [RENAMED.id]


@pytest.mark.parametrize("returned", [MailEvent.SOFT_BOUNCE, MailEvent.REJECTED])
def test_every_problem_with_a_message_ends_when_it_is_sent_again(returned: MailEvent) -> None:
    h = home(ANN)
    compose(h)
    work(h)
    (delivery,) = h.store.deliveries_of(CHANGE.id)
    record_delivery(DeliveryEvent(delivery.provider_id, returned, h.clock.now()), h.context)
    assert len(h.store.open_problems()) == 1
    send_again(CHANGE.id, h.context)
    assert work(h) == [SENT]
    assert h.store.open_problems() == ()
