"""What the flow needs of the outside, in our words. One contract test body per port runs on every implementation.

Embedded home: adapters/sqlite*.py, adapters/folder.py, adapters/smtp.py, adapters/outbox.py. AWS: adapters/dynamodb.py,
s3.py, sqs.py, ses.py. Memory: adapters/memory.py (tests and dry runs). All datetimes are aware UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from visitwatch.domain.authority import Authority
from visitwatch.domain.change import Change, ChangeId, ChangeSummary
from visitwatch.domain.delivery import Delivery, DeliveryId, DeliveryStatus, RenderedMessage
from visitwatch.domain.document import Document
from visitwatch.domain.message import Message
from visitwatch.domain.problem import Problem
from visitwatch.domain.publication import PublicationRecord, SourceItem, Validator
from visitwatch.domain.register import Register
from visitwatch.domain.report import Report, Urn
from visitwatch.domain.subscription import Subscriber, SubscriberId


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def sleep(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 200. url: after redirects."""

    url: str
    body: bytes
    content_type: str
    validator: Validator


@dataclass(frozen=True, slots=True)
class NotModified:
    url: str


class Fetcher(Protocol):
    def get(
        self, url: str, *, validator: Validator | None = None, max_bytes: int | None = None
    ) -> Fetched | NotModified:
        """Conditional where a validator is given.

        Raises: SourceUnreachableError after the retries; GoneError (404, 410); TooLargeError;
        HostNotAllowedError; SourceError for any other status.
        """
        ...


class Source(Protocol):
    """The portal, or one feed."""

    @property
    def source_id(self) -> str: ...

    def poll(self, known: Validators) -> Iterator[SourceItem]:
        """Yields as it goes, so that what was had before a failure is kept.

        Raises a SourceError where the whole source cannot be trusted (NoResultsError, AuthoritiesMissingError,
        CountMismatchError, FeedEndedError, NotAFeedError, ErrorPageError, LayoutChangedError); the failure of one
        page is a SourceFailure item.
        """
        ...


class Validators(Protocol):
    """ETags and Last-Modified by URL; written only after what came with them was recorded."""

    def get_validator(self, url: str) -> Validator | None: ...

    def put_validator(self, validator: Validator) -> None: ...


class Extractor(Protocol):
    def extract(self, data: bytes) -> Document:
        """The lines of a PDF (or of plain text). Raises NotAReportError, UnreadableError."""
        ...


class Documents(Protocol):
    """Bytes by SHA-256, for ever."""

    def put_document(self, sha256: str, data: bytes) -> None:
        """Writing the same again changes nothing."""
        ...

    def get_document(self, sha256: str) -> bytes:
        """Raises NotFoundError."""
        ...

    def has_document(self, sha256: str) -> bool: ...


class Site(Protocol):
    """The public pages: a folder, or a bucket behind a CDN."""

    def put_page(self, path: str, data: bytes, content_type: str) -> bool:
        """True if the page was not there or had other bytes; an unchanged page keeps its date."""
        ...


class Publications(Protocol):
    def get_publication(self, url: str) -> PublicationRecord | None: ...

    def publications_of(self, urn: Urn) -> tuple[PublicationRecord, ...]:
        """All of one authority, in no order."""
        ...

    def all_publications(self) -> Iterator[PublicationRecord]: ...

    def add_publication(self, record: PublicationRecord) -> bool:
        """True if it was not there; False, and nothing changed, if it was."""
        ...

    def update_publication(self, record: PublicationRecord) -> PublicationRecord:
        """Writes if the stored revision equals the record's; the returned one is raised by 1.

        Raises StoreBusyError when somebody wrote in between, NotFoundError.
        """
        ...

    def learned_at(self, urn: Urn) -> datetime | None:
        """When all that the authority's page then listed had been recorded; None: never yet."""
        ...

    def mark_learned(self, urn: Urn, at: datetime) -> None: ...

    def began_at(self) -> datetime:
        """When this home first began to check; set by `begin`. Raises NotFoundError before."""
        ...

    def begin(self, at: datetime) -> bool:
        """True if this was the first time; later calls change nothing."""
        ...


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as read from one version of a publication. reader: version of the reader that read it."""

    url: str
    sha256: str
    urns: tuple[Urn, ...]
    reader: str
    read_at: datetime
    report: Report


class Reports(Protocol):
    def put_report(self, stored: StoredReport) -> None:
        """One per (url, sha256); a newer reading replaces the older."""
        ...

    def get_report(self, url: str, sha256: str) -> StoredReport | None: ...

    def reports_of(self, urn: Urn) -> tuple[StoredReport, ...]:
        """All versions of all publications that concern the authority, in no order."""
        ...

    def urls_with(self, sha256: str) -> tuple[str, ...]:
        """Every publication's link under which these bytes were read."""
        ...


