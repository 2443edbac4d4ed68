"""What a republished report changed: the same link, other bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from visitwatch.domain.change import Change, Correction
from visitwatch.domain.comparing.facts import fact_changes
from visitwatch.domain.comparing.labels import listed, subject_name, visit_name
from visitwatch.domain.comparing.redline import bounded_redline
from visitwatch.domain.comparing.sentences import letters, sentence_changes
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.comparison import Edit
from visitwatch.domain.report import Report

CONTEXT = 12
"""Words shown on either side of a change; longer equal runs are cut to them."""
GAP = "[…]"
MOST_NAMED = 4
"""Pages, and fields, that a headline names; of more it gives the number."""
FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "the kind of report",
        "authorities": "the authority",
        "ordinal": "which visit it was",
        "visited": "the dates on site",
        "judged_inadequate": "when the authority was judged inadequate",
        "letter_date": "the letter’s date",
        "inspectors": "the inspectors",
        "areas_covered": "the areas covered",
        "topic": "the topic",
        "progress_statement": "the statement of progress",
        "judgements": "the judgements",
        "outcome": "the outcome",
        "priority_actions": "the areas for priority action",
        "improvements": "what needs to improve",
    }
)
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
        changes=sentence_changes(before.findings, after.findings),
        facts=fact_changes(before, after, fields),
    )


def correction_headline(change: Change) -> str:
    """E.g. "Exampleshire: correction of the focused visit letter: one sentence changed (page 2)".

    The title of a change that is no correction, or whose report is not at hand.
    """
    if change.correction is None or change.report is None:
        return change.title
    name = subject_name(change.report)
    return f"{name}: correction of the {document_name(change.report)}: {what_was_corrected(change.correction)}"


def document_name(report: Report) -> str:
    """E.g. "second monitoring visit letter", "ILACS inspection report"."""
    name = visit_name(report)
    form = "letter" if report.is_letter else "report"
    return name if name.endswith(form) else f"{name} {form}"


def what_was_corrected(correction: Correction) -> str:
    """How many sentences, on which pages; the fields that moved, where there are any. E.g. "one sentence changed
    (page 2), 2 added (pages 3 and 4); the letter’s date".
    """
    changes = correction.changes
    kinds = (
        ("changed", [c.now.page for c in changes if c.before and c.now], ""),
        ("added", [c.now.page for c in changes if c.now and not c.before], ""),
        ("taken out", [c.before.page for c in changes if c.before and not c.now], " of the version before"),
    )
    parts: list[str] = []
    for done, pages, where in kinds:
        if pages:
            noun = "" if parts else " sentence" if len(pages) == 1 else " sentences"
            parts.append(f"{_number(len(pages))}{noun} {done} ({pages_in_words(pages)}{where})")
    names = [FIELD_WORDS.get(name, name) for name in correction.fields]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} other facts"]
    return "; ".join(filter(None, (", ".join(parts), listed(names)))) or "some words"


def pages_in_words(numbers: Iterable[int]) -> str:
    """E.g. "page 2", "pages 2 and 4"; of many only how many there are."""
    pages = sorted(set(numbers))
    if len(pages) > MOST_NAMED:
        return f"on {len(pages)} pages"
    return f"page{'s' * (len(pages) != 1)} {listed(str(page) for page in pages)}"


def _number(count: int) -> str:
    return "one" if count == 1 else str(count)


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
    return letters(_text(report))


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
