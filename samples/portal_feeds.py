"""Feeds of the sample portal: entries about invented authorities, as Atom (GOV.UK's shape) or RSS (a blog's)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape


@dataclass(frozen=True)
class Entry:
    """id: "" makes one of the link and the day, as GOV.UK's organisation feeds do."""

    title: str
    link: str
    summary: str = ""
    updated: datetime | None = None
    id: str = ""


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# By the feed's file name. Links are to hosts that nobody is asked to fetch.
FEEDS: dict[str, list[Entry]] = {
    "ofsted.atom": [
        Entry(
            "News story: New handbook for inspecting lighthouses",
            "https://www.gov.example/government/news/lighthouse-handbook",
            "A handbook that has nothing to do with children's services.",
            _day("2026-05-11T08:30:00"),
        ),
        Entry(
            "Official statistics: Childcare providers at 31 March",
            "https://www.gov.example/government/statistics/childcare-march",
            "Numbers of providers and places.",
            _day("2026-05-04T08:30:00"),
        ),
    ],
    "directions.atom": [
        Entry(
            "Notice: Improvement notice issued to Westmarsh County Council",
            "https://www.gov.example/government/publications/improvement-notice-westmarsh",
            "The council must improve its children's services.",
            _day("2026-05-12T09:00:00"),
        ),
    ],
    "blog.rss": [
        Entry(
            "How we listen to foster carers",
            "https://blog.example/foster-carers",
            "A post that names no council.",
            _day("2026-05-06T12:00:00"),
        ),
    ],
    "trade-press.rss": [
        Entry(
            "Ofsted: slow start seen at Westmarsh",
            "https://press.example/westmarsh-second-visit",
            "Inspectors made a monitoring visit to Westmarsh and found that leaders act too slowly.",
            _day("2026-05-13T10:15:00"),
        ),
    ],
}
ENDED = Entry(
    "This feed has ended",
    "https://www.gov.example/",
    "The feed that you asked for is no longer published.",
    _day("2026-05-01T00:00:00"),
    "https://www.gov.example/search/all.atom/feed-ended",
)


def render(name: str, entries: list[Entry], base: str) -> bytes:
    """Atom for a name that ends in .atom, RSS otherwise. Links that begin with a slash are relative to `base`."""
    return _atom(name, entries, base) if name.endswith(".atom") else _rss(name, entries, base)


def _atom(name: str, entries: list[Entry], base: str) -> bytes:
    items = "\n".join(
        f"""  <entry>
    <id>{escape(e.id or f"{_link(e, base)}#{_iso(e)}")}</id>
    <title>{escape(e.title)}</title>
    <link rel="alternate" href="{escape(_link(e, base))}"/>
    {f"<updated>{_iso(e)}</updated>" if e.updated else ""}
    <summary>{escape(e.summary)}</summary>
  </entry>"""
        for e in entries
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
  <id>{base}/feeds/{name}</id>
  <title>{name}</title>
  <updated>2026-05-13T10:15:00Z</updated>
  <link rel="self" href="{base}/feeds/{name}"/>
{items}
</feed>
""".encode()


def _rss(name: str, entries: list[Entry], base: str) -> bytes:
    items = "\n".join(
        f"""  <item>
    <title>{escape(e.title)}</title>
    <link>{escape(_link(e, base))}</link>
    <guid isPermaLink="false">{escape(e.id or _link(e, base))}</guid>
    {f"<pubDate>{format_datetime(e.updated)}</pubDate>" if e.updated else ""}
    <description>{escape(e.summary)}</description>
  </item>"""
        for e in entries
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
  <title>{name}</title>
  <link>{base}/feeds/{name}</link>
  <description>Invented entries</description>
{items}
</channel></rss>
""".encode()


def _link(entry: Entry, base: str) -> str:
    return base + entry.link if entry.link.startswith("/") else entry.link


def _iso(entry: Entry) -> str:
    return f"{entry.updated:%Y-%m-%dT%H:%M:%SZ}" if entry.updated else ""
