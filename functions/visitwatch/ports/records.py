"""What is kept. All records of one home are one Store: SQLite, DynamoDB and memory each implement the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from visitwatch.domain.report import Report, Urn
from visitwatch.ports.fetching import Validators

if TYPE_CHECKING:  # each stage loads what it uses: cold start
    from visitwatch.domain.change import Change, ChangeId, ChangeSummary
    from visitwatch.domain.delivery import Delivery, DeliveryId, DeliveryStatus
    from visitwatch.domain.problem import Problem
    from visitwatch.domain.publication import PublicationRecord
    from visitwatch.domain.subscription import SubscriberId


class Documents(Protocol):
    """Bytes by SHA-256, for ever."""

    def put_document(self, sha256: str, data: bytes) -> None:
        """Writing the same again changes nothing."""
        ...

    def get_document(self, sha256: str) -> bytes:
        """Raises NotFoundError."""
        ...

    def has_document(self, sha256: str) -> bool: ...


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
