"""Schedule -> the public pages, Atom, JSON and CSV; unchanged pages are left alone."""

from __future__ import annotations

from typing import Any

from visitwatch.edge.logs import count, logger, observed
from visitwatch.flow.publish_pages import publish_pages
from visitwatch.render.site import SiteRenderer
from visitwatch.wiring_aws import publish_context, site


@observed
def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """The number of pages, and of those that were written."""
    done = publish_pages(publish_context(), site(), SiteRenderer())
    count("PagesWritten", done.written)
    logger().info("PublishPages", extra={"outcome": "published", "pages": done.pages, "written": done.written})
    return {"pages": done.pages, "written": done.written}
