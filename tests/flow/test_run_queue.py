from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.flow.home import OAK, Home, a_home, letter

from visitwatch.domain.change import ChangeKind
from visitwatch.domain.message import CollectReport, CompareVisits, DeliverAlert, Message
from visitwatch.errors import NotFoundError, StoreBusyError
from visitwatch.flow.collect_report import Collected
from visitwatch.flow.context import Context
from visitwatch.flow.run_queue import FIRST_PAUSE_S, MAX_ATTEMPTS, POISON, RunResult, Stages, all_stages, run_queue

SECOND = letter("Oakshire", 2, date(2026, 5, 5))


def with_message(message: Message) -> Home:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check(run=False)
    while (waiting := home.queue.take(home.clock.now())) is not None:
        home.queue.done(waiting)
    home.queue.send(message)
    return home


def run(home: Home, stages: Stages) -> RunResult:
    return run_queue(home.context, home.queue, stages)


def raising(error: Exception) -> Stages:
    def stage(message: object, ctx: Context) -> None:
        raise error

    return {CollectReport: stage, CompareVisits: stage, DeliverAlert: stage}


def test_each_message_goes_to_its_stage_and_outcomes_are_counted() -> None:
    home = with_message(CollectReport("oak-2"))
    seen: list[tuple[str, str]] = []
    result = run_queue(
        home.context, home.queue, home.stages, progress=lambda m, name: seen.append((type(m).__name__, name))
    )
    assert (result.done, result.later, result.buried) == (5, 0, 0)
    assert seen[:2] == [("CollectReport", "read"), ("CompareVisits", "new report")]
    assert ("DeliverAlert", "done", 2) in result.outcomes
    assert home.queue.waiting() == 0


def test_a_transient_failure_is_tried_again_later_and_no_other_message_waits_for_it() -> None:
    home = with_message(CollectReport("oak-2"))
    home.queue.send(CollectReport("oak-1"))

    def stage(message: CollectReport, ctx: Context) -> Collected:
        if message.url == "oak-2":
            raise StoreBusyError("held")
        return Collected.READ

    result = run(home, {CollectReport: stage})
    assert (result.done, result.later, home.queue.waiting()) == (1, 1, 1)
    assert run(home, home.stages).done == 0
    home.clock.advance(timedelta(seconds=FIRST_PAUSE_S))
    assert run(home, home.stages).done == 5
    assert home.kinds() == [ChangeKind.NEW_REPORT]


def test_the_pause_is_what_the_other_side_asked_for_if_that_is_longer() -> None:
    home = with_message(DeliverAlert("x"))
    run(home, raising(StoreBusyError("wait", retry_after_s=3600)))
    home.clock.advance(timedelta(seconds=3599))
    assert run(home, raising(AssertionError())).done == run(home, raising(AssertionError())).later == 0


@pytest.mark.parametrize("error", [StoreBusyError("held"), ZeroDivisionError("a bug")])
def test_what_fails_again_and_again_is_buried_and_ops_hear_of_it(error: Exception) -> None:
    home = with_message(DeliverAlert("x"))
    for _ in range(MAX_ATTEMPTS - 1):
        assert run(home, raising(error)).later == 1
        home.clock.advance(timedelta(days=1))
    assert run(home, raising(error)).buried == 1
    assert home.problems() == {(POISON, "DeliverAlert x")}
    assert [envelope.message for envelope in home.queue.buried()] == [DeliverAlert("x")]


def test_a_buried_message_that_is_dug_up_and_succeeds_closes_its_problem() -> None:
    home = with_message(CollectReport("oak-2"))
    run(home, raising(NotFoundError("odd")))
    assert home.problems() == {(POISON, "CollectReport oak-2")}
    assert home.queue.dig_up() == 1
    run(home, home.stages)
    assert home.problems() == set()


def test_a_permanent_failure_is_buried_at_once() -> None:
    home = with_message(DeliverAlert("x"))
    result = run(home, raising(NotFoundError("no such delivery")))
    assert (result.buried, result.outcomes) == (1, (("DeliverAlert", "not_found", 1),))


def test_a_message_that_kills_the_process_each_time_is_buried_without_another_try() -> None:
    home = with_message(CollectReport("oak-2"))
    for _ in range(MAX_ATTEMPTS):
        home.queue.take(home.clock.now())
    assert run(home, raising(AssertionError("must not be called"))).buried == 1


@pytest.mark.parametrize(
    ("stage", "after"),
    [
        (CollectReport, [ChangeKind.NEW_REPORT, ChangeKind.UNREADABLE]),  # it was never read: once it is, it is news
        (CompareVisits, [ChangeKind.UNREADABLE]),
    ],
)
def test_a_report_that_our_own_code_cannot_cope_with_is_told_by_its_link(
    stage: type[Message], after: list[ChangeKind]
) -> None:
    home = with_message(CollectReport("oak-2"))
    stages = {**home.stages, stage: raising(NotFoundError("odd"))[stage]}
    run(home, stages)
    (change,) = home.changes()
    assert (change.kind, change.url, change.reason) == (ChangeKind.UNREADABLE, "oak-2", "our_failure")
    assert home.told_of(change) == {"oakley", "all"}
    assert home.queue.buried()
    assert len(home.told) == 2
    home.check()
    home.queue.dig_up()
    home.run()
    assert home.kinds() == after


def test_every_message_has_a_stage() -> None:
    from visitwatch.domain.message import MESSAGES

    assert set(all_stages()) == set(MESSAGES.values())