class Changes(Protocol):
    def add_change(self, change: Change) -> bool:
        """True if it was not there; False, and nothing changed, if it was."""
        ...

    def put_change(self, change: Change) -> None:
        """Replaces (a comparison made again; a second authority's page lists the same document)."""
        ...

    def get_change(self, change_id: ChangeId) -> Change | None: ...

    def changes_since(self, since: datetime, until: datetime | None = None) -> tuple[ChangeSummary, ...]:
        """By occurred_at, oldest first; `since` included, `until` not."""
        ...


class Deliveries(Protocol):
    """The ledger."""

    def add_delivery(self, delivery: Delivery) -> bool:
        """True if this change, subscriber and channel had none; False, and nothing changed, otherwise."""
        ...

    def get_delivery(self, delivery_id: DeliveryId) -> Delivery | None: ...

    def move_delivery(
        self,
        delivery: Delivery,
        to: DeliveryStatus,
        *,
        at: datetime,
        provider_id: str = "",
        detail: str = "",
    ) -> Delivery:
        """Writes if the stored status and attempts are still the given delivery's; "sending" counts an attempt.

        Raises StoreBusyError when somebody moved it in between (the caller must then not send), ValueError where
        `domain.delivery.may_follow` forbids the move.
        """
        ...

    def deliveries_of(self, change_id: ChangeId) -> tuple[Delivery, ...]: ...

    def deliveries_in(self, status: DeliveryStatus) -> tuple[Delivery, ...]: ...

    def waiting_for(self, subscriber_id: SubscriberId) -> tuple[Delivery, ...]:
        """In status "waiting", oldest first."""
        ...

    def delivery_by_provider_id(self, provider_id: str) -> Delivery | None: ...


class Subscribers(Protocol):
    def all_subscribers(self) -> tuple[Subscriber, ...]:
        """Active and not. Raises SubscribersError where a file of them is wrong."""
        ...

    def get_subscriber(self, subscriber_id: SubscriberId) -> Subscriber | None: ...

    def deactivate(self, subscriber_id: SubscriberId, reason: str) -> None:
        """A bounced address, a dead channel, an unsubscribe."""
        ...


class SubscriberAdmin(Subscribers, Protocol):
    """Subscribers that ops may change; those of a file are changed by editing it."""

    def put_subscriber(self, subscriber: Subscriber) -> None:
        """Adds or replaces."""
        ...

    def remove_subscriber(self, subscriber_id: SubscriberId) -> bool:
        """True if there was one; nothing of it is kept."""
        ...


class DeadLetters(Protocol):
    """Messages that were given up."""

    def counts(self) -> dict[str, int]:
        """By queue: collect, compare, compose, deliver, events (on AWS); "work" (embedded)."""
        ...

    def redrive(self, queue: str = "") -> int:
        """How many were given back to their queue (all queues if empty). Raises OperationError for an unknown one."""
        ...


