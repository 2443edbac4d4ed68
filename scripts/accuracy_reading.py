"""How often inspections and kinds are read right: the documents of `../shared/corpus`, its truth file and our labels.

Run: python scripts/accuracy_reading.py. `inspections` and `kinds` give the figures to other programs. Every document is
read from its PDF and, for `inspections(as_text=True)`, from its plain text without geometry.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Aspect, Reading, Report, Status
from visitwatch.flow.read_file import read_bytes

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
LABELS = ROOT / "tests" / "corpus" / "labels_reading.json"
BARS = {
    "kind": 1.0,
    "not a report, and why": 1.0,
    "authority": 1.0,
    "inspection dates": 1.0,
    "judgement rows": 1.0,
    "reports with every row right and none invented": 1.0,
    "lead inspectors": 1.0,
    "number of improvement items": 0.98,
    "area SEND outcome": 1.0,
    "priority actions": 1.0,
}


@dataclass(slots=True)
class Figure:
    """How many of how many were read right. misses: document, what was read, what is right."""

    name: str
    right: int = 0
    total: int = 0
    misses: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0

    def add(self, document: str, got: Any, wanted: Any) -> None:
        self.total += 1
        if got == wanted:
            self.right += 1
        else:
            self.misses.append((document, got, wanted))


@cache
def truth() -> dict[str, dict[str, Any]]:
    """What each document says, by its path; our own labels over those of the corpus."""
    found: dict[str, dict[str, Any]] = json.loads((CORPUS / "truth.json").read_text(encoding="utf-8"))
    for name, values in json.loads(LABELS.read_text(encoding="utf-8")).items():
        for document, value in values.items():
            found[document][name] = value
    return found


@cache
def reading_of(document: str, *, as_text: bool = False) -> Reading:
    data = (CORPUS / "reports" / document).read_bytes()
    if as_text and data.startswith(b"%PDF-"):
        pages = FileExtractor().extract(data).pages
        data = "\f".join("\n".join(line.text for line in page) for page in pages).encode()
    return read_bytes(data, FileExtractor(), packaged_register())


def measured(*, as_text: bool = False) -> dict[str, Figure]:
    """A figure for each bar, over all 267 documents."""
    figures = {name: Figure(name) for name in BARS}
    for document, labels in truth().items():
        reading = reading_of(document, as_text=as_text)
        if labels["kind"] == "not a report":
            figures["not a report, and why"].add(
                document, (reading.status, reading.reason), (Status.NOT_A_REPORT, "html")
            )
        elif reading.report is None:
            figures["kind"].add(document, reading.reason, labels["kind"])
        else:
            figures["kind"].add(document, reading.report.kind.value, labels["kind"])
            for name, got, wanted in compared(reading.report, labels):
                figures[name].add(document, got, wanted)
    return figures


def compared(report: Report, labels: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(figure, read, right) of each label that the report has."""
    yield "authority", [ref.urn for ref in report.authorities], [labels["urn"]]
    if labels["kind"] == "focused visit":
        return
    wanted = labels.get("visited") or labels.get("inspected")
    if wanted:
        yield "inspection dates", [[d.first.isoformat(), d.last.isoformat()] for d in report.visited], wanted
    if labels.get("lead_inspectors") is not None:
        yield "lead inspectors", list(report.inspectors), labels["lead_inspectors"]
    if labels.get("improvement_items") is not None:
        yield "number of improvement items", len(report.improvements), labels["improvement_items"]
    if labels.get("outcome"):
        yield "area SEND outcome", report.outcome, labels["outcome"]
    if "priority_action" in labels:
        yield "priority actions", bool(report.priority_actions), labels["priority_action"]
    if labels.get("judgements"):
        yield from compared_rows(report, labels["judgements"])


def compared_rows(report: Report, wanted: dict[str, str]) -> Iterator[tuple[str, Any, Any]]:
    rows = {row.aspect.value: row.grade.value for row in report.judgements if row.aspect is not Aspect.BOARD}
    for aspect, grade in wanted.items():
        yield "judgement rows", (aspect, rows.get(aspect)), (aspect, grade)
    yield "reports with every row right and none invented", rows, wanted


def main() -> int:
    worst = 0
    for as_text in (False, True):
        print("from plain text" if as_text else "from PDFs")
        for name, figure in measured(as_text=as_text).items():
            below = figure.share < BARS[name]
            worst = max(worst, int(below))
            print(f"  {name}: {figure.right} of {figure.total} ({figure.share:.1%}, bar {BARS[name]:.0%})")
            for miss in figure.misses[:5]:
                print(f"    {miss}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
