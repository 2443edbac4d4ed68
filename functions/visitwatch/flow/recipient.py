"""To whom an entry in the ledger goes now: ids of subscribers may change between the entry and its message."""

from __future__ import annotations

from visitwatch.domain.delivery import Delivery
from visitwatch.domain.subscription import Subscriber
from visitwatch.flow.context import Context

GONE = "subscriber_gone"
"""Something was to be told to a subscriber who is in no table any more, nor is the address."""


def recipient(delivery: Delivery, context: Context) -> Subscriber | None:
    """The subscriber of its id; where there is none any more, the one with the same target. Raises SubscribersError."""
    found = context.subscribers.get_subscriber(delivery.subscriber_id)
    if found is not None or not delivery.target_key:
        return found
    heirs = (s for s in context.subscribers.all_subscribers() if s.target_key == delivery.target_key and not s.ops)
    return next(heirs, None)


def report_gone(delivery: Delivery, count: int, context: Context) -> None:
    """A table that was taken out, or one without an id whose address was corrected: only a person knows which."""
    now = context.clock.now()
    text = (
        f"{count} message(s) by {delivery.channel} given up: there is no such subscriber any more; if only the address"
        f" was corrected: visitwatch ops replay since={delivery.created_at:%Y-%m-%d} until={now:%Y-%m-%d}"
    )
    context.store.report_problem(GONE, delivery.subscriber_id, text, now)
