"""Operations on reports: collect, read, compare, preview, send again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from visitwatch.domain import operation as op
from visitwatch.domain.change import Change, ChangeId, ChangeKind, change_id
from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparison import Comparison, Known
from visitwatch.domain.delivery import DIGEST
from visitwatch.domain.message import CollectReport, ComposeAlert
from visitwatch.domain.publication import Publication, PublicationRecord, PublicationState
from visitwatch.domain.report import Urn
from visitwatch.errors import NotFoundError
from visitwatch.flow.announce import announce
from visitwatch.flow.backfill import Wanted
from visitwatch.flow.context import Context
from visitwatch.flow.deliver_alert import send_again
from visitwatch.flow.find_change import find_change
from visitwatch.flow.history import history_of
from visitwatch.flow.operate import Json, Tools
from visitwatch.flow.recompare import class_changed
from visitwatch.flow.reread import reread
from visitwatch.flow.who import preview, who
from visitwatch.ports import StoredReport

OPS = "ops"
"""Source of a link that ops gave."""


def urn_of(name: str, ctx: Context) -> Urn:
    """By URN or name. Raises UnknownAuthorityError."""
    return (ctx.register.by_urn(name) or ctx.register.require(name)).urn


def _collect(wanted: op.Collect, ctx: Context, _: Tools) -> Json:
    record = ctx.store.get_publication(wanted.url)
    added = False
    if record is None:
        urn = urn_of(wanted.authority, ctx) if wanted.authority else Urn("")
        publication = Publication(wanted.url, urn, wanted.label.lower(), None, None, OPS)
        now = ctx.clock.now()
        added = ctx.store.add_publication(
            PublicationRecord(publication, PublicationState.LISTED, quiet=False, first_seen=now)
        )
    ctx.queue.send(CollectReport(wanted.url, force=True, correlation_id=OPS))
    return {"queued": wanted.url, "added": added}


def _read_again(wanted: op.ReadAgain, ctx: Context, _: Tools) -> Json:
    if wanted.url and ctx.store.get_publication(wanted.url) is None:
        raise NotFoundError("no such publication", subject=wanted.url)
    result = reread(ctx, all_versions=bool(wanted.url), only=wanted.url)
    differing = [{"url": url, "outcome": outcome, "fields": names} for url, outcome, names in result.differing]
    return {"read": result.versions, "differing": differing}


def _compare_again(wanted: op.CompareAgain, ctx: Context, _: Tools) -> Json:
    told = find_change(wanted.url, ctx)
    stored = _stored(told, ctx)
    now = compare(Known(stored.url, told.report or stored.report), history_of(ctx, stored))
    differs = told.comparison is None or class_changed(told.comparison, now)
    if wanted.correct and differs:
        corrected = replace(
            told,
            id=change_id(ChangeKind.RECOMPARED, told.id, _hash(now)),
            kind=ChangeKind.RECOMPARED,
            occurred_at=ctx.clock.now(),
            comparison=now,
            previous=told.id,
        )
        announce(ctx, corrected, OPS)
    ctx.store.put_change(replace(told, comparison=now))
    return {"change": told.id, "differs": differs, "corrected": wanted.correct and differs, "headline": now.headline}


def _hash(comparison: Comparison) -> str:
    """The same for the same comparison, so that a step that was interrupted announces the same change again."""
    return hashlib.sha256(json.dumps(asdict(comparison), sort_keys=True).encode()).hexdigest()


def _stored(change: Change, ctx: Context) -> StoredReport:
    record = ctx.store.get_publication(change.url)
    stored = ctx.store.get_report(change.url, record.sha256) if record and record.sha256 else None
    if stored is None:
        raise NotFoundError("no report was read under this link", subject=change.url)
    return stored


def _preview(wanted: op.Preview, ctx: Context, _: Tools) -> Json:
    change = find_change(wanted.change, ctx)
    everybody = ctx.subscribers.all_subscribers()
    chosen = [s for s in everybody if not wanted.subscriber or s.id == wanted.subscriber]
    if wanted.subscriber and not chosen:
        raise NotFoundError("no such subscriber", subject=wanted.subscriber)
    messages = [
        {"subscriber": s.id, "channel": s.channel, "subject": message.subject, "bytes": len(message.body)}
        for s, message in preview(change, chosen, ctx)
    ]
    return {"change": change.id, "messages": messages}


def _who(wanted: op.Who, ctx: Context, _: Tools) -> Json:
    change = find_change(wanted.change, ctx)
    rows = [
        {
            "subscriber": a.subscriber.id,
            "channel": a.subscriber.channel,
            "frequency": a.subscriber.frequency,
            "told": a.match.told,
            "reason": a.match.reason,
            "status": a.delivery.status if a.delivery else None,
        }
        for a in who(change, ctx)
    ]
    return {"change": change.id, "title": change.title, "subscribers": rows}


def _send_again(wanted: op.SendAgain, ctx: Context, _: Tools) -> Json:
    digest = wanted.change.startswith(DIGEST)
    again = send_again(ChangeId(wanted.change) if digest else find_change(wanted.change, ctx).id, ctx)
    return {"queued": [{"delivery": d.id, "subscriber": d.subscriber_id} for d in again]}


def _replay(wanted: op.Replay, ctx: Context, _: Tools) -> Json:
    since = datetime.combine(wanted.since, time(), UTC)
    until = datetime.combine(wanted.until + timedelta(days=1), time(), UTC)
    changes = ctx.store.changes_since(since, until)
    for change in changes:
        ctx.queue.send(ComposeAlert(change.id, OPS))
    return {"queued": [change.id for change in changes]}


def _backfill(wanted: op.Backfill, ctx: Context, _: Tools) -> Json:
    urns = frozenset({urn_of(wanted.authority, ctx)}) if wanted.authority else frozenset[Urn]()
    rule = Wanted(urns, wanted.since, wanted.until)
    todo = [
        r.url for r in ctx.store.all_publications() if r.quiet and r.sha256 is None and rule.lets(r)
        and r.state is not PublicationState.WITHDRAWN
    ]  # fmt: skip
    for url in todo:
        ctx.queue.send(CollectReport(url, correlation_id=OPS))
    return {"queued": len(todo)}


STEPS: Mapping[type[op.Operation], Callable[[Any, Context, Tools], Json]] = {
    op.Collect: _collect,
    op.ReadAgain: _read_again,
    op.CompareAgain: _compare_again,
    op.Preview: _preview,
    op.Who: _who,
    op.SendAgain: _send_again,
    op.Replay: _replay,
    op.Backfill: _backfill,
}
