"""The portal's pages as values: search results, and an authority's page in both layouts (domain.md 1.1).

Layout A: the date of the visit in `p.timeline__date > time`; the day of publication in the link's words for screen
readers. Layout B: the date of the visit in a `time` inside the link; the day of publication in
`div.event__metadata time[pubdate]`. A page in neither is an error, never an empty list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from visitwatch.adapters.links import absolute, is_file_on, split
from visitwatch.domain.labels import Label, parse_day, read_label
from visitwatch.domain.report import Urn
from visitwatch.errors import ErrorPageError, LayoutChangedError

_PROVIDER = re.compile(r"/provider/\d+/(\w+)/?$")
_ERROR_TITLES = re.compile(
    r"application error|report not found|page not found|not available|unavailable|bad gateway|gateway time-?out|"
    r"server error|access denied|forbidden|too many requests|technical (difficult|problem)|just a moment|maintenance",
    re.IGNORECASE,
)
_NO_REPORTS = re.compile(
    r"\bno (inspection |published )?reports\b|\bnot (yet )?(been )?inspected\b|\bnot (yet )?published any\b",
    re.IGNORECASE,
)


# Half a page would look like so many reports withdrawn.
_OPENED = re.compile(rb"<html[\s>]", re.IGNORECASE)
_CLOSED = re.compile(rb"</html\s*>", re.IGNORECASE)
_PARSER = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One result of the search."""

    urn: Urn
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """total: the page's own count of all results, of which rows are a part."""

    total: int
    rows: tuple[ProviderRow, ...]


@dataclass(frozen=True, slots=True)
class FileLink:
    """A report file in an authority's timeline."""

    url: str
    label: Label
    published: date | None
    event_date: date | None


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """links: each file once, in the page's order. other_events: events of the timeline without a file."""

    links: tuple[FileLink, ...]
    other_events: int


def read_search(body: bytes, url: str) -> SearchPage:
    """Raises ErrorPageError, LayoutChangedError."""
    page = _page(body, url)
    count = _first(page, "strong", "results-count")
    numbers = re.findall(r"\d+", _text(count).replace(",", "")) if count is not None else []
    if not numbers:
        raise LayoutChangedError("the search page gives no number of results", subject=url)
    results = _all(page, "li", "search-result")
    rows = tuple(_row(result, url) for result in results)
    # "1 to 100 of 153" counts 153.
    return SearchPage(max(map(int, numbers)), rows)


def _row(result: HtmlElement, url: str) -> ProviderRow:
    heading = _first(result, "h3", "search-result__title")
    link = next(iter(heading.iter("a")), None) if heading is not None else None
    target = absolute(url, link.get("href", "")) if link is not None else ""
    found = _PROVIDER.search(split(target).path)
    if link is None or found is None:
        raise LayoutChangedError("a search result links to no provider page", subject=url)
    return ProviderRow(Urn(found.group(1)), _text(link), target)


def read_provider(body: bytes, url: str, file_hosts: frozenset[str]) -> ProviderPage:
    """Raises ErrorPageError; LayoutChangedError where there is no timeline, nor the words that there are no reports."""
    page = _page(body, url)
    timeline = _first(page, "*", "timeline")
    if timeline is None:
        if _NO_REPORTS.search(_text(_main(page))) and not _stray_links(page, url, file_hosts):
            return ProviderPage((), 0)
        raise LayoutChangedError("the page has no timeline", subject=url)
    days = _all(timeline, "li", "timeline__day")
    if not days and any(child.tag == "li" for child in timeline):
        raise LayoutChangedError("the timeline's days have another name", subject=url)
    links: dict[str, FileLink] = {}
    other_events = 0
    for day in days:
        found = _day_links(day, url, file_hosts)
        other_events += not found
        for link in found:
            links.setdefault(link.url, link)
    for stray in _stray_links(page, url, file_hosts):
        links.setdefault(stray.url, stray)
    return ProviderPage(tuple(links.values()), other_events)


