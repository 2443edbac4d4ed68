"""Schedule -> the digests that are due, queued for deliver_alert."""

from __future__ import annotations

from typing import Any

from visitwatch.edge.correlation import correlated, request_id
from visitwatch.edge.logs import count, logger, observed
from visitwatch.flow.send_digests import send_digests
from visitwatch.wiring_aws import compose_context


@observed
def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """The number of digests that were queued."""
    made = send_digests(correlated(compose_context(), request_id(context)))
    count("DigestsMade", len(made))
    seen = {"outcome": "queued", "correlation_id": request_id(context), "digests": len(made)}
    logger().info("SendDigests", extra=seen)
    return {"digests": len(made)}
