"""The command line: every command, its options and its exit code."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from visitwatch.cli.exits import OK, UNREADABLE, USAGE
from visitwatch.domain.version import READER, VERSION

app = typer.Typer(
    name="visitwatch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watches Ofsted for new reports on councils' children's services and says what changed.",
)

Files = Annotated[list[Path], typer.Argument(help="PDF, or plain text of a report (form feeds between pages).")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output, one object a line.")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, as 2026-06-01.")]
Authority = Annotated[str, typer.Argument(help="Name or URN of an authority.")]


def _say_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"visitwatch {VERSION}, reader {READER}")
        raise typer.Exit(OK)


@app.callback()
def everywhere(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=lambda value: _say_version(wanted=value), help="Version."),
    ] = False,
) -> None:
    """Watches Ofsted for new reports on councils' children's services and says what changed."""


def _missing(files: list[Path]) -> bool:
    """Whether a file is not there; names each."""
    missing = [path for path in files if not path.is_file()]
    for path in missing:
        typer.echo(f"visitwatch: no such file: {path}", err=True)
    return bool(missing)


@app.command()
def read(
    files: Files,
    *,
    as_json: AsJson = False,
    plain: Annotated[bool, typer.Option("--plain", help="Without themes, stance and change.")] = False,
) -> None:
    """Read reports: what each says, and how well it could be read."""
    there = [path for path in files if path.is_file()]
    missing = _missing(files)
    from visitwatch.cli.reading import read_files

    if as_json:
        from visitwatch.cli.json_lines import write
        from visitwatch.render.published import report_json

        for path, reading in read_files(there, plain=plain):
            write(report_json(reading, str(path)))
        raise typer.Exit(USAGE if missing else OK)
    from visitwatch.cli.show import show_reading

    unread = 0
    for path, reading in read_files(there, plain=plain):
        show_reading(str(path), reading)
        unread += reading.report is None
    raise typer.Exit(USAGE if missing else UNREADABLE if unread else OK)


@app.command()
def findings(*, as_json: AsJson = False) -> None:
    """Themes, stance and stated change of sentences: {"id", "text"} lines on standard input."""
    from visitwatch.cli.sentences import label_lines

    raise typer.Exit(label_lines(sys.stdin.buffer, as_json=as_json))


@app.command()
def compare(files: Files, *, as_json: AsJson = False) -> None:
    """Compare the last report given with the earlier ones; needs no store."""
    if len(files) < 2:  # noqa: PLR2004 - one to compare, one to compare it with
        typer.echo("visitwatch: compare needs at least two files: EARLIER… LATER", err=True)
        raise typer.Exit(USAGE)
    if _missing(files):
        raise typer.Exit(USAGE)
    from visitwatch.cli.comparing import compare_files

    raise typer.Exit(compare_files(files, as_json=as_json))


@app.command()
def preview(
    files: Files,
    *,
    out: Annotated[Path, typer.Option(help="Folder for the messages.")] = Path("preview"),
) -> None:
    """Write the messages (email, Slack, webhook) that a comparison of these files would send; sends nothing."""
    if _missing(files):
        raise typer.Exit(USAGE)
    from visitwatch.cli.comparing import preview_files

    raise typer.Exit(preview_files(files, out))


@app.command()
def check(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; store and send nothing.")] = False,
    as_json: AsJson = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another check to end.")] = 0.0,
) -> None:
    """The main job: check sources, collect, read, compare, alert."""
    from visitwatch.cli.home import run_check

    raise typer.Exit(run_check(dry_run=dry_run, as_json=as_json, wait_s=wait))


@app.command()
def backfill(
    *,
    authority: Annotated[list[str] | None, typer.Option(help="Only these authorities.")] = None,
    since: Since = None,
    as_json: AsJson = False,
) -> None:
    """Collect and read everything that is listed; alerts nobody."""
    from visitwatch.cli.home import run_backfill

    raise typer.Exit(run_backfill(authority or [], since=since.date() if since else None, as_json=as_json))


@app.command()
def history(authority: Authority, *, as_json: AsJson = False) -> None:
    """What an authority's reports said, oldest first."""
    from visitwatch.cli.looking import show_history

    raise typer.Exit(show_history(authority, as_json=as_json))


@app.command()
def who(
    what: Annotated[str, typer.Argument(help="A change id, a report's link, or a file.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Who would be told of a change, and why not the others."""
    from visitwatch.cli.looking import show_who

    raise typer.Exit(show_who(what, as_json=as_json))


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """Sources, last success, what is stuck, what waits."""
    from visitwatch.cli.looking import show_status

    raise typer.Exit(show_status(as_json=as_json))


@app.command()
def digest(*, as_json: AsJson = False) -> None:
    """Send the digests that are due: daily and on Mondays at 08:30, London's time."""
    from visitwatch.cli.home import run_digest

    raise typer.Exit(run_digest(as_json=as_json))


@app.command()
def release(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Give them up instead: they are never sent.")] = False,
    as_json: AsJson = False,
) -> None:
    """Release the alerts that the brake held."""
    from visitwatch.cli.home import run_release

    raise typer.Exit(run_release(yes=yes, drop=drop, as_json=as_json))


@app.command(name="send-again")
def send_again(
    change: Annotated[str, typer.Argument(help="A change id (check and who show it).")], *, as_json: AsJson = False
) -> None:
    """Send a change again to those who missed it, and to nobody else."""
    from visitwatch.cli.home import run_send_again

    raise typer.Exit(run_send_again(change, as_json=as_json))


@app.command()
def reread(
    *,
    all_versions: Annotated[bool, typer.Option("--all", help="Also what this reader has read before.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read the archive again with this version's reader; says what differs, alerts nobody."""
    from visitwatch.cli.home import run_reread

    raise typer.Exit(run_reread(all_versions=all_versions, as_json=as_json))


@app.command()
def publish(
    *,
    out: Annotated[Path | None, typer.Option(help="Folder; site in the data folder without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the public pages: what changed, a page an authority, Atom, JSON, CSV."""
    from visitwatch.cli.home import run_publish

    raise typer.Exit(run_publish(out, as_json=as_json))


@app.command()
def ops(
    name: Annotated[str, typer.Argument(help="The operation (docs/operate.md), such as status or collect.")],
    words: Annotated[list[str] | None, typer.Argument(help="Its fields, as key=value.")] = None,
    *,
    stack: Annotated[str, typer.Option(help="CloudFormation stack to ask; the local home without it.")] = "",
) -> None:
    """Any step on demand, on the local home or on a stack; the answer is JSON."""
    from visitwatch.cli.ops import run_ops

    raise typer.Exit(run_ops(name, words or [], stack=stack))
