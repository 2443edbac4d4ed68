"""One visit, told by two links: to two councils in letters that are nearly the same, or again under a new link.

North and West Northamptonshire are served by one trust and visited together; their reports of November 2022 are two
PDFs, 95 % alike (shared domain, 0.6): one change, not two. A letter that stands under a new link with other words is
the correction of the one told before. The same bytes need none of this: they have one change by their hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.report import Report
from visitwatch.flow.context import Context
from visitwatch.ports import StoredReport

ALIKE = 0.8
"""Share of the longer report's sentences that the other has, the authorities' names apart."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The other link's report and the change that told of it. own: of the same council, so this one replaces it."""

    stored: StoredReport
    told: Change
    own: bool


def told_twin(ctx: Context, stored: StoredReport) -> Twin | None:
    """None where no other link told of the same visit."""
    if not stored.report.visited:
        return None
    for other in _neighbours(ctx, stored):
        own = _pages(ctx, stored) & _pages(ctx, other)
        told = ctx.store.get_change(change_id(ChangeKind.NEW_REPORT, other.sha256))
        if told is None or other.url == stored.url or not same_visit(stored.report, other.report):
            continue
        if own or same_words(stored.report, other.report):
            return Twin(other, told, bool(own))
    return None


def _pages(ctx: Context, stored: StoredReport) -> set[str]:
    record = ctx.store.get_publication(stored.url)
    return set(record.urns) if record is not None else set()


def _neighbours(ctx: Context, stored: StoredReport) -> Iterator[StoredReport]:
    """Reports of the councils that this one concerns, or that share a trust or a predecessor with them."""
    own = [authority for urn in stored.urns if (authority := ctx.register.by_urn(urn)) is not None]
    urns = dict.fromkeys(stored.urns)
    for other in ctx.register.authorities:
        for authority in own:
            trust = bool(authority.trust) and authority.trust == other.trust
            if trust or set(authority.predecessors) & set(other.predecessors):
                urns[other.urn] = None
    for urn in urns:
        yield from ctx.store.reports_of(urn)


def same_visit(one: Report, other: Report) -> bool:
    """Of one kind, with one ordinal, on the same days."""
    return (one.kind, one.visited, one.ordinal) == (other.kind, other.visited, other.ordinal)


def same_words(one: Report, other: Report) -> bool:
    """Every grade is the same, and nearly every sentence."""
    if {(j.aspect, j.grade) for j in one.judgements} != {(j.aspect, j.grade) for j in other.judgements}:
        return False
    mine, theirs = _sentences(one), _sentences(other)
    return len(mine & theirs) >= ALIKE * max(len(mine), len(theirs), 1)


def _sentences(report: Report) -> set[str]:
    names = sorted((ref.name for ref in report.authorities), key=len, reverse=True)
    found = set()
    for finding in report.findings:
        text = finding.text
        for name in names:
            text = text.replace(name, "")
        found.add(" ".join(text.lower().split()))
    return found
