"""Who is told of a change, and why the others are not. Every answer carries its reason as a sentence for people.

Where it cannot be told whether a filter holds, it holds: a message too many is better than a report nobody heard of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from visitwatch.domain.authority import Authority
from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.comparison import Comparison, Direction, ItemStatus
from visitwatch.domain.register import Register
from visitwatch.domain.report import Report, Urn
from visitwatch.domain.subscription import Filters, Frequency, Subscriber, SubscriberId

FOLLOW_UPS = frozenset({ChangeKind.CORRECTION, ChangeKind.RECOMPARED})
UNJUDGED = frozenset({ChangeKind.UNREADABLE, ChangeKind.UNKNOWN_KIND})
MOVED = frozenset(Direction) - {Direction.NOT_COVERED, Direction.STILL_STRENGTH}


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a subscriber is told of a change. reason: a clause for "told: …" or "not told: …"."""

    told: bool
    reason: str


def match(
    change: Change, subscriber: Subscriber, register: Register, told_before: frozenset[SubscriberId] = frozenset()
) -> Match:
    """Whether the subscriber is told. told_before: those who were told of the change's `previous`."""
    for rule in (_standing, _follow_up, _authority, _notice, _always, _kind, _priority, _judgement, _theme):
        answer = rule(_Case(change, subscriber, register, told_before))
        if answer is not None:
            return answer
    return Match(told=True, reason="every filter fits")


@dataclass(frozen=True, slots=True)
class _Case:
    change: Change
    subscriber: Subscriber
    register: Register
    told_before: frozenset[SubscriberId]

    @property
    def filters(self) -> Filters:
        return self.subscriber.filters


def _no(reason: str) -> Match:
    return Match(told=False, reason=reason)


def _yes(reason: str) -> Match:
    return Match(told=True, reason=reason)


def _standing(case: _Case) -> Match | None:
    if not case.subscriber.active:
        return _no("this subscription is switched off")
    if case.subscriber.ops:
        return _no("ops hear of problems, not of changes")
    return None


def _follow_up(case: _Case) -> Match | None:
    if case.change.kind not in FOLLOW_UPS:
        return None
    if case.subscriber.id in case.told_before:
        return _yes("was told of what this corrects")
    return _no("was not told of what this corrects")


def _authority(case: _Case) -> Match | None:
    wanted, regions = case.filters.authorities, case.filters.regions
    if not case.change.urns or not (wanted or regions):
        return None
    if wanted and not wanted & _kin(case.change.urns, case.register):
        return _no(f"filters on authorities: the report is on {_names(case.change.urns, case.register)}")
    found = [case.register.by_urn(urn) for urn in case.change.urns]
    theirs = {a.region for a in found if a is not None}
    if regions and theirs and not regions & theirs:
        return _no(f"filters on regions: the report is on {' and '.join(sorted(theirs))}")
    return None


def _kin(urns: Iterable[Urn], register: Register) -> frozenset[Urn]:
    """The authorities with all that they came from and all that came from them."""
    up = _reach(urns, register, lambda a: a.predecessors)
    down = _reach(urns, register, lambda a: a.successors)
    return frozenset(urns) | up | down


def _reach(urns: Iterable[Urn], register: Register, step: Callable[[Authority], tuple[Urn, ...]]) -> frozenset[Urn]:
    seen: set[Urn] = set()
    todo = list(urns)
    while todo:
        authority = register.by_urn(todo.pop())
        new = [] if authority is None else [urn for urn in step(authority) if urn not in seen]
        seen.update(new)
        todo.extend(new)
    return frozenset(seen)


def _names(urns: tuple[Urn, ...], register: Register) -> str:
    found = ((urn, register.by_urn(urn)) for urn in urns)
    return " and ".join(urn if a is None else a.name for urn, a in found)


def _notice(case: _Case) -> Match | None:
    if case.change.kind is not ChangeKind.NOTICE:
        return None
    if case.filters.notices:
        return _yes("asked for linked notices")
    if case.subscriber.frequency is Frequency.IMMEDIATELY:
        return _no("linked notices are listed in digests; this subscription did not ask for them at once")
    return _yes("linked notices are listed in digests")


def _always(case: _Case) -> Match | None:
    if case.change.kind not in UNJUDGED:
        return None
    return _yes(f"{case.change.kind}: everybody whose authorities fit is told")


def _kind(case: _Case) -> Match | None:
    kinds, kind = case.filters.kinds, case.change.report_kind
    if not kinds or kind is None or kind in kinds:
        return None
    return _no(f"filters on kinds: this is a report of kind {kind}")


def _priority(case: _Case) -> Match | None:
    comparison, report = case.change.comparison, case.change.report
    if comparison is not None:
        listed = any(p.status is not ItemStatus.NO_LONGER_LISTED for p in comparison.priority_actions)
    else:
        listed = False
    if listed or (report is not None and report.priority_actions):
        return _yes("areas for priority action always alert")
    return None


def _judgement(case: _Case) -> Match | None:
    if not case.filters.judgement_moved:
        return None
    comparison, report = case.change.comparison, case.change.report
    if comparison is not None and comparison.judgement_moved:
        return None
    if report is None or (report.judgements and not (comparison and comparison.judgements)):
        return None  # there was nothing to compare with: whether one moved cannot be told
    if report.outcome is not None:
        return None  # an area SEND outcome is a judgement, and is told with each report
    return _no("filters on moved judgements: no judgement moved")


def _theme(case: _Case) -> Match | None:
    wanted = case.filters.themes
    if not wanted:
        return None
    spoken = _themes_of(case.change.comparison, case.change.report)
    if spoken is None or wanted & spoken:
        return None
    return _no(f"filters on themes: none of {', '.join(sorted(wanted))} moved")


def _themes_of(comparison: Comparison | None, report: Report | None) -> frozenset[str] | None:
    """The themes that moved or, with nothing to compare with, that the report speaks of. None: cannot be told."""
    if comparison is not None and comparison.baselines:
        return frozenset(t.theme for t in comparison.themes if t.direction in MOVED)
    if report is None or any(f.themes is None for f in report.findings):
        return None
    return frozenset(theme for finding in report.findings for theme in finding.themes or ())
