"""Polite GET over urllib3: one request at a time per host, spaced; retried; capped; to allowed hosts only.

Rules: RFC 9110 (conditional requests 13, Retry-After 10.2.3, redirects 15.4); conventions.md "Sources": a
User-Agent that says who we are, since a browser-like one invites blocking.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

import urllib3
from urllib3.exceptions import HTTPError, LocationValueError

from visitwatch.adapters.links import absolute, is_on, split
from visitwatch.adapters.spacing import Spacing
from visitwatch.domain.publication import Validator
from visitwatch.errors import GoneError, HostNotAllowedError, SourceError, SourceUnreachableError, TooLargeError
from visitwatch.ports import Clock, Fetched, NotModified
from visitwatch.settings import Settings

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_RETRIED = frozenset({408, 425, 429})
_NOT_MODIFIED = 304
_OK = 200
_SERVER_ERROR = 500
_MOST_REDIRECTS = 5
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How to fetch. Durations in seconds, sizes in bytes after decompression.

    allowed_hosts: "host" for any port, "host:port" for one. timeout_s: to connect, and between two reads; a whole
    answer may take ten times as long. longest_wait_s: a server that asks for a longer pause than this is given up.
    """

    user_agent: str
    allowed_hosts: tuple[str, ...]
    spacing_s: float = 1.0
    timeout_s: float = 30.0
    tries: int = 3
    max_bytes: int = 5_000_000
    backoff_s: float = 1.0
    longest_wait_s: float = 60.0


def fetch_policy(settings: Settings) -> FetchPolicy:
    """The settings' policy; pages' cap is the default cap, documents are asked for with their own."""
    return FetchPolicy(
        user_agent=settings.user_agent,
        allowed_hosts=settings.allowed_hosts,
        spacing_s=settings.request_spacing_s,
        timeout_s=settings.request_timeout_s,
        tries=settings.request_tries,
        max_bytes=settings.max_page_bytes,
    )


class Turns(Protocol):
    """A pause between two requests to one host."""

    def turn(self, host: str) -> AbstractContextManager[None]: ...


