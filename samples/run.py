"""`make run`: the main job on the samples, over loopback HTTP, with the embedded home.

The first run checks (and learns), reads what is there, then publishes two rounds of reports and checks after each. A
later run finds everything published and nothing new. `--fresh` begins again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from samples.portal import Portal, serve

HERE = Path(__file__).resolve().parent
ROUNDS = (HERE / "later" / "1", HERE / "later" / "2")


def main() -> int:
    parser = argparse.ArgumentParser(description="The main job on the samples.")
    parser.add_argument("--data", type=Path, default=Path("build/run"), help="where the home and the outbox go")
    parser.add_argument("--port", type=int, default=8044, help="of the sample portal; links hold only while it stays")
    parser.add_argument("--fresh", action="store_true", help="begin again")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(options.data, ignore_errors=True)
    again = (options.data / "home").exists()
    folders = [HERE / "reports", *(ROUNDS if again else ())]
    try:
        portal = serve(*folders, port=options.port)
    except OSError as error:
        print(f"port {options.port} is taken ({error}): give another with --port, together with --fresh")
        return 1
    with portal:
        environment = settings(portal, options.data)
        return walk(portal, environment, again=again)


def settings(portal: Portal, data: Path) -> dict[str, str]:
    """The environment of the commands: the sample portal, the invented authorities, the sample subscribers."""
    host = portal.url.removeprefix("http://")
    return {k: v for k, v in os.environ.items() if not k.startswith("VISITWATCH_")} | {
        "VISITWATCH_DATA_DIR": str(data / "home"),
        "VISITWATCH_SUBSCRIBERS_FILE": str(HERE / "subscribers.toml"),
        "VISITWATCH_AUTHORITIES_FILE": str(HERE / "reports" / "authorities.json"),
        "VISITWATCH_PORTAL_URL": portal.url,
        "VISITWATCH_FILES_URL": portal.url,
        "VISITWATCH_FEEDS": f"{portal.url}/feeds/ofsted.atom {portal.url}/feeds/blog.rss",
        "VISITWATCH_ALLOWED_HOSTS": host,
        "VISITWATCH_CONTACT": "ops@example.org",
        "VISITWATCH_REQUEST_SPACING_S": "0",
        "VISITWATCH_RECHECK_DAYS": "9999",
    }


def walk(portal: Portal, environment: dict[str, str], *, again: bool) -> int:
    """The exit code: that of the last command, unless it only says that a problem is open (the HTML sample is one)."""
    if not again:
        say("The first check of an empty home")
        visitwatch(environment, "check")
        say("What it learned is collected and read")
        visitwatch(environment, "backfill")
        for number, folder in enumerate(ROUNDS, 1):
            say(f"Round {number} of new reports is published; the next check")
            portal.shelf.add_folder(folder)
            visitwatch(environment, "check")
        say("One authority's history")
        visitwatch(environment, "history", "Westmarsh")
    say("A check when nothing new is published")
    code = visitwatch(environment, "check")
    outbox = Path(environment["VISITWATCH_DATA_DIR"]) / "outbox"
    say(f"{len(list(outbox.glob('*.*')))} messages are in {outbox}")
    return 0 if code in (0, 1) else code


def say(line: str) -> None:
    print(f"\n=== {line}", flush=True)


def visitwatch(environment: dict[str, str], *words: str) -> int:
    """The exit code of a command whose output is ours."""
    print(f"$ visitwatch {' '.join(words)}", flush=True)
    return subprocess.run([sys.executable, "-m", "visitwatch", *words], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
