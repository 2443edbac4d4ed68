"""Handlers of queues: decode, call the stage, answer per record.

A record that fails is named in batchItemFailures, so that SQS brings it back and, after maxReceiveCount, puts it into
the dead-letter queue. powertools would raise when every record of a batch fails; we answer alike however many fail
(raise_on_entire_batch_failure=False), and the alarm on the dead-letter queue tells of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from visitwatch.domain.message import Message
from visitwatch.edge.correlation import correlated
from visitwatch.edge.logs import Handler, count, failure, logger, observed
from visitwatch.errors import MessageError, PermanentError

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

    from visitwatch.flow.context import Context

M = TypeVar("M", bound=Message)
Stage = Callable[[M, "Context"], object]


def queue_handler(kind: type[M], stage: Stage[M], make_context: Callable[[], Context], metric: str) -> Handler:
    """A Lambda handler of a queue of `kind` messages. metric: counted once per record that succeeded."""

    def work(record: SQSRecord) -> None:
        started = time.monotonic()
        seen: dict[str, Any] = {
            "message_id": record.message_id,
            "receive_count": record.attributes.approximate_receive_count,
        }
        try:
            message = kind.from_json(record.body)
            seen |= {"correlation_id": _correlation_id(message, record), "about": _about(message)}
            seen["outcome"] = _outcome(stage, message, correlated(make_context(), seen["correlation_id"]))
            count(metric)
        except Exception as error:
            seen |= {"outcome": getattr(error, "name", "failed"), **failure(error)}
            raise
        finally:
            logger().info(kind.__name__, extra=seen | {"duration_ms": round((time.monotonic() - started) * 1000)})

    @observed
    def handler(event: dict[str, Any], context: Any) -> Any:
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(event=event, record_handler=work, processor=processor, context=context)

    return handler


def _outcome(stage: Stage[M], message: M, context: Context) -> str:
    """A permanent error is recorded for ops and not tried again; a message that cannot be understood is (poison)."""
    try:
        return str(stage(message, context))
    except MessageError:
        raise
    except PermanentError as error:
        context.store.report_problem(error.name, error.subject or _about(message), error.message, context.clock.now())
        count("PermanentErrors")
        return error.name


def _correlation_id(message: Message, record: SQSRecord) -> str:
    """The one that came with the message; where there is none, the first message's own id begins it."""
    return str(getattr(message, "correlation_id", "")) or str(record.message_id)


def _about(message: Message) -> str:
    for name in ("url", "change_id", "delivery_id"):
        if hasattr(message, name):
            return str(getattr(message, name))
    return ""
