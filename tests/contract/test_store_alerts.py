from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.contract.test_store_publications import full_report

from visitwatch.domain.change import Change, ChangeId, ChangeKind, Correction, change_id
from visitwatch.domain.comparison import Edit
from visitwatch.domain.delivery import Delivery, DeliveryId, DeliveryStatus, delivery_id
from visitwatch.domain.publication import Notice, Publication
from visitwatch.domain.report import Kind, Urn
from visitwatch.domain.subscription import Channel, SubscriberId
from visitwatch.errors import StoreBusyError
from visitwatch.ports import SourceState, Store

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
A, B = Urn("90001"), Urn("90002")
URL = "https://files.example/v1/file/1"
ANN, BOB = SubscriberId("ann"), SubscriberId("bob")


def change(part: str = "1", at: datetime = NOW) -> Change:
    return Change(
        id=change_id(ChangeKind.NEW_REPORT, part),
        kind=ChangeKind.NEW_REPORT,
        urns=(A, B),
        occurred_at=at,
        title="Exampleshire: second monitoring visit",
        url=URL,
        report_kind=Kind.MONITORING_VISIT,
        publication=Publication(URL, A, "monitoring visit", date(2026, 5, 29), None, "portal"),
        report=full_report(),
        correction=Correction("b" * 64, (Edit("equal", "One "), Edit("insert", "two")), ("ordinal",)),
        notice=Notice("id#1", URL, (A,), "A notice", NOW, "feed"),
        previous=ChangeId("f" * 24),
        reason="html",
    )


def delivery(to: SubscriberId = ANN, change_part: str = "1", at: datetime = NOW) -> Delivery:
    of = change(change_part).id
    return Delivery(
        delivery_id(of, to, Channel.EMAIL), of, to, Channel.EMAIL, DeliveryStatus.CREATED, created_at=at, updated_at=at
    )


def test_a_change_comes_back_as_it_was_put(store: Store) -> None:
    assert store.add_change(change())
    assert store.get_change(change().id) == change()
    assert store.get_change(ChangeId("0" * 24)) is None


def test_a_change_is_added_once_and_replaced_on_purpose(store: Store) -> None:
    store.add_change(change())
    other = replace(change(), title="Another")
    assert not store.add_change(other)
    assert store.get_change(change().id) == change()
    store.put_change(other)
    assert store.get_change(change().id) == other


def test_changes_are_listed_by_time_from_since_up_to_until(store: Store) -> None:
    hours = [NOW + timedelta(hours=n) for n in range(4)]
    for at in reversed(hours):
        store.add_change(change(str(at), at))
    listed = store.changes_since(hours[1], hours[3])
    assert [c.occurred_at for c in listed] == hours[1:3]
    assert [c.occurred_at for c in store.changes_since(hours[2])] == hours[2:]
    assert listed[0].published == date(2026, 5, 29)
    assert (listed[0].urns, listed[0].title, listed[0].kind) == ((A, B), change().title, ChangeKind.NEW_REPORT)


def test_a_person_is_entered_once_for_a_change(store: Store) -> None:
    assert store.add_delivery(delivery())
    assert not store.add_delivery(replace(delivery(), status=DeliveryStatus.HELD))
    assert store.get_delivery(delivery().id) == delivery()
    assert store.get_delivery(DeliveryId("0" * 24)) is None


def test_a_delivery_moves_and_sending_counts_an_attempt(store: Store) -> None:
    store.add_delivery(delivery())
    later = NOW + timedelta(minutes=1)
    sending = store.move_delivery(delivery(), DeliveryStatus.SENDING, at=later)
    assert (sending.status, sending.attempts, sending.updated_at) == (DeliveryStatus.SENDING, 1, later)
    sent = store.move_delivery(sending, DeliveryStatus.SENT, at=later, provider_id="m-1", detail="ok")
    assert store.get_delivery(sent.id) == sent
    assert (sent.attempts, sent.provider_id, sent.detail) == (1, "m-1", "ok")
    assert store.delivery_by_provider_id("m-1") == sent
    assert store.move_delivery(sent, DeliveryStatus.DELIVERED, at=later).provider_id == "m-1"


