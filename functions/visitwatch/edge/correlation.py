"""One id for all that follows from one event, from the schedule to the mail: in every message and every log line."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitwatch.domain.message import Message
    from visitwatch.flow.context import Context
    from visitwatch.ports import Queue


@dataclass(frozen=True, slots=True)
class CorrelatedQueue:
    """The port Queue; gives messages that have no correlation id this one."""

    queue: Queue
    correlation_id: str

    def send(self, message: Message) -> None:
        known = {f.name for f in fields(message)}
        if "correlation_id" in known and not getattr(message, "correlation_id", ""):
            message = replace(message, correlation_id=self.correlation_id)  # type: ignore[call-arg]
        self.queue.send(message)


def correlated(context: Context, correlation_id: str) -> Context:
    """The context whose messages carry the id."""
    return replace(context, queue=CorrelatedQueue(context.queue, correlation_id))


def request_id(context: object) -> str:
    """Of a Lambda invocation; "" where there is none."""
    return str(getattr(context, "aws_request_id", ""))
