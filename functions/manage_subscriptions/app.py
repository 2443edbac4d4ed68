"""HTTP: unsubscribe. GET shows a button and changes nothing; POST (RFC 8058, one click) switches off."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from visitwatch.domain.unsubscribe import read_token
from visitwatch.edge.logs import count, logger, observed
from visitwatch.render.unsubscribe_page import page
from visitwatch.wiring_aws import subscribers, token_secret


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """An HTML answer; the token is never logged."""
    request = APIGatewayProxyEventV2(event)
    subscriber = read_token(token_secret(), (request.path_parameters or {}).get("token", ""))
    if subscriber is None or subscribers().get_subscriber(subscriber) is None:
        return _answer(404, page("unknown"))
    if request.http_method != "POST":
        return _answer(200, page("ask"))
    subscribers().deactivate(subscriber, "unsubscribed")
    count("Unsubscribed")
    logger().info("ManageSubscriptions", extra={"outcome": "unsubscribed", "about": subscriber})
    return _answer(200, page("done"))


def _answer(status: int, body: str) -> dict[str, Any]:
    headers = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
    }
    return {"statusCode": status, "headers": headers, "body": body}
