"""The public pages: what was found, newest first; a page an authority; Atom, JSON and CSV of the same.

Only what is public: Ofsted's links, facts and quotes. Nothing of subscribers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from visitwatch.domain.authority import Authority
from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.report import Urn
from visitwatch.flow.context import Context
from visitwatch.ports import PageRenderer, Site, StoredReport

SHOWN = timedelta(days=400)
"""How far back the list of changes goes; authorities' pages go back to their first report."""
_PUBLIC = frozenset(ChangeKind) - {ChangeKind.NOTICE, ChangeKind.RECOMPARED}


@dataclass(frozen=True, slots=True)
class Published:
    """How many pages there are, and how many had to be written."""

    pages: int
    written: int


def publish_pages(ctx: Context, site: Site, renderer: PageRenderer) -> Published:
    """Safe to run twice: a page whose bytes are there is left alone."""
    changes = _changes(ctx)
    pages = list(renderer.lists(changes, ctx.register))
    for authority, reports in _authorities(ctx):
        own = tuple(c for c in changes if authority.urn in c.urns)
        pages.append(renderer.authority(authority, reports, own))
    written = sum(site.put_page(page.path, page.data, page.content_type) for page in pages)
    return Published(len(pages), written)


def _changes(ctx: Context) -> tuple[Change, ...]:
    """Newest first."""
    found = (ctx.store.get_change(s.id) for s in reversed(ctx.store.changes_since(ctx.clock.now() - SHOWN)))
    return tuple(change for change in found if change is not None and change.kind in _PUBLIC)


def _authorities(ctx: Context) -> Iterator[tuple[Authority, tuple[StoredReport, ...]]]:
    """Those with a report, with the current version of each, in the order of the visits."""
    current: dict[Urn, set[tuple[str, str]]] = {}
    for record in ctx.store.all_publications():
        for urn in record.urns:
            if record.sha256:
                current.setdefault(urn, set()).add((record.url, record.sha256))
    for urn in sorted(current):
        authority = ctx.register.by_urn(urn)
        reports = [s for s in ctx.store.reports_of(urn) if (s.url, s.sha256) in current[urn]]
        if authority is not None and reports:
            yield authority, tuple(sorted(reports, key=_order))


def _order(stored: StoredReport) -> tuple[str, str]:
    ended = stored.report.ended
    return (ended.isoformat() if ended else "", stored.url)
