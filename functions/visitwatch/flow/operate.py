"""Any step on demand: one operation in, what was done out, as JSON can hold it. Never an address or a webhook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from visitwatch.domain import operation as op
from visitwatch.domain.subscription import Subscriber
from visitwatch.errors import OperationError
from visitwatch.flow.context import Context
from visitwatch.ports import DeadLetters, Source, SubscriberAdmin

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tools:
    """What operations need beyond the stages' context.

    sources: all sources for "", or the page of one authority for its URN. admin: None where subscribers are a file.
    subscriber: of a table in the words of docs/subscribers.md.
    """

    sources: Callable[[str], tuple[Source, ...]]
    dead_letters: DeadLetters
    admin: SubscriberAdmin | None
    subscriber: Callable[[Mapping[str, Any]], Subscriber]

    def changeable(self) -> SubscriberAdmin:
        """Raises OperationError where subscribers are a file."""
        if self.admin is None:
            raise OperationError("subscribers of this home are a file: edit subscribers.toml")
        return self.admin


def operate(operation: op.Operation, ctx: Context, tools: Tools) -> Json:
    """What was done. Raises OperationError, NotFoundError, UnknownAuthorityError and what the stages raise."""
    from visitwatch.flow import operate_reports, operate_subscribers, operate_watch

    steps: dict[type[op.Operation], Callable[[Any, Context, Tools], Json]] = {
        **operate_reports.STEPS,
        **operate_subscribers.STEPS,
        **operate_watch.STEPS,
    }
    return steps[type(operation)](operation, ctx, tools)
