"""A real SMTP server on loopback that keeps what it is given."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """received: (recipient, message) in the order they came in."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []
        self.port = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        message = BytesParser(policy=policy.default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.received += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def of(self, recipient: str) -> list[EmailMessage]:
        """The messages to one address."""
        return [message for to, message in self.received if to == recipient]


@contextlib.contextmanager
def mailbox(port: int) -> Iterator[Mailbox]:
    """A running server."""
    kept = Mailbox()
    kept.port = port
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
