"""Operations on the watch itself: check, status, measures, dead letters, the brake, digests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from visitwatch.domain import operation as op
from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.publication import FeedPage, Listing, SourceFailure
from visitwatch.errors import OperationError, VisitwatchError
from visitwatch.flow.brake import drop_held, release_held
from visitwatch.flow.check_feeds import check_feeds
from visitwatch.flow.context import Context
from visitwatch.flow.measure import measure
from visitwatch.flow.operate import Json, Tools
from visitwatch.flow.operate_reports import urn_of
from visitwatch.flow.send_digests import send_digests
from visitwatch.flow.sweep import sweep_deliveries
from visitwatch.flow.tell_ops import tell_ops
from visitwatch.ports import Source

STUCK = (
    DeliveryStatus.HELD,
    DeliveryStatus.WAITING,
    DeliveryStatus.SENDING,
    DeliveryStatus.TEMPORARY_FAILURE,
    DeliveryStatus.TECHNICAL_FAILURE,
)


def _check(wanted: op.Check, ctx: Context, tools: Tools) -> Json:
    sources = tools.sources(urn_of(wanted.authority, ctx) if wanted.authority else "")
    if wanted.source:
        chosen = tuple(s for s in sources if s.source_id == wanted.source)
        if not chosen:
            raise OperationError(f"no source {wanted.source!r}; there are: {', '.join(s.source_id for s in sources)}")
        sources = chosen
    if wanted.dry_run:
        return _peek(sources, ctx)
    found = check_feeds(ctx, sources, partial=bool(wanted.authority))
    return {
        "listed": found.listed,
        "publications": found.publications,
        "new": found.new,
        "learned": len(found.learned),
        "failures": [{"url": f.url, "error": f.error} for f in found.failures],
    }


def _peek(sources: tuple[Source, ...], ctx: Context) -> Json:
    """What the sources list that is not known; writes nothing."""
    unknown: list[str] = []
    failures: list[Json] = []
    for source in sources:
        try:
            for item in source.poll(ctx.store):
                if isinstance(item, Listing | FeedPage):
                    unknown += [p.url for p in item.publications if ctx.store.get_publication(p.url) is None]
                elif isinstance(item, SourceFailure):
                    failures.append({"url": item.url, "error": item.error})
        except VisitwatchError as error:
            failures.append({"url": source.source_id, "error": error.name})
    return {"dry_run": True, "not_known_yet": unknown, "failures": failures}


def _status(_: op.Status, ctx: Context, tools: Tools) -> Json:
    sources = [
        {
            "id": s.source_id,
            "last_success": s.last_success.isoformat() if s.last_success else None,
            "error": s.last_error,
            "entries": s.entries,
        }
        for s in ctx.store.source_states()
    ]
    problems = [
        {
            "name": p.name,
            "subject": p.subject,
            "message": p.message,
            "count": p.count,
            "since": p.first_seen.isoformat(),
        }
        for p in ctx.store.open_problems()
    ]
    return {
        "sources": sources,
        "deliveries": {s.value: len(ctx.store.deliveries_in(s)) for s in STUCK},
        "dead_letters": tools.dead_letters.counts(),
        "problems": problems,
    }


def _redrive(wanted: op.Redrive, _: Context, tools: Tools) -> Json:
    return {"given_back": tools.dead_letters.redrive(wanted.queue)}


def _release(wanted: op.Release, ctx: Context, _: Tools) -> Json:
    return {"dropped": drop_held(ctx)} if wanted.drop else {"released": release_held(ctx)}


def _digest(_: op.Digest, ctx: Context, __: Tools) -> Json:
    return {"queued": len(send_digests(ctx))}


def _measure(_: op.Measure, ctx: Context, __: Tools) -> Json:
    swept = sweep_deliveries(ctx)
    told = tell_ops(ctx)
    return {"measures": measure(ctx), "queued_again": swept.queued, "unknown": swept.unknown, "ops_told": told}


def _close(wanted: op.CloseProblem, ctx: Context, _: Tools) -> Json:
    return {"closed": ctx.store.close_problem(wanted.name, wanted.subject)}


STEPS: Mapping[type[op.Operation], Callable[[Any, Context, Tools], Json]] = {
    op.Check: _check,
    op.Status: _status,
    op.Redrive: _redrive,
    op.Release: _release,
    op.Digest: _digest,
    op.Measure: _measure,
    op.CloseProblem: _close,
}
