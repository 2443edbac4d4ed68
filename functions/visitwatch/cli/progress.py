"""Progress bars on standard error, only where a person looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from visitwatch.cli.show import stderr


class Step(Protocol):
    def __call__(self, line: str, known: int | None = None) -> None:
        """Moves on by one. line: to show; known: the total, where it is known."""


@contextmanager
def bar(title: str, total: int | None = None) -> Iterator[Step]:
    """A bar that ends with the block; nothing is shown where standard error is no terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=stderr, disable=not stderr.is_terminal, transient=True) as progress:
        task = progress.add_task(title, total=total)

        def step(line: str, known: int | None = None) -> None:
            progress.update(task, advance=1, description=f"{title}: {line[-60:]}", total=known or total)

        yield step
