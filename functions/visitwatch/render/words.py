"""Our values in people's words: dates and times as GOV.UK writes them, kinds, grades, directions, filters."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from datetime import date, datetime

from visitwatch.domain.change import ChangeKind
from visitwatch.domain.comparison import Direction, ItemStatus, JudgementChange
from visitwatch.domain.london import to_london
from visitwatch.domain.register import Register
from visitwatch.domain.subscription import Filters, Frequency
from visitwatch.domain.theme_terms import theme_term

ELLIPSIS = "…"
NOON = 12
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")
_BLANKS = re.compile(r"[ \t]+")

GROUPS: tuple[tuple[Direction, str, str], ...] = (
    (Direction.WORSENED, "Got worse", ""),
    (
        Direction.NEW,
        "Newly raised",
        "The reports that this one was compared with say nothing about it, or hardly anything.",
    ),
    (Direction.STILL_CONCERN, "Still a concern", ""),
    (Direction.MIXED, "Mixed, before and now", ""),
    (Direction.IMPROVED, "Improved", ""),
    (Direction.STILL_STRENGTH, "Still a strength", ""),
    (Direction.CANNOT_TELL, "Cannot tell", "Both reports speak of it; which way it went cannot be told from them."),
)
"""In the order in which a reader needs them: direction, heading, note."""

JUDGEMENT_WORDS = {
    JudgementChange.IMPROVED: "improved",
    JudgementChange.DECLINED: "declined",
    JudgementChange.UNCHANGED: "unchanged",
    JudgementChange.NEW: "new judgement",
    JudgementChange.NO_LONGER_GIVEN: "no longer given",
    JudgementChange.NOT_COMPARABLE: "not comparable",
}
ITEM_WORDS = {
    ItemStatus.NEW: "New",
    ItemStatus.CARRIED_OVER: "Carried over",
    ItemStatus.NO_LONGER_LISTED: "No longer listed",
    ItemStatus.CANNOT_TELL: "Cannot tell whether new or carried over",
}
KIND_WORDS = {
    ChangeKind.NEW_REPORT: "New report",
    ChangeKind.UNREADABLE: "New report, could not be read",
    ChangeKind.UNKNOWN_KIND: "New report of a kind that we do not know",
    ChangeKind.CORRECTION: "Corrected report",
    ChangeKind.RECOMPARED: "Correction of what we said",
    ChangeKind.NOTICE: "Linked notice",
}
REASON_WORDS = {
    "html": "the link leads to a web page, not to a report",
    "empty": "the file is empty",
    "truncated": "the file is incomplete",
    "encrypted": "the file is encrypted",
    "image_only": "the file holds pictures of pages and no text",
    "too_large": "the file is too large",
    "damaged": "the file is damaged",
    "gone": "the link leads to nothing",
    "source_unreachable": "Ofsted’s website did not send it, in several tries",
    "withdrawn": "it was taken off its page before it could be read",
    "our_failure": "our own software failed on it",
}
EXPLANATIONS = {
    ChangeKind.UNKNOWN_KIND: "A new report was published, of a kind that we do not know. Please read it at the link.",
    ChangeKind.CORRECTION: "Ofsted’s website now has other words under the same link. This is what differs.",
    ChangeKind.RECOMPARED: (
        "An earlier visit was published after this report. We compared again, and what we told you has changed."
    ),
    ChangeKind.NOTICE: "A page that names the authority. It is linked here; it is not an Ofsted report.",
}
OUTCOME_WORDS = {
    1: "1: typically positive experiences and outcomes",
    2: "2: inconsistent experiences and outcomes",
    3: "3: widespread or systemic failings",
}


def clean(text: str) -> str:
    """One line: characters that cannot be seen, or that turn the direction of writing, and line breaks are blanks."""
    return _BLANKS.sub(" ", _UNSEEN.sub(" ", text)).strip()


def clean_run(text: str) -> str:
    """As `clean`, with the blanks at the ends: a run of a redline."""
    return _BLANKS.sub(" ", _UNSEEN.sub(" ", text))


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut at a blank where there is one, with "…" where something was cut."""
    text = clean(text)
    if len(text) <= most:
        return text
    head = text[: most - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut >= most // 2 else head).rstrip(" ,;:–-") + ELLIPSIS


def day(value: date) -> str:
    """E.g. "1 June 2026"."""
    return f"{value.day} {value:%B %Y}"


def month(year: int, number: int) -> str:
    """E.g. "March 2017"."""
    return f"{date(year, number, 1):%B %Y}"


def moment(value: datetime) -> str:
    """On London's clock, e.g. "1 June 2026, 9:30am"."""
    local = to_london(value)
    half = "am" if local.hour < NOON else "pm"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{day(local.date())}, {local.hour % NOON or NOON}{minutes}{half}"


def listed(parts: Iterable[str], word: str = "and") -> str:
    """E.g. "a, b and c"."""
    items = list(parts)
    return f" {word} ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def sentence(text: str) -> str:
    """With a capital at its start; the rest as it is."""
    return text[:1].upper() + text[1:]


def wrapped(text: str, indent: int = 0, first: str = "") -> str:
    """Lines of at most 72 characters; `first` stands before the text ("- "), the other lines are indented as far."""
    lead = " " * indent
    return textwrap.fill(
        clean(text),
        72,
        initial_indent=lead + first,
        subsequent_indent=lead + " " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def filters_in_words(filters: Filters, frequency: Frequency, register: Register) -> str:
    """Why somebody gets a message, e.g. "reports on Exampleshire, about supervision, at once"."""
    found = ((urn, register.by_urn(urn)) for urn in sorted(filters.authorities))
    names = sorted(urn if a is None else a.name for urn, a in found)
    where = sorted(filters.regions)
    parts = [f"reports on {listed(names)}" if names else "reports on every authority"]
    if where:
        parts = [*([parts[0]] if names else ["reports on authorities"]), f"in the region {listed(where, 'or')}"]
    if filters.kinds:
        parts.append(f"of the kind {listed(sorted(filters.kinds), 'or')}")
    if filters.themes:
        parts.append(f"on {listed(sorted(lower_first(theme_term(t)) for t in filters.themes), 'or')}")
    if filters.judgement_moved:
        parts.append("only if a judgement moved")
    if filters.notices:
        parts.append("linked notices too")
    when = {Frequency.IMMEDIATELY: "at once", Frequency.DAILY: "once a day", Frequency.WEEKLY: "once a week"}
    return ", ".join([*parts, when[frequency]])


def lower_first(text: str) -> str:
    """Without the capital of an ordinary word ("Supervision"); abbreviations keep theirs ("PLO")."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def london_date(value: datetime) -> date:
    """The date on London's clock."""
    return to_london(value).date()
