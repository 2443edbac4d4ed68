"""Schedule -> the digests that are due, queued for deliver_alert."""

from __future__ import annotations

from typing import Any

from visitwatch.edge.logs import count, logger, metrics
from visitwatch.flow.send_digests import send_digests
from visitwatch.wiring_aws import compose_context


@logger().inject_lambda_context(clear_state=True)
@metrics().log_metrics(raise_on_empty_metrics=False)
def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """The number of digests that were queued."""
    made = send_digests(compose_context())
    count("DigestsMade", len(made))
    logger().info("SendDigests", extra={"outcome": "queued", "digests": len(made)})
    return {"digests": len(made)}
