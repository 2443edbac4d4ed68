"""The package's own data files."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).parent.parent / "data"


def packaged_text(name: str) -> str:
    """A file of `visitwatch.data`. By its path, since importlib.resources costs a cold start 5 ms."""
    return (_DATA / name).read_text(encoding="utf-8")
