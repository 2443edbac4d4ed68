"""A whole home for tests of the flow: a portal that is told what to list, files that are told what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.memory import MemoryDocuments, MemoryQueue, MemoryStore
from visitwatch.adapters.plain_text import read_text
from visitwatch.domain.authority import Authority
from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.delivery import DeliveryId, DeliveryStatus
from visitwatch.domain.document import Document
from visitwatch.domain.message import CollectReport, CompareVisits, ComposeAlert, DeliverAlert, Message
from visitwatch.domain.publication import FeedPage, Listing, Publication, SourceFailure, SourceItem, Validator
from visitwatch.domain.register import Register
from visitwatch.domain.report import Finding, Report, Stance, Urn
from visitwatch.domain.subscription import Channel, Filters, Subscriber, SubscriberId
from visitwatch.errors import GoneError, NotAReportError, UnreadableError, VisitwatchError
from visitwatch.flow.check_feeds import check_feeds
from visitwatch.flow.check_result import CheckResult
from visitwatch.flow.collect_report import collect_report
from visitwatch.flow.compare_visits import compare_visits
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.flow.context import Context
from visitwatch.flow.run_queue import RunResult, Stages, run_queue
from visitwatch.ports import Fetched, NotModified, Renderer, Store, Validators, WorkQueue
from visitwatch.settings import Settings

DAY_ONE = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
OAK, ELM, ASH, YEW, FIR = (Urn(f"9000{number}") for number in range(1, 6))
NAMES = {OAK: "Oakshire", ELM: "Elmshire", ASH: "Ashford Vale", YEW: "Yewdale", FIR: "Firthshire"}
TOGETHER = (YEW, FIR)
REGISTER = Register(
    Authority(
        urn,
        name,
        (f"{name} County Council",),
        f"E1000{urn}",
        urn[-3:],
        "South West",
        predecessors=(ELM,) if urn == ASH else (),
        trust="Two Rivers Trust" if urn in TOGETHER else "",
    )
    for urn, name in NAMES.items()
)
URN_OF = {name: urn for urn, name in NAMES.items()}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
HTML = b"<!DOCTYPE html><title>Report not found</title>"
BROKEN = b"%PDF-1.7 truncated"


def letter(authority: str, ordinal: int, day: date, *findings: str, layout: str = "") -> bytes:
    """A monitoring-visit letter in the wording of 2022. layout: printed as a page header, so no word of it counts."""
    last = day + timedelta(days=1)
    dates = f"{day.day} and {last.day} {day:%B %Y}"
    words = findings or ("Social workers now visit children regularly.", "Supervision is still not regular enough.")
    lines = [
        f"{day + timedelta(days=25):%d %B %Y}".lstrip("0"),
        "Dear Ms Example",
        f"Monitoring visit to {authority} children's services",
        (
            f"This letter summarises the findings of the monitoring visit to {authority} children's services on {dates}. "
            f"This was the {_ORDINALS[ordinal - 1]} monitoring visit since the local authority was judged inadequate in "
            "March 2025. His Majesty's Inspectors for this visit were Ann Example and Bob Sample."
        ),
        "Areas covered by the visit",
        "Inspectors reviewed the progress made in the following areas of concern identified at the last inspection:",
        "◼ the quality of plans for children",
        "◼ children in need of help and protection",
        "Headline findings",
        "Progress since the last inspection is too slow.",
        "Findings and evaluation of progress",
        *words,
        "I am copying this letter to the Department for Education.",
        "Yours sincerely",
        "Ann Example",
        "His Majesty's Inspector",
    ]
    return ("%PDF " + layout + "\n" + "\n".join(lines)).encode()


class TextExtractor:
    """Takes the letters above for PDFs: the first line is not printed."""

    def extract(self, data: bytes) -> Document:
        if data.startswith(b"<"):
            raise NotAReportError("a page", reason="html")
        if data == BROKEN:
            raise UnreadableError("cut off", reason="truncated")
        return read_text(data.split(b"\n", 1)[1], max_pages=10)


@dataclass
class Files:
    """The host of the reports. An exception as content is raised. Answers 304 to the validator that it gave."""

    content: dict[str, bytes | VisitwatchError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(
        self, url: str, *, validator: Validator | None = None, max_bytes: int | None = None
    ) -> Fetched | NotModified:
        self.asked.append(url)
        held = self.content.get(url, GoneError("404", subject=url))
        if isinstance(held, VisitwatchError):
            raise held
        etag = f'"{hash(held)}"'
        if validator is not None and validator.etag == etag:
            return NotModified(url)
        return Fetched(url, held, "application/pdf", Validator(url, etag=etag))


@dataclass
class Portal:
    """Yields a listing for each authority, or the failure put in its place; then raises what it was told to."""

    pages: dict[Urn, list[Publication] | SourceFailure] = field(default_factory=dict)
    fails: VisitwatchError | None = None
    source_id: str = "portal"
    complete: bool = True
    labels: tuple[str, ...] = ()

    def poll(self, known: Validators) -> Iterator[SourceItem]:
        for urn, page in self.pages.items():
            if isinstance(page, SourceFailure):
                yield page
            else:
                yield Listing(urn, tuple(page), self.complete, unknown_labels=self.labels)
        if self.fails is not None:
            raise self.fails


@dataclass
class Feed:
    source_id: str
    pages: list[FeedPage] = field(default_factory=list)

    def poll(self, known: Validators) -> Iterator[SourceItem]:
        yield from self.pages


@dataclass
class People:
    people: tuple[Subscriber, ...] = ()

    def all_subscribers(self) -> tuple[Subscriber, ...]:
        return self.people

    def get_subscriber(self, subscriber_id: SubscriberId) -> Subscriber | None:
        return next((person for person in self.people if person.id == subscriber_id), None)

    def deactivate(self, subscriber_id: SubscriberId, reason: str) -> None:
        raise NotImplementedError


def person(name: str, *urns: Urn) -> Subscriber:
    return Subscriber(
        SubscriberId(name), name, Channel.EMAIL, f"{name}@example.org", Filters(authorities=frozenset(urns))
    )


EVERYBODY = (person("oakley", OAK), person("elmer", ELM), person("ashley", ASH), person("all"))


def stances(report: Report) -> Report:
    """Enough of an annotation for directions to follow from: "supervision" is good or it is not."""

    def labelled(finding: Finding) -> Finding:
        good, themes = "good" in finding.text, ("supervision",) if "Supervision" in finding.text else ()
        return replace(finding, themes=themes, stance=Stance.STRENGTH if good else Stance.CONCERN)

    return replace(report, findings=tuple(labelled(finding) for finding in report.findings))


@dataclass
class Home:
    """told: the deliveries that reached the last stage, in order. ledger: the store beneath one that breaks."""

    store: Store = field(default_factory=MemoryStore)
    clock: FixedClock = field(default_factory=lambda: FixedClock(DAY_ONE))
    files: Files = field(default_factory=Files)
    portal: Portal = field(default_factory=Portal)
    feeds: list[Feed] = field(default_factory=list)
    documents: MemoryDocuments = field(default_factory=MemoryDocuments)
    people: tuple[Subscriber, ...] = EVERYBODY
    annotate: Callable[[Report], Report] = stances
    told: list[str] = field(default_factory=list)
    ledger: Store | None = None
    queue: WorkQueue = field(init=False)

    def __post_init__(self) -> None:
        self.queue = MemoryQueue(self.clock)

    @property
    def context(self) -> Context:
        return Context(
            store=self.store,
            documents=self.documents,
            queue=self.queue,
            subscribers=People(self.people),
            renderer=cast("Renderer", None),
            senders={},
            fetcher=self.files,
            extractor=TextExtractor(),
            register=REGISTER,
            clock=self.clock,
            settings=Settings(brake=1000),
            annotate=self.annotate,
        )

    @property
    def stages(self) -> Stages:
        return {
            CollectReport: collect_report,
            CompareVisits: compare_visits,
            ComposeAlert: compose_alert,
            DeliverAlert: self._deliver,
        }

    def _deliver(self, message: Message, ctx: Context) -> None:
        """Hands over at once, and each delivery once: what becomes of it is another stage's matter."""
        assert isinstance(message, DeliverAlert)
        ledger = self.ledger or self.store
        delivery = ledger.get_delivery(DeliveryId(message.delivery_id))
        assert delivery is not None
        if delivery.status is DeliveryStatus.CREATED:
            sending = ledger.move_delivery(delivery, DeliveryStatus.SENDING, at=self.clock.now())
            self.told.append(message.delivery_id)
            ledger.move_delivery(sending, DeliveryStatus.SENT, at=self.clock.now())

    def publish(self, url: str, body: bytes | VisitwatchError, *urns: Urn, published: date | None = None) -> str:
        """Puts a file on its host and on the authorities' pages; by default published on the clock's day."""
        day = published or self.clock.now().date()
        self.files.content[url] = body
        for urn in urns:
            page = self.portal.pages.setdefault(urn, [])
            assert isinstance(page, list)
            page.append(publication(url, urn, day))
        return url

    def check(self, *, run: bool = True) -> CheckResult:
        result = check_feeds(self.context, [self.portal, *self.feeds])
        if run:
            self.run()
        return result

    def run(self) -> RunResult:
        return run_queue(self.context, self.queue, self.stages)

    def next_day(self, days: int = 1) -> None:
        self.clock.advance(timedelta(days=days))

    def changes(self) -> list[Change]:
        found = (
            self.store.get_change(summary.id) for summary in self.store.changes_since(DAY_ONE - timedelta(days=9999))
        )
        return [change for change in found if change is not None]

    def kinds(self) -> list[ChangeKind]:
        return sorted(change.kind for change in self.changes())

    def told_of(self, change: Change) -> set[str]:
        return {delivery.subscriber_id for delivery in self.store.deliveries_of(change.id)}

    def problems(self) -> set[tuple[str, str]]:
        return {(problem.name, problem.subject) for problem in self.store.open_problems()}


def publication(url: str, urn: Urn, day: date | None, source_id: str = "portal") -> Publication:
    label = f"children's services monitoring visit, pdf - {day:%d %B %Y}".lower() if day else "monitoring visit"
    return Publication(url, urn, label, day, None, source_id)


def a_home(pages: Mapping[Urn, Iterable[tuple[str, bytes, date]]] | None = None) -> Home:
    """A home whose portal lists Oakshire (one old letter) and Elmshire (none), or what is given."""
    home = Home()
    if pages is None:
        pages = {OAK: [("oak-1", letter("Oakshire", 1, date(2025, 9, 2)), date(2025, 9, 30))], ELM: []}
    for urn, listed in pages.items():
        home.portal.pages[urn] = []
        for url, body, day in listed:
            home.publish(url, body, urn, published=day)
    return home
