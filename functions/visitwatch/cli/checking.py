"""One check of the embedded home, from the sources to the messages, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from visitwatch.cli.progress import bar
from visitwatch.cli.show import console
from visitwatch.domain.change import Change, ChangeSummary
from visitwatch.domain.comparing.correction import correction_headline
from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.message import Message
from visitwatch.domain.problem import Problem
from visitwatch.domain.publication import FeedPage, Listing, SourceItem
from visitwatch.flow.check_feeds import check_feeds
from visitwatch.flow.check_result import CheckResult
from visitwatch.flow.collect_report import Collected
from visitwatch.flow.run_queue import RunResult, all_stages, run_queue
from visitwatch.flow.sweep import sweep_deliveries
from visitwatch.flow.tell_ops import tell_ops
from visitwatch.wiring import Home

_FAILED = frozenset(
    {
        Collected.FAILED.value,
        Collected.UNREADABLE.value,
        DeliveryStatus.HELD.value,
        DeliveryStatus.TEMPORARY_FAILURE.value,
        DeliveryStatus.PERMANENT_FAILURE.value,
        DeliveryStatus.TECHNICAL_FAILURE.value,
    }
)
"""Ends of documents and messages after which a check does not end with 0."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found and did. messages: by status of their delivery, of the changes found now."""

    found: CheckResult
    run: RunResult
    changes: tuple[ChangeSummary, ...]
    headlines: tuple[str, ...]
    messages: tuple[tuple[DeliveryStatus, int], ...]
    told_ops: int
    problems: tuple[Problem, ...]

    @property
    def has_problems(self) -> bool:
        """Whether something needs a person: a source or a document failed, or a message did not reach its reader."""
        ends = {outcome for _, outcome, _ in self.run.outcomes} | {status.value for status, _ in self.messages}
        failed = ends & _FAILED
        return bool(self.found.failures or self.run.buried or self.run.later or failed)

    def as_json(self) -> dict[str, Any]:
        """For `check --json`."""
        return {
            "first": self.found.first,
            "listed": self.found.listed,
            "publications": self.found.publications,
            "new": self.found.new,
            "learned": self.found.learned,
            "withdrawn": self.found.withdrawn,
            "unknown_labels": self.found.unknown_labels,
            "notices": self.found.notices,
            "ignored": self.found.ignored,
            "failures": [{"url": f.url, "error": f.error, "message": f.message} for f in self.found.failures],
            "changes": [
                {"id": c.id, "kind": c.kind, "title": c.title, "url": c.url, "headline": h}
                for c, h in zip(self.changes, self.headlines, strict=True)
            ],
            "messages": {status.value: number for status, number in self.messages},
            "problems": [{"name": p.name, "subject": p.subject, "message": p.message} for p in self.problems],
        }


def check_home(home: Home) -> Checked:
    """Raises StoreBusyError, SubscribersError; the caller holds the lock."""
    ctx, began = home.context, home.context.clock.now()
    ctx.subscribers.all_subscribers()  # a wrong file is said before anything is fetched
    sweep_deliveries(ctx, timedelta(0))  # the lock is held: nobody else is sending
    with bar("asking", ctx.settings.expected_authorities) as step:

        def asked(_source: str, item: SourceItem) -> None:
            step(item.urn if isinstance(item, Listing) else "feed" if isinstance(item, FeedPage) else "")

        found = check_feeds(ctx, home.sources(), asked)
    with bar("working") as step:

        def worked(message: Message, outcome: str) -> None:
            step(f"{type(message).__name__} {outcome}")

        run = run_queue(ctx, home.queue, all_stages(), worked)
    told = tell_ops(ctx)
    changes = ctx.store.changes_since(began)
    counts: dict[DeliveryStatus, int] = {}
    headlines = []
    for summary in changes:
        change = ctx.store.get_change(summary.id)
        headlines.append(_headline(change) if change else summary.title)
        for delivery in ctx.store.deliveries_of(summary.id):
            counts[delivery.status] = counts.get(delivery.status, 0) + 1
    return Checked(found, run, changes, tuple(headlines), tuple(counts.items()), told, ctx.store.open_problems())


def _headline(change: Change) -> str:
    if change.correction is not None:
        return correction_headline(change)
    return change.comparison.headline if change.comparison else change.title


_STATUS = {
    DeliveryStatus.SENT: "handed over",
    DeliveryStatus.WAITING: "waiting for a digest",
    DeliveryStatus.HELD: "held by the brake (visitwatch release)",
    DeliveryStatus.TEMPORARY_FAILURE: "to be tried again",
    DeliveryStatus.PERMANENT_FAILURE: "refused",
    DeliveryStatus.TECHNICAL_FAILURE: "of unknown end (visitwatch send-again)",
}


def show_checked(checked: Checked, home: Home, *, dry_run: bool) -> None:
    """For people: what was found, what changed, where the messages are, what needs a person."""
    found = checked.found
    asked = found.listed + found.unchanged
    same = f" ({found.unchanged} not modified since)" if found.unchanged else ""
    withdrawn = f", {len(found.withdrawn)} withdrawn" if found.withdrawn else ""
    console.print(
        f"{asked} pages and feeds asked{same}; {found.publications} reports on those that changed, "
        f"{len(found.new)} new{withdrawn}"
    )
    _show_learned(found)
    for change, headline in zip(checked.changes, checked.headlines, strict=True):
        console.print(f"\n{change.kind.value}: {change.title}", style="bold")
        if headline != change.title:
            console.print(f"  {headline}")
        console.print(f"  {change.url}  (change {change.id})")
    if checked.messages:
        words = ", ".join(f"{n} {_STATUS.get(s, s.value)}" for s, n in checked.messages)
        console.print(f"\nMessages: {words}")
    _show_where(checked, home, dry_run=dry_run)
    for problem in checked.problems:
        console.print(f"problem {problem.name}: {problem.subject}: {problem.message}", style="yellow")


def _show_learned(found: CheckResult) -> None:
    if not found.learned:
        return
    first = "This was the first check of this home: it" if found.first else "It"
    console.print(
        f"{first} learned {len(found.quiet)} reports of {len(found.learned)} authorities and alerts nobody about them."
        " Run visitwatch backfill to read them."
    )


def _show_where(checked: Checked, home: Home, *, dry_run: bool) -> None:
    people = home.context.subscribers.all_subscribers()
    if not people:
        path = home.context.settings.subscribers_path
        console.print(f"Nobody is told: there are no subscribers in {path}", style="yellow")
    if dry_run:
        console.print("Dry run: nothing was stored or sent.")
    elif home.context.settings.delivery == "outbox" and (
        DeliveryStatus.SENT in dict(checked.messages) or checked.told_ops
    ):
        outbox: Path = home.context.settings.data_dir / "outbox"
        console.print(f"Nothing was sent; messages are files in {outbox}")
