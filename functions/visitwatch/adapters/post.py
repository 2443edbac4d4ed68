"""One HTTP POST that tells "did not get there" from "nobody knows": the ledger must not guess.

http.client and not urllib3: urllib3 writes the path of every request, which in a webhook's URL is the secret, to its
debug log, and one error stands for both ends. Redirects are not followed; no error names the URL.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError

ANSWER_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Answer:
    """status and the first bytes of the body, as text."""

    status: int
    text: str
    retry_after: str


def is_postable(url: str) -> bool:
    """Whether it is https, or http on this machine's loopback."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def post(url: str, body: bytes, headers: Mapping[str, str], timeout_s: float = 20.0) -> Answer:
    """The answer, of whatever status. timeout_s: for the whole exchange.

    Raises DeliveryRefusedError where the URL may not be posted to; DeliveryDeferredError where no connection could be
    made, so that nothing was sent; DeliveryUnknownError where it broke after that.
    """
    if not is_postable(url):
        raise DeliveryRefusedError("the link is neither https nor on this machine", disable=True)
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, timeout_s)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with contextlib.closing(connection):
        try:
            connection.connect()
        except (OSError, ssl.CertificateError, UnicodeError) as error:
            raise DeliveryDeferredError(f"no connection: {type(error).__name__}") from None
        with _cut_off(connection, timeout_s) as cut:
            try:
                connection.request("POST", target, body=body, headers={**headers, "Connection": "close"})
                response = connection.getresponse()
                text = response.read(ANSWER_MOST_BYTES).decode("utf-8", "replace")
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise DeliveryUnknownError(f"no answer after sending: {type(error).__name__}") from None
        if cut.is_set():  # http.client takes headers that end early for whole ones
            raise DeliveryUnknownError("no whole answer after sending")
    return Answer(response.status, text, response.headers.get("Retry-After", ""))


def _connection(scheme: str, host: str, port: int | None, timeout_s: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=timeout_s)


@contextlib.contextmanager
def _cut_off(connection: http.client.HTTPConnection, timeout_s: float) -> Iterator[threading.Event]:
    """Set where the time was up. Ends an answer that drips: the socket's own time-out starts anew with every byte."""
    sock, done = connection.sock, threading.Event()

    def cut() -> None:
        done.set()
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(timeout_s, cut)
    timer.daemon = True
    timer.start()
    try:
        yield done
    finally:
        timer.cancel()


def retry_after_s(value: str, now: datetime) -> float | None:
    """Seconds, from either form of the header (RFC 9110 10.2.3); None where there is none that can be read."""
    if value.strip().isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
