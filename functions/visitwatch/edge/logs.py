"""One logger and one set of metrics a process. Nothing here writes addresses, webhooks or texts."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit


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
