"""`compare` and `preview`: files in, no store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from visitwatch.cli.exits import OK, UNREADABLE
from visitwatch.cli.reading import known
from visitwatch.cli.show import console, show_comparison, stderr
from visitwatch.domain.change import Change, ChangeKind, change_id
from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparison import Comparison, Known
from visitwatch.domain.delivery import Delivery, DeliveryStatus, delivery_id
from visitwatch.domain.subscription import Channel, Subscriber, SubscriberId


def _compared(files: list[Path]) -> tuple[Known, Comparison, bool] | None:
    """The last report, its comparison, and whether every file could be read; None where there is nothing to compare."""
    reports, unread = known(files)
    for path, reading in unread:
        stderr.print(f"visitwatch: {path}: {reading.status.value}: {reading.reason}")
    later = next((k for k in reports if k.key == str(files[-1])), None)
    if later is None:
        return None
    earlier = [k for k in reports if k is not later]
    if not earlier and len(files) > 1:
        return None
    return later, compare(later, earlier, given=True), not unread


def compare_files(files: list[Path], *, as_json: bool) -> int:
    """Writes the comparison of the last file with the others. Returns the exit code."""
    found = _compared(files)
    if found is None:
        return UNREADABLE
    if as_json:
        from visitwatch.cli.json_lines import write
        from visitwatch.render.published import comparison_json

        write(comparison_json(found[1]))
    else:
        show_comparison(found[1])
    return OK if found[2] else UNREADABLE


def preview_files(files: list[Path], out: Path) -> int:
    """Writes the messages that this comparison would send into `out`, one per channel. Sends nothing."""
    from visitwatch.ports import AlertItem
    from visitwatch.wiring import make_register, make_renderer

    found = _compared(files)
    if found is None:
        return UNREADABLE
    later, comparison, _ = found
    now = datetime.now(UTC)
    change = Change(
        id=change_id(ChangeKind.NEW_REPORT, later.report.sha256),
        kind=ChangeKind.NEW_REPORT,
        urns=tuple(a.urn for a in later.report.authorities),
        occurred_at=now,
        title=comparison.later.label,
        url=files[-1].resolve().as_uri(),
        report_kind=later.report.kind,
        report=later.report,
        comparison=comparison,
    )
    renderer, register = make_renderer(), make_register()
    authorities = tuple(a for a in (register.by_urn(urn) for urn in change.urns) if a)
    out.mkdir(parents=True, exist_ok=True)
    for channel, suffix in ((Channel.EMAIL, "eml"), (Channel.SLACK, "slack.json"), (Channel.WEBHOOK, "webhook.json")):
        target = "you@example.org" if channel is Channel.EMAIL else "https://hooks.example.org/preview"
        reader = Subscriber(SubscriberId("preview"), "You", channel, target, secret="preview")  # noqa: S106  signs a preview
        delivery = Delivery(
            delivery_id(change.id, reader.id, channel), change.id, reader.id, channel, DeliveryStatus.CREATED, now, now
        )
        message = renderer.render_alert(AlertItem(change, authorities), reader, delivery)
        path = out / f"alert.{suffix}"
        path.write_bytes(message.body)
        console.print(f"{path}: {message.subject}")
    return OK
