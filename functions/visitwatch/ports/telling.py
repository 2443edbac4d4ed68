"""Subscribers, and what is written and sent to them; the public pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from visitwatch.domain.authority import Authority
from visitwatch.domain.change import Change

if TYPE_CHECKING:
    from visitwatch.domain.delivery import Delivery, RenderedMessage
    from visitwatch.domain.problem import Problem
    from visitwatch.domain.register import Register
    from visitwatch.domain.subscription import Subscriber, SubscriberId
    from visitwatch.ports.records import StoredReport


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


class Site(Protocol):
    """The public pages: a folder, or a bucket behind a CDN."""

    def put_page(self, path: str, data: bytes, content_type: str) -> bool:
        """True if the page was not there or had other bytes; an unchanged page keeps its date."""
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
