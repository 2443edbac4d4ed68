"""The home on AWS: one cached context a function, with only the adapters that its stage uses.

What a function does not have (no fetcher in compose_alert) is an `_Absent`, so that a stage that reaches for it fails
with the part's name, and an import that it does not need is not paid for. What not every message needs is `_Lazy`: most
documents that are fetched again are not modified (no PDF library), most deliveries that come twice were sent (no
templates, no SES).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from visitwatch.errors import SettingsError
from visitwatch.settings import Settings
from visitwatch.wiring import make_annotate, make_extractor, make_fetcher, make_register, make_renderer, settings

if TYPE_CHECKING:
    from visitwatch.adapters.dynamodb.subscribers import DynamoSubscribers
    from visitwatch.adapters.s3 import S3Site
    from visitwatch.domain.subscription import Channel
    from visitwatch.flow.context import Context
    from visitwatch.flow.operate import Tools
    from visitwatch.ports import Sender

QUEUES = {
    "CollectReport": "collect_queue_url",
    "CompareVisits": "compare_queue_url",
    "ComposeAlert": "compose_queue_url",
    "DeliverAlert": "deliver_queue_url",
}
"""Message type to the setting that names its queue."""


class _Absent:
    def __init__(self, part: str) -> None:
        self._part = part

    def __getattr__(self, name: str) -> Any:
        raise SettingsError(f"this function has no {self._part} (asked for {name})")

    def __call__(self, *_: Any) -> Any:
        raise SettingsError(f"this function has no {self._part}")


class _Lazy:
    """A part that is made when it is first used."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = cache(make)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._make(), name)

    def __call__(self, *arguments: Any) -> Any:
        return self._make()(*arguments)


def _client(service: str) -> Any:
    """A client of boto3, made when it is first called; that of DynamoDB, which every message needs, is made at once."""
    return _Lazy(lambda: _made(service))


@cache
def _made(service: str) -> Any:
    with _no_collection():
        import boto3
        from botocore.config import Config

        make: Any = boto3.client  # its overloads name every service, and ours comes as a string
        # SES has no idempotency token: a retry after a lost answer would send the mail twice.
        attempts = 1 if service == "sesv2" else 5
        return make(service, config=Config(retries={"mode": "standard", "total_max_attempts": attempts}))


