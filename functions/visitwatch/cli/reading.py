"""Files to reports, for the commands that need no store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from visitwatch.domain.comparison import Known
from visitwatch.domain.report import Reading, Report
from visitwatch.wiring import make_annotate, make_extractor, make_register

FEW = 10
"""Fewer files than this are read within a second or two."""


def read_files(paths: list[Path], *, plain: bool = False) -> Iterator[tuple[Path, Reading]]:
    """One reading a file, in the order given; a bad file is a reading that says so."""
    from visitwatch.flow.read_file import read_bytes

    extractor, register = make_extractor(), make_register()
    annotate: Callable[[Report], Report] | None = None if plain else make_annotate()
    with _bar(len(paths)) as step:
        for path in paths:
            yield path, read_bytes(path.read_bytes(), extractor, register, annotate)
            step(path.name)


def _bar(total: int) -> AbstractContextManager[Callable[[str], None]]:
    """A progress bar where a person looks and there is much to read; rich is not loaded otherwise."""
    if total < FEW or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    from visitwatch.cli.progress import bar

    return bar("reading", total)


def known(paths: list[Path]) -> tuple[list[Known], list[tuple[Path, Reading]]]:
    """The reports of the files that could be read, and the readings of those that could not."""
    reports: list[Known] = []
    unread: list[tuple[Path, Reading]] = []
    for path, reading in read_files(paths):
        if reading.report is None:
            unread.append((path, reading))
        else:
            reports.append(Known(str(path), reading.report))
    return reports, unread
