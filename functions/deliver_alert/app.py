"""Queue -> a message handed over to SES, Slack or a webhook, once."""

from visitwatch.domain.message import DeliverAlert
from visitwatch.edge.queue import queue_handler
from visitwatch.flow.deliver_alert import deliver_alert
from visitwatch.wiring_aws import deliver_context

handler = queue_handler(DeliverAlert, deliver_alert, deliver_context, "DeliveriesWorked")