class HttpFetcher:
    """A `Fetcher`. Safe for threads: requests to one host wait for each other."""

    def __init__(
        self,
        policy: FetchPolicy,
        clock: Clock,
        jitter: Callable[[], float] = random.random,
        spacing: Turns | None = None,
    ) -> None:
        """jitter: a factor from 0 to 1 of the back-off that is added to it. spacing: None for one of this process."""
        self._policy = policy
        self._allowed = frozenset(host.lower() for host in policy.allowed_hosts)
        self._clock = clock
        self._jitter = jitter
        self._spacing = spacing or Spacing(clock, policy.spacing_s)
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=policy.timeout_s, read=policy.timeout_s), retries=False, maxsize=4
        )

    def close(self) -> None:
        self._pool.clear()

    def get(
        self, url: str, *, validator: Validator | None = None, max_bytes: int | None = None
    ) -> Fetched | NotModified:
        """As the port says. The returned validator bears the URL that was asked for, whatever the redirects."""
        cap = self._policy.max_bytes if max_bytes is None else max_bytes
        target = absolute(url, url)
        for _ in range(_MOST_REDIRECTS + 1):
            self._check(target, url)
            answer = self._with_retries(target, _headers(self._policy.user_agent, validator), cap)
            if answer.status not in _REDIRECTS:
                return _outcome(url, target, answer, conditional=validator is not None)
            target = _redirected(target, answer)
        raise SourceError(f"more than {_MOST_REDIRECTS} redirects", subject=url)

    def _check(self, target: str, asked: str) -> None:
        parts = split(target)
        if parts.scheme not in ("http", "https"):
            raise HostNotAllowedError("only plain http and https links are fetched", subject=target)
        if not is_on(target, self._allowed):
            where = "a redirect leads to" if target != asked else "the link is on"
            raise HostNotAllowedError(f"{where} a host that is not allowed", subject=target)

    def _with_retries(self, url: str, headers: dict[str, str], cap: int) -> _Answer:
        last = ""
        wait_s: float | None = None
        for attempt in range(max(1, self._policy.tries)):
            if attempt:
                self._pause(url, attempt, wait_s, last)
            try:
                answer = self._once(url, headers, cap)
            except LocationValueError as error:
                raise SourceError(f"not a link that can be fetched: {error}", subject=url) from error
            except (HTTPError, OSError) as error:
                last, wait_s = f"no whole answer: {type(error).__name__}", None
                continue
            if answer.status < _SERVER_ERROR and answer.status not in _RETRIED:
                return answer
            last, wait_s = f"status {answer.status}", _retry_after(answer.headers.get("Retry-After"), self._clock.now())
        raise SourceUnreachableError(f"{last}, after {self._policy.tries} tries", subject=url, retry_after_s=wait_s)

    def _pause(self, url: str, attempt: int, asked_s: float | None, last: str) -> None:
        if asked_s is not None and asked_s > self._policy.longest_wait_s:
            raise SourceUnreachableError(f"{last}, asks for {asked_s:.0f} s", subject=url, retry_after_s=asked_s)
        backoff_s = self._policy.backoff_s * 2 ** (attempt - 1) * (1 + self._jitter())
        self._clock.sleep(backoff_s if asked_s is None else max(asked_s, self._policy.spacing_s))

    def _once(self, url: str, headers: dict[str, str], cap: int) -> _Answer:
        with self._spacing.turn(split(url).netloc.lower()):
            response = self._pool.request("GET", url, headers=headers, redirect=False, preload_content=False)
            if response.status != _OK:
                response.close()
                return _Answer(response.status, response.headers, b"")
            try:
                body = self._body(url, response, cap)
            except BaseException:
                response.close()  # what was not read to its end leaves a connection useless
                raise
            response.release_conn()
            return _Answer(response.status, response.headers, body)

    def _body(self, url: str, response: urllib3.BaseHTTPResponse, cap: int) -> bytes:
        started = self._clock.now()
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > cap:
            raise TooLargeError(f"{announced} bytes, {cap} are allowed", subject=url)
        body = bytearray()
        while chunk := response.read1(_CHUNK_BYTES, decode_content=True):  # read() would wait for a full chunk
            body += chunk
            if len(body) > cap:
                raise TooLargeError(f"more than the {cap} bytes allowed", subject=url)
            if (self._clock.now() - started).total_seconds() > 10 * self._policy.timeout_s:
                raise urllib3.exceptions.TimeoutError("the answer dripped")
        return bytes(body)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes


def _headers(user_agent: str, validator: Validator | None) -> dict[str, str]:
    headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
    if validator and validator.etag:
        headers["If-None-Match"] = validator.etag
    if validator and validator.last_modified:
        headers["If-Modified-Since"] = validator.last_modified
    return headers


def _outcome(asked: str, target: str, answer: _Answer, *, conditional: bool) -> Fetched | NotModified:
    if answer.status == _OK:
        etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
        content_type = answer.headers.get("Content-Type", "")
        return Fetched(target, answer.body, content_type, Validator(asked, etag, modified))
    if answer.status == _NOT_MODIFIED and conditional:
        return NotModified(target)
    if answer.status in _GONE:
        raise GoneError(f"status {answer.status}", subject=asked)
    raise SourceError(f"status {answer.status}", subject=asked)


def _redirected(url: str, answer: _Answer) -> str:
    location = answer.headers.get("Location", "")
    if not location:
        raise SourceError("a redirect to nowhere", subject=url)
    target = absolute(url, location)
    if url.startswith("https:") and target.startswith("http:"):
        raise HostNotAllowedError("a redirect leads from https to http", subject=target)
    return target


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, from either form of the header; None where there is none that can be read."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
