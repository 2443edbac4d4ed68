"""Queue -> archived document and report."""

from visitwatch.domain.message import CollectReport
from visitwatch.edge.queue import queue_handler
from visitwatch.flow.collect_report import collect_report
from visitwatch.wiring_aws import collect_context

handler = queue_handler(CollectReport, collect_report, collect_context, "ReportsCollected")
