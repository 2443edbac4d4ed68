"""Whatever happens, in whatever order: who should hear of a report hears of it, once."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from tests.flow.home import ELM, HTML, NAMES, OAK, letter, publication
from tests.flow.test_interrupted import DiedError, Fuse, fused_home

from visitwatch.domain.change import ChangeKind
from visitwatch.domain.report import Urn
from visitwatch.errors import GoneError, SourceUnreachableError, VisitwatchError
from visitwatch.flow.announce import OUR_FAILURE
from visitwatch.flow.check_feeds import GIVE_UP_CHECKS, is_unfinished
from visitwatch.flow.record_listing import WITHDRAWN

FAULTS: tuple[bytes | VisitwatchError, ...] = (HTML, GoneError("404"), SourceUnreachableError("timed out"))


@dataclass
class Letter:
    """What the world knows of a report. body: as it stands when its link is well."""

    url: str
    urn: Urn
    number: int
    quiet: bool
    body: bytes
    listed: date
    versions: int = 1
    on_page: bool = True
    was_broken: bool = False

    def printed(self, *, layout: str = "") -> bytes:
        good = "good" if self.versions % 2 else "not good"
        words = (f"Supervision is {good}.", f"Version {self.versions} of letter {self.number}.")
        day = date(2023, 1, 3) + timedelta(days=35 * self.number)
        return letter(NAMES[self.urn], 1 + self.number % 6, day, *words, layout=layout)


@dataclass
class World:
    fuse: Fuse = field(default_factory=Fuse)
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home = fused_home(self.fuse)
        self.home.portal.pages = {OAK: [], ELM: []}

    def publish(self, urn: Urn, *, quiet: bool) -> Letter:
        number = len(self.letters)
        new = Letter(f"https://files.example/{number}", urn, number, quiet, b"", self.home.clock.now().date())
        new.body = new.printed()
        self.letters.append(new)
        self.show(new)
        return new

    def show(self, shown: Letter) -> None:
        self.home.files.content[shown.url] = shown.body
        self.home.portal.pages = {
            urn: [publication(one.url, urn, one.listed) for one in self.letters if one.urn == urn and one.on_page]
            for urn in (OAK, ELM)
        }


class AnyHistory(RuleBasedStateMachine):
    letters = Bundle("letters")

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize()
    def learns(self) -> None:
        self.world.publish(OAK, quiet=True)
        self.world.publish(ELM, quiet=True)
        self.world.home.check()

    @rule(target=letters, urn=st.sampled_from((OAK, ELM)))
    def is_published(self, urn: Urn) -> Letter:
        return self.world.publish(urn, quiet=False)

    @rule(one=letters, fault=st.sampled_from(FAULTS))
    def breaks(self, one: Letter, fault: bytes | VisitwatchError) -> None:
        one.was_broken = True
        self.world.home.files.content[one.url] = fault

    @rule(one=letters)
    def is_well_again(self, one: Letter) -> None:
        self.world.show(one)

    @rule(one=letters, layout=st.booleans())
    def is_replaced(self, one: Letter, *, layout: bool) -> None:
        one.versions += not layout
        one.body = one.printed(layout=f"layout {one.body.count(b'l')}" if layout else "")
        self.world.show(one)

    @rule(one=letters)
    def leaves_its_page_or_comes_back(self, one: Letter) -> None:
        one.on_page = not one.on_page
        self.world.show(one)

    @rule(days=st.integers(0, 20))
    def time_goes_by(self, days: int) -> None:
        self.world.home.next_day(days)

    @rule()
    def is_checked(self) -> None:
        self.world.home.check()

    @rule(at=st.integers(1, 200), after=st.booleans())
    def is_checked_and_dies(self, at: int, *, after: bool) -> None:
        fuse = self.world.fuse
        fuse.calls, fuse.blows_at, fuse.after = 0, at, after
        with suppress(DiedError):
            self.world.home.check()
        fuse.blows_at = -1

    @invariant()
    def nobody_hears_twice_and_nobody_of_what_was_learned(self) -> None:
        home = self.world.home
        assert set(Counter(home.told).values()) <= {1}
        quiet = {one.url for one in self.world.letters if one.quiet}
        changes = home.changes()
        assert not quiet & {change.url for change in changes}
        per_link = Counter((change.url, change.kind) for change in changes)
        assert all(count == 1 for (_, kind), count in per_link.items() if kind is ChangeKind.NEW_REPORT)
        assert all(count == 1 for (_, kind), count in per_link.items() if kind is ChangeKind.UNREADABLE)
        broken = {one.url for one in self.world.letters if one.was_broken}
        unread = [change for change in changes if change.kind is ChangeKind.UNREADABLE]
        assert {change.url for change in unread if change.reason not in (OUR_FAILURE, WITHDRAWN)} <= broken
        ids = {change.id for change in changes}
        assert all(change.previous in ids for change in changes if change.previous is not None)

    def teardown(self) -> None:
        """Calm days: every link is well, every check ends."""
        world, home = self.world, self.world.home
        for one in world.letters:
            world.show(one)
        for _ in range(GIVE_UP_CHECKS + 1):
            home.check()
        self.nobody_hears_twice_and_nobody_of_what_was_learned()
        told = {(change.url, person) for change in home.changes() for person in home.told_of(change)}
        for one in world.letters:
            if one.on_page and not one.quiet:
                person = "oakley" if one.urn == OAK else "elmer"
                assert {(one.url, person), (one.url, "all")} <= told
                record = home.store.get_publication(one.url)
                assert record is not None
                assert not is_unfinished(record)
        assert home.ledger is not None
        entered = {d.id for change in home.changes() for d in home.ledger.deliveries_of(change.id)}
        assert entered == set(home.told)
        assert home.queue.waiting() == 0
        assert home.queue.buried() == ()


AnyHistory.TestCase.settings = settings(stateful_step_count=30)
TestAnyHistory = AnyHistory.TestCase
