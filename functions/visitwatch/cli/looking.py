"""The commands that only look: history, who, status."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from visitwatch.cli.exits import OK, PROBLEMS
from visitwatch.cli.home import urns_of
from visitwatch.cli.show import console, days
from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.london import to_london
from visitwatch.errors import NotFoundError
from visitwatch.flow.find_change import find_change
from visitwatch.flow.who import Answer, who
from visitwatch.ports import StoredReport
from visitwatch.wiring import Home, open_home


def show_history(authority: str, *, as_json: bool) -> int:
    """An authority's reports in the order of the visits, with what each says first."""
    with open_home() as home:
        (urn,) = urns_of(home, [authority])
        records = {r.url: r for r in home.context.store.publications_of(urn)}
        current = [
            s for s in home.context.store.reports_of(urn) if s.url in records and _is_current(records[s.url].sha256, s)
        ]
        unread = [r for url, r in records.items() if url not in {s.url for s in current}]
    current.sort(key=lambda s: (s.report.ended is None, s.report.ended or "", s.url))
    if as_json:
        from visitwatch.cli.json_lines import write

        for stored in current:
            write(_history_json(stored))
        for record in sorted(unread, key=lambda r: r.url):
            write(
                {"url": record.url, "label": record.publication.label, "state": record.state, "outcome": record.outcome}
            )
        return OK
    for stored in current:
        _show_report(stored)
    for record in unread:
        console.print(
            f"{record.publication.published or '–'}  {record.publication.label}: {record.state.value}"
            f" {record.outcome}  {record.url}"
        )
    if not current and not unread:
        console.print("nothing is known of this authority yet")
    return OK


def _is_current(sha256: str | None, stored: StoredReport) -> bool:
    return sha256 == stored.sha256


def _history_json(stored: StoredReport) -> dict[str, Any]:
    report = stored.report
    return {
        "url": stored.url,
        "sha256": stored.sha256,
        "kind": report.kind,
        "ordinal": report.ordinal,
        "visited": [[r.first.isoformat(), r.last.isoformat()] for r in report.visited],
        "judgements": {j.aspect.value: j.grade.value for j in report.judgements},
        "progress_statement": report.progress_statement.text if report.progress_statement else None,
        "priority_actions": len(report.priority_actions),
        "improvements": len(report.improvements),
    }


def _show_report(stored: StoredReport) -> None:
    report = stored.report
    when = "; ".join(days(r) for r in report.visited) or str(report.ended or "–")
    number = f", visit {report.ordinal}" if report.ordinal else ""
    console.print(f"{when}  {report.kind.value}{number}  {stored.url}")
    for judgement in report.judgements:
        console.print(f"    {judgement.aspect.value}: {judgement.grade.value}")
    if report.progress_statement:
        console.print(f"    “{report.progress_statement.text}” (page {report.progress_statement.page})")
    if report.priority_actions:
        console.print(f"    {len(report.priority_actions)} areas for priority action")


def show_who(what: str, *, as_json: bool) -> int:
    """Who is told of a change, and why not the others. Raises NotFoundError."""
    with open_home() as home:
        change = _find_change(home, what)
        answers = who(change, home.context)
    if as_json:
        from visitwatch.cli.json_lines import write

        for answer in answers:
            write({"change": change.id, **_answer_json(answer)})
        return OK
    console.print(f"{change.title} ({change.kind.value}, change {change.id})")
    table = Table("subscriber", "channel", "when", "told", "why", "ledger", box=None, padding=(0, 2))
    for answer in answers:
        told = "yes" if answer.match.told else "no"
        ledger = answer.delivery.status.value if answer.delivery else ""
        s = answer.subscriber
        table.add_row(*map(Text, (s.name, s.channel.value, s.frequency.value, told, answer.match.reason, ledger)))
    console.print(table)
    return OK


def _answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "subscriber": answer.subscriber.id,
        "name": answer.subscriber.name,
        "channel": answer.subscriber.channel,
        "frequency": answer.subscriber.frequency,
        "told": answer.match.told,
        "reason": answer.match.reason,
        "status": answer.delivery.status if answer.delivery else None,
    }


def _find_change(home: Home, what: str) -> Change:
    """A change by its id or a link; or as a file would make it. Raises NotFoundError."""
    try:
        return find_change(what, home.context)
    except NotFoundError:
        change = _change_of_file(home, Path(what)) if Path(what).is_file() else None
        if change is None:
            raise
        return change