def test_who_moves_a_delivery_second_is_refused(store: Store) -> None:
    store.add_delivery(delivery())
    store.move_delivery(delivery(), DeliveryStatus.SENDING, at=NOW)
    with pytest.raises(StoreBusyError):
        store.move_delivery(delivery(), DeliveryStatus.SENDING, at=NOW)


def test_a_delivery_sent_again_is_not_the_one_of_the_first_attempt(store: Store) -> None:
    store.add_delivery(delivery())
    first = store.move_delivery(delivery(), DeliveryStatus.SENDING, at=NOW)
    failed = store.move_delivery(first, DeliveryStatus.TEMPORARY_FAILURE, at=NOW)
    store.move_delivery(failed, DeliveryStatus.SENDING, at=NOW)
    with pytest.raises(StoreBusyError):
        store.move_delivery(first, DeliveryStatus.SENT, at=NOW)


def test_a_forbidden_move_is_refused_and_changes_nothing(store: Store) -> None:
    store.add_delivery(delivery())
    with pytest.raises(ValueError, match="may not become"):
        store.move_delivery(delivery(), DeliveryStatus.DELIVERED, at=NOW)
    assert store.get_delivery(delivery().id) == delivery()


def test_moving_what_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(StoreBusyError):
        store.move_delivery(delivery(), DeliveryStatus.SENDING, at=NOW)


def test_deliveries_are_found_by_change_status_and_waiting_subscriber(store: Store) -> None:
    waiting = [replace(delivery(ANN, str(n), NOW - timedelta(hours=n)), status=DeliveryStatus.WAITING) for n in (1, 2)]
    for one in (delivery(ANN), delivery(BOB), *waiting):
        store.add_delivery(one)
    assert {d.subscriber_id for d in store.deliveries_of(change("1").id)} >= {ANN, BOB}
    assert {d.id for d in store.deliveries_in(DeliveryStatus.CREATED)} == {delivery(BOB).id, delivery(ANN).id}
    assert [d.id for d in store.waiting_for(ANN)] == [waiting[1].id]
    assert store.waiting_for(BOB) == ()


def test_no_delivery_is_found_by_an_empty_provider_id(store: Store) -> None:
    store.add_delivery(delivery())
    assert store.delivery_by_provider_id("") is None
    assert store.delivery_by_provider_id("m-1") is None


def test_a_problem_is_news_once_counted_after_and_news_again_after_it_was_closed(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    assert store.report_problem("withdrawn", URL, "first words", NOW)
    assert not store.report_problem("withdrawn", URL, "new words", later)
    (problem,) = store.open_problems()
    assert (problem.name, problem.subject, problem.message) == ("withdrawn", URL, "new words")
    assert (problem.first_seen, problem.last_seen, problem.count, problem.open) == (NOW, later, 2, True)
    assert store.close_problem("withdrawn", URL)
    assert not store.close_problem("withdrawn", URL)
    assert store.open_problems() == ()
    assert store.report_problem("withdrawn", URL, "again", later)
    (again,) = store.open_problems()
    assert (again.first_seen, again.count) == (later, 1)


def test_problems_are_apart_by_name_and_subject_and_listed_oldest_first(store: Store) -> None:
    store.report_problem("gone", "b", "", NOW + timedelta(hours=1))
    store.report_problem("gone", "a", "", NOW)
    store.report_problem("html", "a", "", NOW + timedelta(hours=2))
    assert [(p.name, p.subject) for p in store.open_problems()] == [("gone", "a"), ("gone", "b"), ("html", "a")]
    assert not store.close_problem("html", "b")


def test_the_state_of_a_source_is_replaced(store: Store) -> None:
    assert store.get_source_state("portal") is None
    store.put_source_state(SourceState("portal", NOW))
    good = SourceState("portal", NOW, NOW, "", 153, 2)
    store.put_source_state(good)
    store.put_source_state(SourceState("feed", NOW, None, "feed_ended"))
    assert store.get_source_state("portal") == good
    assert [s.source_id for s in store.source_states()] == ["feed", "portal"]


def test_a_notice_is_new_once(store: Store) -> None:
    assert not store.seen_notice("id#1")
    assert store.add_notice("id#1", NOW)
    assert store.seen_notice("id#1")
    assert not store.add_notice("id#1", NOW)
    assert not store.seen_notice("id#2")
