"""A report's name for people: "second monitoring visit, 9 and 10 January 2018"."""

from __future__ import annotations

from collections.abc import Iterable

from visitwatch.domain.comparison import ReportRef
from visitwatch.domain.report import DateRange, Kind, Report

_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = tuple(_WORDS.split())
_NAMES = {
    Kind.ILACS: "ILACS inspection",
    Kind.JTAI: "joint targeted area inspection",
    Kind.AREA_SEND: "area SEND inspection",
    Kind.LOOKED_AFTER: "inspection of looked after children services",
    Kind.UNKNOWN: "report",
}


def ref(key: str, report: Report) -> ReportRef:
    """The report as a comparison names it."""
    return ReportRef(key=key, kind=report.kind, label=label(report))


def subject_name(report: Report) -> str:
    """The authority or authorities that the report is on."""
    return listed(authority.name for authority in report.authorities) or "Authority not named"


def visit_name(report: Report) -> str:
    """The ordinal as stated and the kind: "second monitoring visit"."""
    name = kind_name(report.kind)
    return f"{ordinal(report.ordinal)} {name}" if report.ordinal else name


def listed(parts: Iterable[str]) -> str:
    """E.g. "a, b and c"; "" of nothing."""
    items = list(parts)
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def label(report: Report) -> str:
    """The ordinal as stated, the kind, the days on site; the letter's date where no days are given."""
    name = visit_name(report)
    when = ", ".join(days(visited) for visited in report.visited)
    if not when and report.ended:
        when = f"{report.ended.day} {report.ended:%B %Y}"
    return f"{name}, {when}" if when else name


def kind_name(kind: Kind) -> str:
    return _NAMES.get(kind, kind.value)


def ordinal(number: int) -> str:
    """The number as a word ("second"), in digits beyond the twentieth ("21st")."""
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    suffix = "th" if 11 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # noqa: PLR2004 -- English
    return f"{number}{suffix}"


def days(visited: DateRange) -> str:
    """E.g. "9 and 10 January 2018", "4 to 15 February 2019", "31 January to 1 February 2018"."""
    first, last = visited.first, visited.last
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} {'and' if (last - first).days == 1 else 'to'} {end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%B}{year} to {end}"
