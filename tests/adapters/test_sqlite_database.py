from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.sqlite import FILE_NAME, open_store
from visitwatch.adapters.sqlite.database import Database
from visitwatch.adapters.sqlite.schema import SCHEMA_VERSION, STEPS
from visitwatch.domain.message import CollectReport
from visitwatch.domain.publication import Publication, PublicationRecord, PublicationState
from visitwatch.domain.report import Urn
from visitwatch.errors import StoreBusyError, StoreFailedError, StoreVersionError

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
FIRST_STEP = ("CREATE TABLE things (name TEXT PRIMARY KEY) STRICT;",)
SECOND_STEP = (
    *FIRST_STEP,
    """
    ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
    UPDATE things SET size = length(name);
    """,
)


def record(number: int) -> PublicationRecord:
    publication = Publication(f"https://files.example/{number}", Urn("90001"), "", date(2026, 5, 1), None, "portal")
    return PublicationRecord(publication, PublicationState.LISTED, quiet=False, first_seen=NOW)


def test_a_new_home_has_this_versions_schema(tmp_path: Path) -> None:
    open_store(tmp_path / "new" / "home").close()
    with sqlite3.connect(tmp_path / "new" / "home" / FILE_NAME) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_an_older_schema_is_brought_up_and_keeps_its_data(tmp_path: Path) -> None:
    path = tmp_path / "db"
    old = Database(path, steps=FIRST_STEP)
    old.write("INSERT INTO things (name) VALUES ('seven')")
    old.close()
    new = Database(path, steps=SECOND_STEP)
    assert new.version == 2
    assert new.all("SELECT name, size FROM things") == [("seven", 5)]
    new.close()


def test_a_schema_of_a_newer_visitwatch_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "db"
    Database(path, steps=SECOND_STEP).close()
    with pytest.raises(StoreVersionError, match="schema 2, this Visitwatch knows 1"):
        Database(path, steps=FIRST_STEP)
    assert Database(path, steps=SECOND_STEP).version == 2


def test_a_migration_that_fails_leaves_the_data_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "db"
    Database(path, steps=FIRST_STEP).close()
    broken = (*FIRST_STEP, "ALTER TABLE things ADD COLUMN size INTEGER;\nINSERT INTO nothing VALUES (1);")
    with pytest.raises(sqlite3.OperationalError):
        Database(path, steps=broken)
    again = Database(path, steps=FIRST_STEP)
    assert again.version == 1
    assert [row[1] for row in again.all("PRAGMA table_info(things)")] == ["name"]


def test_a_writer_that_waits_too_long_for_another_is_told_so(tmp_path: Path) -> None:
    holder = Database(tmp_path / "db")
    waiter = Database(tmp_path / "db", busy_timeout_s=0.05)
    with holder.transaction():
        holder.write("INSERT INTO home VALUES (1, 'x')")
        with pytest.raises(StoreBusyError):
            waiter.write("INSERT INTO home VALUES (1, 'y')")
        with pytest.raises(StoreBusyError), waiter.transaction():
            pass
        assert waiter.all("SELECT * FROM home") == []


def test_a_transaction_that_raises_writes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")
    with pytest.raises(sqlite3.OperationalError):
        _write_and_fail(database)
    assert database.one("SELECT * FROM home") is None
    with database.transaction(), database.transaction():
        database.write("INSERT INTO home VALUES (1, 'x')")
    assert database.one("SELECT began_at FROM home") == ("x",)


