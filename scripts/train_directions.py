"""Learns what tells the direction of a theme, and writes functions/visitwatch/data/directions.json.

    PYTHONPATH=functions:. python -m scripts.train_directions

Needs numpy and scikit-learn in an environment of its own. The labels are the pairs of ../shared/labels that are not set
aside, and ours: `tests/corpus/labels_directions.json`, pairs of letters and of inspections of one authority that were read
whole and labelled theme by theme. No authority whose sentences or pairs are set aside is among them. Prints how often
the weights are right on authorities that they were not fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]
from sklearn.model_selection import GroupKFold  # type: ignore[import-not-found]

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.comparing.direction import Weights, judge
from visitwatch.domain.comparing.evidence import Statement
from visitwatch.domain.comparing.pair import Pair, with_themes
from visitwatch.domain.comparison import Direction
from visitwatch.domain.findings.annotate import annotate
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Report
from visitwatch.flow.read_file import read_bytes

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OURS = ROOT / "tests" / "corpus" / "labels_directions.json"
HELD_OUT = ROOT / "tests" / "corpus" / "comparing_held_out.json"
DIRECTIONS = (
    Direction.IMPROVED,
    Direction.WORSENED,
    Direction.STILL_CONCERN,
    Direction.STILL_STRENGTH,
    Direction.MIXED,
    Direction.NEW,
    Direction.NOT_COVERED,
)
HOLD = 0.02
"""The inverse of how firmly the weights are held near nought."""
SHARED_COUNTS = 2.0
TEMPER = 0.75
"""What all weights are taken times: of these reports the sentences were trained on, so they look surer than new ones."""
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Row:
    authority: str
    letters: bool
    shared: bool
    label: Direction
    before: tuple[Statement, ...]
    now: tuple[Statement, ...]
    found: dict[str, float]


def pairs() -> Iterator[tuple[str, str, dict[str, str], bool]]:
    """Earlier and later document, themes with their directions, and whether the label is a shared one."""
    for pair in json.loads(OURS.read_text("utf-8")):
        yield pair["earlier"], pair["later"], pair["directions"], False
    aside = json.loads(HELD_OUT.read_text("utf-8"))
    for name in ("letter_pairs.jsonl", "pairs.jsonl"):
        by_pair: dict[tuple[str, str], dict[str, str]] = {}
        for line in (SHARED / "labels" / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            if (
                row["earlier"].startswith("corpus/")
                and row["pair_id"] not in aside["letter_pairs"] + aside["report_pairs"]
            ):
                by_pair.setdefault((row["earlier"], row["later"]), {})[row["theme"]] = row["direction"]
        for (earlier, later), directions in by_pair.items():
            yield earlier.removeprefix("corpus/reports/"), later.removeprefix("corpus/reports/"), directions, True


@cache
def report_of(document: str) -> Report:
    data = (SHARED / "corpus" / "reports" / document).read_bytes()
    report = read_bytes(data, FileExtractor(), packaged_register(), annotate).report
    if report is None:
        raise ValueError(document)
    return with_themes(report)


def rows() -> Iterator[Row]:
    for earlier, later, directions, is_shared in pairs():
        pair = Pair.of(report_of(earlier), report_of(later))
        for theme, name in directions.items():
            if name in set(DIRECTIONS):
                found = pair.features(theme)
                about = (earlier.split("/")[0], not found["inspections"], is_shared, Direction(name))
                yield Row(*about, *pair.statements(theme), found)


def fitted(chosen: Sequence[Row]) -> Weights:
    names = list(chosen[0].found)
    table = np.array([[row.found[name] for name in names] for row in chosen])
    mean, spread = table.mean(0), table.std(0) + 1e-9
    wanted = np.array([DIRECTIONS.index(row.label) for row in chosen])
    counts = np.array([SHARED_COUNTS if row.shared else 1.0 for row in chosen])
    learned = LogisticRegression(C=HOLD, max_iter=2000).fit((table - mean) / spread, wanted, counts)
    weights = TEMPER * learned.coef_ / spread
    bias = TEMPER * learned.intercept_ - weights @ mean
    found = {name: [round(float(w), 4) for w in weights[:, column]] for column, name in enumerate(names)}
    return Weights(DIRECTIONS, [round(float(b), 4) for b in bias], found)


def main() -> None:
    chosen = list(rows())
    authorities = [row.authority for row in chosen]
    right: list[tuple[Row, Direction, float]] = []
    for learn, test in GroupKFold(FOLDS).split(chosen, groups=authorities):
        weights = fitted([chosen[i] for i in learn])
        for row in (chosen[i] for i in test):
            if row.before or row.now:
                verdict = judge(row.before, row.now, row.found, weights)
                right.append((row, verdict.direction, verdict.confidence))
            else:
                right.append((row, Direction.CANNOT_TELL, 0.0))
    _tell(right)
    weights = fitted(chosen)
    data: dict[str, Any] = {"directions": weights.directions, "bias": weights.bias, "features": weights.features}
    path = ROOT / "functions" / "visitwatch" / "data" / "directions.json"
    path.write_text(json.dumps(data, indent=0) + "\n", "utf-8")


def _tell(right: Sequence[tuple[Row, Direction, float]]) -> None:
    for name, part in (
        ("letters, ours", [r for r in right if r[0].letters and not r[0].shared]),
        ("letters, shared", [r for r in right if r[0].letters and r[0].shared]),
        ("inspections, ours", [r for r in right if not r[0].letters and not r[0].shared]),
        ("inspections, shared", [r for r in right if not r[0].letters and r[0].shared]),
    ):
        claims = [(row.label, got) for row, got, _ in part if got in DIRECTIONS[:2]]
        opposite = sum({label, got} == set(DIRECTIONS[:2]) for label, got in claims)
        hits = sum(row.label is got for row, got, _ in part)
        print(f"{name}: {len(part)} rows, right {hits / len(part):.3f}, opposite {opposite / len(claims):.3f}")
    for tenth in range(2, 10):
        bucket = [row.label is got for row, got, sure in right if tenth / 10 <= sure < (tenth + 1) / 10]
        if bucket:
            print(f"confidence from {tenth / 10}: {len(bucket)} rows, right {sum(bucket) / len(bucket):.2f}")


if __name__ == "__main__":
    main()
