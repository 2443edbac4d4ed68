"""`make accuracy`: every figure that the README gives, measured on ../shared, with the bars and the detail.

Writes the table between the marks of README.md, and docs/accuracy.md with the classes, the confusion tables and what
was missed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import accuracy_comparing, accuracy_findings, accuracy_letters, accuracy_reading

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; value and bar are shares, or numbers where `unit` says so."""

    what: str
    on: str
    value: float
    bar: float | None
    less: bool = False
    """Whether less is better."""

    def line(self) -> str:
        return f"| {self.what} | {self.on} | {_share(self.value)} | {self._bar()} |"

    def _bar(self) -> str:
        if self.bar is None:
            return ""
        sign = "≤" if self.less else "≥"
        met = self.value <= self.bar if self.less else self.value >= self.bar
        return f"{sign} {_share(self.bar)}{'' if met else ' (not met)'}"


def _share(value: float) -> str:
    return f"{value * 100:.1f} %"


def rows() -> Iterator[Row]:
    """Reading, then sentences, then comparisons."""
    for as_text, form in ((False, ""), (True, ", as plain text")):
        for read in accuracy_reading.measured(as_text=as_text).values():
            yield Row(
                f"all kinds: {read.name}", f"{read.total}{form}", read.share, accuracy_reading.BARS.get(read.name)
            )
    for figure in accuracy_letters.focused().values():
        yield Row(
            f"focused-visit letters: {figure.name}", f"{figure.total} letters", figure.share, _letters_bar(figure.name)
        )
    for figure in accuracy_letters.pages().values():
        yield Row(f"letters: {figure.name}", f"{figure.total} findings", figure.share, 0.995)
    for figure in accuracy_letters.monitoring().values():
        yield Row(f"monitoring letters that we wrote: {figure.name}", f"{figure.total} letters", figure.share, 1.0)
    yield from _sentences()
    yield from _comparisons()


def _letters_bar(name: str) -> float:
    return 0.99 if name in ("kind", "authority", "visit dates") else 0.97


def _sentences() -> Iterator[Row]:
    found = accuracy_findings.held_out_figures()
    on = f"{found.sentences} sentences, set aside"
    yield Row("stance: accuracy", on, found.accuracy, 0.88)
    yield Row("stance: macro-F1", on, found.macro_f1, 0.75)
    yield Row("stance: F1 of concern", on, found.stances["concern"].f1, 0.86)
    yield Row("themes: micro-F1", on, found.themes_micro.f1, 0.80)
    yield Row("stated change: F1 of improved", on, found.changes["improved"].f1, 0.80)
    found = accuracy_findings.written_figures()
    on = f"{found.sentences} sentences about movement that we wrote, set aside"
    yield Row("stance: accuracy", on, found.accuracy, None)
    for change in ("improved", "worsened", "persisting"):
        yield Row(f"stated change: F1 of {change}", on, found.changes[change].f1, None)


def _comparisons() -> Iterator[Row]:
    count, wrong = accuracy_comparing.judgements()
    yield Row("judgement changes of consecutive inspections", f"{count} rows", 1 - len(wrong) / max(1, count), 1.0)
    for which, name, bar in (("letters", "whole letters", 0.70), ("reports", "full reports", 0.60)):
        aside = accuracy_comparing.held_out(which)
        chosen = [row for row in accuracy_comparing.labels(which) if row.pair in aside]
        found = accuracy_comparing.themes(chosen)
        on = f"{found.rows} themes of pairs of {name}, set aside"
        yield Row("direction of a theme", on, found.accuracy, bar)
        yield Row("opposite claims among improved and worsened", on, found.opposite, 0.03, less=True)


def main() -> int:
    if not (ROOT.parent / "shared" / "corpus").is_dir():
        print("../shared/corpus is not there: nothing can be measured")
        return 1
    measured = list(rows())
    table = "\n".join(
        ("| what | measured on | right | bar |", "| --- | --- | --- | --- |", *(r.line() for r in measured))
    )
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    readme.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    print(table)
    (ROOT / "docs" / "accuracy.md").write_text(
        f"# Accuracy in detail\n\nMade by `make accuracy`.\n\n{_detail()}", encoding="utf-8"
    )
    return 0


def _detail() -> str:
    """What the parts' own scripts print."""
    parts = []
    for name, title in (("accuracy_findings", "Sentences"), ("accuracy_comparing", "Comparisons")):
        command = [sys.executable, "-m", f"scripts.{name}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        parts.append(f"## {title}\n\n{done.stdout.strip().replace(chr(10) + '## ', chr(10) + '### ')}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
