from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest
from samples.portal_wire import Server as QuietServer
from urllib3 import HTTPHeaderDict

from visitwatch.adapters import http
from visitwatch.adapters.http import FetchPolicy, HttpFetcher, fetch_policy
from visitwatch.domain.publication import Validator
from visitwatch.errors import (
    GoneError,
    HostNotAllowedError,
    SourceError,
    SourceUnreachableError,
    TooLargeError,
    VisitwatchError,
)
from visitwatch.ports import Fetched, NotModified
from visitwatch.settings import Settings

AGENT = "Visitwatch/test (+mailto:ops@visitwatch.example)"
Script = Callable[[BaseHTTPRequestHandler, int], None]


class StillClock:
    """A clock whose time passes only in `sleep`."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 9, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass
class Server:
    url: str
    requests: list[tuple[str, dict[str, str], float]] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    """A loopback server that calls the script with the handler and the number, from 0, of the request."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.requests.append((self.path, dict(self.headers), time.monotonic()))
            script(self, len(server.requests) - 1)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
            pass

    httpd = QuietServer(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{httpd.server_port}")
    thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def always(status: int, body: bytes = b"", **headers: str) -> Script:
    return lambda handler, _: answer(handler, status, body, **headers)


def in_turn(*scripts: Script) -> Script:
    return lambda handler, number: scripts[min(number, len(scripts) - 1)](handler, number)


def fetcher(clock: StillClock | RealClock | None = None, **changes: object) -> HttpFetcher:
    values: dict[str, object] = {
        "user_agent": AGENT,
        "allowed_hosts": ("127.0.0.1",),
        "spacing_s": 0.0,
        "timeout_s": 5.0,
        "max_bytes": 1000,
        **changes,
    }
    return HttpFetcher(FetchPolicy(**values), clock or StillClock(), jitter=lambda: 0.5)  # type: ignore[arg-type]


def test_an_answer_brings_its_bytes_type_and_validator() -> None:
    headers = {"Content_Type": "text/html", "ETag": '"a1"', "Last_Modified": "Mon, 23 Nov 2026 10:00:00 GMT"}
    with serving(always(200, b"hello", **headers)) as server:
        got = fetcher().get(f"{server.url}/page#part")
    assert got == Fetched(
        f"{server.url}/page",
        b"hello",
        "text/html",
        Validator(f"{server.url}/page#part", '"a1"', "Mon, 23 Nov 2026 10:00:00 GMT"),
    )


def test_the_user_agent_says_who_we_are() -> None:
    with serving(always(200)) as server:
        fetcher().get(server.url)
        assert server.requests[0][1]["User-Agent"] == AGENT


def test_a_validator_makes_the_request_conditional_and_304_is_not_modified() -> None:
    with serving(always(304)) as server:
        known = Validator(server.url, 'W/"a1"', "Mon, 23 Nov 2026 10:00:00 GMT")
        assert fetcher().get(server.url, validator=known) == NotModified(server.url)
        sent = server.requests[0][1]
    assert sent["If-None-Match"] == 'W/"a1"'
    assert sent["If-Modified-Since"] == "Mon, 23 Nov 2026 10:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_an_error() -> None:
    with serving(always(304)) as server, pytest.raises(SourceError, match="304"):
        fetcher().get(server.url)


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_gone_at_once(status: int) -> None:
    clock = StillClock()
    with serving(always(status)) as server:
        with pytest.raises(GoneError) as caught:
            fetcher(clock).get(f"{server.url}/file/1")
        assert len(server.requests) == 1
    assert caught.value.subject == f"{server.url}/file/1"
    assert clock.slept == []


@pytest.mark.parametrize("status", [204, 401, 403, 451])
def test_any_other_status_is_a_source_error_without_retries(status: int) -> None:
    with serving(always(status)) as server:
        with pytest.raises(SourceError, match=str(status)):
            fetcher().get(server.url)
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_passing_failure_is_tried_again_with_growing_pauses(status: int) -> None:
    clock = StillClock()
    with serving(in_turn(always(status), always(status), always(200, b"late"))) as server:
        got = fetcher(clock).get(server.url)
    assert isinstance(got, Fetched)
    assert got.body == b"late"
    assert clock.slept == [1.5, 3.0]


def test_after_the_tries_the_source_is_unreachable() -> None:
    with serving(always(500)) as server:
        with pytest.raises(SourceUnreachableError, match="status 500, after 3 tries") as caught:
            fetcher().get(server.url)
        assert len(server.requests) == 3
    assert caught.value.subject == server.url


def test_retry_after_in_seconds_is_obeyed() -> None:
    clock = StillClock()
    with serving(in_turn(always(429, Retry_After="7"), always(200))) as server:
        fetcher(clock).get(server.url)
    assert clock.slept == [7.0]


def test_retry_after_as_a_date_is_obeyed() -> None:
    clock = StillClock()
    with serving(in_turn(always(503, Retry_After="Tue, 24 Nov 2026 09:00:12 GMT"), always(200))) as server:
        fetcher(clock).get(server.url)
    assert clock.slept == [12.0]


@pytest.mark.parametrize("value", ["soon", "", "-3", "\u00b2"])
def test_a_retry_after_that_cannot_be_read_leaves_our_own_pause(value: str) -> None:
    clock = StillClock()
    with serving(in_turn(always(429, Retry_After=value), always(200))) as server:
        fetcher(clock).get(server.url)
    assert clock.slept == [1.5]


def test_a_longer_pause_than_we_make_is_passed_on() -> None:
    clock = StillClock()
    with serving(always(429, Retry_After="3600")) as server:
        with pytest.raises(SourceUnreachableError) as caught:
            fetcher(clock).get(server.url)
        assert len(server.requests) == 1
    assert caught.value.retry_after_s == 3600.0
    assert clock.slept == []


def test_requests_to_one_host_are_spaced() -> None:
    with serving(always(200)) as server:
        polite = fetcher(RealClock(), spacing_s=0.2)
        for _ in range(3):
            polite.get(server.url)
        arrivals = [at for *_, at in server.requests]
    assert all(b - a >= 0.2 for a, b in pairwise(arrivals))


def test_requests_from_many_threads_are_spaced_too() -> None:
    with serving(always(200)) as server:
        polite = fetcher(RealClock(), spacing_s=0.1)
        threads = [threading.Thread(target=polite.get, args=(server.url,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        arrivals = sorted(at for *_, at in server.requests)
    assert len(arrivals) == 4
    assert all(b - a >= 0.1 for a, b in pairwise(arrivals))


def test_a_clock_set_back_makes_nobody_wait_longer_than_the_spacing() -> None:
    clock = StillClock()
    with serving(always(200)) as server:
        polite = fetcher(clock, spacing_s=1.0)
        polite.get(server.url)
        clock.time -= timedelta(hours=1)
        polite.get(server.url)
    assert clock.slept == [1.0]


def test_a_silent_server_is_unreachable() -> None:
    with serving(lambda _handler, _number: time.sleep(0.3)) as server, pytest.raises(SourceUnreachableError):
        fetcher(timeout_s=0.1, tries=2).get(server.url)


def drip(handler: BaseHTTPRequestHandler, _number: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "900")
    handler.end_headers()
    try:
        for _ in range(900):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        handler.close_connection = True


def test_an_answer_that_drips_for_ever_is_given_up() -> None:
    with serving(drip) as server:
        started = time.monotonic()
        with pytest.raises(SourceUnreachableError):
            fetcher(RealClock(), timeout_s=0.05, tries=1).get(server.url)
        assert time.monotonic() - started < 5


def cut_short(handler: BaseHTTPRequestHandler, _number: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"only this")
    handler.close_connection = True


def test_a_body_shorter_than_announced_is_tried_again_and_never_taken() -> None:
    with serving(in_turn(cut_short, always(200, b"whole"))) as server:
        got = fetcher().get(server.url)
    assert isinstance(got, Fetched)
    assert got.body == b"whole"
    with serving(cut_short) as server, pytest.raises(SourceUnreachableError):
        fetcher().get(server.url)


def test_nobody_listening_is_unreachable() -> None:
    with serving(always(200)) as server:
        url = server.url
    with pytest.raises(SourceUnreachableError) as caught:
        fetcher().get(url)
    assert caught.value.subject == url


def test_more_bytes_than_allowed_are_refused_by_the_header_alone() -> None:
    with serving(always(200, b"x" * 1001)) as server, pytest.raises(TooLargeError) as caught:
        fetcher().get(server.url)
    assert caught.value.subject == server.url


def endless(handler: BaseHTTPRequestHandler, _number: int) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
    except OSError:
        handler.close_connection = True


def test_more_bytes_than_allowed_are_refused_while_streaming() -> None:
    with serving(endless) as server, pytest.raises(TooLargeError):
        fetcher().get(server.url)


def test_the_cap_of_one_request_wins() -> None:
    with serving(always(200, b"x" * 2000)) as server:
        got = fetcher().get(server.url, max_bytes=2000)
        assert isinstance(got, Fetched)
        assert len(got.body) == 2000


def test_gzip_is_unpacked_and_the_cap_counts_what_comes_out() -> None:
    with serving(always(200, gzip.compress(b"y" * 900), Content_Encoding="gzip")) as server:
        got = fetcher().get(server.url)
        assert isinstance(got, Fetched)
        assert got.body == b"y" * 900
    bomb = always(200, gzip.compress(b"y" * 10_000_000), Content_Encoding="gzip")
    with serving(bomb) as server, pytest.raises(TooLargeError):
        fetcher(max_bytes=100_000).get(server.url)


def test_damaged_gzip_is_never_taken_for_an_answer() -> None:
    damaged = always(200, b"not gzip at all", Content_Encoding="gzip")
    with serving(damaged) as server, pytest.raises(SourceUnreachableError):
        fetcher().get(server.url)


def test_a_redirect_is_followed_and_the_validator_keeps_the_link_asked_for() -> None:
    scripts = in_turn(always(302, Location="/new#top"), always(200, b"here", ETag='"n"'))
    with serving(scripts) as server:
        got = fetcher().get(f"{server.url}/old")
    assert isinstance(got, Fetched)
    assert got.url == f"{server.url}/new"
    assert got.validator == Validator(f"{server.url}/old", '"n"', "")


def test_a_redirect_to_a_foreign_host_is_refused_and_never_fetched() -> None:
    with serving(always(200, b"secret")) as foreign:
        with serving(always(301, Location=f"{foreign.url}/x")) as server:
            own_port = server.url.removeprefix("http://")
            with pytest.raises(HostNotAllowedError) as caught:
                fetcher(allowed_hosts=(own_port,)).get(server.url)
        assert foreign.requests == []
    assert caught.value.subject == f"{foreign.url}/x"


def test_redirects_in_a_circle_end() -> None:
    with serving(always(302, Location="/again")) as server:
        with pytest.raises(SourceError, match="redirects"):
            fetcher().get(server.url)
        assert len(server.requests) == 6


def test_a_redirect_to_nowhere_is_an_error() -> None:
    with serving(always(302)) as server, pytest.raises(SourceError, match="nowhere"):
        fetcher().get(server.url)


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/",
        "ftp://127.0.0.1/",
        "file:///etc/hostname",
        "http://user:word@127.0.0.1/",
        "http://127.0.0.1.elsewhere.example/",
        "//127.0.0.1/",
        "",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:port/",
        "http://[127.0.0.1/",
    ],
)
def test_links_to_other_hosts_and_schemes_are_never_fetched(url: str) -> None:
    with pytest.raises(HostNotAllowedError):
        fetcher().get(url)


@pytest.mark.parametrize("target", ["http://[bad", "mailto:a@b.example", "http://127.0.0.1:x/"])
def test_a_redirect_to_what_is_no_link_is_refused(target: str) -> None:
    with serving(always(302, Location=target)) as server, pytest.raises(HostNotAllowedError):
        fetcher().get(server.url)


def test_hosts_are_compared_without_regard_to_case() -> None:
    with serving(always(200)) as server:
        port = server.url.rpartition(":")[2]
        assert isinstance(fetcher(allowed_hosts=("LOCALHOST",)).get(f"http://LocalHost:{port}/"), Fetched)


def test_a_closed_fetcher_can_be_used_again() -> None:
    with serving(always(200)) as server:
        one = fetcher()
        one.get(server.url)
        one.close()
        assert isinstance(one.get(server.url), Fetched)
        one.close()


def test_a_redirect_from_https_to_http_is_refused() -> None:
    answer_to_https = http._Answer(302, HTTPHeaderDict({"Location": "http://127.0.0.1/"}), b"")
    with pytest.raises(HostNotAllowedError, match="https to http"):
        http._redirected("https://127.0.0.1/", answer_to_https)


def test_every_error_says_where() -> None:
    with serving(always(403)) as server, pytest.raises(VisitwatchError) as caught:
        fetcher().get(f"{server.url}/x?y=1")
    assert caught.value.subject == f"{server.url}/x?y=1"


def test_the_settings_make_the_policy() -> None:
    policy = fetch_policy(Settings(contact="mailto:ops@visitwatch.example", request_spacing_s=2.0))
    assert policy.user_agent.endswith("(+mailto:ops@visitwatch.example)")
    assert policy.spacing_s == 2.0
    assert "files.ofsted.gov.uk" in policy.allowed_hosts
