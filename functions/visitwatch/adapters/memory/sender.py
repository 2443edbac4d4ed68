"""Keeps what would have been sent: dry runs and tests."""

from __future__ import annotations

from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Subscriber


class MemorySender:
    """The port Sender. sent: subscriber and message, in order."""

    def __init__(self) -> None:
        self.sent: list[tuple[Subscriber, RenderedMessage]] = []

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:
        self.sent.append((subscriber, message))
        return f"memory-{reference}"
