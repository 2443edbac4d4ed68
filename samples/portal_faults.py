"""The faults that the sample portal can be told to show, each seen in the real one or in feeds (domain.md 0, 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samples.portal_html import Event

from samples import portal_html

STATUSES = {"403": 403, "404": 404, "410": 410, "429": 429, "500": 500, "503": 503}
BODIES = {
    "error_page": portal_html.SLIM_ERROR,
    "not_found_page": portal_html.NOT_FOUND,
    "empty": b"",
    "html": portal_html.page("Something else", "<h1>Something else</h1><p>Not what was asked for.</p>"),
}
OF_SEARCH = ("zero_results", "fewer_authorities", "wrong_total")
OF_PROVIDER = (
    "unknown_label",
    "layout_changed",
    "no_timeline",
    "duplicated_link",
    "foreign_link",
    "bad_link",
    "relative_link",
    "closed_event",
    "undated_label",
)
OF_FEEDS = ("feed_ended", "no_entries", "undated")
OF_TRANSPORT = ("slow", "truncated", "cut", "too_large", "foreign_redirect", "redirect_loop", "no_validator")
KINDS = (*STATUSES, *BODIES, *OF_SEARCH, *OF_PROVIDER, *OF_FEEDS, *OF_TRANSPORT)
# An address of the "documentation" block of RFC 5737: no one is there.
FOREIGN = "http://192.0.2.1/v1/file/1"


@dataclass(frozen=True)
class Fault:
    """kind: one of KINDS. on: what the path begins with, "" for every path. times: None for ever.

    value: seconds (slow, and Retry-After of 429 and 503), bytes (too_large), authorities (fewer_authorities).
    """

    kind: str
    on: str = ""
    times: int | None = None
    value: float | None = None


def bent(events: list[Event], kinds: set[str], base: str) -> list[Event]:
    """An authority's events as a fault has them. Links are absolute unless the fault says otherwise."""
    if "relative_link" not in kinds:
        events = [replace(e, href=base + e.href) if e.href else e for e in events]
    if "unknown_label" in kinds:
        events = [replace(e, label="letter of a new kind") for e in events]
    if "undated_label" in kinds:
        events = [replace(e, published=None) for e in events]
    if "duplicated_link" in kinds:
        events = [e for event in events for e in (event, event)]
    if "foreign_link" in kinds:
        events = [Event("children's services inspection", FOREIGN, date(2026, 1, 5), date(2026, 2, 2)), *events]
    if "bad_link" in kinds:
        events = [Event("children's services inspection", "http://[nowhere", date(2026, 1, 5)), *events]
    if "closed_event" in kinds:
        events = [Event("Closed", "", date(2026, 3, 31)), *events]
    return events


def parse_fault(text: str) -> Fault:
    """Of the command line: "500", "429=2@/search", "layout_changed@/provider/44/80441". Raises ValueError."""
    head, _, on = text.partition("@")
    kind, _, value = head.partition("=")
    if kind not in KINDS:
        raise ValueError(f"no such fault: {kind}; there are {', '.join(KINDS)}")
    return Fault(kind, on, value=float(value) if value else None)


def fault_of(data: dict[str, Any]) -> Fault:
    """Of a control message. Raises ValueError."""
    if data["kind"] not in KINDS:
        raise ValueError(f"no such fault: {data['kind']}")
    return Fault(data["kind"], data.get("on", ""), data.get("times"), data.get("value"))
