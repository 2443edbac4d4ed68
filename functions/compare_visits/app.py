"""Queue -> comparison with the authority's earlier reports, and the change that subscribers hear of."""

from visitwatch.domain.message import CompareVisits
from visitwatch.edge.queue import queue_handler
from visitwatch.flow.compare_visits import compare_visits
from visitwatch.wiring_aws import compare_context

handler = queue_handler(CompareVisits, compare_visits, compare_context, "ReportsCompared")
