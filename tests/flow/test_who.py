from __future__ import annotations

from tests.delivery_values import NORTHBOROUGH, home, subscriber, visit_change

from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.message import ComposeAlert
from visitwatch.domain.subscription import Channel, Filters, Frequency
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.flow.who import preview, who


def test_everybody_is_answered_for_with_a_reason_and_the_ledger_s_word() -> None:
    elsewhere = subscriber("Bob", filters=Filters(authorities=frozenset({NORTHBOROUGH})))
    h = home(subscriber("Ann"), elsewhere, subscriber("Ops", ops=True))
    h.store.add_change(visit_change())
    before = who(visit_change(), h.context)
    assert [(a.subscriber.id, a.match.told, a.delivery) for a in before] == [
        ("ann", True, None),
        ("bob", False, None),
        ("ops", False, None),
    ]
    assert before[1].match.reason == "filters on authorities: the report is on Exampleshire"
    compose_alert(ComposeAlert(visit_change().id), h.context)
    delivery = who(visit_change(), h.context)[0].delivery
    assert delivery is not None
    assert delivery.status is DeliveryStatus.CREATED


def test_the_other_subscription_of_one_target_says_which_one_is_told() -> None:
    first, second = subscriber("One", target="a@b.example"), subscriber("Two", target="a@b.example")
    answers = who(visit_change(), home(first, second).context)
    assert answers[1].match.reason == "the same target is told through subscription one"


def test_a_preview_renders_for_each_who_matches_and_records_nothing() -> None:
    h = home()
    people = (
        subscriber("Ann", frequency=Frequency.WEEKLY),
        subscriber("Room", Channel.SLACK),
        subscriber("Hook", Channel.WEBHOOK),
        subscriber("Bob", filters=Filters(authorities=frozenset({NORTHBOROUGH}))),
    )
    shown = preview(visit_change(), people, h.context)
    assert [(s.id, m.channel) for s, m in shown] == [
        ("ann", Channel.EMAIL),
        ("room", Channel.SLACK),
        ("hook", Channel.WEBHOOK),
    ]
    assert h.store.deliveries_of(visit_change().id) == ()
    assert h.sender.sent == []
