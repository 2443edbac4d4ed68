"""EventBridge Scheduler's expressions, checked: emulators take any text for one.

Rules: "Schedule types in EventBridge Scheduler" (user guide): rate(n unit), at(time), cron of six fields.
"""

from __future__ import annotations

import re
from datetime import datetime

UNITS = ("minute", "hour", "day")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FIELDS = (
    ("minutes", 0, 59, ()),
    ("hours", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of week", 1, 7, DAYS),
    ("year", 1970, 2199, ()),
)


def problem(expression: str) -> str:
    """What is wrong with it, "" where nothing is."""
    found = re.fullmatch(r"(rate|at|cron)\(([^()]*)\)", expression)
    if found is None:
        return "neither rate(…) nor at(…) nor cron(…)"
    kind, inside = found.groups()
    return {"rate": _rate, "at": _at, "cron": _cron}[kind](inside)


def _rate(inside: str) -> str:
    found = re.fullmatch(r"([1-9]\d*) (minute|hour|day)(s?)", inside)
    if found is None:
        return "a rate is a number and minutes, hours or days"
    return "" if (found[1] == "1") == (found[3] == "") else "1 minute, 2 minutes"


def _at(inside: str) -> str:
    try:
        datetime.strptime(inside, "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007  the schedule has its own time zone
    except ValueError:
        return "not yyyy-mm-ddThh:mm:ss"
    return ""


def _cron(inside: str) -> str:
    parts = inside.split()
    if len(parts) != len(FIELDS):
        return f"{len(parts)} fields, not 6"
    if (parts[2] == "?") == (parts[4] == "?"):
        return "one of day of month and day of week must be ?, and only one"
    return next((wrong for part, field in zip(parts, FIELDS, strict=True) if (wrong := _field(part, *field))), "")


def _field(text: str, name: str, least: int, most: int, words: tuple[str, ...]) -> str:
    if text == "?" and name.startswith("day"):
        return ""
    for part in text.split(","):
        span, _, step = part.partition("/")
        if step and not (step.isdigit() and int(step) > 0):
            return f"{name}: a step is a number"
        if not _span(span, least, most, words) and not _special(part, name):
            return f"{name}: {part!r} is not within {least} to {most}"
    return ""


def _span(span: str, least: int, most: int, words: tuple[str, ...]) -> bool:
    if span == "*":
        return True
    numbers = [words.index(end) + least if end in words else end for end in span.split("-")]
    if len(numbers) > 2 or not all(str(n).isdigit() for n in numbers):
        return False
    values = [int(n) for n in numbers]
    return all(least <= v <= most for v in values) and values == sorted(values)


def _special(part: str, name: str) -> bool:
    """L and W (days of the month), L and # (days of the week)."""
    forms = {"day of month": r"L|LW|([1-9]|[12]\d|3[01])W", "day of week": r"[1-7]?L|[1-7]#[1-5]"}
    return name in forms and re.fullmatch(forms[name], part) is not None