def _write_and_fail(database: Database) -> None:
    with database.transaction():
        database.write("INSERT INTO home VALUES (1, 'x')")
        database.write("INSERT INTO nothing VALUES (1)")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT body FROM publications JOIN publication_urns USING (url) WHERE urn = 'x'",
        "SELECT body FROM reports JOIN report_urns USING (url, sha256) WHERE urn = 'x'",
        "SELECT url FROM reports WHERE sha256 = 'x'",
        "SELECT summary FROM changes WHERE occurred_at >= 'x' ORDER BY occurred_at, id",
        "SELECT body FROM deliveries WHERE change_id = 'x'",
        "SELECT body FROM deliveries WHERE status = 'x' AND subscriber_id = 'y'",
        "SELECT body FROM deliveries WHERE provider_id = 'x' AND provider_id <> ''",
        "SELECT id FROM queue WHERE NOT buried AND due <= 'x' ORDER BY due, id LIMIT 1",
    ],
)
def test_every_look_up_uses_an_index(tmp_path: Path, query: str) -> None:
    database = Database(tmp_path / "db")
    plan = " ".join(row[3] for row in database.all(f"EXPLAIN QUERY PLAN {query}"))
    assert "SCAN" not in plan.replace("SCAN queue USING INDEX", ""), plan


def test_a_copy_in_memory_has_the_data_and_writes_nothing_back(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.add_publication(record(1))
    copy = store.copy_in_memory()
    copy.add_publication(record(2))
    assert {r.url for r in copy.all_publications()} == {record(1).url, record(2).url}
    assert {r.url for r in store.all_publications()} == {record(1).url}


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"a letter that somebody saved here" * 100)
    with pytest.raises(StoreFailedError, match="not a database"):
        open_store(tmp_path)
    assert path.read_bytes() == b"a letter that somebody saved here" * 100


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailedError, match="cannot be made"):
        open_store(tmp_path / "file" / "home")


def test_a_full_disk_is_named_and_what_was_recorded_stays(tmp_path: Path) -> None:
    database = Database(tmp_path / "db")
    pages = database.one("PRAGMA page_count")
    assert pages is not None
    database.one(f"PRAGMA max_page_count = {pages[0] + 2}")
    with pytest.raises(StoreFailedError, match="full"):
        _write_until_full(database)
    rows = database.all("SELECT count(*) FROM notices")
    assert rows[0][0] > 0


def _write_until_full(database: Database) -> None:
    for number in range(10_000):
        database.write("INSERT INTO notices VALUES (?, 'x')", f"{number}" * 20)


def test_the_queue_survives_its_process_and_passes_over_messages_of_another_version(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    store = open_store(tmp_path)
    queue = store.queue(clock)
    queue.send(CollectReport("https://files.example/1"))
    taken = queue.take(NOW)
    store.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE queue SET type = 'MessageOfTomorrow' WHERE id = 1")
        connection.execute(
            "INSERT INTO queue SELECT 9, 'CollectReport', 'k', body, due, 1, 0, '' FROM queue WHERE id = 1"
        )
    connection.close()
    again = open_store(tmp_path).queue(clock)
    found = again.take(NOW)
    assert taken is not None
    assert found is not None
    assert (found.id, found.message, found.attempts) == (9, taken.message, 2)
    assert again.waiting() == 1
    assert again.buried() == ()


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.adapters.test_sqlite_database import record
from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.sqlite import open_store
store = open_store(Path({folder!r}))
for number in range(100000):
    store.add_publication(record(number))
    print(number, flush=True)
"""


def test_what_was_recorded_survives_the_death_of_the_process(tmp_path: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    code = textwrap.dedent(WRITER.format(root=root, folder=str(tmp_path)))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        seen = [int(writer.stdout.readline()) for _ in range(40)]
        os.kill(writer.pid, signal.SIGKILL)
        seen += [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    store = open_store(tmp_path)
    assert len(seen) >= 40
    found = {r.url for r in store.all_publications()}
    assert found >= {record(number).url for number in seen}
    assert {r.url for r in store.publications_of(Urn("90001"))} == found
    assert store.add_publication(record(10**6))


def test_the_first_schema_is_never_edited() -> None:
    """A released step is frozen: whoever needs another table adds a step and its digest here."""
    import hashlib

    assert [hashlib.sha256(step.encode()).hexdigest()[:12] for step in STEPS] == FROZEN


FROZEN = ["95c03bfaffa9"]
