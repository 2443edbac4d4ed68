"""The command line in process, on the samples: standard output and the exit code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.portal import Portal, serve
from tests.cli.commands import FIRST, SAMPLES, Ran, Run

from visitwatch import __main__, wiring


@pytest.fixture
def visitwatch(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A command's words in, what it wrote out."""
    monkeypatch.setenv("VISITWATCH_AUTHORITIES_FILE", str(FIRST / "authorities.json"))

    def run(*words: str) -> Ran:
        wiring.settings.cache_clear()
        monkeypatch.setattr("sys.argv", ["visitwatch", *words])
        with pytest.raises(SystemExit) as ended:
            __main__.main()
        written = capfdbinary.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 1, written.out.decode(), written.err.decode())

    return run


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serve(FIRST) as running:
        yield running


@pytest.fixture
def home(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home whose portal is the samples'."""
    values = {
        "DATA_DIR": tmp_path / "home",
        "SUBSCRIBERS_FILE": SAMPLES / "subscribers.toml",
        "PORTAL_URL": portal.url,
        "FILES_URL": portal.url,
        "FEEDS": f"{portal.url}/feeds/ofsted.atom",
        "ALLOWED_HOSTS": portal.url.removeprefix("http://"),
        "REQUEST_SPACING_S": 0,
        "RECHECK_DAYS": 9999,
    }
    for name, value in values.items():
        monkeypatch.setenv(f"VISITWATCH_{name}", str(value))
    return tmp_path / "home"
