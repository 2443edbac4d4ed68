"""The JSON that other programs read: docs/report.schema.json, docs/findings.schema.json, docs/comparison.schema.json.

Fields are added freely and never renamed; the version in "schema" is raised when one must be.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from visitwatch.domain.comparison import Comparison, Evidence, ItemChange, JudgementRow, ThemeChange
from visitwatch.domain.report import Finding, Quote, Reading, Report

REPORT_SCHEMA = "visitwatch.report/1"
COMPARISON_SCHEMA = "visitwatch.comparison/1"

Json = dict[str, Any]


def quote_json(quote: Quote | None) -> Json | None:
    """{"text", "page"}, or None."""
    return None if quote is None else {"text": quote.text, "page": quote.page}


def _finding_json(finding: Finding) -> Json:
    return {
        "text": finding.text,
        "page": finding.page,
        "section": finding.section,
        "paragraph": finding.paragraph,
        "item": finding.item,
        "themes": None if finding.themes is None else list(finding.themes),
        "stance": finding.stance,
        "change": finding.change,
    }


def report_json(reading: Reading, file: str) -> Json:
    """One object of `visitwatch read --json`; a file that is no report has the same fields, empty."""
    report = reading.report
    head: Json = {
        "schema": REPORT_SCHEMA,
        "file": file,
        "status": reading.status,
        "reason": reading.reason,
        "kind": "unknown",
        "authorities": [],
    }
    if report is not None:
        return head | _facts_json(report) | {"sha256": reading.sha256}
    empty: Json = dict.fromkeys(
        ("ordinal", "judged_inadequate", "letter_date", "published", "progress_statement", "outcome"),
    )
    lists = ("visited", "inspectors", "areas_covered", "judgements", "priority_actions", "improvements", "findings")
    return head | empty | {name: [] for name in lists} | {"sha256": reading.sha256, "pages": 0, "warnings": []}


def _facts_json(report: Report) -> Json:
    return {
        "kind": report.kind,
        "authorities": [{"urn": a.urn, "name": a.name} for a in report.authorities],
        "title": report.title,
        "ordinal": report.ordinal,
        "visited": [[r.first.isoformat(), r.last.isoformat()] for r in report.visited],
        "judged_inadequate": str(report.judged_inadequate) if report.judged_inadequate else None,
        "letter_date": report.letter_date.isoformat() if report.letter_date else None,
        "published": report.published.isoformat() if report.published else None,
        "inspectors": list(report.inspectors),
        "areas_covered": list(report.areas_covered),
        "topic": report.topic,
        "progress_statement": quote_json(report.progress_statement),
        "judgements": [{"aspect": j.aspect, "grade": j.grade, "page": j.page} for j in report.judgements],
        "outcome": report.outcome,
        "priority_actions": [quote_json(q) for q in report.priority_actions],
        "improvements": [{"text": i.text, "page": i.page, "tags": list(i.tags)} for i in report.improvements],
        "findings": [_finding_json(f) for f in report.findings],
        "pages": report.pages,
        "warnings": list(report.warnings),
    }


def _evidence_json(evidence: Iterable[Evidence]) -> list[Json]:
    return [{"file": e.key, "text": e.text, "page": e.page} for e in evidence]


def _judgement_json(row: JudgementRow) -> Json:
    return {
        "aspect": row.aspect,
        "before": row.before,
        "after": row.after,
        "before_page": row.before_page,
        "after_page": row.after_page,
        "change": row.change,
        "note": row.note,
    }


def _theme_json(theme: ThemeChange) -> Json:
    return {
        "theme": theme.theme,
        "direction": theme.direction,
        "stated": theme.stated,
        "confidence": round(theme.confidence, 2),
        "before": _evidence_json(theme.before),
        "now": _evidence_json(theme.now),
    }


def _item_json(item: ItemChange) -> Json:
    return {
        "status": item.status,
        "before": quote_json(item.before),
        "now": quote_json(item.now),
        "redline": [{"op": e.op, "text": e.text} for e in item.redline],
    }


def comparison_json(comparison: Comparison) -> Json:
    """The object of `visitwatch compare --json`."""
    return {
        "schema": COMPARISON_SCHEMA,
        "later": {"file": comparison.later.key, "kind": comparison.later.kind, "label": comparison.later.label},
        "baselines": [
            {"file": b.ref.key, "kind": b.ref.kind, "why": b.why, "label": b.ref.label} for b in comparison.baselines
        ],
        "judgements": [_judgement_json(row) for row in comparison.judgements],
        "progress": {
            "before": quote_json(comparison.progress.before),
            "now": quote_json(comparison.progress.now),
        },
        "areas": list(comparison.areas),
        "themes": [_theme_json(t) for t in comparison.themes],
        "improvements": [_item_json(i) for i in comparison.improvements],
        "priority_actions": [
            {"status": p.status, "text": p.quote.text, "page": p.quote.page} for p in comparison.priority_actions
        ],
        "headline": comparison.headline,
        "notes": list(comparison.notes),
    }