class Problems(Protocol):
    def report_problem(self, name: str, subject: str, message: str, at: datetime) -> bool:
        """True if it is newly open (ops are told once); a known one is counted up."""
        ...

    def close_problem(self, name: str, subject: str) -> bool:
        """True if it was open."""
        ...

    def open_problems(self) -> tuple[Problem, ...]: ...


@dataclass(frozen=True, slots=True)
class SourceState:
    """last_success: None where there was none yet. last_error: name of the last failure, "" after a success."""

    source_id: str
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    last_error: str = ""
    entries: int = 0
    ignored: int = 0


class SourceStates(Protocol):
    def get_source_state(self, source_id: str) -> SourceState | None: ...

    def put_source_state(self, state: SourceState) -> None: ...

    def source_states(self) -> tuple[SourceState, ...]: ...


class Notices(Protocol):
    def seen_notice(self, entry_id: str) -> bool: ...

    def add_notice(self, entry_id: str, at: datetime) -> bool:
        """True if it was not there."""
        ...


class Queue(Protocol):
    def send(self, message: Message) -> None:
        """Durable before it returns; delivered at least once to the stage of the message's type."""
        ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message taken from the queue. attempts: this one included. error: name of the last attempt's failure."""

    id: int
    message: Message
    attempts: int
    error: str = ""


class WorkQueue(Queue, Protocol):
    """The queue of the embedded home, seen by the one process that holds the lock and works it off."""

    def take(self, now: datetime) -> Envelope | None:
        """The oldest message that is due; its attempt is counted first, so that one that kills the process wears out.

        It stays in the queue until `done`, `later` or `bury`: who takes it and dies leaves it to the next.
        """
        ...

    def done(self, envelope: Envelope) -> None: ...

    def later(self, envelope: Envelope, at: datetime, error: str) -> None:
        """Not to be taken before `at`."""
        ...

    def bury(self, envelope: Envelope, error: str) -> None:
        """Kept for ops; not taken again until `dig_up`. The same message sent again stays buried."""
        ...

    def dig_up(self) -> int:
        """How many buried messages were made due again, attempts counted anew."""
        ...

    def waiting(self) -> int: ...

    def buried(self) -> tuple[Envelope, ...]: ...


class Locks(Protocol):
    def hold(self, name: str, *, wait_s: float = 0.0) -> AbstractContextManager[None]:
        """Freed if the holder dies. Raises CheckRunningError where another still holds it after `wait_s` seconds."""
        ...


class Store(
    Validators,
    Publications,
    Reports,
    Changes,
    Deliveries,
    Problems,
    SourceStates,
    Notices,
    Protocol,
):
    """All records of one home. SQLite, DynamoDB and memory each implement the whole."""


@dataclass(frozen=True, slots=True)
class AlertItem:
    """What one message tells of one change, with the name of each authority concerned."""

    change: Change
    authorities: tuple[Authority, ...]


class Renderer(Protocol):
    def render_alert(self, item: AlertItem, subscriber: Subscriber, delivery: Delivery) -> RenderedMessage: ...

    def render_digest(
        self, items: tuple[AlertItem, ...], subscriber: Subscriber, digest_id: str, at: datetime
    ) -> RenderedMessage: ...

    def render_problems(
        self, problems: tuple[Problem, ...], subscriber: Subscriber, at: datetime
    ) -> RenderedMessage: ...


class Sender(Protocol):
    """Hands one message over on one channel."""

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:
        """The provider's id of the message ("" where there is none). reference: the delivery's id.

        Raises DeliveryDeferredError (try again), DeliveryRefusedError (never again).
        """
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """A public page or file; path: below the site's root."""

    path: str
    data: bytes
    content_type: str


class PageRenderer(Protocol):
    def lists(self, changes: tuple[Change, ...], register: Register) -> tuple[Page, ...]:
        """The index, Atom, JSON and CSV of the changes, newest first."""
        ...

    def authority(self, authority: Authority, reports: tuple[StoredReport, ...], changes: tuple[Change, ...]) -> Page:
        """One authority's page: its reports in the order given, and what changed."""
        ...
