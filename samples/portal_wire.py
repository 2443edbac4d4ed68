"""HTTP for the sample portal: conditional GET, and the faults of status, body and transport."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Protocol

from samples.portal_faults import BODIES, FOREIGN, STATUSES, Fault

from samples import portal_html


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    modified: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One that was received. at: monotonic seconds."""

    path: str
    headers: dict[str, str]
    at: float


class Site(Protocol):
    """What the handler asks of the portal."""

    requests: list[Request]
    stopping: threading.Event

    def faults_of(self, path: str) -> dict[str, Fault]: ...

    def answer(self, target: str, faults: dict[str, Fault]) -> Answer: ...

    def control(self, message: dict[str, Any]) -> Any: ...


class Handler(BaseHTTPRequestHandler):
    site: ClassVar[Site]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.site.requests.append(Request(self.path, dict(self.headers), time.monotonic()))
        faults = self.site.faults_of(self.path)
        if "slow" in faults:
            self.site.stopping.wait(faults["slow"].value or 5.0)
        answer = self.site.answer(self.path, faults)
        for fault in faults.values():
            answer = _faulty(fault, answer, self.path)
        self._send(answer, validators="no_validator" not in faults, short="truncated" in faults)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            result = self.site.control(json.loads(body)) if self.path == "/control" else None
            self._send(Answer(json.dumps({"result": result}).encode(), "application/json"), validators=False)
        except (KeyError, TypeError, ValueError) as error:
            self._send(Answer(repr(error).encode(), "text/plain; charset=utf-8", 400), validators=False)

    def _send(self, answer: Answer, *, validators: bool, short: bool = False) -> None:
        headers = {"Content-Type": answer.content_type, **answer.headers}
        if validators and answer.status == 200:
            headers |= _validators(answer)
            if self.headers.get("If-None-Match") == headers["ETag"]:
                answer = replace(answer, status=304, body=b"")
        if answer.status != 304:
            headers["Content-Length"] = str(len(answer.body))
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(answer.body[: len(answer.body) // 2] if short else answer.body)
        except OSError:  # the client has had enough
            short = True
        self.close_connection = self.close_connection or short

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is no news."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def handler_of(site: Site) -> type[Handler]:
    """A handler class that serves this site."""
    return type("SiteHandler", (Handler,), {"site": site})


def _validators(answer: Answer) -> dict[str, str]:
    headers = {"ETag": f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'}
    if answer.modified:
        headers["Last-Modified"] = format_datetime(answer.modified, usegmt=True)
    return headers


def _faulty(fault: Fault, answer: Answer, path: str) -> Answer:
    """The answer as a fault of status, body or transport has it."""
    kind = fault.kind
    if kind in STATUSES:
        wait = {"Retry-After": f"{fault.value:g}"} if fault.value is not None else {}
        return Answer(portal_html.page(kind, kind), status=STATUSES[kind], headers=wait)
    if kind in BODIES:
        return Answer(BODIES[kind])
    if kind == "cut":
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    if kind == "too_large":
        return replace(answer, body=answer.body.ljust(int(fault.value or 50_000_000), b" "))
    if kind in ("foreign_redirect", "redirect_loop"):
        return Answer(status=302, headers={"Location": FOREIGN if kind == "foreign_redirect" else path})
    return answer