def _day_links(day: HtmlElement, url: str, file_hosts: frozenset[str]) -> list[FileLink]:
    found = []
    for event in _all(day, "div", "event") or [day]:
        heading = next((h for e in (event, day) if (h := _first(e, "*", "timeline__date")) is not None), None)
        day_text = _text(heading) if heading is not None else ""
        for link in event.iter("a"):
            marked = "publication-link" in link.get("class", "").split()
            if marked and not link.get("href", "").strip():
                raise LayoutChangedError("a report of the timeline has no link", subject=url)
            if marked or _is_file(link, url, file_hosts):
                found.append(_file_link(link, event, day_text, url))
    return found


def _file_link(link: HtmlElement, event: HtmlElement, day_text: str, url: str) -> FileLink:
    href = link.get("href", "").strip()
    spoken = " ".join(_text(e) for e in _all(link, "*", "nonvisual"))
    time = next(iter(link.iter("time")), None)
    metadata = _first(event, "*", "event__metadata")
    published = _published(metadata) if metadata is not None else None
    label = read_label(_visible(link), spoken or _composed(link, published))
    visit = parse_day(_text(time)) if time is not None else parse_day(day_text)
    return FileLink(absolute(url, href) or href, label, published or label.published, visit)


def _visible(link: HtmlElement) -> str:
    """The link's own words: no date, format, grade or words for screen readers."""
    parts = [link.text or ""]
    for child in link:
        hidden = child.tag in ("time", "strong") or {"nonvisual", "filetype"} & set(child.get("class", "").split())
        parts += ["" if hidden else child.text_content(), child.tail or ""]
    return re.sub(r"[\s:(),-]+$", "", " ".join(" ".join(parts).split()))


def _composed(link: HtmlElement, published: date | None) -> str:
    """Layout B's facts in the words of layout A, so that a change of layout changes no label."""
    form = " ".join(_text(e) for e in _all(link, "*", "filetype"))
    day = f" - {published:%d %B %Y}" if published else ""
    return f"{_visible(link)}{', ' + form if form else ''}{day}"


def _published(metadata: HtmlElement) -> date | None:
    times = list(metadata.iter("time"))
    marked = [t for t in times if t.get("pubdate") is not None] or times
    return next((day for t in marked if (day := parse_day(t.get("datetime", "")) or parse_day(_text(t)))), None)


def _stray_links(page: HtmlElement, url: str, file_hosts: frozenset[str]) -> list[FileLink]:
    """Report files that stand outside the timeline, which nobody may miss."""
    links = _main(page).iter("a")
    return [_file_link(a, a, "", url) for a in links if is_file_on(absolute(url, a.get("href", "")), file_hosts)]


def _is_file(link: HtmlElement, url: str, file_hosts: frozenset[str]) -> bool:
    target = absolute(url, link.get("href", ""))
    return is_file_on(target, file_hosts) or split(target).path.lower().endswith(".pdf")


def _page(body: bytes, url: str) -> HtmlElement:
    if not body.strip():
        raise ErrorPageError("an empty page", subject=url)
    if _OPENED.search(body) and not _CLOSED.search(body):
        raise ErrorPageError("the page was cut off", subject=url)
    try:
        page: HtmlElement = lxml.html.document_fromstring(body, parser=_PARSER)
    except (LxmlError, ValueError) as error:
        raise LayoutChangedError("not an HTML page", subject=url) from error
    heading = " ".join(_text(e) for e in (*page.iter("h1"), *page.iter("title")))
    if found := _ERROR_TITLES.search(heading):
        raise ErrorPageError(f"the page says “{found.group()}”", subject=url)
    return page


def _main(page: HtmlElement) -> HtmlElement:
    return next(iter(page.iter("main")), page)


def _all(element: HtmlElement, tag: str, css_class: str) -> list[HtmlElement]:
    found = element.xpath(f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {css_class} ')]")
    return [e for e in found if isinstance(e, HtmlElement)] if isinstance(found, list) else []


def _first(element: HtmlElement, tag: str, css_class: str) -> HtmlElement | None:
    return next(iter(_all(element, tag, css_class)), None)


def _text(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())
