"""Operations on subscribers. Only an export shows an address, and only to whoever may invoke it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from visitwatch.domain import operation as op
from visitwatch.domain.subscription import Filters, Subscriber, SubscriberId
from visitwatch.errors import NotFoundError
from visitwatch.flow.context import Context
from visitwatch.flow.operate import Json, Tools

KEPT = timedelta(days=400)
"""How far back an export looks for deliveries."""


def _add(wanted: op.AddSubscriber, _: Context, tools: Tools) -> Json:
    subscriber = tools.subscriber(wanted.subscriber)
    admin = tools.changeable()
    replaced = admin.get_subscriber(subscriber.id) is not None
    admin.put_subscriber(subscriber)
    return {"subscriber": subscriber.id, "replaced": replaced}


def _list(_wanted: op.ListSubscribers, ctx: Context, _: Tools) -> Json:
    return {"subscribers": [_shown(s) for s in ctx.subscribers.all_subscribers()]}


def _remove(wanted: op.RemoveSubscriber, ctx: Context, _: Tools) -> Json:
    subscriber = _found(wanted.subscriber, ctx)
    ctx.subscribers.deactivate(subscriber.id, "removed by ops")
    return {"subscriber": subscriber.id, "active": False}


def _export(wanted: op.ExportSubscriber, ctx: Context, _: Tools) -> Json:
    subscriber = _found(wanted.subscriber, ctx)
    deliveries = [
        {"change": change.id, "title": change.title, "status": d.status, "created": d.created_at.isoformat()}
        for change in ctx.store.changes_since(ctx.clock.now() - KEPT)
        for d in ctx.store.deliveries_of(change.id)
        if d.subscriber_id == subscriber.id or d.target_key == subscriber.target_key
    ]
    return {"subscriber": _shown(subscriber) | {"target": subscriber.target}, "deliveries": deliveries}


def _erase(wanted: op.EraseSubscriber, ctx: Context, tools: Tools) -> Json:
    subscriber = _found(wanted.subscriber, ctx)
    return {"subscriber": subscriber.id, "erased": tools.changeable().remove_subscriber(subscriber.id)}


def _found(subscriber_id: str, ctx: Context) -> Subscriber:
    found = ctx.subscribers.get_subscriber(SubscriberId(subscriber_id))
    if found is None:
        raise NotFoundError("no such subscriber", subject=subscriber_id)
    return found


def _shown(subscriber: Subscriber) -> Json:
    return {
        "id": subscriber.id,
        "name": subscriber.name,
        "channel": subscriber.channel,
        "frequency": subscriber.frequency,
        "filters": _filters(subscriber.filters),
        "ops": subscriber.ops,
        "active": subscriber.active,
    }


def _filters(filters: Filters) -> Json:
    return {name: sorted(v) if isinstance(v, frozenset) else v for name, v in asdict(filters).items() if v}


STEPS: Mapping[type[op.Operation], Callable[[Any, Context, Tools], Json]] = {
    op.AddSubscriber: _add,
    op.ListSubscribers: _list,
    op.RemoveSubscriber: _remove,
    op.ExportSubscriber: _export,
    op.EraseSubscriber: _erase,
}
