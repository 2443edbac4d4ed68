"""`domain/delivery.py`: what a delivery may become, and its business key."""

import pytest

from visitwatch.domain.change import ChangeId
from visitwatch.domain.delivery import DeliveryStatus as Status
from visitwatch.domain.delivery import delivery_id, may_follow
from visitwatch.domain.subscription import Channel, SubscriberId

ALLOWED = {
    Status.HELD: {Status.CREATED, Status.WAITING},
    Status.WAITING: {Status.SENDING, Status.CREATED},
    Status.CREATED: {Status.SENDING, Status.WAITING},
    Status.SENDING: {
        Status.SENT,
        Status.DELIVERED,
        Status.TEMPORARY_FAILURE,
        Status.PERMANENT_FAILURE,
        Status.TECHNICAL_FAILURE,
    },
    Status.TEMPORARY_FAILURE: {Status.SENDING, Status.PERMANENT_FAILURE},
    Status.SENT: {Status.DELIVERED, Status.TEMPORARY_FAILURE, Status.PERMANENT_FAILURE},
    Status.DELIVERED: {Status.PERMANENT_FAILURE},
    Status.PERMANENT_FAILURE: {Status.CREATED},
    Status.TECHNICAL_FAILURE: {Status.CREATED},
}


@pytest.mark.parametrize("now", list(Status))
def test_a_delivery_moves_only_along_its_life(now: Status) -> None:
    assert {then for then in Status if may_follow(now, then)} == ALLOWED[now]


def test_no_delivery_is_sent_again_without_being_created_again() -> None:
    assert not may_follow(Status.SENT, Status.SENDING)
    assert not may_follow(Status.DELIVERED, Status.SENDING)


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
