"""Visits may be published out of order: what was said of a later visit is compared again when an earlier one appears.

A correction goes to those who were told, and only where a class changed: a judgement's change, a theme's direction,
the standing of an item. A theme that is merely added as "not covered", or another confidence, is none. Both sides are
compared now, with the earlier report and without it: what another reader would say otherwise is no reason to write.
"""

from __future__ import annotations

from dataclasses import replace

from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparison import Comparison, Direction, Known
from visitwatch.domain.publication import PublicationRecord
from visitwatch.flow.announce import announce
from visitwatch.flow.context import Context
from visitwatch.flow.history import others_of
from visitwatch.ports import StoredReport


def recompare_later(ctx: Context, earlier: StoredReport, correlation_id: str = "") -> None:
    """Announces a RECOMPARED change for every later report of the same authorities that reads otherwise now."""
    record = ctx.store.get_publication(earlier.url)
    if record is None:
        return
    for later in others_of(ctx, earlier):
        told = ctx.store.get_change(change_id(ChangeKind.NEW_REPORT, later.sha256))
        if told is not None and told.comparison is not None and _after(later, earlier) and is_news_to(record, told):
            _recompare(ctx, told, later, earlier, correlation_id)


def _after(later: StoredReport, earlier: StoredReport) -> bool:
    ends = later.report.ended, earlier.report.ended
    return ends[0] is not None and ends[1] is not None and ends[0] > ends[1]


def _recompare(ctx: Context, told: Change, later: StoredReport, earlier: StoredReport, correlation_id: str) -> None:
    report = Known(later.url, told.report or later.report)
    without = _at_hand(ctx, told, later, earlier)
    now = compare(report, (*without, Known(earlier.url, earlier.report)))
    used = any(baseline.ref.key == earlier.url for baseline in now.baselines)
    if not used or not class_changed(compare(report, without), now):
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


def _at_hand(ctx: Context, told: Change, later: StoredReport, earlier: StoredReport) -> tuple[Known, ...]:
    """The later report's history without the earlier one and without what still has its own turn after it."""
    others = (other for other in others_of(ctx, later) if other.url != earlier.url)
    return tuple(Known(o.url, o.report) for o in others if not _has_its_turn(ctx, o, told))


def _has_its_turn(ctx: Context, stored: StoredReport, told: Change) -> bool:
    record = ctx.store.get_publication(stored.url)
    return record is not None and is_news_to(record, told) and not record.quiet and record.settled != record.sha256


def is_news_to(record: PublicationRecord, told: Change) -> bool:
    """Whether its bytes were first had after the change was told, which therefore cannot know of them."""
    return bool(record.versions) and record.versions[0].seen_at > told.occurred_at


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
