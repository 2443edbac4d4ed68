"""`domain/delivery.py`: what a delivery may become, and its business key."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from visitwatch.domain.change import ChangeId
from visitwatch.domain.delivery import (
    Delivery,
    DeliveryEvent,
    MailEvent,
    RenderedMessage,
    delivery_id,
    digest_delivery,
    is_alert,
    is_digest,
    may_follow,
    moved,
    to_send,
    was_missed,
)
from visitwatch.domain.delivery import DeliveryStatus as Status
from visitwatch.domain.subscription import Channel, SubscriberId

FAILED = {Status.TEMPORARY_FAILURE, Status.PERMANENT_FAILURE, Status.TECHNICAL_FAILURE}
OVER = {Status.SENT, Status.DELIVERED}
MAY_BEGIN = {Status.CREATED, Status.WAITING, Status.TEMPORARY_FAILURE}


def _after(now: Status) -> set[Status]:
    return {then for then in Status if may_follow(now, then)}


def _before(then: Status) -> set[Status]:
    return {now for now in Status if may_follow(now, then)}


def test_sending_begins_from_what_is_created_waiting_or_failed_for_a_time() -> None:
    assert _before(Status.SENDING) == MAY_BEGIN


def test_what_is_being_sent_ends_in_success_or_a_named_failure() -> None:
    assert _after(Status.SENDING) == OVER | FAILED


def test_only_what_is_being_sent_was_sent_or_has_a_technical_failure() -> None:
    assert _before(Status.SENT) == {Status.SENDING}
    assert _before(Status.TECHNICAL_FAILURE) == {Status.SENDING}


def test_what_was_sent_may_bounce_or_arrive_and_what_arrived_may_still_bounce() -> None:
    assert _after(Status.SENT) == {Status.DELIVERED, Status.TEMPORARY_FAILURE, Status.PERMANENT_FAILURE}
    assert _after(Status.DELIVERED) == {Status.PERMANENT_FAILURE}


@pytest.mark.parametrize("failed", [Status.PERMANENT_FAILURE, Status.TECHNICAL_FAILURE])
def test_what_failed_for_good_is_only_created_again(failed: Status) -> None:
    assert _after(failed) == {Status.CREATED}


def test_every_delivery_that_is_not_over_can_be_given_up() -> None:
    assert _before(Status.PERMANENT_FAILURE) == set(Status) - {Status.PERMANENT_FAILURE, Status.TECHNICAL_FAILURE}


def test_what_is_held_or_waits_has_not_been_sent() -> None:
    assert not (_before(Status.HELD) | _before(Status.WAITING)) & (OVER | FAILED | {Status.SENDING})


def test_no_delivery_is_sent_again_without_being_created_again() -> None:
    assert not may_follow(Status.SENT, Status.SENDING)
    assert not may_follow(Status.DELIVERED, Status.SENDING)


AT = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)


def created() -> Delivery:
    change, subscriber = ChangeId("change"), SubscriberId("subscriber")
    key = delivery_id(change, subscriber, Channel.EMAIL)
    return Delivery(key, change, subscriber, Channel.EMAIL, Status.CREATED, AT, AT)


def test_a_move_has_its_time_and_only_sending_counts_an_attempt() -> None:
    sending = moved(created(), Status.SENDING, at=AT + timedelta(minutes=1))
    assert (sending.status, sending.attempts, sending.updated_at) == (Status.SENDING, 1, AT + timedelta(minutes=1))
    assert sending.created_at == AT
    sent = moved(sending, Status.SENT, at=AT, provider_id="mail-1", detail="250")
    assert (sent.status, sent.attempts, sent.provider_id, sent.detail) == (Status.SENT, 1, "mail-1", "250")
    assert moved(sent, Status.DELIVERED, at=AT).provider_id == "mail-1"
    assert moved(sent, Status.DELIVERED, at=AT).detail == ""


def test_a_move_that_is_not_allowed_is_an_error_that_names_both_ends() -> None:
    with pytest.raises(ValueError, match="in created may not become delivered"):
        moved(created(), Status.DELIVERED, at=AT)


def test_one_person_one_change_one_channel_is_one_delivery() -> None:
    change, subscriber = ChangeId("change"), SubscriberId("subscriber")
    mail = delivery_id(change, subscriber, Channel.EMAIL)
    assert mail == delivery_id(change, subscriber, Channel.EMAIL)
    assert len(mail) == 24
    others = {
        delivery_id(ChangeId("other"), subscriber, Channel.EMAIL),
        delivery_id(change, SubscriberId("other"), Channel.EMAIL),
        delivery_id(change, subscriber, Channel.SLACK),
    }
    assert mail not in others
    assert len(others) == 3


def test_the_parts_of_the_key_do_not_run_into_each_other() -> None:
    one = delivery_id(ChangeId("ab"), SubscriberId("c"), Channel.EMAIL)
    assert one != delivery_id(ChangeId("a"), SubscriberId("bc"), Channel.EMAIL)


def in_status(status: Status, detail: str = "") -> Delivery:
    return replace(created(), status=status, detail=detail)


def test_what_is_created_or_was_put_off_before_it_was_handed_over_is_to_be_sent() -> None:
    assert {status for status in Status if to_send(in_status(status))} == {Status.CREATED, Status.TEMPORARY_FAILURE}
    assert to_send(in_status(Status.TEMPORARY_FAILURE, "TimeoutError"))
    assert not to_send(in_status(Status.TEMPORARY_FAILURE, MailEvent.SOFT_BOUNCE))
    assert not to_send(in_status(Status.TEMPORARY_FAILURE, MailEvent.DELAYED))


def test_what_failed_or_came_back_was_missed() -> None:
    failed = {Status.PERMANENT_FAILURE, Status.TECHNICAL_FAILURE}
    assert {status for status in Status if was_missed(in_status(status))} == failed
    assert {status for status in Status if was_missed(in_status(status, MailEvent.SOFT_BOUNCE))} == failed | {
        Status.TEMPORARY_FAILURE
    }


@pytest.mark.parametrize("detail", ["", "TimeoutError", "transient", MailEvent.DELAYED, MailEvent.HARD_BOUNCE])
def test_what_was_put_off_for_another_reason_than_a_soft_bounce_was_not_missed(detail: str) -> None:
    assert not was_missed(in_status(Status.TEMPORARY_FAILURE, detail))


def test_a_digests_own_record_is_known_by_its_change() -> None:
    record = digest_delivery("2024-01-08", SubscriberId("subscriber"), Channel.EMAIL, AT)
    assert is_digest(record)
    assert not is_digest(created())
    assert is_alert(created())
    assert not is_alert(record)
    assert (record.id, record.digest_id, record.status, record.created_at) == (
        "2024-01-08",
        "2024-01-08",
        Status.CREATED,
        AT,
    )


VALUES: tuple[Any, ...] = (
    created(),
    DeliveryEvent("mail-1", MailEvent.DELIVERED, AT),
    RenderedMessage(Channel.EMAIL, "A subject", b"A body"),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_the_ledger_is_told_is_compared_by_value_cannot_be_altered_and_holds_its_fields_alone(value: Any) -> None:
    name = fields(value)[0].name
    assert value == replace(value)
    assert value != replace(value, **{name: "other"})
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, "other")
    assert not hasattr(value, "__dict__")
