"""A process may die before or after any call: nobody is told twice, and whoever was not told is known to ops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from tests.delivery_values import Home, RecordingSender, home, inspection_change, subscriber, visit_change

from visitwatch.adapters.sqlite import open_store
from visitwatch.domain.change import Change
from visitwatch.domain.delivery import Delivery, DeliveryStatus, RenderedMessage
from visitwatch.domain.message import ComposeAlert
from visitwatch.domain.problem import Problem
from visitwatch.domain.subscription import Channel, Frequency, Subscriber
from visitwatch.flow.run_queue import all_stages, run_queue
from visitwatch.flow.send_digests import send_digests
from visitwatch.flow.sweep import sweep_deliveries
from visitwatch.ports import AlertItem, Queue, Sender, Store, WorkQueue

CHANGES: tuple[Change, ...] = (visit_change(), inspection_change())
PEOPLE = (subscriber("Ann"), subscriber("Bob", Channel.SLACK), subscriber("Cat", frequency=Frequency.DAILY))
DONE = {DeliveryStatus.SENT}


class DiedError(BaseException):
    """As kill -9: nothing catches it."""


@dataclass
class Fuse:
    """Blows once, at the given call. after: when the call has been made, otherwise before it."""

    blows_at: int
    after: bool
    calls: int = 0

    def run(self, call: Callable[..., Any], *args: Any, **named: Any) -> Any:
        self.calls += 1
        mine = self.calls == self.blows_at
        if mine and not self.after:
            raise DiedError
        result = call(*args, **named)
        if mine:
            raise DiedError
        return result


class Fused:
    """Any port, each call of which may be the last."""

    def __init__(self, inner: object, fuse: Fuse) -> None:
        self._inner = inner
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)
        return lambda *args, **named: self._fuse.run(call, *args, **named)


def fused(h: Home, store: Store, queue: WorkQueue, fuse: Fuse) -> Home:
    sender = cast("Sender", Fused(h.sender, fuse))
    h.context = replace(
        h.context,
        store=cast("Store", Fused(store, fuse)),
        queue=cast("Queue", Fused(queue, fuse)),
        senders=dict.fromkeys(Channel, sender),
        renderer=IdRenderer(),
    )
    return h


def day(h: Home, queue: WorkQueue) -> None:
    """What cron does: a check and, the next morning, the digests; each step again after a death."""

    def step(work: Callable[[], object]) -> None:
        for _ in range(3):
            try:
                sweep_deliveries(h.context, timedelta(0))
                work()
                run_queue(h.context, queue, all_stages())
            except DiedError:
                continue
            return

    def compose() -> None:
        for change in CHANGES:
            h.context.queue.send(ComposeAlert(change.id))

    step(compose)
    h.clock.advance(timedelta(days=1))
    step(lambda: send_digests(h.context))
    h.clock.advance(timedelta(days=1))
    step(lambda: send_digests(h.context))


class IdRenderer:
    """The port Renderer, fast: a message is the ids of the changes it tells of."""

    def render_alert(self, item: AlertItem, subscriber: Subscriber, delivery: Delivery) -> RenderedMessage:
        return RenderedMessage(subscriber.channel, "", item.change.id.encode())

    def render_digest(
        self, items: tuple[AlertItem, ...], subscriber: Subscriber, digest_id: str, at: datetime
    ) -> RenderedMessage:
        return RenderedMessage(subscriber.channel, "", " ".join(item.change.id for item in items).encode())

    def render_problems(self, problems: tuple[Problem, ...], subscriber: Subscriber, at: datetime) -> RenderedMessage:
        return RenderedMessage(subscriber.channel, "", b"")


def told(sender: RecordingSender) -> Counter[tuple[str, str]]:
    """How often each subscriber was told of each change."""
    return Counter(
        (receiver.id, change) for message, receiver, _ in sender.sent for change in message.body.decode().split()
    )


def check(h: Home, store: Store) -> None:
    times = told(h.sender)
    assert max(times.values(), default=0) <= 1, times
    unknown = {p.subject for p in store.open_problems() if p.name == "delivery_unknown"}
    for change in CHANGES:
        deliveries = {d.subscriber_id: d for d in store.deliveries_of(change.id)}
        for person in PEOPLE:
            delivery = deliveries[person.id]
            if delivery.status not in DONE:
                assert delivery.status is DeliveryStatus.TECHNICAL_FAILURE, delivery
                assert unknown & {delivery.id, delivery.digest_id}, delivery
            else:
                assert times[person.id, change.id] == 1


def whole_day(store: Store, queue: WorkQueue, h: Home, fuse: Fuse) -> None:
    for change in CHANGES:
        store.add_change(change)
    day(fused(h, store, queue, fuse), queue)
    check(h, store)


def test_a_day_without_a_death_tells_everybody_of_everything_once() -> None:
    h = home(*PEOPLE)
    whole_day(h.store, h.queue, h, Fuse(-1, after=False))
    assert told(h.sender) == Counter({(p.id, c.id): 1 for p in PEOPLE for c in CHANGES})


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whoever_dies_at_any_call_tells_nobody_twice_and_ops_know_the_rest(after: bool) -> None:  # noqa: FBT001  a column
    at, fuse, unknown = 0, Fuse(-1, after), 0
    while at <= fuse.calls:
        at += 1
        h, fuse = home(*PEOPLE), Fuse(at, after)
        whole_day(h.store, h.queue, h, fuse)
        unknown += len(h.store.deliveries_in(DeliveryStatus.TECHNICAL_FAILURE))
    assert at > 50
    assert unknown  # deaths while sending were among them


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_same_holds_in_sqlite(after: bool, tmp_path: Path) -> None:  # noqa: FBT001  a column
    for at in range(1, 80, 7):
        h = home(*PEOPLE)
        store = open_store(tmp_path / str(at))
        whole_day(store, store.queue(h.clock), h, Fuse(at, after))
        store.close()
