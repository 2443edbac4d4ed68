from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.delivery_values import (
    NORTHBOROUGH,
    SETTINGS,
    Home,
    correction_change,
    home,
    notice_change,
    subscriber,
    visit_change,
)

from visitwatch.domain.change import Change
from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.message import ComposeAlert, DeliverAlert
from visitwatch.domain.subscription import Filters, Frequency, Subscriber
from visitwatch.errors import NotFoundError, SubscribersError, TransientError
from visitwatch.flow.brake import ONE_CHECK, drop_held, release_held
from visitwatch.flow.compose_alert import Composed, compose_alert
from visitwatch.flow.deliver_alert import deliver_alert

HELD, CREATED, WAITING = DeliveryStatus.HELD, DeliveryStatus.CREATED, DeliveryStatus.WAITING


def compose(of: Home, change: Change) -> Composed:
    of.store.add_change(change)
    return compose_alert(ComposeAlert(change.id), of.context)


def crowd(count: int) -> list[Subscriber]:
    return [subscriber(f"s{n}") for n in range(count)]


def test_each_subscriber_who_matches_gets_one_entry_and_one_message() -> None:
    elsewhere = subscriber("Bob", filters=Filters(authorities=frozenset({NORTHBOROUGH})))
    h = home(subscriber("Ann"), elsewhere, subscriber("Cat"))
    done = compose(h, visit_change())
    assert {d.subscriber_id for d in done.deliveries} == {"ann", "cat"}
    assert list(h.messages()) == [DeliverAlert(d.id) for d in done.deliveries]
    assert str(done) == "told"


def test_composing_twice_adds_nothing_and_queues_what_is_still_to_be_sent() -> None:
    h = home(subscriber())
    first = compose(h, visit_change())
    list(h.messages())  # lost with the process
    assert compose(h, visit_change()) == first
    assert list(h.messages()) == [DeliverAlert(first.deliveries[0].id)]


def test_composing_again_after_delivery_queues_nothing() -> None:
    h = home(subscriber())
    compose(h, visit_change())
    for message in h.messages():
        assert isinstance(message, DeliverAlert)
        deliver_alert(message, h.context)
    compose(h, visit_change())
    assert list(h.messages()) == []
    assert h.receivers() == ["ann"]


def test_a_change_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        compose_alert(ComposeAlert("0" * 24), home().context)


def test_nobody_to_tell_is_an_outcome_of_its_own() -> None:
    assert str(compose(home(), visit_change())) == "nobody"


def test_digests_wait_and_name_the_digest_that_is_to_carry_them() -> None:
    h = home(subscriber("Ann", frequency=Frequency.DAILY), subscriber("Bob", frequency=Frequency.WEEKLY))
    waiting = compose(h, visit_change()).deliveries
    assert {d.status for d in waiting} == {WAITING}
    assert len({d.digest_id for d in waiting}) == 2
    assert list(h.messages()) == []


def test_a_linked_notice_goes_at_once_to_those_who_asked_for_it_whatever_their_frequency() -> None:
    weekly = subscriber("Bob", frequency=Frequency.WEEKLY, filters=Filters(notices=True))
    h = home(weekly, subscriber("Cat", frequency=Frequency.WEEKLY), subscriber("Dan"))
    done = compose(h, notice_change())
    assert {d.subscriber_id: d.status for d in done.deliveries} == {"bob": CREATED, "cat": WAITING}


def test_one_target_under_two_subscriptions_gets_one_message_by_the_soonest_way() -> None:
    slow = subscriber("Slow", frequency=Frequency.WEEKLY, target="one@council.example")
    h = home(slow, subscriber("Fast", target="one@council.example"))
    assert [d.subscriber_id for d in compose(h, visit_change()).deliveries] == ["fast"]


def test_a_correction_goes_to_those_who_were_told() -> None:
    h = home(subscriber("Ann"))
    compose(h, visit_change())
    h.subscribers.add(subscriber("Late"))
    assert [d.subscriber_id for d in compose(h, correction_change(visit_change())).deliveries] == ["ann"]


def test_up_to_the_brake_alerts_go_out() -> None:
    h = home(*crowd(3), settings=replace(SETTINGS, brake=3))
    assert {d.status for d in compose(h, visit_change()).deliveries} == {CREATED}
    assert h.store.open_problems() == ()


def test_beyond_the_brake_all_wait_and_ops_are_told_once() -> None:
    h = home(*crowd(4), settings=replace(SETTINGS, brake=3))
    done = compose(h, visit_change())
    assert {d.status for d in done.deliveries} == {HELD}
    assert str(done) == "held"
    assert list(h.messages()) == []
    assert [p.name for p in h.store.open_problems()] == ["brake"]


def test_the_brake_counts_over_all_changes_of_one_check_and_holds_those_not_sent_yet() -> None:
    h = home(*crowd(2), settings=replace(SETTINGS, brake=3))
    compose(h, visit_change("a"))
    compose(h, visit_change("b"))
    assert len(h.store.deliveries_in(HELD)) == 4
    messages = [m for m in h.messages() if isinstance(m, DeliverAlert)]
    assert [deliver_alert(m, h.context) for m in messages] == [HELD, HELD]
    assert h.receivers() == []


def test_once_it_holds_everything_more_of_the_check_is_held() -> None:
    h = home(*crowd(4), settings=replace(SETTINGS, brake=3))
    compose(h, visit_change("a"))
    small = visit_change("b")
    compose(h, small)
    assert {d.status for d in h.store.deliveries_of(small.id)} == {HELD}


def test_the_next_check_begins_to_count_anew() -> None:
    h = home(*crowd(2), settings=replace(SETTINGS, brake=3))
    compose(h, visit_change("a"))
    list(h.messages())
    h.clock.advance(ONE_CHECK + timedelta(minutes=1))
    later = visit_change("b", at=h.clock.now())
    assert {d.status for d in compose(h, later).deliveries} == {CREATED}


def test_digests_are_not_held() -> None:
    h = home(*(replace(s, frequency=Frequency.WEEKLY) for s in crowd(4)), settings=replace(SETTINGS, brake=3))
    assert {d.status for d in compose(h, visit_change()).deliveries} == {WAITING}


def test_released_alerts_go_out_once_and_the_problem_ends() -> None:
    h = home(*crowd(4), settings=replace(SETTINGS, brake=3))
    compose(h, visit_change())
    assert release_held(h.context) == 4
    for message in h.messages():
        assert isinstance(message, DeliverAlert)
        deliver_alert(message, h.context)
    assert sorted(h.receivers()) == ["s0", "s1", "s2", "s3"]
    assert h.store.open_problems() == ()
    assert release_held(h.context) == 0


def test_dropped_alerts_never_go_out() -> None:
    h = home(*crowd(4), settings=replace(SETTINGS, brake=3))
    compose(h, visit_change())
    assert drop_held(h.context) == 4
    assert release_held(h.context) == 0
    assert {d.detail for d in h.store.deliveries_in(DeliveryStatus.PERMANENT_FAILURE)} == {"dropped by ops"}


def test_a_file_of_subscribers_that_is_wrong_for_the_moment_loses_no_alert() -> None:
    h = home(subscriber())
    right, wrong = h.subscribers.all_subscribers, SubscribersError("subscriber 1, themes: no such theme")

    def broken() -> tuple[Subscriber, ...]:
        raise wrong

    h.subscribers.all_subscribers = broken  # type: ignore[method-assign]
    with pytest.raises(TransientError):
        compose(h, visit_change())
    h.subscribers.all_subscribers = right  # type: ignore[method-assign]
    assert str(compose(h, visit_change())) == "told"
