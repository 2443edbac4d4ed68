"""The commands of the embedded home that change something."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from visitwatch.cli.exits import OK, PROBLEMS
from visitwatch.cli.json_lines import write
from visitwatch.cli.progress import bar
from visitwatch.cli.show import console, stderr
from visitwatch.domain.change import ChangeId
from visitwatch.domain.delivery import DeliveryStatus
from visitwatch.domain.report import Urn
from visitwatch.wiring import Home, open_home

if TYPE_CHECKING:
    from visitwatch.flow.run_queue import RunResult

LOCK = "check"


def run_check(*, dry_run: bool, as_json: bool, wait_s: float) -> int:
    """Check, collect, read, compare, alert. Returns the exit code: PROBLEMS where something needs a person."""
    from visitwatch.cli.checking import Checked, check_home, show_checked

    # A dry run works on a copy, so it neither waits for another check nor keeps one waiting.
    with open_home(dry_run=dry_run) as home, nullcontext() if dry_run else home.locks.hold(LOCK, wait_s=wait_s):
        checked: Checked = check_home(home)
        if as_json:
            write(checked.as_json())
        else:
            show_checked(checked, home, dry_run=dry_run)
    return PROBLEMS if checked.has_problems else OK


def run_backfill(authorities: list[str], *, since: date | None, as_json: bool) -> int:
    """Collects and reads what was learned; alerts nobody. A home that never checked learns first."""
    from visitwatch.flow.backfill import Wanted, backfill

    with open_home() as home, home.locks.hold(LOCK):
        wanted = Wanted(frozenset(urns_of(home, authorities)), since)
        failed = not home.context.store.source_states() and _learn(home)
        with bar("reading") as step:
            result = backfill(home.context, wanted, lambda _done, total, url: step(url, total))
    if as_json:
        write({"read": result.read, "known": result.known, "outcomes": dict(result.outcomes)})
    else:
        console.print(f"read {result.read} reports; {result.known} were read before; nobody is alerted")
        for outcome, urls in result.outcomes:
            for url in urls:
                console.print(f"  {outcome}: {url}")
    return PROBLEMS if result.outcomes or failed else OK


def _learn(home: Home) -> bool:
    """Whether a source or a page failed; what exists is then only partly learned, and said so."""
    from visitwatch.flow.check_feeds import check_feeds

    with bar("asking", home.context.settings.expected_authorities) as step:
        found = check_feeds(home.context, home.sources(), lambda source, _item: step(source))
    for failure in found.failures:
        stderr.print(f"visitwatch: {failure.error}: {failure.message}", soft_wrap=True)
    return bool(found.failures)


def _work(home: Home) -> RunResult:
    """Works the queue off, and tells ops of what came of it."""
    from visitwatch.flow.run_queue import all_stages, run_queue
    from visitwatch.flow.tell_ops import tell_ops

    with bar("working") as step:
        result = run_queue(home.context, home.queue, all_stages(), lambda message, _: step(type(message).__name__))
    tell_ops(home.context)
    return result


def _report(what: str, count: int, result: RunResult, *, as_json: bool) -> int:
    """Says how many were queued and what became of them. Returns the exit code."""
    outcomes = {outcome: number for stage, outcome, number in result.outcomes if stage == "DeliverAlert"}
    if as_json:
        write({what: count, "outcomes": outcomes, "later": result.later, "given_up": result.buried})
    else:
        words = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.items())
        console.print(f"{count} {what}{f': {words}' if words else ''}")
        if result.later:
            console.print(f"{result.later} will be tried again by the next command", style="yellow")
    failed = any(outcome.endswith("failure") for outcome in outcomes)
    return PROBLEMS if failed or result.later or result.buried else OK


def run_digest(*, as_json: bool) -> int:
    """Sends the digests that are due."""
    from visitwatch.flow.send_digests import send_digests

    with open_home() as home, home.locks.hold(LOCK, wait_s=60):
        made = send_digests(home.context)
        result = _work(home)
    return _report("digests", len(made), result, as_json=as_json)


def run_release(*, yes: bool, drop: bool, as_json: bool) -> int:
    """Releases what the brake held, or gives it up, after asking."""
    from visitwatch.flow.brake import drop_held, release_held

    what = "alerts given up" if drop else "alerts released"
    with open_home() as home, home.locks.hold(LOCK):
        held = home.context.store.deliveries_in(DeliveryStatus.HELD)
        verb = "Give up" if drop else "Release"
        if held and not yes and not typer.confirm(f"{verb} {len(held)} alerts?", err=True):
            return OK
        count = (drop_held if drop else release_held)(home.context) if held else 0
        result = _work(home)
    return _report(what, count, result, as_json=as_json)


def run_send_again(change: str, *, as_json: bool) -> int:
    """To those who missed it."""
    from visitwatch.flow.deliver_alert import send_again

    with open_home() as home, home.locks.hold(LOCK):
        again = send_again(ChangeId(change), home.context)
        result = _work(home)
    return _report("sent again", len(again), result, as_json=as_json)


def run_reread(*, all_versions: bool, as_json: bool) -> int:
    """Reads the archive with this version's reader."""
    from visitwatch.flow.reread import reread

    with open_home() as home, home.locks.hold(LOCK), bar("reading again") as step:
        result = reread(home.context, all_versions=all_versions, progress=lambda _done, total, url: step(url, total))
    if as_json:
        differing = [{"url": url, "outcome": outcome, "fields": names} for url, outcome, names in result.differing]
        write({"read": result.versions, "differing": differing})
        return OK
    console.print(f"{result.versions} documents read again, {len(result.differing)} differ; nobody is alerted")
    for url, outcome, names in result.differing:
        console.print(f"  {outcome}: {url} {', '.join(names)}")
    return OK


def run_publish(out: Path | None, *, as_json: bool) -> int:
    """Writes the public pages."""
    from visitwatch.adapters.site_folder import FolderSite
    from visitwatch.flow.publish_pages import publish_pages
    from visitwatch.render.site import SiteRenderer

    with open_home() as home:
        folder = out or home.context.settings.data_dir / "site"
        done = publish_pages(home.context, FolderSite(folder), SiteRenderer())
    if as_json:
        write({"pages": done.pages, "written": done.written, "folder": str(folder)})
    else:
        console.print(f"{done.pages} pages, {done.written} written, in {folder}")
    return OK


def urns_of(home: Home, names: list[str]) -> list[Urn]:
    """Raises UnknownAuthorityError."""
    register = home.context.register
    return [(register.by_urn(name) or register.require(name)).urn for name in names]
