"""Queue -> one delivery a subscriber."""

from visitwatch.domain.message import ComposeAlert
from visitwatch.edge.queue import queue_handler
from visitwatch.flow.compose_alert import compose_alert
from visitwatch.wiring_aws import compose_context

handler = queue_handler(ComposeAlert, compose_alert, compose_context, "ChangesComposed")
