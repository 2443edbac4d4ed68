"""Queue -> a message handed over to SES, Slack or a webhook, once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.message import DeliverAlert
from visitwatch.domain.subscription import Subscriber, SubscriberId
from visitwatch.edge.logs import count
from visitwatch.edge.queue import queue_handler
from visitwatch.flow.context import Context
from visitwatch.flow.deliver_alert import deliver_alert
from visitwatch.ports import Subscribers
from visitwatch.wiring_aws import deliver_context


@dataclass(frozen=True, slots=True)
class _Counted:
    """The port Subscribers; counts channels that were switched off because they are dead."""

    subscribers: Subscribers

    def all_subscribers(self) -> tuple[Subscriber, ...]:
        return self.subscribers.all_subscribers()

    def get_subscriber(self, subscriber_id: SubscriberId) -> Subscriber | None:
        return self.subscribers.get_subscriber(subscriber_id)

    def deactivate(self, subscriber_id: SubscriberId, reason: str) -> None:
        self.subscribers.deactivate(subscriber_id, reason)
        count("ChannelsDisabled")


def _deliver(message: DeliverAlert, context: Context) -> DeliveryStatus:
    status = deliver_alert(message, replace(context, subscribers=_Counted(context.subscribers)))
    if status is DeliveryStatus.SENT:
        count("MessagesSent")
    return status


handler = queue_handler(DeliverAlert, _deliver, deliver_context, "DeliveriesWorked")
