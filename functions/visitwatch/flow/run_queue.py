"""Works the queue of the embedded home off: each message to its stage, each failure to where it belongs.

A TransientError puts the message back for later, a PermanentError buries it at once, anything else (a bug) after
MAX_ATTEMPTS. What is buried is a problem for ops; and a published report whose message is buried is told of all the
same, by its link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from visitwatch.domain.change import ChangeId
from visitwatch.domain.message import CollectReport, CompareVisits, ComposeAlert, DeliverAlert, Message
from visitwatch.errors import PermanentError, TransientError, VisitwatchError
from visitwatch.flow.announce import OUR_FAILURE, tell_unread
from visitwatch.flow.context import Context
from visitwatch.ports import Envelope, WorkQueue

MAX_ATTEMPTS = 5
FIRST_PAUSE_S = 60.0
LONGEST_PAUSE_S = 6 * 3600.0
POISON = "message_buried"

Stage = Callable[[Any, Context], object]
Stages = Mapping[type[Message], Stage]
Progress = Callable[[Message, str], None]
"""Called after each message with its outcome's name."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """How many messages were done, put back for later, buried; outcomes: by stage and name, how often.

    composed: the changes that were worked on, in order, once each.
    """

    done: int
    later: int
    buried: int
    outcomes: tuple[tuple[str, str, int], ...]
    composed: tuple[ChangeId, ...] = ()


def all_stages() -> Stages:
    """Imported when asked for: a function on AWS runs one stage and loads no other."""
    from visitwatch.flow.collect_report import collect_report
    from visitwatch.flow.compare_visits import compare_visits
    from visitwatch.flow.compose_alert import compose_alert
    from visitwatch.flow.deliver_alert import deliver_alert

    return {
        CollectReport: collect_report,
        CompareVisits: compare_visits,
        ComposeAlert: compose_alert,
        DeliverAlert: deliver_alert,
    }


def run_queue(ctx: Context, queue: WorkQueue, stages: Stages, progress: Progress | None = None) -> RunResult:
    """Until nothing is due. The caller holds the lock: two at once would take the same message."""
    outcomes: Counter[tuple[str, str]] = Counter()
    ends: Counter[str] = Counter()
    composed: dict[ChangeId, None] = {}
    while (envelope := queue.take(ctx.clock.now())) is not None:
        end, outcome = _work(ctx, queue, stages, envelope)
        if isinstance(envelope.message, ComposeAlert):
            composed[ChangeId(envelope.message.change_id)] = None
        ends[end] += 1
        outcomes[type(envelope.message).__name__, outcome] += 1
        if progress is not None:
            progress(envelope.message, outcome)
    counted = tuple((stage, name, count) for (stage, name), count in sorted(outcomes.items()))
    return RunResult(ends["done"], ends["later"], ends["buried"], counted, tuple(composed))


def _work(ctx: Context, queue: WorkQueue, stages: Stages, envelope: Envelope) -> tuple[str, str]:
    if envelope.attempts > MAX_ATTEMPTS:  # the last attempt took the process with it
        return _bury(ctx, queue, envelope, envelope.error or "died")
    try:
        outcome = _name(stages[type(envelope.message)](envelope.message, ctx))
    except TransientError as error:
        return _later(ctx, queue, envelope, error)
    except PermanentError as error:
        return _bury(ctx, queue, envelope, error.name, str(error))
    except Exception as error:  # noqa: BLE001  the edge: one message's bug must not stop the others
        return _later(ctx, queue, envelope, error)
    if envelope.error:
        ctx.store.close_problem(POISON, _subject(envelope.message))
    queue.done(envelope)
    return "done", outcome


def _name(outcome: object) -> str:
    """Named outcomes are enums; of what else a stage returns only that it returned is told."""
    return outcome.value if isinstance(outcome, StrEnum) else "done"


def _later(ctx: Context, queue: WorkQueue, envelope: Envelope, error: Exception) -> tuple[str, str]:
    name = error.name if isinstance(error, VisitwatchError) else type(error).__name__
    if envelope.attempts >= MAX_ATTEMPTS:
        return _bury(ctx, queue, envelope, name, str(error))
    asked = error.retry_after_s if isinstance(error, TransientError) else None
    pause_s = max(asked or 0.0, min(FIRST_PAUSE_S * 2 ** (envelope.attempts - 1), LONGEST_PAUSE_S))
    queue.later(envelope, ctx.clock.now() + timedelta(seconds=pause_s), name)
    return "later", name


def _bury(ctx: Context, queue: WorkQueue, envelope: Envelope, name: str, why: str = "") -> tuple[str, str]:
    message = envelope.message
    text = f"{name} after {envelope.attempts} attempts: {why}"
    ctx.store.report_problem(POISON, _subject(message), text, ctx.clock.now())
    _last_resort(ctx, message)
    queue.bury(envelope, name)
    return "buried", name


def _last_resort(ctx: Context, message: Message) -> None:
    """No published report may go untold because our own code cannot cope with it."""
    if isinstance(message, CollectReport | CompareVisits):
        record = ctx.store.get_publication(message.url)
        if record is not None and not record.quiet and not record.settled:
            tell_unread(ctx, record, OUR_FAILURE, message.correlation_id)


def _subject(message: Message) -> str:
    about = next((getattr(message, name) for name in ("url", "change_id", "delivery_id") if hasattr(message, name)), "")
    return f"{type(message).__name__} {about}"
