"""Invented reports, comparisons and subscribers for the tests of delivery. Every sentence here is ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.memory.queue import MemoryQueue
from visitwatch.adapters.memory.store import MemoryStore
from visitwatch.domain.authority import Authority
from visitwatch.domain.change import Change, ChangeKind, Correction, FieldChange, SentenceChange, change_id
from visitwatch.domain.comparison import (
    Baseline,
    Comparison,
    Direction,
    Edit,
    Evidence,
    ItemChange,
    ItemStatus,
    JudgementChange,
    JudgementRow,
    PriorityChange,
    ProgressPair,
    ReportRef,
    ThemeChange,
    Why,
)
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.message import Message
from visitwatch.domain.publication import Notice, Publication
from visitwatch.domain.register import Register
from visitwatch.domain.report import (
    Aspect,
    AuthorityRef,
    DateRange,
    Grade,
    Improvement,
    Judgement,
    Kind,
    Quote,
    Report,
    Urn,
    YearMonth,
)
from visitwatch.domain.subscription import Channel, Filters, Frequency, Subscriber, SubscriberId
from visitwatch.flow.context import Context
from visitwatch.ports import AlertItem, Sender
from visitwatch.render.renderer import MessageRenderer
from visitwatch.settings import Settings

NOW = datetime(2026, 6, 1, 8, 45, tzinfo=UTC)
"""A Monday; 9:45am in London."""
EXAMPLESHIRE, NORTHBOROUGH, OLDSHIRE, SEAHAM = Urn("90001"), Urn("90002"), Urn("90003"), Urn("90004")
AUTHORITIES = (
    Authority(EXAMPLESHIRE, "Exampleshire", ("Exampleshire County Council",), "", "", "South West", (OLDSHIRE,)),
    Authority(NORTHBOROUGH, "Northborough", (), "", "", "North East"),
    Authority(OLDSHIRE, "Oldshire", (), "", "", "South West", (), (EXAMPLESHIRE,), abolished=date(2019, 4, 1)),
    Authority(SEAHAM, "Seaham & Dale", (), "", "", "North East"),
)
REGISTER = Register(AUTHORITIES)
URL = "https://files.example/v1/file/50300002"
FIRST_URL = "https://files.example/v1/file/50300001"
INSPECTION_URL = "https://files.example/v1/file/50300000"

LETTER = Report(
    kind=Kind.MONITORING_VISIT,
    authorities=(AuthorityRef(EXAMPLESHIRE, "Exampleshire"),),
    sha256="a" * 64,
    pages=6,
    title="Monitoring visit to Exampleshire children’s services",
    ordinal=2,
    visited=(DateRange(date(2026, 4, 28), date(2026, 4, 29)),),
    judged_inadequate=YearMonth(2025, 3),
    letter_date=date(2026, 5, 26),
    inspectors=("Ada Ling", "Bo Marsh"),
    areas_covered=("the front door", "children in need of help and protection"),
    progress_statement=Quote("The council is beginning to make progress, but the pace of change is too slow.", 1),
    improvements=(Improvement("The quality and regularity of supervision.", 2),),
    warnings=("The letter’s date stands before its visit’s last day: 26 May 2026 is kept as printed.",),
)
LATER = ReportRef(URL, Kind.MONITORING_VISIT, "second monitoring visit, 28 and 29 April 2026")
FIRST = ReportRef(FIRST_URL, Kind.MONITORING_VISIT, "first monitoring visit, 2 and 3 December 2025")
INSPECTION = ReportRef(INSPECTION_URL, Kind.ILACS, "ILACS inspection, 3 to 14 February 2025")


def _now(text: str, page: int) -> tuple[Evidence, ...]:
    return (Evidence(URL, text, page),)


def _before(text: str, page: int, key: str = FIRST_URL) -> tuple[Evidence, ...]:
    return (Evidence(key, text, page),)


THEMES = (
    ThemeChange(
        "caseloads",
        Direction.IMPROVED,
        True,
        0.9,
        _before("Caseloads are too high in every team, and some workers hold more than thirty children.", 3),
        _now("Most social workers now have caseloads that they can manage.", 2),
    ),
    ThemeChange(
        "supervision",
        Direction.WORSENED,
        False,
        0.7,
        _before("Supervision is regular and social workers value it.", 4),
        _now("Supervision has become irregular & rarely says what should happen next.", 3),
    ),
    ThemeChange(
        "exploitation",
        Direction.STILL_CONCERN,
        True,
        0.8,
        _before("Children at risk of exploitation wait too long for a plan.", 5, INSPECTION_URL),
        _now("As at the last visit, plans for children at risk of exploitation come too late.", 4),
    ),
    ThemeChange(
        "private_fostering",
        Direction.NEW,
        False,
        0.75,
        (),
        _now("Checks of private fostering arrangements are not made in time.", 5),
    ),
    ThemeChange(
        "early_help",
        Direction.STILL_STRENGTH,
        False,
        0.65,
        _before("Families receive early help when they need it.", 2),
        _now("Early help is well targeted.", 3),
    ),
    ThemeChange("adoption", Direction.NOT_COVERED, False, 0.75, _before("Adoption is timely.", 6, INSPECTION_URL), ()),
    ThemeChange("care_leavers", Direction.WORSENED, False, 0.6, (), _now("A claim without its other half.", 4)),
)
COMPARISON = Comparison(
    later=LATER,
    baselines=(Baseline(FIRST, Why.SAME_AREA), Baseline(INSPECTION, Why.CYCLE_START)),
    judgements=(),
    progress=ProgressPair(
        before=Quote("The council has made little progress since the inspection.", 1),
        now=LETTER.progress_statement,
        before_key=FIRST_URL,
    ),
    areas=LETTER.areas_covered,
    themes=THEMES,
    improvements=(
        ItemChange(
            ItemStatus.CARRIED_OVER,
            Quote("The quality of supervision.", 2),
            Quote("The quality and regularity of supervision.", 2),
            (Edit("equal", "The quality "), Edit("insert", "and regularity "), Edit("equal", "of supervision.")),
        ),
        ItemChange(ItemStatus.NEW, None, Quote("The timeliness of checks of private fostering.", 2)),
        ItemChange(ItemStatus.NO_LONGER_LISTED, Quote("The response to contacts at the front door.", 2), None),
    ),
    priority_actions=(),
    headline="Exampleshire, second monitoring visit: “the pace of change is too slow”; caseloads improved.",
)
PRIORITY = PriorityChange(ItemStatus.NEW, Quote("Children left at risk of harm must be found and seen at once.", 1))
PUBLICATION = Publication(URL, EXAMPLESHIRE, "monitoring visit, pdf - 29 may 2026", date(2026, 5, 29), None, "portal")


def visit_change(part: str = "a", urns: tuple[Urn, ...] = (EXAMPLESHIRE,), at: datetime = NOW) -> Change:
    """A new monitoring letter; `part` tells one from another."""
    return Change(
        id=change_id(ChangeKind.NEW_REPORT, part),
        kind=ChangeKind.NEW_REPORT,
        urns=urns,
        occurred_at=at,
        title="Monitoring visit to Exampleshire children’s services",
        url=URL,
        report_kind=Kind.MONITORING_VISIT,
        publication=PUBLICATION,
        report=LETTER,
        comparison=COMPARISON,
    )


def priority_change() -> Change:
    """A letter with an area for priority action."""
    return replace(
        visit_change("priority"),
        report=replace(LETTER, priority_actions=(PRIORITY.quote,)),
        comparison=replace(
            COMPARISON,
            priority_actions=(PRIORITY,),
            headline="Exampleshire, second monitoring visit: area for priority action; “the pace of change is too slow”.",
        ),
    )


def inspection_change() -> Change:
    """An ILACS inspection after a single inspection."""
    rows = (
        JudgementRow(
            Aspect.HELP_AND_PROTECTION, Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, 2, 1, JudgementChange.IMPROVED
        ),
        JudgementRow(Aspect.CARE_LEAVERS, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, 2, 1, JudgementChange.DECLINED),
        JudgementRow(
            Aspect.LEADERS, None, Grade.GOOD, None, 1, JudgementChange.NEW, "single inspections judged another aspect"
        ),
        JudgementRow(Aspect.ADOPTION, Grade.GOOD, None, 2, None, JudgementChange.NO_LONGER_GIVEN),
    )
    later = ReportRef(URL, Kind.ILACS, "ILACS inspection, 4 to 15 May 2026")
    single = ReportRef(INSPECTION_URL, Kind.SINGLE, "single inspection, 6 to 30 March 2017")
    report = replace(
        LETTER,
        kind=Kind.ILACS,
        ordinal=None,
        judged_inadequate=None,
        letter_date=None,
        progress_statement=None,
        areas_covered=(),
        warnings=(),
        title="Inspection of Exampleshire local authority children’s services",
        visited=(DateRange(date(2026, 5, 4), date(2026, 5, 15)),),
        judgements=(Judgement(Aspect.HELP_AND_PROTECTION, Grade.REQUIRES_IMPROVEMENT, 1),),
    )
    comparison = replace(
        COMPARISON,
        later=later,
        baselines=(Baseline(single, Why.PREVIOUS_INSPECTION),),
        judgements=rows,
        progress=ProgressPair(None, None),
        areas=(),
        themes=tuple(
            replace(t, before=tuple(replace(e, key=INSPECTION_URL) for e in t.before)) for t in COMPARISON.themes
        ),
        headline="Exampleshire, ILACS inspection: care leavers good → requires improvement, help and protection inadequate → requires improvement.",
        notes=("The framework changed: single inspections until 2017, ILACS since 2018.",),
    )
    return replace(
        visit_change("inspection"),
        title=report.title,
        report_kind=Kind.ILACS,
        report=report,
        comparison=comparison,
    )


CORRECTED = (
    SentenceChange(
        Quote("The visit was on 28 April.", 1),
        Quote("The visit was on 27 April.", 1),
        (Edit("equal", "The visit was on "), Edit("delete", "28 "), Edit("insert", "27 "), Edit("equal", "April.")),
    ),
    SentenceChange(None, Quote("Plans for children are reviewed in time.", 3)),
    SentenceChange(Quote("Some plans are not reviewed at all.", 4), None),
)


def correction_change(of: Change) -> Change:
    """The same link with other words."""
    return replace(
        of,
        id=change_id(ChangeKind.CORRECTION, URL, "b"),
        kind=ChangeKind.CORRECTION,
        comparison=None,
        previous=of.id,
        correction=Correction(
            "a" * 64,
            (Edit("equal", "The visit was on "), Edit("delete", "28"), Edit("insert", "27"), Edit("equal", " April.")),
            ("visited",),
            changes=CORRECTED,
            facts=(FieldChange("visited", "28 and 29 April 2026", "27 and 28 April 2026"),),
        ),
    )


def unreadable_change(reason: str = "image_only") -> Change:
    return Change(
        id=change_id(ChangeKind.UNREADABLE, "u"),
        kind=ChangeKind.UNREADABLE,
        urns=(EXAMPLESHIRE,),
        occurred_at=NOW,
        title="Exampleshire: new report that could not be read",
        url=URL,
        publication=PUBLICATION,
        reason=reason,
    )


def notice_change() -> Change:
    url = "https://www.gov.example/government/publications/exampleshire-improvement-notice"
    title = "Improvement notice issued to Exampleshire County Council"
    return Change(
        id=change_id(ChangeKind.NOTICE, "n"),
        kind=ChangeKind.NOTICE,
        urns=(EXAMPLESHIRE,),
        occurred_at=NOW,
        title=title,
        url=url,
        notice=Notice("n#1", url, (EXAMPLESHIRE,), title, NOW, "feed"),
    )


def item(change: Change) -> AlertItem:
    found = [REGISTER.by_urn(urn) for urn in change.urns]
    return AlertItem(change, tuple(a for a in found if a is not None))


def subscriber(
    name: str = "Ann",
    channel: Channel = Channel.EMAIL,
    *,
    frequency: Frequency = Frequency.IMMEDIATELY,
    filters: Filters | None = None,
    ops: bool = False,
    target: str = "",
    owner: str = "",
) -> Subscriber:
    targets = {
        Channel.EMAIL: f"{name.lower()}@council.example",
        Channel.SLACK: f"http://127.0.0.1:9/services/T0/B0/{name.lower()}",
        Channel.WEBHOOK: f"https://hooks.example/{name.lower()}",
    }
    return Subscriber(
        id=SubscriberId(name.lower()),
        name=name,
        channel=channel,
        target=target or targets[channel],
        filters=filters or Filters(),
        frequency=frequency,
        secret="an-invented-secret" if channel is Channel.WEBHOOK else "",
        ops=ops,
        owner=owner,
    )


class MemorySubscribers:
    """The port Subscribers, for tests of the flow."""

    def __init__(self, *subscribers: Subscriber) -> None:
        self._by_id = {s.id: s for s in subscribers}
        self.reasons: dict[SubscriberId, str] = {}

    def all_subscribers(self) -> tuple[Subscriber, ...]:
        return tuple(self._by_id.values())

    def get_subscriber(self, subscriber_id: SubscriberId) -> Subscriber | None:
        return self._by_id.get(subscriber_id)

    def deactivate(self, subscriber_id: SubscriberId, reason: str) -> None:
        if subscriber_id not in self._by_id:
            return
        self._by_id[subscriber_id] = replace(self._by_id[subscriber_id], active=False)
        self.reasons[subscriber_id] = reason

    def remove(self, subscriber_id: SubscriberId) -> None:
        del self._by_id[subscriber_id]

    def add(self, *subscribers: Subscriber) -> None:
        self._by_id |= {s.id: s for s in subscribers}


@dataclass
class RecordingSender:
    """Keeps what it is given; raises what it is told to raise, once each, first."""

    failures: list[BaseException] = field(default_factory=list)
    sent: list[tuple[RenderedMessage, Subscriber, str]] = field(default_factory=list)

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((message, subscriber, reference))
        return f"<{reference}@visitwatch.example>"


class _Unused:
    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"delivery needs no {name}")


@dataclass
class Home:
    """A whole home in memory with the parts that tests look into."""

    context: Context
    store: MemoryStore
    queue: MemoryQueue
    clock: FixedClock
    subscribers: MemorySubscribers
    sender: RecordingSender

    def messages(self) -> Iterator[Message]:
        """Takes everything that is due, as done."""
        while (envelope := self.queue.take(self.clock.now())) is not None:
            self.queue.done(envelope)
            yield envelope.message

    def receivers(self) -> list[str]:
        return [s.id for _, s, _ in self.sender.sent]


SETTINGS = Settings(mail_from="Visitwatch <alerts@visitwatch.example>", mail_unsubscribe="stop@visitwatch.example")


def home(
    *subscribers: Subscriber, settings: Settings = SETTINGS, senders: Mapping[Channel, Sender] | None = None
) -> Home:
    clock, store, sender = FixedClock(NOW), MemoryStore(), RecordingSender()
    queue, people = MemoryQueue(clock), MemorySubscribers(*subscribers)
    unused: object = _Unused()
    context = Context(
        store=store,
        documents=unused,  # type: ignore[arg-type]
        queue=queue,
        subscribers=people,
        renderer=MessageRenderer(settings, REGISTER),
        senders=senders or dict.fromkeys(Channel, sender),
        fetcher=unused,  # type: ignore[arg-type]
        extractor=unused,  # type: ignore[arg-type]
        register=REGISTER,
        clock=clock,
        settings=settings,
        annotate=lambda report: report,
    )
    return Home(context, store, queue, clock, people, sender)
