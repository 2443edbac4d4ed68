from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from tests.delivery_values import NORTHBOROUGH, Home, home, inspection_change, notice_change, subscriber, visit_change

from visitwatch.domain.change import Change, ChangeId
from visitwatch.domain.delivery import DIGEST, Delivery, DeliveryEvent, DeliveryId, DeliveryStatus, MailEvent
from visitwatch.domain.message import ComposeAlert, DeliverAlert
from visitwatch.domain.subscription import Frequency
from visitwatch.errors import DeliveryDeferredError, DeliveryUnknownError, StoreBusyError
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.flow.deliver_alert import deliver_alert, send_again
from visitwatch.flow.record_delivery import record_delivery
from visitwatch.flow.send_digests import send_digests
from visitwatch.flow.sweep import Swept, sweep_deliveries

DAY = timedelta(days=1)
WAITING, SENT = DeliveryStatus.WAITING, DeliveryStatus.SENT
TEMPORARY, TECHNICAL = DeliveryStatus.TEMPORARY_FAILURE, DeliveryStatus.TECHNICAL_FAILURE


def learn(h: Home, *changes: Change) -> None:
    for change in changes:
        h.store.add_change(change)
        compose_alert(ComposeAlert(change.id), h.context)


def work(h: Home) -> list[DeliveryStatus]:
    return [deliver_alert(m, h.context) for m in h.messages() if isinstance(m, DeliverAlert)]


