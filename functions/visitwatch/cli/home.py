"""The commands of the embedded home that change something."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from visitwatch.cli.exits import OK, PROBLEMS
from visitwatch.cli.progress import bar
from visitwatch.cli.show import console, stderr
from visitwatch.domain.report import Urn
from visitwatch.wiring import Home, open_home

LOCK = "check"


def run_check(*, dry_run: bool, as_json: bool, wait_s: float) -> int:
    """Check, collect, read, compare, alert. Returns the exit code: PROBLEMS where a source or a message failed."""
    from visitwatch.cli.checking import Checked, check_home, show_checked

    with open_home(dry_run=dry_run) as home, home.locks.hold(LOCK, wait_s=wait_s):
        checked: Checked = check_home(home)
        if as_json:
            from visitwatch.cli.json_lines import write

            write(checked.as_json())
        else:
            show_checked(checked, home, dry_run=dry_run)
    return PROBLEMS if checked.has_problems else OK


def run_backfill(authorities: list[str], *, since: str | None, as_json: bool) -> int:
    """Collects and reads what was learned; alerts nobody. A home that never checked learns first."""
    from visitwatch.flow.backfill import Wanted, backfill

    with open_home() as home, home.locks.hold(LOCK):
        wanted = Wanted(frozenset(urns_of(home, authorities)), date.fromisoformat(since) if since else None)
        failed = not home.context.store.source_states() and _learn(home)
        with bar("reading") as step:
            result = backfill(home.context, wanted, lambda _done, total, url: step(url, total))
    if as_json:
        from visitwatch.cli.json_lines import write

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


def run_digest() -> int:
    """Sends the digests that are due."""
    from visitwatch.flow.run_queue import all_stages, run_queue
    from visitwatch.flow.send_digests import send_digests

    with open_home() as home, home.locks.hold(LOCK, wait_s=60):
        made = send_digests(home.context)
        run_queue(home.context, home.queue, all_stages())
    console.print(f"{len(made)} digests")
    return OK


def run_release(*, yes: bool, drop: bool) -> int:
    """Releases what the brake held, or gives it up, after asking."""
    from visitwatch.domain.delivery import DeliveryStatus
    from visitwatch.flow.brake import drop_held, release_held
    from visitwatch.flow.run_queue import all_stages, run_queue

    with open_home() as home, home.locks.hold(LOCK):
        held = home.context.store.deliveries_in(DeliveryStatus.HELD)
        if not held:
            console.print("nothing is held")
            return OK
        verb = "Give up" if drop else "Release"
        if not yes and not typer.confirm(f"{verb} {len(held)} alerts?"):
            return OK
        count = (drop_held if drop else release_held)(home.context)
        run_queue(home.context, home.queue, all_stages())
    console.print(f"{count} alerts {'given up' if drop else 'released'}")
    return OK


def run_send_again(change: str) -> int:
    """To those who missed it."""
    from visitwatch.domain.change import ChangeId
    from visitwatch.flow.deliver_alert import send_again
    from visitwatch.flow.run_queue import all_stages, run_queue

    with open_home() as home, home.locks.hold(LOCK):
        again = send_again(ChangeId(change), home.context)
        run_queue(home.context, home.queue, all_stages())
    console.print(f"{len(again)} sent again")
    return OK


def run_reread(*, all_versions: bool) -> int:
    """Reads the archive with this version's reader."""
    from visitwatch.flow.reread import reread

    with open_home() as home, home.locks.hold(LOCK), bar("reading again") as step:
        result = reread(home.context, all_versions=all_versions, progress=lambda _done, total, url: step(url, total))
    console.print(f"{result.versions} documents read again, {len(result.differing)} differ; nobody is alerted")
    for url, outcome, names in result.differing:
        console.print(f"  {outcome}: {url} {', '.join(names)}")
    return OK


def run_publish(out: Path | None) -> int:
    """Writes the public pages."""
    from visitwatch.adapters.site_folder import FolderSite
    from visitwatch.flow.publish_pages import publish_pages
    from visitwatch.render.site import SiteRenderer

    with open_home() as home:
        folder = out or home.context.settings.data_dir / "site"
        done = publish_pages(home.context, FolderSite(folder), SiteRenderer())
    console.print(f"{done.pages} pages, {done.written} written, in {folder}")
    return OK


def urns_of(home: Home, names: list[str]) -> list[Urn]:
    """Raises UnknownAuthorityError."""
    register = home.context.register
    return [(register.by_urn(name) or register.require(name)).urn for name in names]
