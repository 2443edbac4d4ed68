from __future__ import annotations

from datetime import UTC, datetime, timedelta

from visitwatch.domain.message import CollectReport, CompareVisits, ComposeAlert, DeliverAlert
from visitwatch.ports import Envelope, WorkQueue

NOW = datetime(2026, 6, 1, 9, 30, 0, 250_000, tzinfo=UTC)
FIRST, SECOND = CollectReport("https://files.example/1"), CollectReport("https://files.example/2")


def take(queue: WorkQueue, now: datetime = NOW) -> Envelope:
    envelope = queue.take(now)
    assert envelope is not None
    return envelope


def test_messages_of_every_type_come_back_in_the_order_sent(queue: WorkQueue) -> None:
    sent = [
        FIRST,
        CompareVisits("u", "s", "c"),
        ComposeAlert("1", "c"),
        DeliverAlert("2"),
        CollectReport("u", force=True),
    ]
    for message in sent:
        queue.send(message)
    assert queue.waiting() == 5
    for message in sent:
        envelope = take(queue)
        assert envelope.message == message
        queue.done(envelope)
    assert queue.take(NOW) is None
    assert queue.waiting() == 0


def test_a_message_that_nobody_finished_is_taken_again_and_its_attempts_are_counted(queue: WorkQueue) -> None:
    queue.send(FIRST)
    assert take(queue).attempts == 1
    assert take(queue).attempts == 2
    assert queue.waiting() == 1


def test_what_waits_already_is_not_added_again(queue: WorkQueue) -> None:
    queue.send(FIRST)
    queue.send(CollectReport(FIRST.url, correlation_id="another"))
    queue.send(CollectReport(FIRST.url, force=True))
    assert queue.waiting() == 2


def test_after_it_is_done_a_message_can_be_sent_again(queue: WorkQueue) -> None:
    queue.send(FIRST)
    queue.done(take(queue))
    queue.send(FIRST)
    assert take(queue).attempts == 1


def test_later_keeps_a_message_back_until_its_time_and_lets_others_pass(queue: WorkQueue) -> None:
    queue.send(FIRST)
    queue.send(SECOND)
    due = NOW + timedelta(minutes=5)
    queue.later(take(queue), due, "source_unreachable")
    second = take(queue)
    assert second.message == SECOND
    queue.done(second)
    assert queue.take(due - timedelta(microseconds=1)) is None
    again = take(queue, due)
    assert (again.message, again.attempts, again.error) == (FIRST, 2, "source_unreachable")


def test_a_buried_message_stays_until_it_is_dug_up(queue: WorkQueue) -> None:
    queue.send(FIRST)
    queue.bury(take(queue), "damaged")
    queue.send(FIRST)
    assert queue.take(NOW + timedelta(days=1)) is None
    assert queue.waiting() == 0
    (buried,) = queue.buried()
    assert (buried.message, buried.error, buried.attempts) == (FIRST, "damaged", 1)
    assert queue.dig_up() == 1
    assert queue.buried() == ()
    assert take(queue).attempts == 1