def _change_of_file(home: Home, path: Path) -> Change | None:
    from visitwatch.cli.reading import known
    from visitwatch.domain.comparing.compare import compare
    from visitwatch.domain.comparison import Known

    reports, _ = known([path])
    if not reports:
        return None
    report = reports[0].report
    urns = tuple(a.urn for a in report.authorities if a.urn)
    history = [Known(s.url, s.report) for urn in urns for s in home.context.store.reports_of(urn)]
    comparison = compare(reports[0], [k for k in history if k.report.sha256 != report.sha256])
    return Change(
        id=change_id(ChangeKind.NEW_REPORT, report.sha256),
        kind=ChangeKind.NEW_REPORT,
        urns=urns,
        occurred_at=home.context.clock.now(),
        title=comparison.later.label,
        url=path.resolve().as_uri(),
        report_kind=report.kind,
        report=report,
        comparison=comparison,
    )


_STUCK = (
    DeliveryStatus.HELD,
    DeliveryStatus.SENDING,
    DeliveryStatus.TEMPORARY_FAILURE,
    DeliveryStatus.TECHNICAL_FAILURE,
    DeliveryStatus.PERMANENT_FAILURE,
)


def show_status(*, as_json: bool) -> int:
    """Sources, what is stuck, what waits. PROBLEMS where a problem is open or a message is buried."""
    with open_home() as home:
        facts = _status(home)
    if as_json:
        from visitwatch.cli.json_lines import write

        write(facts)
    else:
        _show_facts(facts)
    return PROBLEMS if facts["problems"] or facts["queue"]["buried"] else OK


def _status(home: Home) -> dict[str, Any]:
    store = home.context.store
    people = home.context.subscribers.all_subscribers()
    states: dict[str, int] = {}
    for record in store.all_publications():
        states[record.state.value] = states.get(record.state.value, 0) + 1
    return {
        "data_dir": str(home.context.settings.data_dir),
        "delivery": home.context.settings.delivery,
        "sources": [
            {
                "id": s.source_id,
                "last_success": s.last_success.isoformat() if s.last_success else None,
                "last_attempt": s.last_attempt.isoformat() if s.last_attempt else None,
                "error": s.last_error,
                "entries": s.entries,
                "ignored": s.ignored,
            }
            for s in store.source_states()
        ],
        "subscribers": {
            "file": str(home.context.settings.subscribers_path),
            "active": sum(1 for s in people if s.active),
            "switched_off": sum(1 for s in people if not s.active),
        },
        "publications": states,
        "deliveries": {s.value: len(store.deliveries_in(s)) for s in (*_STUCK, DeliveryStatus.WAITING)},
        "queue": {"waiting": home.queue.waiting(), "buried": len(home.queue.buried())},
        "problems": [
            {
                "name": p.name,
                "subject": p.subject,
                "message": p.message,
                "count": p.count,
                "since": p.first_seen.isoformat(),
            }
            for p in store.open_problems()
        ],
    }


def _when(stamp: str | None) -> str:
    """London's time to the minute."""
    if stamp is None:
        return "never"
    local = to_london(datetime.fromisoformat(stamp))
    return f"{local.day} {local:%B %Y, %H:%M}"


def _show_facts(facts: dict[str, Any]) -> None:
    console.print(f"home {facts['data_dir']}, delivery: {facts['delivery']}")
    if not facts["sources"]:
        console.print("never checked: run visitwatch check")
    for source in facts["sources"]:
        error = f", last error {source['error']}" if source["error"] else ""
        console.print(f"  {source['id']}: last success {_when(source['last_success'])}{error}")
    people = facts["subscribers"]
    off = f", {people['switched_off']} switched off" if people["switched_off"] else ""
    console.print(f"subscribers: {people['active']} active{off} ({people['file']})")
    console.print("publications: " + (", ".join(f"{n} {s}" for s, n in facts["publications"].items()) or "none"))
    stuck = ", ".join(f"{n} {s}" for s, n in facts["deliveries"].items() if n)
    console.print(f"messages: {stuck or 'none stuck or waiting'}")
    console.print(f"queue: {facts['queue']['waiting']} waiting, {facts['queue']['buried']} given up")
    for problem in facts["problems"]:
        console.print(
            f"problem {problem['name']} ({problem['count']} times since {_when(problem['since'])}):"
            f" {problem['subject']}: {problem['message']}"
        )
