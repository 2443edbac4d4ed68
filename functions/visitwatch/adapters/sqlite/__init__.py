"""The embedded home's records and queue in one SQLite file."""

from visitwatch.adapters.sqlite.store import FILE_NAME, SqliteStore, memory_store, open_store
from visitwatch.adapters.sqlite.work_queue import SqliteQueue

__all__ = ["FILE_NAME", "SqliteQueue", "SqliteStore", "memory_store", "open_store"]
