"""The whole way over the 267 real documents: portal, backfill, one more report, one message a subscriber."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from samples.portal import serve

HELD_BACK = "80470-gloucestershire/2025-08-04-inspection.pdf"
SUBSCRIBERS = """
[[subscriber]]
name = "Everything"
email = "everything@example.org"

[[subscriber]]
name = "Gloucestershire"
email = "gloucestershire@example.org"
authorities = ["Gloucestershire"]

[[subscriber]]
name = "Norfolk"
email = "norfolk@example.org"
authorities = ["Norfolk"]

[[subscriber]]
name = "Digest"
email = "digest@example.org"
frequency = "daily"
"""


def run(environment: dict[str, str], *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "visitwatch", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def addressees(home: Path) -> list[str]:
    return sorted(parseaddr(message_from_bytes(path.read_bytes())["To"])[1] for path in (home / "outbox").glob("*.eml"))


@pytest.mark.corpus
def test_a_report_that_is_held_back_and_then_published_makes_one_message_a_subscriber(
    corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "subscribers.toml").write_text(SUBSCRIBERS)
    with serve(corpus / "reports") as portal:
        portal.hold_back(HELD_BACK)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("VISITWATCH_")} | {
            "VISITWATCH_DATA_DIR": str(tmp_path / "home"),
            "VISITWATCH_PORTAL_URL": portal.url,
            "VISITWATCH_FILES_URL": portal.url,
            "VISITWATCH_FEEDS": "",
            "VISITWATCH_ALLOWED_HOSTS": portal.url.removeprefix("http://"),
            "VISITWATCH_REQUEST_SPACING_S": "0",
        }
        code, out = run(environment, "check", "--json")
        first = json.loads(out)
        assert (code, first["first"], first["publications"], first["new"]) == (0, True, 266, [])

        _, out = run(environment, "backfill", "--json")
        read: dict[str, Any] = json.loads(out)
        assert read["read"] == 262
        assert {name: len(urls) for name, urls in read["outcomes"].items()} == {"html": 4}
        assert not (tmp_path / "home" / "outbox").exists()

        portal.publish(HELD_BACK)
        _, out = run(environment, "check", "--json")
        second = json.loads(out)
        assert len(second["new"]) == 1
        assert [c["kind"] for c in second["changes"]] == ["new report"]
        assert second["changes"][0]["headline"].startswith("Gloucestershire, ILACS inspection: ")
        assert second["messages"] == {"sent": 2, "waiting": 1}
        assert addressees(tmp_path / "home") == ["everything@example.org", "gloucestershire@example.org"]

        _, out = run(environment, "check", "--json")
        assert json.loads(out)["changes"] == []
        assert len(addressees(tmp_path / "home")) == 2
