from __future__ import annotations

from datetime import timedelta

import pytest
from tests.delivery_values import PUBLICATION, Home, home, subscriber, visit_change

from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.publication import PublicationRecord, PublicationState
from visitwatch.domain.subscription import Channel
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError
from visitwatch.flow.sweep import Swept, sweep_deliveries
from visitwatch.flow.tell_ops import tell_ops
from visitwatch.flow.who import new_delivery


def troubled(*names: str) -> Home:
    h = home(subscriber("Ann"), subscriber("Ops", ops=True), subscriber("Room", Channel.SLACK, ops=True))
    for name in names or ("no_results",):
        h.store.report_problem(name, "portal", "zero results", h.clock.now())
    return h


def test_all_open_problems_go_to_each_of_ops_in_one_message_and_to_nobody_else() -> None:
    h = troubled("no_results", "withdrawn")
    assert tell_ops(h.context) == 2
    assert h.receivers() == ["ops", "room"]
    assert b"no_results" in h.sender.sent[0][0].body
    assert b"withdrawn" in h.sender.sent[0][0].body


def test_a_problem_is_told_once_while_it_is_open_and_again_when_it_opens_again() -> None:
    h = troubled()
    tell_ops(h.context)
    h.store.report_problem("no_results", "portal", "zero results", h.clock.now())
    assert tell_ops(h.context) == 0
    h.store.close_problem("no_results", "portal")
    h.clock.advance(timedelta(hours=1))
    h.store.report_problem("no_results", "portal", "zero results", h.clock.now())
    assert tell_ops(h.context) == 2


def test_without_problems_nothing_is_sent() -> None:
    h = troubled()
    h.store.close_problem("no_results", "portal")
    assert tell_ops(h.context) == 0


def test_what_could_not_be_sent_is_tried_with_the_next_call() -> None:
    h = troubled()
    h.sender.failures = [DeliveryDeferredError("busy")]
    assert tell_ops(h.context) == 1
    assert tell_ops(h.context) == 1
    assert h.receivers() == ["room", "ops"]


def test_a_failure_to_tell_ops_opens_no_problem() -> None:
    h = troubled()
    h.sender.failures = [DeliveryRefusedError("refused"), DeliveryUnknownError("no answer")]
    assert tell_ops(h.context) == 0
    assert [p.name for p in h.store.open_problems()] == ["no_results"]
    assert tell_ops(h.context) == 0
    assert len(h.store.deliveries_in(DeliveryStatus.PERMANENT_FAILURE)) == 1


def test_a_crash_while_telling_them_opens_no_problem_either() -> None:
    h = troubled()
    h.sender.failures = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        tell_ops(h.context)
    assert sweep_deliveries(h.context, timedelta(0)) == Swept(unknown=1, queued=0)
    assert [p.name for p in h.store.open_problems()] == ["no_results"]


@pytest.mark.parametrize("channel", list(Channel))
def test_a_problem_comes_with_the_authority_or_the_change_and_with_what_to_do(channel: Channel) -> None:
    h = home(subscriber("Ops", channel, ops=True), subscriber("Ann"))
    now = h.clock.now()
    h.store.add_publication(PublicationRecord(PUBLICATION, PublicationState.LISTED, quiet=False, first_seen=now))
    delivery = new_delivery(visit_change(), subscriber("Ann"), now)
    h.store.add_delivery(delivery)
    h.store.report_problem("withdrawn", PUBLICATION.url, "no longer on its page", now)
    h.store.report_problem("delivery_unknown", delivery.id, "it may have arrived or not", now)
    assert tell_ops(h.context) == 1
    text = " ".join(h.sender.sent[0][0].body.decode().replace("=\r\n", "").split())
    for said in (
        "Exampleshire",
        "look at the page",
        f"hange {delivery.change_id}",
        "send-again CHANGE",
    ):
        assert said in text
    assert {(p.about, p.advice) for p in h.store.open_problems()} == {("", "")}