def text_of(h: Home, number: int = 0) -> str:
    message = message_from_bytes(h.sender.sent[number][0].body, policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def daily_home(*changes: Change) -> Home:
    h = home(subscriber(frequency=Frequency.DAILY))
    learn(h, *(changes or (visit_change(),)))
    return h


def test_before_half_past_eight_nothing_goes() -> None:
    h = daily_home()
    h.clock.advance(timedelta(hours=22, minutes=44))  # 8:29am of the next day in London
    assert send_digests(h.context) == ()
    h.clock.advance(timedelta(minutes=1))
    assert len(send_digests(h.context)) == 1


def test_one_message_carries_everything_that_waits_with_reports_by_authority_and_notices_last() -> None:
    h = daily_home(inspection_change(), notice_change(), visit_change("n", (NORTHBOROUGH,)))
    h.clock.advance(DAY)
    send_digests(h.context)
    assert work(h) == [SENT]
    text = text_of(h)
    places = [
        text.index(t) for t in ("EXAMPLESHIRE\n", "ILACS", "NORTHBOROUGH\n", "LINKED NOTICES", "Improvement notice")
    ]
    assert places == sorted(places)
    assert {d.status for d in h.store.deliveries_of(visit_change("n").id)} == {SENT}
    assert h.store.deliveries_in(WAITING) == ()


def test_a_digest_is_made_once_for_its_period() -> None:
    h = daily_home()
    h.clock.advance(DAY)
    first = send_digests(h.context)
    assert send_digests(h.context) == first  # left by a crash before the queue: queued again
    work(h)
    learn(h, inspection_change())
    assert send_digests(h.context) == ()
    assert len(h.sender.sent) == 1


def test_nothing_to_say_sends_nothing() -> None:
    h = home(subscriber(frequency=Frequency.WEEKLY))
    h.clock.advance(timedelta(days=30))
    assert send_digests(h.context) == ()


def test_a_weekly_digest_goes_on_monday() -> None:
    h = home(subscriber(frequency=Frequency.WEEKLY))
    learn(h, visit_change())
    for _ in range(6):
        h.clock.advance(DAY)
        assert send_digests(h.context) == ()
    h.clock.advance(DAY)
    assert len(send_digests(h.context)) == 1


def test_digests_that_were_missed_go_as_one_with_the_next_run() -> None:
    h = daily_home()
    h.clock.advance(DAY)
    learn(h, inspection_change())
    h.clock.advance(5 * DAY)
    assert len(send_digests(h.context)) == 1
    assert work(h) == [SENT]
    assert h.store.deliveries_in(WAITING) == ()


def test_a_digest_that_is_put_off_goes_whole_and_once() -> None:
    h = daily_home(visit_change(), inspection_change())
    h.clock.advance(DAY)
    [record] = send_digests(h.context)
    h.sender.failures = [DeliveryDeferredError("busy")]
    with pytest.raises(DeliveryDeferredError):
        work(h)
    assert {d.status for d in h.store.deliveries_of(visit_change().id)} == {TEMPORARY}
    assert deliver_alert(DeliverAlert(record.id), h.context) is SENT
    assert "SECOND MONITORING VISIT" in text_of(h)
    assert "ILACS INSPECTION" in text_of(h)
    assert h.store.deliveries_in(TEMPORARY) == ()


def test_a_digest_of_unknown_end_is_not_repeated_and_ops_may_send_it_again() -> None:
    h = daily_home()
    h.clock.advance(DAY)
    [record] = send_digests(h.context)
    h.sender.failures = [DeliveryUnknownError("no answer")]
    assert work(h) == [TECHNICAL]
    h.clock.advance(DAY)
    assert send_digests(h.context) == ()
    assert sweep_deliveries(h.context, timedelta(0)) == Swept(0, 0)
    send_again(ChangeId(f"{DIGEST}{record.id}"), h.context)
    assert work(h) == [SENT]
    assert {d.status for d in h.store.deliveries_of(visit_change().id)} == {SENT}


def test_a_crash_while_a_digest_is_handed_over_is_one_problem() -> None:
    h = daily_home(visit_change(), inspection_change())
    h.clock.advance(DAY)
    send_digests(h.context)
    h.sender.failures = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        work(h)
    assert sweep_deliveries(h.context, timedelta(0)).unknown == 3
    assert [p.name for p in h.store.open_problems()] == ["delivery_unknown"]
    h.clock.advance(DAY)
    assert send_digests(h.context) == ()


def test_whoever_unsubscribed_gets_no_digest() -> None:
    h = daily_home()
    h.subscribers.deactivate(subscriber().id, "asked")
    h.clock.advance(DAY)
    assert send_digests(h.context) == ()
    assert h.store.deliveries_in(WAITING) == ()


def test_whoever_changed_to_at_once_still_gets_what_waited() -> None:
    h = daily_home()
    h.subscribers.add(subscriber())
    h.clock.advance(DAY)
    assert len(send_digests(h.context)) == 1


def test_a_digest_that_bounced_is_sent_again_whole_and_only_by_ops() -> None:
    h = daily_home(visit_change(), inspection_change())
    h.clock.advance(DAY)
    [record] = send_digests(h.context)
    work(h)
    sent = h.store.get_delivery(record.id)
    assert sent is not None
    record_delivery(DeliveryEvent(sent.provider_id, MailEvent.SOFT_BOUNCE, h.clock.now()), h.context)
    assert {d.status for d in h.store.deliveries_of(visit_change().id)} == {TEMPORARY}
    learn(h, visit_change("later"))
    h.clock.advance(DAY)
    send_digests(h.context)
    work(h)
    assert text_of(h, 1).count("SECOND MONITORING VISIT") == 1
    assert "ILACS INSPECTION" not in text_of(h, 1)
    assert [d.id for d in send_again(ChangeId(f"{DIGEST}{record.id}"), h.context)] == [record.id]
    assert work(h) == [SENT]
    assert "ILACS INSPECTION" in text_of(h, 2)
    assert send_again(ChangeId(f"{DIGEST}{record.id}"), h.context) == ()


def test_a_digest_one_of_whose_entries_somebody_took_is_put_back_and_goes_later() -> None:
    h = daily_home(visit_change(), inspection_change())
    h.clock.advance(DAY)
    [record] = send_digests(h.context)
    entries = h.store.deliveries_in(WAITING)
    real = h.store.get_delivery

    def stale(delivery_id: DeliveryId) -> Delivery | None:
        """As an index would have it a moment ago."""
        return next((d for d in entries if d.id == delivery_id), None) or real(delivery_id)

    taken = h.store.move_delivery(entries[1], DeliveryStatus.SENDING, at=h.clock.now())
    h.store.get_delivery = stale  # type: ignore[method-assign]
    h.store.waiting_for = lambda subscriber_id: entries  # type: ignore[method-assign] # noqa: ARG005  the port's name
    with pytest.raises(StoreBusyError):
        deliver_alert(DeliverAlert(record.id), h.context)
    assert h.sender.sent == []
    del h.store.get_delivery, h.store.waiting_for
    h.store.move_delivery(taken, SENT, at=h.clock.now())
    assert deliver_alert(DeliverAlert(record.id), h.context) is SENT
    assert len(h.sender.sent) == 1
    assert {d.status for d in (real(e.id) for e in entries) if d} == {SENT}


def test_a_late_digest_of_unknown_end_is_sent_again_with_all_that_it_carried() -> None:
    h = daily_home()
    h.clock.advance(DAY)
    learn(h, inspection_change())  # planned for another day's digest
    h.clock.advance(2 * DAY)
    [record] = send_digests(h.context)
    h.sender.failures = [DeliveryUnknownError("no answer")]
    work(h)
    send_again(ChangeId(f"{DIGEST}{record.id}"), h.context)
    assert work(h) == [SENT]
    assert "SECOND MONITORING VISIT" in text_of(h)
    assert "ILACS INSPECTION" in text_of(h)


def test_a_digest_whose_entries_were_settled_otherwise_says_nothing() -> None:
    h = daily_home()
    h.clock.advance(DAY)
    send_digests(h.context)
    [entry] = h.store.deliveries_in(WAITING)
    h.store.move_delivery(entry, DeliveryStatus.PERMANENT_FAILURE, at=h.clock.now(), detail="dropped by ops")
    assert work(h) == [DeliveryStatus.PERMANENT_FAILURE]
    assert h.sender.sent == []


def test_a_digest_that_was_sent_is_not_sent_again() -> None:
    h = daily_home()
    h.clock.advance(DAY)
    [record] = send_digests(h.context)
    work(h)
    assert send_again(ChangeId(f"{DIGEST}{record.id}"), h.context) == ()
    assert send_again(ChangeId(f"{DIGEST}{'0' * 24}"), h.context) == ()
