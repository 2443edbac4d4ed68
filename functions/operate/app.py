"""On demand: a typed payload in, what was done out. docs/operate.md lists the operations."""

from __future__ import annotations

from typing import Any

from visitwatch.domain.operation import parse_operation
from visitwatch.edge.correlation import correlated, request_id
from visitwatch.edge.logs import count, logger, observed
from visitwatch.errors import VisitwatchError
from visitwatch.flow.operate import operate
from visitwatch.wiring_aws import operate_context, operate_tools


@observed
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """{"ok": true, "result": …} or {"ok": false, "error": name, "message": what is allowed}."""
    outcome = "done"
    try:
        result = operate(parse_operation(event), correlated(operate_context(), request_id(context)), operate_tools())
    except VisitwatchError as error:
        outcome = error.name
        return {"ok": False, "error": error.name, "message": str(error)}
    finally:
        logger().info("Operate", extra={"about": event.get("operation"), "outcome": outcome})
    for metric, value in result.get("measures", {}).items():
        count(metric, value)
    return {"ok": True, "result": result}
