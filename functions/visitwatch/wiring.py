"""The only place where settings become adapters. Imports stand inside: a command or function loads what it uses.

The embedded home; the home on AWS is in wiring_aws.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from visitwatch.domain.register import Register, authorities_from_json, packaged_register
from visitwatch.domain.report import Report, Urn
from visitwatch.errors import SettingsError
from visitwatch.settings import Settings, load_settings

if TYPE_CHECKING:
    from visitwatch.adapters.extract import FileExtractor
    from visitwatch.adapters.http import HttpFetcher, Turns
    from visitwatch.adapters.portal import PortalSource
    from visitwatch.adapters.sqlite import SqliteStore
    from visitwatch.domain.publication import Validator
    from visitwatch.domain.subscription import Channel, Subscriber
    from visitwatch.flow.context import Context
    from visitwatch.flow.operate import Tools
    from visitwatch.ports import Clock, Fetched, Locks, NotModified, Renderer, Sender, Source, WorkQueue


@cache
def settings() -> Settings:
    """Of this process. Raises SettingsError."""
    return load_settings()


def make_register(of: Settings | None = None) -> Register:
    """The packaged authorities and those of the settings' authorities_file. Raises SettingsError."""
    path = (of or settings()).authorities_file
    if path is None:
        return packaged_register()
    try:
        extra = authorities_from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise SettingsError(f"VISITWATCH_AUTHORITIES_FILE cannot be read: {error}", subject=str(path)) from error
    return packaged_register().extended(extra.authorities)


def make_extractor(of: Settings | None = None) -> FileExtractor:
    """Reads PDF and plain text within the settings' limits."""
    from visitwatch.adapters.extract import FileExtractor

    s = of or settings()
    return FileExtractor(s.max_document_bytes, s.max_document_pages, s.max_read_s)


def make_annotate() -> Callable[[Report], Report]:
    """Adds themes, stance and change."""
    from visitwatch.domain.findings.annotate import annotate

    return annotate


def make_renderer(of: Settings | None = None) -> Renderer:
    """Emails, Slack cards, webhook bodies."""
    from visitwatch.render.renderer import MessageRenderer

    s = of or settings()
    return MessageRenderer(s, make_register(s))


def make_fetcher(of: Settings, clock: Clock, spacing: Turns | None = None) -> HttpFetcher:
    """HTTP, polite. spacing: of this process where none is given.

    Raises SettingsError without a contact address for anything but loopback.
    """
    from visitwatch.adapters.http import HttpFetcher, fetch_policy

    loopback = all(host.split(":")[0] in ("127.0.0.1", "localhost") for host in of.allowed_hosts)
    if not of.contact and not loopback:
        raise SettingsError("VISITWATCH_CONTACT is not set: say in the User-Agent how you can be reached")
    return HttpFetcher(fetch_policy(of), clock, spacing=spacing)


@dataclass(frozen=True, slots=True)
class Home:
    """The embedded home, open. queue: the context's own, seen by whoever works it off."""

    context: Context
    store: SqliteStore
    queue: WorkQueue
    locks: Locks

    def sources(self) -> tuple[Source, ...]:
        """The portal, then the feeds of the settings."""
        return make_sources(self.context)

    def tools(self) -> Tools:
        """What operations need beyond the context."""
        from visitwatch.adapters.dead_letters import BuriedMessages
        from visitwatch.flow.operate import Tools

        return Tools(
            sources=lambda urn: sources_of(self.context, urn),
            dead_letters=BuriedMessages(self.queue),
            admin=None,
            subscriber=subscriber_reader(self.context),
        )


def make_sources(context: Context) -> tuple[Source, ...]:
    """The portal, then the feeds of the settings."""
    from visitwatch.adapters.feed import FeedSource

    c = context
    return (_portal(c), *(FeedSource(c.fetcher, c.register, url, c.settings) for url in c.settings.feeds))


