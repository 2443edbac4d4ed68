"""The public pages. Atom (RFC 4287): an entry a change, its id never reused; a correction is an entry of its own."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from visitwatch.domain.authority import Authority
from visitwatch.domain.change import Change
from visitwatch.domain.comparing.labels import label
from visitwatch.domain.register import Register
from visitwatch.ports import Page, StoredReport

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Row:
    """A change as the lists show it."""

    id: str
    kind: str
    title: str
    headline: str
    url: str
    at: datetime
    published: date | None
    authorities: tuple[tuple[str, str], ...]


class SiteRenderer:
    """The port PageRenderer. base_url: where the site will be; links inside it are relative."""

    def __init__(self, base_url: str = "") -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        self._base = base_url.rstrip("/")
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self._jinja = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def lists(self, changes: tuple[Change, ...], register: Register) -> tuple[Page, ...]:
        rows = [_row(change, register) for change in changes]
        updated = max((row.at for row in rows), default=EPOCH)
        return (
            Page("index.html", self._fill("site_index.html.j2", rows=rows, root=""), HTML),
            Page(
                "changes.atom",
                self._fill("site.atom.j2", rows=rows, updated=updated, base=self._base),
                "application/atom+xml",
            ),
            Page("changes.json", _json(rows), "application/json"),
            Page("changes.csv", _csv(rows), "text/csv; charset=utf-8"),
        )

    def authority(self, authority: Authority, reports: tuple[StoredReport, ...], changes: tuple[Change, ...]) -> Page:
        headlines = {c.url: c.comparison.headline for c in reversed(changes) if c.comparison}
        entries = [
            {"label": label(s.report), "report": s.report, "url": s.url, "headline": headlines.get(s.url, "")}
            for s in reversed(reports)
        ]
        data = self._fill("site_authority.html.j2", authority=authority, entries=entries, root="../")
        return Page(f"authorities/{authority.urn}.html", data, HTML)

    def _fill(self, template: str, **values: Any) -> bytes:
        return self._jinja.get_template(template).render(**values).encode()


def _row(change: Change, register: Register) -> _Row:
    found = ((urn, register.by_urn(urn)) for urn in change.urns)
    return _Row(
        id=change.id,
        kind=change.kind.value,
        title=change.title,
        headline=change.comparison.headline if change.comparison else "",
        url=change.url,
        at=change.occurred_at.astimezone(UTC).replace(microsecond=0),
        published=change.publication.published if change.publication else None,
        authorities=tuple((urn, a.name if a else urn) for urn, a in found),
    )


def _plain(row: _Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "headline": row.headline,
        "url": row.url,
        "found_at": row.at.isoformat(),
        "published": row.published.isoformat() if row.published else None,
        "authorities": [{"urn": urn, "name": name} for urn, name in row.authorities],
    }


def _json(rows: list[_Row]) -> bytes:
    value = {"schema": "visitwatch.changes/1", "changes": [_plain(row) for row in rows]}
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _csv(rows: list[_Row]) -> bytes:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("id", "kind", "title", "headline", "url", "found_at", "published", "urns"))
    for row in rows:
        cells = (
            row.id,
            row.kind,
            row.title,
            row.headline,
            row.url,
            row.at.isoformat(),
            row.published or "",
            " ".join(u for u, _ in row.authorities),
        )
        writer.writerow([f"'{c}" if str(c).startswith(("=", "+", "-", "@")) else c for c in cells])
    return out.getvalue().encode()
