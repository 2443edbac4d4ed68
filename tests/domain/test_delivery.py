from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitwatch.domain.delivery import DeliveryStatus, digest_delivery, is_alert, is_digest, may_follow
from visitwatch.domain.digest import digest_id, last_due, next_due
from visitwatch.domain.london import to_london
from visitwatch.domain.subscription import Channel, Frequency, Subscriber, SubscriberId
from visitwatch.domain.unsubscribe import make_token, read_token, unsubscribe_url

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(datetime(2016, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  naive bounds
DIGESTS = st.sampled_from([Frequency.DAILY, Frequency.WEEKLY])


def test_nothing_is_sent_that_was_sent() -> None:
    for status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED):
        assert not may_follow(status, DeliveryStatus.SENDING)
        assert not may_follow(status, DeliveryStatus.CREATED)


def test_an_unknown_end_is_sent_again_only_by_way_of_created() -> None:
    assert not may_follow(DeliveryStatus.TECHNICAL_FAILURE, DeliveryStatus.SENDING)
    assert may_follow(DeliveryStatus.TECHNICAL_FAILURE, DeliveryStatus.CREATED)


def test_what_the_brake_holds_cannot_be_sent_before_its_release() -> None:
    assert not may_follow(DeliveryStatus.HELD, DeliveryStatus.SENDING)


def test_every_status_has_its_successors() -> None:
    for status in DeliveryStatus:
        assert any(may_follow(status, then) for then in DeliveryStatus)


def test_a_digest_s_record_is_told_from_an_alert() -> None:
    record = digest_delivery("0" * 24, SubscriberId("ann"), Channel.EMAIL, datetime(2026, 6, 1, tzinfo=UTC))
    assert is_digest(record)
    assert not is_alert(record)


@given(MOMENTS)
def test_london_s_clock_is_that_of_the_time_zone_data(at: datetime) -> None:
    assert to_london(at).replace(tzinfo=None) == at.astimezone(LONDON).replace(tzinfo=None)


@given(MOMENTS, DIGESTS)
def test_digests_are_due_at_half_past_eight_in_london(at: datetime, frequency: Frequency) -> None:
    due, last = next_due(frequency, at), last_due(frequency, at)
    assert last <= at < due
    for moment in (due, last):
        local = moment.astimezone(LONDON)
        assert (local.hour, local.minute) == (8, 30)
        assert frequency is Frequency.DAILY or local.weekday() == 0
    assert next_due(frequency, last) == due
    assert due - last <= timedelta(days=1 if frequency is Frequency.DAILY else 7, hours=1)


def test_alerts_at_once_have_no_due_time() -> None:
    with pytest.raises(ValueError, match="no due time"):
        next_due(Frequency.IMMEDIATELY, datetime(2026, 6, 1, tzinfo=UTC))


def test_a_digest_is_the_same_for_one_subscriber_and_period_only() -> None:
    due = datetime(2026, 6, 1, 7, 30, tzinfo=UTC)
    ids = {
        digest_id(SubscriberId(who), frequency, day)
        for who in ("ann", "bob")
        for frequency in (Frequency.DAILY, Frequency.WEEKLY)
        for day in (due, due + timedelta(days=7))
    }
    assert len(ids) == 8
    assert digest_id(SubscriberId("ann"), Frequency.DAILY, due) in ids


@given(st.text(min_size=1), st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True))
def test_a_token_names_its_subscriber_and_no_other_secret_makes_it(secret: str, name: str) -> None:
    secret = secret.encode("utf-8", "ignore").decode() or "x"
    token = make_token(secret, SubscriberId(name))
    assert read_token(secret, token) == name
    assert read_token(secret + "x", token) is None
    assert read_token("", token) is None
    assert unsubscribe_url("https://alerts.example/", token) == f"https://alerts.example/unsubscribe/{token}"


@given(st.text())
def test_a_made_up_token_is_nobody_s(token: str) -> None:
    assert read_token("secret", token) is None


def test_tokens_need_a_secret() -> None:
    with pytest.raises(ValueError, match="secret"):
        make_token("", SubscriberId("ann"))


def test_a_subscriber_s_repr_hides_where_it_lives() -> None:
    secret = Subscriber(SubscriberId("a"), "Ann", Channel.EMAIL, "ann@council.example", owner="o@council.example")
    assert "council" not in repr(secret)
