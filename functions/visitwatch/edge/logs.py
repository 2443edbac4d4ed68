"""One logger and one set of metrics a process. Nothing here writes addresses, webhooks or texts."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

Handler = Callable[[dict[str, Any], Any], Any]


@cache
def logger() -> Logger:
    """JSON lines; level and service come from POWERTOOLS_* variables."""
    return Logger(utc=True)


@cache
def metrics() -> Metrics:
    """Embedded metric format, written when a handler ends."""
    return Metrics()


def count(name: str, value: float = 1) -> None:
    """Adds to a metric of docs/runbook.md."""
    metrics().add_metric(name=name, unit=MetricUnit.Count, value=value)


def observed(handler: Handler) -> Handler:
    """The handler with the invocation's ids in each log line, its metrics written at the end, and failures named.

    An error's text is neither logged nor raised to Lambda, which would log it: it may hold an address. Its class, AWS's
    code and the lines of ours are enough to find it.
    """

    def named(event: dict[str, Any], context: Any) -> Any:
        if not gc.isenabled():  # the first invocation: what was imported so far is no garbage
            gc.freeze()
            gc.enable()
        try:
            return handler(event, context)
        except Exception as error:  # noqa: BLE001  the handler's edge: Lambda would log the text
            logger().error("Failed", extra=failure(error))
            raise RuntimeError(type(error).__name__) from None
        finally:
            if metrics().metric_set:  # powertools warns where there is nothing to write
                metrics().flush_metrics()

    wrapped: Handler = logger().inject_lambda_context(named, clear_state=True)
    return wrapped


def failure(error: BaseException) -> dict[str, Any]:
    """What a log may say of an error."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{f.filename.rpartition('visitwatch/')[2]}:{f.lineno}" for f in frames if "visitwatch" in f.filename]
    said: dict[str, Any] = {"error": type(error).__name__, "at": ours[-3:]}
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        said |= {"code": response.get("Error", {}).get("Code", ""), "call": getattr(error, "operation_name", "")}
    return said
