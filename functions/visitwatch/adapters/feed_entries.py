"""A feed's bytes as entries, with feedparser 6.0.14 and its traps answered (conventions.md "feedparser", tools.md 8).

Bytes only: a str would be opened as a file or URL. A feed is one if it has a version and an entry with title and id or
link; "BST" is read as UTC and is put right here; a missing date stays missing.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any
from urllib.parse import urldefrag

import feedparser

from visitwatch.adapters.links import absolute
from visitwatch.errors import NotAFeedError

_END = re.compile(rb"</\s*(?:\w+:)?(?:feed|rss|rdf)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"""href\s*=\s*["']([^"']+)""", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LEAD = 2000
_GOVUK_TAG = re.compile(r"tag:([^,/]+),\d{4}[\d-]*:(/.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """links: of the entry itself, the first is its page. inner_links: those in its text. updated: None if not given.

    lead: how its longest text begins, where that is more than the summary.

    id: the feed's id and the entry's `updated`; GOV.UK's two ways to name a page (a link with a date, a tag) are one,
    so that an entry that stands in two feeds is known again.
    """

    id: str
    title: str
    summary: str
    links: tuple[str, ...]
    inner_links: tuple[str, ...]
    updated: datetime | None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """whole: False for a feed that was cut off; its last entry is left out. ended: GOV.UK says that it has ended."""

    entries: tuple[Entry, ...]
    whole: bool
    ended: bool


def parse_feed(body: bytes, url: str, content_type: str) -> ParsedFeed:
    """Raises NotAFeedError."""
    if not body.strip():
        raise NotAFeedError("an empty answer", subject=url)
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers=_headers(url, content_type))
    except Exception as error:  # bytes that it never met: UnicodeDecodeError, "embedded null character", …
        raise NotAFeedError(f"not to be parsed: {type(error).__name__}", subject=url) from error
    if not parsed.get("version"):
        raise NotAFeedError("no feed, but perhaps a page", subject=url)
    raw = list(parsed.get("entries") or ())
    whole = bool(_END.search(body[-2000:])) or not parsed.get("bozo")
    usable = [e for e in (raw if whole else raw[:-1]) if _is_usable(e)]
    ended = any(_says_ended(e) for e in usable)
    entries = tuple(_entry(e, url) for e in usable if not _says_ended(e))
    if whole and not usable:
        raise NotAFeedError("no entry with a title and an id or link", subject=url)
    return ParsedFeed(entries, whole, ended)


def _headers(url: str, content_type: str) -> dict[str, str]:
    """As application/xml, since feedparser takes a text/* type without a charset for ASCII."""
    charset = _CHARSET.search(content_type)
    named = f"; charset={charset.group(1)}" if charset else ""
    return {"content-location": url, "content-type": f"application/xml{named}"}


def _is_usable(raw: Mapping[str, Any]) -> bool:
    return bool(raw.get("title") and (raw.get("id") or raw.get("link")))


def _says_ended(raw: Mapping[str, Any]) -> bool:
    title = str(raw.get("title", "")).strip().casefold()
    return title == "this feed has ended" or str(raw.get("id", "")).rstrip("/").endswith("/feed-ended")


def _entry(raw: Mapping[str, Any], url: str) -> Entry:
    texts = [str(raw.get("summary", "")), *(str(c.get("value", "")) for c in raw.get("content") or ())]
    longest = max(texts, key=len)
    links = [raw.get("link"), *(link.get("href") for link in raw.get("links") or ())]
    updated = _updated(raw)
    summary, lead = plain_text(texts[0]), plain_text(longest)[:_LEAD]
    return Entry(
        id=_identity(str(raw.get("id") or raw.get("link")), updated),
        title=plain_text(str(raw["title"])),
        summary=summary or lead,
        links=_absolute(links, url),
        inner_links=_absolute((html.unescape(h) for text in texts for h in _HREF.findall(text)), url),
        updated=updated,
        lead=lead,
    )


def _identity(entry_id: str, updated: datetime | None) -> str:
    tag = _GOVUK_TAG.fullmatch(entry_id)
    stem = f"https://{tag.group(1)}{tag.group(2)}" if tag else urldefrag(entry_id).url
    return f"{stem}#{updated:%Y-%m-%dT%H:%M:%SZ}" if updated else entry_id


def _updated(raw: Mapping[str, Any]) -> datetime | None:
    """`updated`, else `published`. Asked of the plain dict: feedparser's own fall-back warns."""
    for key in ("updated", "published"):
        moment = dict.get(raw, f"{key}_parsed")  # type: ignore[call-overload]  # a FeedParserDict is a dict
        if isinstance(moment, struct_time):
            when = datetime(*moment[:6], tzinfo=UTC)
            summer = str(dict.get(raw, key, "")).rstrip().upper().endswith("BST")  # type: ignore[call-overload]
            return when - timedelta(hours=1) if summer else when
    return None


def _absolute(links: Any, url: str) -> tuple[str, ...]:
    found = (absolute(url, str(link)) for link in links if link)
    return tuple(dict.fromkeys(link for link in found if link.startswith(("http://", "https://"))))


def plain_text(markup: str) -> str:
    """Without tags and entities, blanks single."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())
