"""All records of the embedded home in one SQLite file."""

from __future__ import annotations

from pathlib import Path

from visitwatch.adapters.sqlite.database import Database
from visitwatch.adapters.sqlite.deliveries import DeliveriesTable
from visitwatch.adapters.sqlite.problems import ProblemsTable, SourcesTable
from visitwatch.adapters.sqlite.publications import PublicationsTable
from visitwatch.adapters.sqlite.reports import ChangesTable, ReportsTable
from visitwatch.adapters.sqlite.work_queue import SqliteQueue
from visitwatch.ports import Clock

FILE_NAME = "visitwatch.sqlite3"


class SqliteStore(PublicationsTable, ReportsTable, ChangesTable, DeliveriesTable, ProblemsTable, SourcesTable):
    """The port Store. The tables' classes share one connection and do not know of each other."""

    def queue(self, clock: Clock) -> SqliteQueue:
        """In the same file."""
        return SqliteQueue(self._db, clock)

    def copy_in_memory(self) -> SqliteStore:
        """What is recorded now, to try things on; nothing of it is kept."""
        return SqliteStore(self._db.copy_in_memory())

    def close(self) -> None:
        self._db.close()


def open_store(data_dir: Path) -> SqliteStore:
    """Makes folder and file where they are not there. Raises StoreVersionError, StoreBusyError."""
    return SqliteStore(Database(data_dir / FILE_NAME))


def memory_store() -> SqliteStore:
    """An empty one that is never written to disk."""
    return SqliteStore(Database(":memory:"))
