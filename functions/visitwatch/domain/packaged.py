"""The package's own data files."""

from __future__ import annotations


def packaged_text(name: str) -> str:
    """A file of `visitwatch.data`. What finds it is loaded with the first: it would cost a cold start 10 ms."""
    from importlib import resources

    return resources.files("visitwatch.data").joinpath(name).read_text(encoding="utf-8")
