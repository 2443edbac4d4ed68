"""Dates as Ofsted prints them: days, ranges and lists of days.

Forms seen in reports of 2013 to 2026: "14 and 15 November 2017", "30 November and 1 December 2022", "23 April 2018 to
04 May 2018", "15, 16 and 21 July 2025", "the 15 and 16 of May 2018", "between 3 and 4 March 2021", "22–23 October
2019", "7 to 11 January 2019 and 21 to 25 January 2019", "30 and 31 January." (no year) and 13/03/2015.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from visitwatch.domain.report import DateRange, YearMonth

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"

_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DAY = rf"(?:the\s+)?{_WEEKDAY}(?:the\s+)?(?<![\d/])\d{{1,2}}(?:\s?(?:st|nd|rd|th))?(?![\d/])"
_WORDED = rf"{_DAY}(?:\s*(?:of\s+)?{MONTH}(?:,?\s*(?:19|20)\d\d(?!\d))?)?"
_SLASHED = r"(?<![\d/])\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d(?!\d)"
_ITEM = rf"(?:{_SLASHED}|{_WORDED})"
_JOIN = (
    r"(?:\s*(?:,\s*and|,\s*&|,\s*then|;\s*and|,|;|&|[-\u2010-\u2015\u2212/])\s*|\s+(?:and\s+(?:on|from|between)|and|to|until|till|through)\s+)"
    r"(?:(?:on|from|between)\s+)?"
)
_CHAIN = re.compile(rf"(?P<between>\bbetween\s+)?(?P<items>{_ITEM}(?:{_JOIN}{_ITEM})*)", re.IGNORECASE)
_TOKEN = re.compile(
    rf"(?P<slashed>{_SLASHED})|(?P<day>(?<![\d/])\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?!\d)"
    rf"(?:\s*(?:of\s+)?(?P<month>{MONTH})(?:,?\s*(?P<year>(?:19|20)\d\d)(?!\d))?)?"
    r"|(?P<to>\bto\b|\buntil\b|\btill\b|\bthrough\b|[-\u2010-\u2015\u2212])|(?P<between>\bbetween\b)",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})(?:\s+of)?,?\s*(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE)


@dataclass(slots=True)
class _Item:
    """A day as printed; `to`: the last day of a range that began with the item before it."""

    day: int
    month: int | None
    year: int | None
    to: bool
    between: bool


def parse_ranges(text: str, *, written: date | None = None) -> tuple[DateRange, ...]:
    """The days of the first phrase of `text` that names days, as ranges in printed order; () if none does.

    Consecutive days that are listed ("30 November and 1 December") are one range, days apart are several. A month or
    year that is left out is that of the next day printed. `written`: the date of the document, which gives the year
    where none is printed (the latest that is not after it). Days that do not exist are left out; a range is kept as
    printed even if it ends before it begins.
    """
    for chain in _CHAIN.finditer(text):
        found = _ranges_of(chain.group(), written)
        if found:
            return found
    return ()


def all_ranges(text: str) -> tuple[DateRange, ...]:
    """The days that every phrase of `text` names, years printed, in order."""
    return tuple(found for chain in _CHAIN.finditer(text) for found in _ranges_of(chain.group(), None))


def parse_date(text: str) -> date | None:
    """The first single day with its year that `text` names."""
    return next((found.first for found in all_ranges(text)), None)


def parse_month(text: str) -> YearMonth | None:
    """The first month with its year: "in July 2017", "on 4 July 2017"."""
    match = _MONTH_YEAR.search(text)
    return YearMonth(int(match["year"]), month_number(match["month"])) if match else None


def month_number(name: str) -> int:
    """1 to 12 of an English month's name or abbreviation. Raises KeyError."""
    return MONTHS[name.lower().rstrip(".")]


def _ranges_of(phrase: str, written: date | None) -> tuple[DateRange, ...]:
    items = _completed(_items(phrase), written)
    spans: list[DateRange] = []
    for item, day in items:
        if spans and (item.to or day == spans[-1].last + timedelta(days=1)):
            spans[-1] = DateRange(spans[-1].first, day)
        else:
            spans.append(DateRange(day, day))
    return tuple(spans)


def _items(phrase: str) -> list[_Item]:
    items: list[_Item] = []
    to = between = False
    for token in _TOKEN.finditer(phrase):
        if token["to"]:
            to = True
        elif token["between"]:
            between = True
        else:
            items.append(_item(token, to=to))
            if len(items) > 1 and items[-2].between and not to:
                items[-1].to = True
            items[-1].between, to, between = between, False, False
    return items


def _item(token: re.Match[str], *, to: bool) -> _Item:
    if token["slashed"]:
        day, month, year = (int(part) for part in re.split(r"[/.]", token["slashed"]))
        return _Item(day, month, year, to, between=False)
    month_name, year_text = token["month"], token["year"]
    return _Item(
        int(token["day"]),
        month_number(month_name) if month_name else None,
        int(year_text) if year_text else None,
        to,
        between=False,
    )


def _completed(items: list[_Item], written: date | None) -> list[tuple[_Item, date]]:
    """The items that have a month and a year, from right to left taking what is left out from the next one."""
    complete: list[tuple[_Item, date]] = []
    following: date | None = None
    for item in reversed(items):
        day = _day_of(item, following, written)
        if day is not None:
            complete.append((item, day))
            following = day
    return complete[::-1]


def _day_of(item: _Item, following: date | None, written: date | None) -> date | None:
    month = item.month or (following.month if following else None)
    if month is None:
        return None
    if item.year:
        return _date(item.year, month, item.day)
    if following:
        day = _date(following.year, month, item.day)
        over_new_year = item.month is not None and day is not None and day > following
        return _date(following.year - 1, month, item.day) if over_new_year else day
    if written is None:
        return None
    day = _date(written.year, month, item.day)
    return _date(written.year - 1, month, item.day) if day and day > written else day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
