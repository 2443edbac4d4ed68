"""The portal's pages as it serves them: search results and an authority's timeline in two layouts.

Class names and structure are those that public parsers of reports.ofsted.gov.uk rely on; words are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

PER_PAGE = 100


@dataclass(frozen=True)
class Row:
    """An authority in the search results."""

    urn: str
    name: str
    region: str
    latest: date | None


@dataclass(frozen=True)
class Event:
    """An entry of a timeline. href: "" where it has no file. label: "children's services focused visit"."""

    label: str
    href: str
    event_date: date
    published: date | None = None
    grade: str = ""


def spoken(day: date) -> str:
    """As the portal prints it: "01 August 2024"."""
    return f"{day:%d %B %Y}"


def page(title: str, main: str) -> bytes:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8"/>
  <title>{escape(title)} - Find an Inspection Report - Ofsted</title>
</head>
<body>
  <header class="header"><div class="container"><a class="header__home-link" href="/">Home</a></div></header>
  <main id="main" tabindex="-1">
{main}
  </main>
  <footer class="footer"><div class="container"><a href="/copyright">Copyright</a></div></footer>
</body>
</html>
""".encode()


def search(rows: list[Row], total: int, start: int, per_page: int) -> bytes:
    """One page of the results; the link to the next one stands where there is one."""
    after = start + per_page
    pager = (
        f'<a class="pagination__next" href="/search?start={after}&amp;rows={per_page}">Next</a>'
        if after < total
        else ""
    )
    items = "\n".join(_row(row) for row in rows)
    return page(
        "Search results",
        f"""<h1 class="heading--title title-block__heading">Search results</h1>
<p><strong class="results-count">{total:,}</strong> results</p>
<ul class="results-list">
{items}
</ul>
<div class="pagination">{pager}</div>""",
    )


def _row(row: Row) -> str:
    latest = f"<li>Latest report: <strong><time>{spoken(row.latest)}</time></strong></li>" if row.latest else ""
    return f"""<li class="search-result">
  <h3 class="search-result__title heading--sub"><a href="/provider/44/{row.urn}">{escape(row.name)}</a></h3>
  <ul class="search-result__provider-info"><li>Category: <strong>Local authority children&#039;s services</strong></li></ul>
  <address class="search-result__address">{escape(row.region)}</address>
  <ul class="search-result__provider-info">{latest}<li>URN: <strong>{row.urn}</strong></li></ul>
</li>"""


def provider(row: Row, events: list[Event], layout: str, *, changed: bool = False) -> bytes:
    """An authority's page, newest event first. changed: the site was redesigned and nothing has its old name."""
    write = _event_a if layout == "A" else _event_b
    days = "\n".join(f'<li class="timeline__day">\n{write(e)}\n</li>' for e in events)
    main = f"""<h1 class="heading--title title-block__heading">{escape(row.name)}</h1>
<p class="title-block__subheading">URN: {row.urn}</p>
<h2 class="heading--section">All reports</h2>
<ol class="timeline">
{days}
</ol>"""
    if changed:
        main = (
            main.replace("timeline", "history")
            .replace("publication-link", "doc")
            .replace("/v1/file/", "/v2/documents/")
        )
    return page(row.name, main)


def _event_a(event: Event) -> str:
    when = f'<p class="timeline__date"><time>{spoken(event.event_date)}</time></p>'
    title = escape(event.label[:1].upper() + event.label[1:])
    if not event.href:
        return f'<div class="event">{when}<span class="event__title heading--sub">{title}</span></div>'
    published = f" - {spoken(event.published)}" if event.published else ""
    return f"""<div class="event">
  {when}
  <span class="event__title heading--sub">
    <a class="publication-link" target="_blank" href="{escape(event.href)}">
      {title} <span class="nonvisual">{title}, PDF{published}</span></a>
  </span>
</div>"""


def _event_b(event: Event) -> str:
    title = escape(event.label[:1].upper() + event.label[1:])
    when = f"<time>{spoken(event.event_date)}</time>"
    if not event.href:
        return f'<div class="event"><span class="event__title heading--sub">{title}: {when}</span></div>'
    grade = f" (<strong>{escape(event.grade)}</strong>)" if event.grade else ""
    published = f"<p>Published: <time pubdate>{spoken(event.published)}</time></p>" if event.published else ""
    return f"""<div class="event">
  <span class="event__title heading--sub">
    <a class="publication-link" target="_blank" href="{escape(event.href)}">{title}{grade}: {when}
      <span class="filetype">PDF</span></a>
    <div class="event__metadata">{published}</div>
  </span>
</div>"""


SLIM_ERROR = b"""<html><head><title>Slim Application Error</title></head>
<body><h1>Slim Application Error</h1><p>A website error has occurred. Sorry for the temporary inconvenience.</p></body></html>"""

NOT_FOUND = page(
    "Report not found",
    """<ol class="breadcrumbs"><li class="crumb"><a href="/">Home</a></li><li class="crumb">Report not found</li></ol>
<h1 class="heading--title title-block__heading">Report not found</h1>
<p>There is no document here any more. Link to a page and you will have its latest version.</p>""",
)
