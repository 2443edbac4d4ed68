"""SES's events (over SNS, raw) -> the ledger, and subscriptions switched off."""

from visitwatch.adapters.ses_events import MailMessage
from visitwatch.edge.queue import queue_handler
from visitwatch.flow.context import Context
from visitwatch.flow.record_delivery import record_delivery
from visitwatch.wiring_aws import record_context


def _record(message: MailMessage, context: Context) -> str:
    moved = [record_delivery(event, context) for event in message.events]
    return "recorded" if any(moved) else "not_ours"


handler = queue_handler(MailMessage, _record, record_context, "MailEvents")
