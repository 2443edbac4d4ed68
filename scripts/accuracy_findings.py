"""How well themes, stance and stated change of a sentence are found, on the labels of ../shared.

Run: python -m scripts.accuracy_findings. `measure` gives the figures to other programs; `held_out_figures` those of the
sentences set aside before any rule was written, `all_figures` those of all (most of which the model was trained on).
Sentences are labelled without their context, as through `visitwatch findings --json`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from scripts.findings_labels import Labelled, held_out, shared, written

from visitwatch.domain.findings.annotate import Labels, label_sentence
from visitwatch.domain.findings.themes import theme_terms

STANCES = ("strength", "concern", "mixed", "neutral")
CHANGES = ("none", "improved", "persisting", "worsened")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one class, and how many sentences have it by the labels."""

    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """table: by (label, found) how many sentences, of stance and of change."""

    sentences: int
    accuracy: float
    macro_f1: float
    stances: dict[str, Score]
    changes: dict[str, Score]
    themes: dict[str, Score]
    themes_micro: Score
    stance_table: dict[tuple[str, str], int]
    change_table: dict[tuple[str, str], int]


def measure(rows: Sequence[Labelled], labelled: Callable[[str], Labels] = label_sentence) -> Figures:
    """The figures of `labelled` (sentence to labels) on labelled sentences."""
    found = [labelled(row.text) for row in rows]
    stance = [(row.stance, str(got.stance)) for row, got in zip(rows, found, strict=True)]
    change = [(row.change, str(got.change)) for row, got in zip(rows, found, strict=True)]
    themes = [(set(row.themes), set(got.themes)) for row, got in zip(rows, found, strict=True)]
    stances = {name: _score(stance, name) for name in STANCES}
    per_theme = {theme: _hits([({theme} & a, {theme} & b) for a, b in themes]) for theme in theme_terms()}
    return Figures(
        len(rows),
        sum(a == b for a, b in stance) / len(rows),
        sum(score.f1 for score in stances.values()) / len(stances),
        stances,
        {name: _score(change, name) for name in CHANGES},
        per_theme,
        _hits(themes),
        {(a, b): stance.count((a, b)) for a in STANCES for b in STANCES},
        {(a, b): change.count((a, b)) for a in CHANGES for b in CHANGES},
    )


@cache
def held_out_figures() -> Figures:
    apart = held_out()
    return measure([row for row in shared() if row.id in apart])


@cache
def written_figures() -> Figures:
    """Of the sentences that we wrote in the wordings of monitoring letters, those set aside from training."""
    return measure(written(set_aside=True))


@cache
def all_figures() -> Figures:
    return measure(shared())


def _score(pairs: Sequence[tuple[str, str]], name: str) -> Score:
    return _hits([({a} & {name}, {b} & {name}) for a, b in pairs])


def _hits(pairs: Sequence[tuple[set[str], set[str]]]) -> Score:
    right = sum(len(a & b) for a, b in pairs)
    wanted, got = sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs)
    return Score(right / max(got, 1), right / max(wanted, 1), 2 * right / max(wanted + got, 1), wanted)


def _table(names: Sequence[str], counts: dict[tuple[str, str], int]) -> str:
    head = "| label \\ found | " + " | ".join(names) + " |\n|" + " --- |" * (len(names) + 1)
    return head + "".join(f"\n| {a} | " + " | ".join(str(counts[a, b]) for b in names) + " |" for a in names)


def report(figures: Figures) -> str:
    """The figures as Markdown."""
    themes = figures.themes_micro
    lines = [
        f"{figures.sentences} sentences: stance accuracy {figures.accuracy:.3f}, macro-F1 {figures.macro_f1:.3f};",
        f"themes micro-F1 {themes.f1:.3f} (precision {themes.precision:.3f}, recall {themes.recall:.3f})",
        "",
        "| class | precision | recall | F1 | sentences |\n| --- | --- | --- | --- | --- |",
    ]
    rows = [*figures.stances.items(), *((f"change: {name}", score) for name, score in figures.changes.items())]
    rows += sorted(figures.themes.items(), key=lambda item: -item[1].count)
    lines += [f"| {name} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} | {s.count} |" for name, s in rows]
    return "\n".join([*lines, "", _table(STANCES, figures.stance_table), "", _table(CHANGES, figures.change_table)])


if __name__ == "__main__":
    print(report(held_out_figures()))
    print(f"\n## Sentences that we wrote about movement, set aside\n\n{report(written_figures())}")
