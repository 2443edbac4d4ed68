"""Visits may be published out of order: what was said of a later visit is compared again when an earlier one appears.

A correction goes to those who were told, and only where a class changed: a judgement's change, a theme's direction,
the standing of an item. A theme that is merely added as "not covered", or another confidence, is none.
"""

from __future__ import annotations

from dataclasses import replace

from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparison import Comparison, Direction, Known
from visitwatch.flow.announce import announce
from visitwatch.flow.context import Context
from visitwatch.flow.history import history_of, others_of
from visitwatch.ports import StoredReport


def recompare_later(ctx: Context, earlier: StoredReport, correlation_id: str = "") -> None:
    """Announces a RECOMPARED change for every later report of the same authorities that reads otherwise now."""
    for later in others_of(ctx, earlier):
        told = ctx.store.get_change(change_id(ChangeKind.NEW_REPORT, later.sha256))
        if told is not None and told.comparison is not None and _after(later, earlier):
            _recompare(ctx, told, later, earlier, correlation_id)


def _after(later: StoredReport, earlier: StoredReport) -> bool:
    ends = later.report.ended, earlier.report.ended
    return ends[0] is not None and ends[1] is not None and ends[0] > ends[1]


def _recompare(ctx: Context, told: Change, later: StoredReport, earlier: StoredReport, correlation_id: str) -> None:
    before = told.comparison
    now = compare(Known(later.url, told.report or later.report), history_of(ctx, later))
    used = any(baseline.ref.key == earlier.url for baseline in now.baselines)
    if before is None or not used or not class_changed(before, now):
        return
    change = replace(
        told,
        id=change_id(ChangeKind.RECOMPARED, later.sha256, earlier.sha256),
        kind=ChangeKind.RECOMPARED,
        occurred_at=ctx.clock.now(),
        comparison=now,
        previous=told.id,
    )
    announce(ctx, change, correlation_id)
    # Last: until it is written, a second run finds the same difference and announces the same change.
    ctx.store.put_change(replace(told, comparison=now))


def class_changed(before: Comparison, now: Comparison) -> bool:
    """Whether anything that was told reads otherwise now."""
    if _judgements(before) != _judgements(now) or _items(before) != _items(now):
        return True
    was, then = _themes(before), _themes(now)
    added = {theme for theme, direction in then.items() if direction is Direction.NOT_COVERED} - was.keys()
    return was != {theme: direction for theme, direction in then.items() if theme not in added}


def _judgements(comparison: Comparison) -> dict[str, str]:
    return {row.aspect: row.change for row in comparison.judgements}


def _themes(comparison: Comparison) -> dict[str, Direction]:
    return {change.theme: change.direction for change in comparison.themes}


def _items(comparison: Comparison) -> set[tuple[str, str]]:
    """By the words that the later report has; what is no longer listed is the earlier one's."""
    items = {(item.status.value, item.now.text) for item in comparison.improvements if item.now is not None}
    return items | {(item.status.value, item.quote.text) for item in comparison.priority_actions}
