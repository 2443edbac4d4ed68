"""What the first pages of an inspection report say of it: title, authority, days, lead inspectors, publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from visitwatch.domain.authority import Authority
from visitwatch.domain.reading.blocks import Block
from visitwatch.domain.reading.dates import all_ranges, parse_date, parse_ranges
from visitwatch.domain.reading.flat import FlatText
from visitwatch.domain.reading.people import parse_names
from visitwatch.domain.register import Register
from visitwatch.domain.report import AuthorityRef, DateRange, Urn

FRONT_PAGES = 4
"""Title, days and lead inspectors stand on the first page with text; two blank ones have been seen before it."""

_AFTER_DAYS = r"Lead inspector|Report(?:ing)? |Published|Judgement|Dates? of (?:the )?previous"
_DAYS = re.compile(
    r"(?:Inspection dates?|Dates? of (?:the )?inspection|Review dates?)\s*:?\s*"
    rf"(?P<days>(?:(?!{_AFTER_DAYS}).){{4,200}})",
    re.IGNORECASE | re.DOTALL,
)
_TOOK_PLACE = re.compile(
    r"(?:This inspection took place|\b(?=Between \d)|(?:^|\n|\. )(?=(?:Between|From|On)\b))\s*(?P<days>(?:from|between"
    r"|on)\b[^.]{4,120})",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:Report )?published\s*:?\s*(?P<day>[^\n]{6,40})", re.IGNORECASE)
_LEADS = re.compile(
    r"(?<!deputy )(?<!Deputy )\b(?:Lead|Reporting) inspectors?\s*[:–-]?\s*(?P<names>[^:]{4,300})", re.IGNORECASE
)
_TITLE = re.compile(
    r"(?:re-?)?inspections? of (?:the )?"
    r"(?:(?P<name>(?!services for|looked after)(?:(?!Inspection date).){2,110}?)\s+)??(?:local\s+authority\s+)?"
    r"(?:children|people|family|families).s\s+(?:social\s+care\s+)?services\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_TITLE = re.compile(
    r"(?:re-?)?inspections? of (?:services for children in need of help|looked after children)"
    r"|review of the effectiveness of the (?:local )?safeguarding"
    r"|inspection of (?P<name>[^.]{2,80}?\s(?:trust|local\s+authority))\b"
    r"|joint targeted area inspection (?:of|in) (?P<jtai>[^\n]{2,200})"
    r"|(?:joint )?(?:local )?area SEND (?:full |monitoring )?(?:inspection|re-?visit) (?:of|in"
    r"|to) (?P<send>[^\n]{2,120})",
    re.IGNORECASE,
)
_TITLE_BEGINS = re.compile(
    r"\b(?:[Rr]e-?inspections? of|[Ii]nspections? of|INSPECTION OF|[Rr]eview of|[Jj]oint|[Ll]ocal area|[Aa]rea SEND)\b"
)
_HEAD = 4000
"""Characters, furniture apart, among which title and days stand; a letter to a partnership lists many people."""

_BEFORE_TITLE = 300
_LONGEST_TITLE = 260
_PARTNERSHIP = re.compile(
    r"\s+(?:local\s+)?(?:area\s+)?(?:safeguarding\s+(?:children\s+)?)?(?:partnership|board)\b.*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Front:
    """What was found; empty or None where nothing was. name: the authority's as printed, "" if none was told."""

    title: str
    name: str
    visited: tuple[DateRange, ...]
    published: date | None
    inspectors: tuple[str, ...]


def front_of(blocks: Iterable[Block], flat: FlatText) -> Front:
    """The front matter of an inspection of any kind. flat: the blocks of its first pages."""
    title, name = title_of(flat)
    return Front(
        title=title,
        name=name,
        visited=visited_of(flat),
        published=_published(flat) if "ublished" in flat.text[:_HEAD] else None,
        inspectors=lead_inspectors_of(blocks),
    )


def title_of(flat: FlatText) -> tuple[str, str]:
    """The title as printed and the authority's name within or above it; "" for what is not found."""
    text = flat.text
    found = next(
        (title for begin in _TITLE_BEGINS.finditer(text, 0, _HEAD) if (title := _title_at(text, begin.start()))), None
    )
    if found is None:
        return "", ""
    names = found.groupdict()
    name = names.get("name") or names.get("jtai") or names.get("send")
    if name:
        return " ".join(found.group().split()), " ".join(name.split())
    name = " ".join(text[max(0, found.start() - _BEFORE_TITLE) : found.start()].split())
    if not name:
        name = " ".join(_DAYS.split(text[found.end() : found.end() + _BEFORE_TITLE], 1)[0].split())
    end = text.find("\n", found.end())
    words = text[found.start() : end if 0 < end < found.start() + _LONGEST_TITLE else found.end()]
    return " ".join(words.split()), name


def _title_at(text: str, position: int) -> re.Match[str] | None:
    return _TITLE.match(text, position, _HEAD) or _OTHER_TITLE.match(text, position, _HEAD)


def visited_of(flat: FlatText) -> tuple[DateRange, ...]:
    """The inspection's ranges of days, two where two are printed."""
    found = _DAYS.search(flat.text, 0, _HEAD)
    if found:
        return all_ranges(found["days"]) or parse_ranges(found["days"])
    for found in _TOOK_PLACE.finditer(flat.text, 0, _HEAD):
        ranges = parse_ranges(found["days"])
        if ranges:
            return ranges
    return ()


def _published(flat: FlatText) -> date | None:
    found = _PUBLISHED.search(flat.text, 0, _HEAD)
    return parse_date(found["day"]) if found else None


def lead_inspectors_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Lead inspectors: of page 1, or of the inspection team at the end (single inspections)."""
    names: list[str] = []
    for text in _texts_with_leads(blocks):
        for found in _LEADS.finditer(text):
            named = parse_names(found["names"])
            if named:
                names.extend(name for name in named if name not in names)
                break
        if names:
            break
    return tuple(names)


def _texts_with_leads(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if "nspector" in block.text and _LEADS.search(block.text):
            yield block.text


def authorities_of(
    front: Front, flat: FlatText, register: Register
) -> tuple[tuple[AuthorityRef, ...], tuple[str, ...]]:
    """The authorities and warnings: by the printed name, else by every name in the title."""
    for name in _forms(front.name):
        authority = register.find(name)
        if authority is not None:
            return (_ref(authority),), ()
    named = register.named_in(front.name) or register.named_in(front.title)
    if named:
        return tuple(_ref(authority) for authority in named), ()
    if front.name:
        printed = _PARTNERSHIP.sub("", front.name)
        return (AuthorityRef(Urn(""), printed),), (f"the register knows no authority {printed!r}",)
    named = register.named_in(flat.text[:_HEAD])[:1]
    warning = "no authority is named in the title" + ("; the first named in the text is taken" if named else "")
    return tuple(_ref(authority) for authority in named), (warning,)


def _forms(name: str) -> Iterator[str]:
    if name:
        yield name
        yield _PARTNERSHIP.sub("", name)
        yield name.removeprefix("the ").removesuffix(" local authority")


def _ref(authority: Authority) -> AuthorityRef:
    return AuthorityRef(authority.urn, authority.name)
