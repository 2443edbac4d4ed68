"""Signed JSON for programs: docs/webhook.schema.json.

The signature is an HMAC-SHA256, in hex, under the subscription's secret, of the timestamp, a full stop and the body:
`X-Visitwatch-Signature: t=1790000000,v1=…`. Receivers reject old timestamps and ids that they have had.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from visitwatch.domain.change import Change
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.problem import Problem
from visitwatch.domain.subscription import Channel, Subscriber
from visitwatch.ports import AlertItem
from visitwatch.render.build_view import alert_view
from visitwatch.render.pages import LICENCE, LICENCE_NAME, LICENCE_URL
from visitwatch.render.published import comparison_json, quote_json

ALERT_SCHEMA = "visitwatch.alert/1"
DIGEST_SCHEMA = "visitwatch.digest/1"
PROBLEMS_SCHEMA = "visitwatch.problems/1"
SIGNATURE, ID = "X-Visitwatch-Signature", "X-Visitwatch-Id"

Json = dict[str, Any]


def signature(secret: str, at: datetime, body: bytes) -> str:
    """The header's value. at: when it is sent."""
    stamp = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def alert_message(item: AlertItem, subscriber: Subscriber, reference: str, at: datetime) -> RenderedMessage:
    """One alert. reference: the idempotency id, the same whenever it is sent again."""
    return _signed(_envelope(ALERT_SCHEMA, reference, at) | _alert_json(item), subscriber, at, _subject(item))


def digest_message(
    items: tuple[AlertItem, ...], subscriber: Subscriber, digest_id: str, at: datetime
) -> RenderedMessage:
    """All alerts of a digest, in the order given."""
    body = _envelope(DIGEST_SCHEMA, digest_id, at) | {"alerts": [_alert_json(item) for item in items]}
    return _signed(body, subscriber, at, f"Digest of {len(items)}")


def problems_message(
    problems: tuple[Problem, ...], subscriber: Subscriber, reference: str, at: datetime
) -> RenderedMessage:
    """Newly opened problems."""
    rows = [
        {
            "name": p.name,
            "subject": p.subject,
            "message": p.message,
            "about": p.about,
            "advice": p.advice,
            "first_seen": p.first_seen.isoformat(),
            "count": p.count,
        }
        for p in problems
    ]
    return _signed(_envelope(PROBLEMS_SCHEMA, reference, at) | {"problems": rows}, subscriber, at, "Problems")


def _envelope(schema: str, reference: str, at: datetime) -> Json:
    return {
        "schema": schema,
        "id": reference,
        "sent_at": at.isoformat(),
        "licence": f"{LICENCE}{LICENCE_NAME}: {LICENCE_URL}",
    }


def _subject(item: AlertItem) -> str:
    return alert_view(item).subject


def _alert_json(item: AlertItem) -> Json:
    change = item.change
    view = alert_view(item)
    published = change.publication.published if change.publication else None
    return {
        "change": change.id,
        "kind": change.kind,
        "authorities": [{"urn": a.urn, "name": a.name, "region": a.region} for a in item.authorities],
        "occurred_at": change.occurred_at.isoformat(),
        "subject": view.subject,
        "title": change.title,
        "url": change.url,
        "published": published.isoformat() if published else None,
        "report_kind": change.report_kind,
        "reason": change.reason,
        "corrects": change.previous,
        "report": _report_json(change),
        "comparison": comparison_json(change.comparison) if change.comparison else None,
        "correction": _correction_json(change),
    }


def _report_json(change: Change) -> Json | None:
    report = change.report
    if report is None:
        return None
    return {
        "ordinal": report.ordinal,
        "visited": [[r.first.isoformat(), r.last.isoformat()] for r in report.visited],
        "judged_inadequate": str(report.judged_inadequate) if report.judged_inadequate else None,
        "areas_covered": list(report.areas_covered),
        "progress_statement": quote_json(report.progress_statement),
        "judgements": [{"aspect": j.aspect, "grade": j.grade, "page": j.page} for j in report.judgements],
        "outcome": report.outcome,
        "priority_actions": [quote_json(q) for q in report.priority_actions],
        "improvements": [{"text": i.text, "page": i.page} for i in report.improvements],
        "sha256": report.sha256,
        "warnings": list(report.warnings),
    }


def _correction_json(change: Change) -> Json | None:
    correction = change.correction
    if correction is None:
        return None
    return {
        "fields": list(correction.fields),
        "redline": [{"op": e.op, "text": e.text} for e in correction.redline],
        "facts": [{"name": f.name, "before": f.before, "now": f.now} for f in correction.facts],
        "truncated": correction.truncated,
        "changes": [
            {
                "before": quote_json(c.before),
                "now": quote_json(c.now),
                "redline": [{"op": e.op, "text": e.text} for e in c.redline],
            }
            for c in correction.changes
        ],
    }


def _signed(body: Json, subscriber: Subscriber, at: datetime, subject: str) -> RenderedMessage:
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    headers = [(ID, str(body["id"]))]
    if subscriber.secret:
        headers.append((SIGNATURE, signature(subscriber.secret, at, data)))
    return RenderedMessage(Channel.WEBHOOK, subject, data, tuple(headers))
