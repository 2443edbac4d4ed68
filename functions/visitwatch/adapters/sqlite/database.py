"""One SQLite file: opened, brought to this version's schema, and written to in transactions.

WAL, so that `status` reads while a check writes; `synchronous=FULL`, since "recorded before sent" must hold when
the power fails. SQLite's own words for "somebody else is writing" become StoreBusyError.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from visitwatch.adapters.sqlite.schema import STEPS
from visitwatch.errors import StoreBusyError, StoreFailedError, StoreVersionError

BUSY_TIMEOUT_S = 10.0
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_FAILED = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)

Row = tuple[Any, ...]


def stamp(at: datetime) -> str:
    """UTC, always with microseconds: texts sort as the moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The reverse of `stamp`."""
    return datetime.fromisoformat(text)


class Database:
    """A connection of one thread. `steps` are other than the product's in tests of migration only."""

    def __init__(
        self, path: Path | str, *, steps: Sequence[str] = STEPS, busy_timeout_s: float = BUSY_TIMEOUT_S
    ) -> None:
        """Raises StoreVersionError where a newer Visitwatch wrote the file, StoreBusyError, StoreFailedError."""
        self._path = str(path)
        with self._named_errors():
            _make_folder(path)
            self._connection = sqlite3.connect(path, timeout=busy_timeout_s, isolation_level=None)
        try:
            with self._named_errors():
                for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                    self._connection.execute(f"PRAGMA {pragma}")
                self._migrate(steps)
        except BaseException:
            self._connection.close()
            raise

    @property
    def version(self) -> int:
        """Of the schema: how many steps were done."""
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    def _migrate(self, steps: Sequence[str]) -> None:
        if self.version == len(steps):
            return
        with self.transaction():  # two processes may open an old file at once: the second finds the work done
            done = self.version
            if done > len(steps):
                raise StoreVersionError(
                    f"the data has schema {done}, this Visitwatch knows {len(steps)}: use the newer one",
                    subject=self._path,
                )
            for step in steps[done:]:
                for statement in _statements(step):
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {len(steps)}")

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary result code
            if code in _BUSY:
                raise StoreBusyError("another process is writing", subject=self._path) from error
            if code in _FAILED:
                raise StoreFailedError(f"the data cannot be read or written: {error}", subject=self._path) from error
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing; within another transaction it is part of that. Raises StoreBusyError."""
        if self._connection.in_transaction:
            yield
            return
        with self._named_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def write(self, sql: str, *values: object) -> int:
        """How many rows were written. Raises StoreBusyError."""
        with self._named_errors():
            return self._connection.execute(sql, values).rowcount

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row, None where there is none."""
        with self._named_errors():
            rows = self._connection.execute(sql, values).fetchall()  # all: UPDATE … RETURNING commits at its end
            return rows[0] if rows else None

    def all(self, sql: str, *values: object) -> list[Row]:
        with self._named_errors():
            return self._connection.execute(sql, values).fetchall()

    def copy_in_memory(self) -> Database:
        """All that is recorded now, in a database that is never written to disk (`--dry-run`)."""
        copy = Database(":memory:")
        with self._named_errors():
            self._connection.backup(copy._connection)
        return copy

    def close(self) -> None:
        self._connection.close()


class Table:
    """What the classes of one table each share: the connection."""

    def __init__(self, db: Database) -> None:
        self._db = db


def _make_folder(path: Path | str) -> None:
    if not isinstance(path, Path):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFailedError(f"the folder cannot be made: {error.strerror}", subject=str(path.parent)) from error


def _statements(step: str) -> Iterator[str]:
    """`executescript` would commit the transaction that a migration must be."""
    lines = ""
    for line in step.splitlines():
        lines += line + "\n"
        if sqlite3.complete_statement(lines):
            yield lines
            lines = ""
