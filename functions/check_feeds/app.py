"""Schedule -> one message a new publication, and the measures of the check."""

from __future__ import annotations

from typing import Any

from visitwatch.edge.correlation import correlated, request_id
from visitwatch.edge.logs import count, logger, observed
from visitwatch.flow.check_feeds import check_feeds
from visitwatch.flow.check_result import CheckResult
from visitwatch.wiring import make_sources
from visitwatch.wiring_aws import check_context


@observed
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """event: empty, or {"source": id} for one source alone."""
    ctx = correlated(check_context(), request_id(context))
    sources = [s for s in make_sources(ctx) if event.get("source", s.source_id) == s.source_id]
    found = check_feeds(ctx, sources)
    _measure(found)
    logger().info("CheckFeeds", extra={"outcome": "checked", "correlation_id": request_id(context), **_numbers(found)})
    return _numbers(found)


def _measure(found: CheckResult) -> None:
    count("PublicationsNew", len(found.new))
    count("SourceFailures", len(found.failures))
    count("AuthoritiesMissing", sum(f.error in ("authorities_missing", "no_results") for f in found.failures))


def _numbers(found: CheckResult) -> dict[str, Any]:
    return {
        "listed": found.listed,
        "unchanged": found.unchanged,
        "publications": found.publications,
        "new": len(found.new),
        "quiet": len(found.quiet),
        "notices": len(found.notices),
        "ignored": found.ignored,
        "failures": len(found.failures),
        "withdrawn": len(found.withdrawn),
    }
