"""Handlers of queues: decode, call the stage, answer per record.

A record that fails is named in batchItemFailures, so that SQS brings it back and, after maxReceiveCount, puts it into
the dead-letter queue. powertools would raise when every record of a batch fails; we answer alike however many fail
(raise_on_entire_batch_failure=False), and the alarm on the dead-letter queue tells of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from visitwatch.domain.message import Message
from visitwatch.edge.logs import count, logger, metrics
from visitwatch.errors import MessageError, PermanentError, VisitwatchError
from visitwatch.flow.context import Context

M = TypeVar("M", bound=Message)
Handler = Callable[[dict[str, Any], Any], Any]


def queue_handler(
    kind: type[M], stage: Callable[[M, Context], object], make_context: Callable[[], Context], metric: str
) -> Handler:
    """A Lambda handler of a queue of `kind` messages. metric: counted once per record that succeeded."""

    def work(record: SQSRecord) -> None:
        started = time.monotonic()
        outcome = "failed"
        message: M | None = None
        try:
            message = kind.from_json(record.body)
            outcome = _outcome(stage, message, make_context())
            count(metric)
        except VisitwatchError as error:
            outcome = error.name
            raise
        finally:
            logger().info(
                kind.__name__,
                extra={
                    "message_id": record.message_id,
                    "receive_count": record.attributes.approximate_receive_count,
                    "correlation_id": getattr(message, "correlation_id", ""),
                    "about": _about(message),
                    "outcome": outcome,
                    "duration_ms": round((time.monotonic() - started) * 1000),
                },
            )

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

    @logger().inject_lambda_context(clear_state=True)
    @metrics().log_metrics(raise_on_empty_metrics=False)
    def handler(event: dict[str, Any], context: Any) -> Any:
        return process_partial_response(event=event, record_handler=work, processor=processor, context=context)

    worked: Handler = handler
    return worked


def _outcome(stage: Callable[[M, Context], object], message: M, context: Context) -> str:
    """A permanent error is recorded for ops and not tried again; a message that cannot be understood is (poison)."""
    try:
        return str(stage(message, context))
    except MessageError:
        raise
    except PermanentError as error:
        context.store.report_problem(error.name, error.subject or _about(message), error.message, context.clock.now())
        count("PermanentErrors")
        return error.name


def _about(message: Message | None) -> str:
    for name in ("url", "change_id", "delivery_id"):
        if hasattr(message, name):
            return str(getattr(message, name))
    return ""
