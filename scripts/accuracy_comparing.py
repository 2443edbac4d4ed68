"""How often the comparison is right on the labelled pairs of `../shared/labels`: tables for people, figures for tests.

Run: python scripts/accuracy_comparing.py. `judgements`, `themes` and `quotes` give the figures to other programs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium

from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparison import Comparison, Direction, Evidence, JudgementChange, Known
from visitwatch.domain.report import Report
from visitwatch.flow.read_file import read_bytes
from visitwatch.wiring import make_annotate, make_extractor, make_register

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
HELD_OUT = ROOT / "tests" / "corpus" / "comparing_held_out.json"
_OPPOSITE = {("improved", "worsened"), ("worsened", "improved")}
_CLAIMS = ("improved", "worsened")
ABSENT = "no row"


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled theme of a pair. direction: in the published interface's words."""

    pair: str
    earlier: str
    later: str
    theme: str
    direction: str


@dataclass(slots=True)
class Figures:
    """confusion: (labelled, ours) -> how many. confidences: confidence of a row, in tenths -> (rows, right)."""

    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    confidences: dict[float, tuple[int, int]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.confusion.total()

    @property
    def accuracy(self) -> float:
        """Share of labelled themes with the labelled direction; a theme without a row is wrong."""
        return sum(n for (label, ours), n in self.confusion.items() if label == ours) / max(1, self.rows)

    @property
    def opposite(self) -> float:
        """Share of our "improved" and "worsened" that are labelled as the other."""
        claims = sum(n for (_, ours), n in self.confusion.items() if ours in _CLAIMS)
        return sum(n for pair, n in self.confusion.items() if pair in _OPPOSITE) / max(1, claims)

    def precision(self, direction: str) -> float:
        ours = sum(n for (_, got), n in self.confusion.items() if got == direction)
        return self.confusion[direction, direction] / ours if ours else 0.0

    def recall(self, direction: str) -> float:
        labelled = sum(n for (label, _), n in self.confusion.items() if label == direction)
        return self.confusion[direction, direction] / labelled if labelled else 0.0

    def add(self, label: str, ours: str, confidence: float) -> None:
        self.confusion[label, ours] += 1
        if ours != ABSENT:
            bucket = int(confidence * 10) / 10
            rows, right = self.confidences.get(bucket, (0, 0))
            self.confidences[bucket] = rows + 1, right + (label == ours)


def labels(which: str, shared: Path = SHARED) -> tuple[Label, ...]:
    """The labelled themes of pairs of whole letters (which="letters") or of full reports ("reports")."""
    name = {"letters": "letter_pairs.jsonl", "reports": "pairs.jsonl"}[which]
    lines = (shared / "labels" / name).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(
        Label(row["pair_id"], row["earlier"], row["later"], row["theme"], _word(row["direction"]))
        for row in rows
        if row.get("kind", which) == which
    )


def held_out(which: str) -> frozenset[str]:
    """The ids of the pairs that were set aside."""
    return frozenset(
        json.loads(HELD_OUT.read_text("utf-8"))[{"letters": "letter_pairs", "reports": "report_pairs"}[which]]
    )


def themes(rows: Iterable[Label], shared: Path = SHARED) -> Figures:
    """The labelled themes against what the comparison says of them."""
    figures = Figures()
    for label in rows:
        found = {row.theme: row for row in compared(shared, label.earlier, label.later).themes}
        row = found.get(label.theme)
        figures.add(label.direction, row.direction.value if row else ABSENT, row.confidence if row else 0.0)
    return figures


def judgements(shared: Path = SHARED) -> tuple[int, list[str]]:
    """How many rows of consecutive inspections were compared, and what is wrong in them, said in words."""
    wrong: list[str] = []
    count = 0
    for (earlier, before), (later, after) in inspection_pairs(shared):
        found = compared(shared, earlier, later, annotated=False)
        rows = {row.aspect.value: row.change.value for row in found.judgements}
        wanted = {aspect: wanted_change(before.get(aspect), after.get(aspect)) for aspect in {**before, **after}}
        rows.pop("local safeguarding children board", None)
        count += len(wanted)
        wrong += [
            f"{later}: {aspect}: {rows.get(aspect)}, not {wanted.get(aspect)}"
            for aspect in {**rows, **wanted}
            if rows.get(aspect) != wanted.get(aspect)
        ]
    return count, wrong


_Inspection = tuple[str, dict[str, str]]


def inspection_pairs(shared: Path = SHARED) -> list[tuple[_Inspection, _Inspection]]:
    """Each inspection with grades and the authority's next one, by the last day on site, from `truth.json`."""
    truth = json.loads((shared / "corpus" / "truth.json").read_text("utf-8"))
    by_urn: dict[str, list[tuple[str, _Inspection]]] = {}
    for path, row in truth.items():
        if row.get("kind") in ("ilacs inspection", "single inspection"):
            by_urn.setdefault(row["urn"], []).append((row["inspected"][-1][-1], (_in_corpus(path), row["judgements"])))
    pairs = []
    for inspections in by_urn.values():
        ordered = [inspection for _, inspection in sorted(inspections, key=lambda entry: entry[0])]
        pairs += list(pairwise(ordered))
    return pairs


def wanted_change(before: str | None, after: str | None) -> str:
    """What the specification says of two grades; None: the inspection gives none."""
    rank = ("outstanding", "good", "requires improvement", "inadequate")
    if "not judged" in (before, after):
        return JudgementChange.NOT_COMPARABLE
    if before is None:
        return JudgementChange.NEW
    if after is None:
        return JudgementChange.NO_LONGER_GIVEN
    step = rank.index(after) - rank.index(before)
    return JudgementChange.UNCHANGED if not step else JudgementChange.IMPROVED if step < 0 else JudgementChange.DECLINED


@cache
def report_of(path: Path, *, annotated: bool = True) -> Report:
    """The report of a file. Raises ValueError where it is none."""
    annotate = make_annotate() if annotated else None
    reading = read_bytes(path.read_bytes(), make_extractor(), make_register(), annotate)
    if reading.report is None:
        raise ValueError(f"{path}: {reading.reason}")
    return reading.report


@cache
def compared(shared: Path, earlier: str, later: str, *, annotated: bool = True) -> Comparison:
    before, now = (Known(path, report_of(shared / path, annotated=annotated)) for path in (earlier, later))
    return compare(now, [before], given=True)


def _in_corpus(path: str) -> str:
    return f"corpus/reports/{path}"


def _word(direction: str) -> str:
    return Direction.CANNOT_TELL.value if direction == "unclear" else direction


def table(figures: Figures) -> str:
    """Markdown: precision and recall per direction, then how often a confidence held."""
    names = [direction.value for direction in Direction]
    lines = [
        f"{figures.rows} themes, accuracy {figures.accuracy:.2f}, opposite claims {figures.opposite:.1%}",
        "",
        "| labelled \\ ours | " + " | ".join([*names, ABSENT, "precision", "recall"]) + " |",
        "| --- " * (len(names) + 4) + "|",
    ]
    for label in names:
        cells = [str(figures.confusion[label, ours] or "") for ours in (*names, ABSENT)]
        cells += [f"{figures.precision(label):.2f}", f"{figures.recall(label):.2f}"]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines += ["", "| confidence from | rows | right |", "| --- | --- | --- |"]
    for bucket, (rows, right) in sorted(figures.confidences.items()):
        lines.append(f"| {bucket:.1f} | {rows} | {right / rows:.2f} |")
    return "\n".join(lines)


def quotes(rows: Iterable[Label], shared: Path = SHARED) -> tuple[int, list[str]]:
    """How many quotes of these pairs' themes were looked up, and those that do not begin on the page they name."""
    missing: list[str] = []
    count = 0
    for pair in sorted({(label.earlier, label.later) for label in rows}):
        for row in compared(shared, *pair).themes:
            for evidence in (*row.before, *row.now):
                count += 1
                if not _begins_on(evidence, shared):
                    missing.append(f"{evidence.key}, page {evidence.page}: {evidence.text}")
    return count, missing


def _begins_on(evidence: Evidence, shared: Path) -> bool:
    """Whether the words, without white space and hyphens, begin on the page; they may run over to the next,
    with a footer and a page number between the two parts.
    """
    words = _letters(evidence.text)
    page, following = (*_printed(shared / evidence.key), "")[evidence.page - 1 :][:2]
    return any(words[:cut] in page and words[cut:] in following for cut in range(len(words), 0, -1))


@cache
def _printed(path: Path) -> tuple[str, ...]:
    document = pdfium.PdfDocument(path)
    try:
        return tuple(_letters(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def main() -> None:
    count, wrong = judgements()
    print(f"## Judgements of consecutive inspections\n\n{count} rows, {len(wrong)} wrong", *wrong, sep="\n")
    for which, name in (("letters", "whole letters"), ("reports", "full reports")):
        rows, aside = labels(which), held_out(which)
        for part, chosen in (
            ("development", [row for row in rows if row.pair not in aside]),
            ("set aside", [row for row in rows if row.pair in aside]),
        ):
            print(f"\n## Direction by theme, pairs of {name}, {part}\n\n{table(themes(chosen))}")


if __name__ == "__main__":
    main()
