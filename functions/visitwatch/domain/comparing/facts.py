"""What the fields of a report were, and what they are in another version of it, in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from visitwatch.domain.change import FieldChange
from visitwatch.domain.comparing.labels import days, kind_name, listed, ordinal
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.report import Report


def fact_changes(before: Report, after: Report, names: Sequence[str]) -> tuple[FieldChange, ...]:
    """One for each name; of lists, and of judgements, only the entries that the other version has not."""
    return tuple(FieldChange(name, *_sides(_entries(before, name), _entries(after, name))) for name in names)


_Entry = tuple[str, str]
"""What tells it from others, and how it is told."""


def _sides(before: Sequence[_Entry], after: Sequence[_Entry]) -> tuple[str, str]:
    mine, theirs = ({key for key, _ in side} for side in (before, after))
    gone = "; ".join(told for key, told in before if key not in theirs)
    come = "; ".join(told for key, told in after if key not in mine)
    return gone, come


def _entries(report: Report, name: str) -> list[_Entry]:
    return [(plain(key), told) for key, told in _TOLD[name](report)]


def _one(text: str) -> list[_Entry]:
    return [(text, text)] if text else []


def _quotes(pairs: Iterable[tuple[str, int]]) -> list[_Entry]:
    return [(text, f"“{text}” (page {page})") for text, page in pairs]


def _day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def _since(report: Report) -> str:
    since = report.judged_inadequate
    return f"{date(since.year, since.month, 1):%B %Y}" if since else ""


_TOLD: Mapping[str, Callable[[Report], list[_Entry]]] = MappingProxyType(
    {
        "kind": lambda r: _one(kind_name(r.kind)),
        "authorities": lambda r: _one(listed(a.name for a in r.authorities)),
        "ordinal": lambda r: _one(ordinal(r.ordinal) if r.ordinal else ""),
        "visited": lambda r: _one(listed(days(visited) for visited in r.visited)),
        "judged_inadequate": lambda r: _one(_since(r)),
        "letter_date": lambda r: _one(_day(r.letter_date)),
        "inspectors": lambda r: [(name, name) for name in r.inspectors],
        "areas_covered": lambda r: [(area, area) for area in r.areas_covered],
        "topic": lambda r: _one(r.topic),
        "progress_statement": lambda r: _quotes((q.text, q.page) for q in (r.progress_statement,) if q),
        "judgements": lambda r: [
            (f"{j.aspect} {j.grade}", f"{j.aspect} {j.grade} (page {j.page})") for j in r.judgements
        ],
        "outcome": lambda r: _one(str(r.outcome or "")),
        "priority_actions": lambda r: _quotes((q.text, q.page) for q in r.priority_actions),
        "improvements": lambda r: [
            (f"{i.text} {' '.join(i.tags)}", f"“{i.text}” ({', '.join([*i.tags, f'page {i.page}'])})")
            for i in r.improvements
        ],
    }
)
