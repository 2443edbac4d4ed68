"""Messages between stages, and the lock of a check."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from visitwatch.domain.message import Message


class Queue(Protocol):
    def send(self, message: Message) -> None:
        """Durable before it returns; delivered at least once to the stage of the message's type."""
        ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message taken from the queue. attempts: this one included. error: name of the last attempt's failure."""

    id: int
    message: Message
    attempts: int
    error: str = ""


class WorkQueue(Queue, Protocol):
    """The queue of the embedded home, seen by the one process that holds the lock and works it off."""

    def take(self, now: datetime) -> Envelope | None:
        """The oldest message that is due; its attempt is counted first, so that one that kills the process wears out.

        It stays in the queue until `done`, `later` or `bury`: who takes it and dies leaves it to the next.
        """
        ...

    def done(self, envelope: Envelope) -> None: ...

    def later(self, envelope: Envelope, at: datetime, error: str) -> None:
        """Not to be taken before `at`."""
        ...

    def bury(self, envelope: Envelope, error: str) -> None:
        """Kept for ops; not taken again until `dig_up`. The same message sent again stays buried."""
        ...

    def dig_up(self) -> int:
        """How many buried messages were made due again, attempts counted anew."""
        ...

    def waiting(self) -> int: ...

    def buried(self) -> tuple[Envelope, ...]: ...


class DeadLetters(Protocol):
    """Messages that were given up."""

    def counts(self) -> dict[str, int]:
        """By queue: collect, compare, compose, deliver, events (on AWS); "work" (embedded)."""
        ...

    def redrive(self, queue: str = "") -> int:
        """How many were given back to their queue (all queues if empty). Raises OperationError for an unknown one."""
        ...


class Locks(Protocol):
    def hold(self, name: str, *, wait_s: float = 0.0) -> AbstractContextManager[None]:
        """Freed if the holder dies. Raises CheckRunningError where another still holds it after `wait_s` seconds."""
        ...