def sources_of(context: Context, urn: str) -> tuple[Source, ...]:
    """All sources for "", or the page of one authority."""
    if not urn:
        return make_sources(context)
    authority = context.register.by_urn(urn)
    return (_portal(context).of_authority(Urn(urn), authority.name if authority else urn),)


def _portal(c: Context) -> PortalSource:
    from visitwatch.adapters.portal import PortalSource, portal_config

    return PortalSource(c.fetcher, c.register, c.clock, portal_config(c.settings))


def subscriber_reader(context: Context) -> Callable[[Mapping[str, Any]], Subscriber]:
    """Reads one subscriber in the words of docs/subscribers.md. Raises SubscribersError."""
    from visitwatch.adapters.subscriber_table import subscriber_from_table

    return lambda table: subscriber_from_table(dict(table), 1, context.register, frozenset())


@contextmanager
def open_home(of: Settings | None = None, *, dry_run: bool = False) -> Iterator[Home]:
    """The home in the settings' data_dir, closed afterwards. dry_run: on a copy in memory; nothing is kept or sent.

    Raises SettingsError, StoreVersionError, StoreBusyError.
    """
    from visitwatch.adapters.clock import SystemClock
    from visitwatch.adapters.folder import FolderDocuments
    from visitwatch.adapters.lock import FileLocks
    from visitwatch.adapters.memory import MemoryDocuments, MemoryQueue
    from visitwatch.adapters.sqlite import FILE_NAME, memory_store, open_store
    from visitwatch.adapters.subscribers_file import FileSubscribers
    from visitwatch.flow.context import Context

    s, clock = of or settings(), SystemClock()
    register = make_register(s)
    stored = open_store(s.data_dir) if not dry_run or (s.data_dir / FILE_NAME).exists() else memory_store()
    store = stored.copy_in_memory() if dry_run else stored
    documents = FolderDocuments(s.data_dir / "documents")
    queue: WorkQueue = MemoryQueue(clock) if dry_run else stored.queue(clock)
    fetcher = _FetcherOnUse(s, clock)
    context = Context(
        store=store,
        documents=MemoryDocuments(documents) if dry_run else documents,
        queue=queue,
        subscribers=FileSubscribers(s.subscribers_path, register, clock, required=s.subscribers_file is not None),
        renderer=make_renderer(s),
        senders=_senders(s, clock, dry_run=dry_run),
        fetcher=fetcher,
        extractor=make_extractor(s),
        register=register,
        clock=clock,
        settings=s,
        annotate=make_annotate(),
    )
    try:
        yield Home(context, store, queue, FileLocks(s.data_dir, clock))
    finally:
        fetcher.close()
        store.close()
        stored.close()


class _FetcherOnUse:
    """The fetcher, made when something is fetched: a home can be looked at without a contact address."""

    def __init__(self, of: Settings, clock: Clock) -> None:
        self._settings = of
        self._clock = clock
        self._made: HttpFetcher | None = None

    def get(
        self, url: str, *, validator: Validator | None = None, max_bytes: int | None = None
    ) -> Fetched | NotModified:
        if self._made is None:
            self._made = make_fetcher(self._settings, self._clock)
        return self._made.get(url, validator=validator, max_bytes=max_bytes)

    def close(self) -> None:
        if self._made is not None:
            self._made.close()


def _senders(of: Settings, clock: Clock, *, dry_run: bool) -> Mapping[Channel, Sender]:
    from visitwatch.domain.subscription import Channel

    if dry_run:
        from visitwatch.adapters.memory.sender import MemorySender

        return dict.fromkeys(Channel, MemorySender())
    if of.delivery == "outbox":
        from visitwatch.adapters.outbox import OutboxSender

        return dict.fromkeys(Channel, OutboxSender(of.data_dir / "outbox", clock))
    from visitwatch.adapters.slack import SlackSender
    from visitwatch.adapters.smtp import SmtpSender
    from visitwatch.adapters.webhook import WebhookSender

    return {
        Channel.EMAIL: SmtpSender(of),
        Channel.SLACK: SlackSender(clock),
        Channel.WEBHOOK: WebhookSender(clock),
    }