@contextmanager
def _no_collection() -> Iterator[None]:
    """boto3 makes objects that stay; see visitwatch.edge."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


@cache
def subscribers() -> DynamoSubscribers:
    """The table of subscribers."""
    from visitwatch.adapters.dynamodb.subscribers import DynamoSubscribers

    return DynamoSubscribers(_made("dynamodb"), settings().subscribers_table)


@cache
def token_secret() -> str:
    """The key that signs unsubscribe links, from Secrets Manager; fetched once a process."""
    value: str = _client("secretsmanager").get_secret_value(SecretId=settings().token_secret_id)["SecretString"]
    return value


def _context(of: Settings, **parts: Any) -> Context:
    from visitwatch.adapters.clock import SystemClock
    from visitwatch.adapters.dynamodb.store import DynamoStore
    from visitwatch.adapters.sqs import SqsQueue
    from visitwatch.flow.context import Context

    names = ("documents", "subscribers", "renderer", "senders", "fetcher", "extractor", "annotate")
    clock = SystemClock()
    urls = {message: getattr(of, setting) for message, setting in QUEUES.items()}
    given: dict[str, Any] = {name: _Absent(name) for name in names} | parts
    queue: Any = SqsQueue(_client("sqs"), urls) if any(urls.values()) else _Absent("queue")
    return Context(
        store=DynamoStore(_made("dynamodb"), of.records_table),
        queue=queue,
        register=make_register(of),
        clock=clock,
        settings=of,
        **given,
    )


def _documents(of: Settings) -> Any:
    from visitwatch.adapters.s3 import S3Documents

    return S3Documents(_client("s3"), of.documents_bucket)


def _fetching(of: Settings) -> Mapping[str, Any]:
    from visitwatch.adapters.clock import SystemClock
    from visitwatch.adapters.dynamodb.spacing import SharedSpacing
    from visitwatch.adapters.dynamodb.table import Table

    clock = SystemClock()
    spacing = SharedSpacing(Table(_made("dynamodb"), of.records_table), clock, of.request_spacing_s)
    return {"fetcher": make_fetcher(of, clock, spacing)}


def _reading(of: Settings) -> Mapping[str, Any]:
    return {
        "fetcher": _Lazy(lambda: _fetching(of)["fetcher"]),
        "documents": _documents(of),
        "extractor": _Lazy(lambda: make_extractor(of)),
        "annotate": _Lazy(make_annotate),
    }


def _mailing(of: Settings) -> Mapping[str, Any]:
    renderer = _Lazy(lambda: make_renderer(replace(of, token_secret=token_secret())))
    return {"subscribers": subscribers(), "renderer": renderer, "senders": _senders(of)}


def _senders(of: Settings) -> Mapping[Channel, Sender]:
    from visitwatch.domain.subscription import Channel

    made: dict[Channel, Any] = {
        Channel.EMAIL: _Lazy(lambda: _ses(of)),
        Channel.SLACK: _Lazy(_slack),
        Channel.WEBHOOK: _Lazy(_webhook),
    }
    return made


def _ses(of: Settings) -> Sender:
    from visitwatch.adapters.ses import SesSender

    return SesSender(_client("sesv2"), of.configuration_set)


def _slack() -> Sender:
    from visitwatch.adapters.clock import SystemClock
    from visitwatch.adapters.slack import SlackSender

    return SlackSender(SystemClock())


def _webhook() -> Sender:
    from visitwatch.adapters.clock import SystemClock
    from visitwatch.adapters.webhook import WebhookSender

    return WebhookSender(SystemClock())


@cache
def check_context() -> Context:
    """check_feeds: fetches pages, records, queues."""
    return _context(settings(), **_fetching(settings()))


@cache
def collect_context() -> Context:
    """collect_report: fetches and reads documents."""
    return _context(settings(), **_reading(settings()))


@cache
def compare_context() -> Context:
    """compare_visits: as collect_report, since earlier reports may still have to be fetched."""
    return _context(settings(), **_reading(settings()))


@cache
def compose_context() -> Context:
    """compose_alert: knows the subscribers, renders nothing."""
    return _context(settings(), subscribers=subscribers())


@cache
def deliver_context() -> Context:
    """deliver_alert and send_digests: render and send."""
    return _context(settings(), **_mailing(settings()))


@cache
def record_context() -> Context:
    """record_delivery: the ledger and the subscribers."""
    return _context(settings(), subscribers=subscribers())


@cache
def publish_context() -> Context:
    """publish_pages: reads the records."""
    return _context(settings())


@cache
def site() -> S3Site:
    """The bucket of the public pages."""
    from visitwatch.adapters.s3 import S3Site

    return S3Site(_client("s3"), settings().site_bucket)


@cache
def operate_context() -> Context:
    """operate: everything."""
    return _context(settings(), **_mailing(settings()), **_reading(settings()))


@cache
def operate_tools() -> Tools:
    """What operations need beyond the context."""
    from visitwatch.adapters.dead_letters import SqsDeadLetters
    from visitwatch.flow.operate import Tools
    from visitwatch.wiring import sources_of, subscriber_reader

    of, context = settings(), operate_context()
    names = ("collect", "compare", "compose", "deliver", "events")
    queues = {n: (getattr(of, f"{n}_dead_letters_url"), getattr(of, f"{n}_queue_url")) for n in names}
    return Tools(
        sources=lambda urn: sources_of(context, urn),
        dead_letters=SqsDeadLetters(_client("sqs"), queues),
        admin=subscribers(),
        subscriber=subscriber_reader(context),
    )
