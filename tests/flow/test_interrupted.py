"""A process may die before or after any line that writes. The next runs lose no alert, and double none."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flow.home import BROKEN, DAY_ONE, ELM, HTML, OAK, Feed, Home, letter, publication

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.memory import MemoryDocuments, MemoryQueue, MemoryStore
from visitwatch.adapters.sqlite import open_store
from visitwatch.domain.change import ChangeKind
from visitwatch.domain.publication import FeedPage, Notice
from visitwatch.flow.collect_report import GIVE_UP_TRIES
from visitwatch.ports import Store, WorkQueue

OLD = date(2025, 9, 30)


class DiedError(BaseException):
    """As kill -9: nothing catches it."""


@dataclass
class Fuse:
    """Blows at the given number of calls, once. after: when the call has been made, otherwise before it."""

    blows_at: int = -1
    after: bool = False
    calls: int = 0

    def __call__(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        now = self.calls == self.blows_at
        if now and not self.after:
            raise DiedError
        result = call(*args, **kwargs)
        if now:
            raise DiedError
        return iter(list(result)) if isinstance(result, Iterator) else result


@dataclass
class Fused:
    """Any port, with every call through the fuse."""

    port: object
    fuse: Fuse = field(default_factory=Fuse)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self.port, name)
        return lambda *args, **kwargs: self.fuse(call, *args, **kwargs)


def fused_home(fuse: Fuse, folder: Path | None = None) -> Home:
    """In memory, or in SQLite in the folder."""
    clock = FixedClock(DAY_ONE)
    sqlite = open_store(folder) if folder else None
    store: Store = sqlite or MemoryStore()
    home = Home(
        clock=clock,
        store=cast("Store", Fused(store, fuse)),
        documents=cast("MemoryDocuments", Fused(MemoryDocuments(), fuse)),
        ledger=store,
        feeds=[Feed("feed", [FeedPage((), (), 0)])],
    )
    home.queue = cast("WorkQueue", Fused(sqlite.queue(clock) if sqlite else MemoryQueue(clock), fuse))
    home.portal.pages = {OAK: [], ELM: []}
    home.publish("oak-1", letter("Oakshire", 1, date(2025, 9, 2), "Supervision is weak."), OAK, published=OLD)
    home.publish("elm-1", letter("Elmshire", 1, date(2025, 9, 2)), ELM, published=OLD)
    return home


def news(home: Home, order: random.Random) -> None:
    """One of everything that can happen on a day, listed in any order."""
    files = {
        "oak-4": (letter("Oakshire", 4, date(2026, 5, 5), "Supervision is good."), (OAK,)),
        "oak-3": (letter("Oakshire", 2, date(2026, 2, 3), "Supervision is good."), (OAK,)),
        "joint": (letter("Oakshire and Elmshire", 5, date(2026, 5, 19)), (OAK, ELM)),
        "oak-moved": (home.files.content["oak-1"], (OAK,)),
        "elm-html": (HTML, (ELM,)),
        "elm-broken": (BROKEN, (ELM,)),
        "elm-wrong": (letter("Oakshire", 6, date(2026, 5, 26)), (ELM,)),
    }
    for url, (body, urns) in order.sample(sorted(files.items()), len(files)):
        home.publish(url, cast("bytes", body), *urns)
    home.files.content["elm-2"] = letter("Elmshire", 2, date(2025, 12, 2), "It is not as bad as was printed.")
    home.feeds[0].pages = [FeedPage((), (Notice("n#1", "https://gov.example/n", (OAK,), "A notice", None, "feed"),), 0)]
    page = home.portal.pages[ELM]
    assert isinstance(page, list)
    page.append(publication("oak-2", ELM, home.clock.now().date()))
    pages = order.sample(sorted(home.portal.pages.items()), len(home.portal.pages))
    home.portal.pages = {urn: order.sample(page, len(page)) for urn, page in pages if isinstance(page, list)}


def outcome(home: Home) -> tuple[object, ...]:
    """What is told, and to whom, and what ops hear of; without the times."""
    assert home.ledger is not None
    changes = {(change.id, change.kind, frozenset(change.urns), change.previous) for change in home.changes()}
    told = Counter(home.told)
    assert set(told.values()) <= {1}, "somebody was told twice"
    entered = {d.id for change in home.changes() for d in home.ledger.deliveries_of(change.id)}
    assert set(told) == entered, "somebody was not told"
    return changes, set(told), home.problems()


def whole_story(home: Home, fuse: Fuse, *, dies: tuple[int, ...], after: bool, seed: int) -> int:
    """Learns; a report is told; then the day of news, in which the process dies at each of the given calls of a run.

    Returns how many calls an undisturbed run of that day makes.
    """
    order = random.Random(seed)
    home.check()
    home.publish("oak-2", letter("Oakshire", 3, date(2026, 3, 3), "Supervision is weak."), OAK)
    home.publish("elm-2", letter("Elmshire", 2, date(2025, 12, 2), "It is bad."), ELM)
    home.check()
    home.next_day()
    news(home, order)
    calls = 0
    for blows_at in dies:
        fuse.calls, fuse.blows_at, fuse.after = 0, blows_at, after
        with suppress(DiedError):
            home.check()
        calls = fuse.calls
    fuse.blows_at = -1
    for _ in range(GIVE_UP_TRIES + 1):
        home.check()
    return calls


def run(
    seed: int = 0, dies: tuple[int, ...] = (-1,), *, after: bool = False, folder: Path | None = None
) -> tuple[Home, int]:
    fuse = Fuse()
    home = fused_home(fuse, folder)
    return home, whole_story(home, fuse, dies=dies, after=after, seed=seed)


REFERENCE, CALLS = run()
EXPECTED = outcome(REFERENCE)
STEP = 17
"""Of the short run: every so many calls, others in each mode. The long run takes every call."""


def test_the_day_of_news_tells_what_it_should() -> None:
    assert Counter(change.kind for change in REFERENCE.changes()) == {
        ChangeKind.NEW_REPORT: 6,
        ChangeKind.UNREADABLE: 2,
        ChangeKind.CORRECTION: 1,
        ChangeKind.RECOMPARED: 1,
        ChangeKind.NOTICE: 1,
    }
    assert {change.url for change in REFERENCE.changes()} == {
        *("oak-2", "oak-3", "oak-4", "joint", "elm-2", "elm-html", "elm-broken", "elm-wrong", "https://gov.example/n")
    }


@pytest.mark.parametrize("after", [False, True])
def test_who_dies_at_any_call_loses_nothing_and_doubles_nothing(*, after: bool) -> None:
    first = 1 + STEP // 2 * after
    assert CALLS > 100
    for number in range(first, CALLS + 1, STEP):
        home, _ = run(dies=(number,), after=after)
        assert outcome(home) == EXPECTED, f"died at call {number}"


@pytest.mark.long
@pytest.mark.parametrize("after", [False, True])
def test_who_dies_at_any_single_call_loses_nothing_and_doubles_nothing(*, after: bool) -> None:
    for number in range(1, CALLS + 1):
        home, _ = run(dies=(number,), after=after)
        assert outcome(home) == EXPECTED, f"died at call {number}"


def test_the_same_holds_in_sqlite(tmp_path: Path) -> None:
    for number in range(CALLS // 3, CALLS, CALLS // 3):
        home, _ = run(dies=(number, number // 2), after=bool(number % 2), folder=tmp_path / str(number))
        assert outcome(home) == EXPECTED, f"died at call {number}"


@settings(max_examples=20)
@given(
    seed=st.integers(0, 10**6),
    dies=st.lists(st.integers(1, CALLS), max_size=4).map(tuple),
    after=st.booleans(),
)
def test_the_same_listing_in_any_order_and_interrupted_anywhere_gives_the_same_changes(
    seed: int, dies: tuple[int, ...], *, after: bool
) -> None:
    home, _ = run(seed, dies, after=after)
    assert outcome(home) == EXPECTED


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("days", [0, 1])
def test_a_first_check_that_dies_anywhere_alerts_for_no_old_report_later(*, after: bool, days: int) -> None:
    for number in range(1, 60):
        fuse = Fuse(number, after)
        home = fused_home(fuse)
        try:
            home.check()
        except DiedError:
            home.next_day(days)
        fuse.blows_at = -1
        home.check()
        home.check()
        assert home.changes() == [], f"died at call {number}"
        assert {record.quiet for record in home.store.all_publications()} == {True}
        assert home.store.learned_at(OAK)
