"""Reports and comparisons for a person at a terminal; plain when it is no terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from visitwatch.domain.comparison import Comparison, Direction, Evidence, ItemStatus
from visitwatch.domain.findings.themes import theme_terms
from visitwatch.domain.report import DateRange, Reading, Report
from visitwatch.render.words import GROUPS, ITEM_WORDS, JUDGEMENT_WORDS, REASON_WORDS

# Without markup: a title or a sentence may hold square brackets.
console = Console(highlight=False, soft_wrap=True, markup=False)
stderr = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def show_reading(file: str, reading: Reading) -> None:
    """What was read, or why not."""
    console.print(file, style="bold")
    if reading.report is None:
        why = REASON_WORDS.get(reading.reason or "", reading.reason or "")
        console.print(f"  {reading.status.value.replace('_', ' ')}: {why}", style="red")
        return
    for name, value in _facts(reading.report):
        console.print(f"  {name:<22} {value}")
    for judgement in reading.report.judgements:
        console.print(f"  {judgement.aspect.value:<48} {judgement.grade.value} (page {judgement.page})")
    for warning in reading.report.warnings:
        console.print(f"  warning: {warning}", style="yellow")


def _facts(report: Report) -> list[tuple[str, str]]:
    progress = report.progress_statement
    rows = [
        ("kind", report.kind.value),
        ("authority", ", ".join(f"{a.name} ({a.urn or 'not in the register'})" for a in report.authorities)),
        ("visit", f"number {report.ordinal}" if report.ordinal else ""),
        ("on site", "; ".join(days(r) for r in report.visited)),
        ("judged inadequate", str(report.judged_inadequate or "")),
        ("letter of", report.letter_date.isoformat() if report.letter_date else ""),
        ("inspectors", ", ".join(report.inspectors)),
        ("looked at", "; ".join(report.areas_covered) or report.topic),
        ("progress", f"“{progress.text}” (page {progress.page})" if progress else ""),
        ("outcome", str(report.outcome or "")),
        ("priority actions", _count(len(report.priority_actions))),
        ("needs to improve", _count(len(report.improvements))),
        ("findings", f"{len(report.findings)} sentences{_stances(report)}"),
        ("pages", str(report.pages)),
    ]
    return [(name, value) for name, value in rows if value]


def _count(number: int) -> str:
    return f"{number} items" if number else ""


def _stances(report: Report) -> str:
    counts = Counter(f.stance.value for f in report.findings if f.stance)
    words = ", ".join(f"{number} {stance}" for stance, number in counts.most_common())
    return f": {words}" if words else ""


def days(dates: DateRange) -> str:
    """First and last day as "2018-01-09 to 2018-01-10", or one day."""
    first, last = dates.first.isoformat(), dates.last.isoformat()
    return first if first == last else f"{first} to {last}"


def show_comparison(comparison: Comparison) -> None:
    """The comparison, most telling first; every claim with quote and page."""
    console.print(comparison.headline, style="bold")
    names = _short_names(comparison)
    for baseline in comparison.baselines:
        console.print(f"  compared with {baseline.ref.label} ({baseline.why.value})")
    for priority in comparison.priority_actions:
        status, quote = ITEM_WORDS[priority.status].lower(), priority.quote
        console.print(
            f"  priority action, {status}: {quote.text} (page {quote.page})",
            style="red",
        )
    _show_judgements(comparison)
    for name, statement in (("before", comparison.progress.before), ("now", comparison.progress.now)):
        if statement:
            console.print(f"  progress {name}: “{statement.text}” (page {statement.page})")
    _show_themes(comparison, names)
    _show_items(comparison)
    for note in comparison.notes:
        console.print(f"  note: {note}")


def _short_names(comparison: Comparison) -> dict[str, str]:
    names = {b.ref.key: b.ref.label for b in comparison.baselines}
    return names | {comparison.later.key: "now"}


def _show_judgements(comparison: Comparison) -> None:
    if not comparison.judgements:
        return
    table = Table("judgement", "before", "now", "", box=None, padding=(0, 2))
    for row in comparison.judgements:
        before, after = row.before.value if row.before else "–", row.after.value if row.after else "–"
        table.add_row(row.aspect.value, before, after, JUDGEMENT_WORDS[row.change])
    console.print(table)


def _show_themes(comparison: Comparison, names: dict[str, str]) -> None:
    terms = theme_terms()
    for direction, heading, _ in GROUPS:
        rows = [t for t in comparison.themes if t.direction is direction]
        if rows:
            console.print(f"\n  {heading}", style="bold")
        for theme in rows:
            said = "the report says so" if theme.stated else "inferred"
            term = terms[theme.theme].split(" -- ")[0]
            console.print(f"  {term} ({said}, confidence {theme.confidence:.2f})", style="cyan")
            for evidence in theme.before:
                _show_evidence(evidence, names)
            for evidence in theme.now:
                _show_evidence(evidence, names)
    silent = [terms[t.theme].split(" -- ")[0] for t in comparison.themes if t.direction is Direction.NOT_COVERED]
    if silent:
        console.print(f"\n  Not covered by this report: {', '.join(silent)}")


def _show_evidence(evidence: Evidence, names: dict[str, str]) -> None:
    name = names.get(evidence.key, evidence.key)
    console.print(f"    {name}, page {evidence.page}: “{evidence.text}”")


def _show_items(comparison: Comparison) -> None:
    for item in comparison.improvements:
        quote = item.now or item.before
        if quote:
            style = "dim" if item.status is ItemStatus.NO_LONGER_LISTED else "none"
            console.print(f"  needs to improve, {ITEM_WORDS[item.status].lower()}: {quote.text}", style=style)
