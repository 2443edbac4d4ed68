"""The real command, killed while it works: the next one goes on, nobody is left out and nobody is told twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from samples.portal import Portal, serve

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PATIENCE_S = 60.0
SUBSCRIBERS = "".join(f'[[subscriber]]\nname = "{name}"\nemail = "{name}@example.org"\n' for name in ("a", "b", "c"))


def environment(portal: Portal, home: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("VISITWATCH_")} | {
        "VISITWATCH_DATA_DIR": str(home),
        "VISITWATCH_AUTHORITIES_FILE": str(SAMPLES / "reports" / "authorities.json"),
        "VISITWATCH_PORTAL_URL": portal.url,
        "VISITWATCH_FILES_URL": portal.url,
        "VISITWATCH_FEEDS": "",
        "VISITWATCH_ALLOWED_HOSTS": portal.url.removeprefix("http://"),
        "VISITWATCH_REQUEST_SPACING_S": "0",
    }


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "visitwatch", *words]


def visitwatch(portal: Portal, home: Path, *words: str) -> str:
    done = subprocess.run(command(*words), env=environment(portal, home), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def killed_when(portal: Portal, home: Path, moment: Callable[[], bool]) -> bool:
    """Whether the check was killed before its end."""
    with subprocess.Popen(
        command("check"), env=environment(portal, home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as check:
        until = time.monotonic() + PATIENCE_S
        while check.poll() is None and time.monotonic() < until:
            if moment():
                check.kill()
                return True
            time.sleep(0.001)
    return False


def told(home: Path) -> set[str]:
    """The ids of the deliveries in the outbox; the same in every home, since they are made of what was read."""
    return {path.stem.split("-", 1)[1] for path in (home / "outbox").glob("*Z-*.*")}


def test_a_check_that_is_killed_while_it_collects_and_while_it_sends_is_taken_up_by_the_next(
    tmp_path: Path,
) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    undisturbed.mkdir()
    (undisturbed / "subscribers.toml").write_text(SUBSCRIBERS)
    with serve(SAMPLES / "reports") as portal:
        visitwatch(portal, undisturbed, "check")
        shutil.copytree(undisturbed, killed)
        portal.shelf.add_folder(SAMPLES / "later" / "1")
        visitwatch(portal, undisturbed, "check")
        collecting = killed_when(portal, killed, lambda: len(list((killed / "documents").rglob("*.pdf"))) > 0)
        sending = killed_when(portal, killed, lambda: len(told(killed)) >= 2)
        last = json.loads(visitwatch(portal, killed, "check", "--json"))
        status = json.loads(visitwatch(portal, killed, "status", "--json"))
    assert collecting
    assert sending
    assert last["failures"] == []
    unknown = status["deliveries"]["technical-failure"]
    assert len(told(undisturbed) - told(killed)) <= unknown <= 1  # killed between two lines: ops are told, nobody twice
    assert told(killed) <= told(undisturbed)
    assert len(list((killed / "outbox").glob("*Z-*.*"))) == len(told(killed))
    assert status["queue"] == {"waiting": 0, "buried": 0}
