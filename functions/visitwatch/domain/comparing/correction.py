"""What a republished report changed: the same link, other bytes."""

from __future__ import annotations

from collections.abc import Sequence

from visitwatch.domain.change import Correction
from visitwatch.domain.comparing.redline import bounded_redline
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.comparison import Edit
from visitwatch.domain.report import Report

CONTEXT = 12
"""Words shown on either side of a change; longer equal runs are cut to them."""
GAP = "[…]"
_FIELDS = (
    "kind",
    "authorities",
    "ordinal",
    "visited",
    "judged_inadequate",
    "letter_date",
    "inspectors",
    "areas_covered",
    "topic",
    "progress_statement",
    "judgements",
    "outcome",
    "priority_actions",
    "improvements",
)


def correct(before: Report, after: Report) -> Correction | None:
    """None where only the layout changed: no field but pages, and no word, quotes, hyphens and line breaks apart."""
    fields = tuple(name for name in _FIELDS if _value(before, name) != _value(after, name))
    if not fields and _words(before) == _words(after):
        return None
    made = bounded_redline(_text(before), _text(after))
    return Correction(
        before_sha256=before.sha256,
        redline=shortened(made.edits),
        fields=fields,
        truncated=made.truncated,
    )


def shortened(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits with long equal runs cut to the words beside a change, "[…]" for the rest."""
    last = len(edits) - 1
    return tuple(
        _cut(edit, first=place == 0, last=place == last) if edit.op == "equal" else edit
        for place, edit in enumerate(edits)
    )


def _cut(edit: Edit, *, first: bool, last: bool) -> Edit:
    words = edit.text.split()
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail):
        return edit
    end = " " if edit.text.endswith(" ") else ""
    return Edit(edit.op, " ".join([*head, GAP, *tail]) + end)


def _text(report: Report) -> str:
    return " ".join(finding.text for finding in report.findings)


def _words(report: Report) -> str:
    return plain(_text(report)).replace(" ", "").replace("-", "")


def _value(report: Report, name: str) -> object:
    """The field as told to people: without pages, and texts by their plain words."""
    value = getattr(report, name)
    if name == "judgements":
        return sorted((j.aspect, j.grade) for j in value)
    if name == "progress_statement":
        return plain(value.text) if value else None
    if name in ("priority_actions", "improvements"):
        return [(plain(item.text), getattr(item, "tags", ())) for item in value]
    if name in ("inspectors", "areas_covered"):
        return [plain(item) for item in value]
    return plain(value) if name == "topic" else value
