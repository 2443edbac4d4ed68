from __future__ import annotations

from datetime import timedelta

from tests.delivery_values import Home, home, subscriber, visit_change

from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.message import ComposeAlert, DeliverAlert
from visitwatch.domain.publication import Publication, PublicationRecord, PublicationState
from visitwatch.domain.subscription import Frequency
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.flow.deliver_alert import deliver_alert
from visitwatch.flow.measure import measure
from visitwatch.ports import SourceState

HOUR = timedelta(hours=1)


def found(h: Home) -> None:
    change = visit_change()
    h.store.add_change(change)
    compose_alert(ComposeAlert(change.id), h.context)


def test_a_quiet_home_has_nothing_to_alarm_about() -> None:
    measured = measure(home(subscriber()).context)
    assert measured.pop("Measures") == 1
    assert set(measured.values()) == {0}


def test_a_change_that_was_told_in_time_is_no_alarm() -> None:
    h = home(subscriber())
    found(h)
    for message in h.messages():
        assert isinstance(message, DeliverAlert)
        deliver_alert(message, h.context)
    h.clock.advance(5 * HOUR)
    assert measure(h.context)["ReportsUndelivered"] == 0


def test_a_change_that_reached_nobody_is_counted_after_three_hours() -> None:
    h = home(subscriber())
    found(h)
    h.clock.advance(2 * HOUR)
    assert measure(h.context)["ReportsUndelivered"] == 0
    h.clock.advance(2 * HOUR)
    assert measure(h.context)["ReportsUndelivered"] == 1
    assert measure(h.context)["DeliveriesStuck"] == 1


def test_a_change_that_nobody_asked_for_is_no_alarm() -> None:
    h = home()
    found(h)
    h.clock.advance(5 * HOUR)
    assert measure(h.context)["ReportsUndelivered"] == 0


def test_a_new_link_that_was_not_worked_off_is_counted() -> None:
    h = home(subscriber())
    publication = Publication("https://files.example/1", visit_change().urns[0], "a label", None, None, "portal")
    h.store.add_publication(
        PublicationRecord(publication, PublicationState.LISTED, quiet=False, first_seen=h.clock.now())
    )
    assert measure(h.context)["ReportsUndelivered"] == 0
    h.clock.advance(4 * HOUR)
    assert measure(h.context)["ReportsUndelivered"] == 1


def test_a_source_without_success_is_silent_after_36_hours() -> None:
    h = home()
    h.store.put_source_state(SourceState("portal", h.clock.now(), h.clock.now()))
    h.clock.advance(35 * HOUR)
    assert measure(h.context)["SourcesSilent"] == 0
    h.clock.advance(2 * HOUR)
    assert measure(h.context)["SourcesSilent"] == 1


def test_a_digest_is_late_two_hours_after_it_was_due() -> None:
    h = home(subscriber(frequency=Frequency.DAILY))
    found(h)
    assert len(h.store.deliveries_in(DeliveryStatus.WAITING)) == 1
    late = []
    for _ in range(30):
        h.clock.advance(HOUR)
        late.append(measure(h.context)["DigestsLate"])
    assert late == sorted(late)
    assert (late[0], late[-1]) == (0, 1)
