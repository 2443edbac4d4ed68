from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from visitwatch.adapters.clock import FixedClock, SystemClock
from visitwatch.adapters.folder import FolderDocuments
from visitwatch.adapters.lock import FileLocks
from visitwatch.errors import CheckRunningError, NotFoundError

DATA = b"%PDF-1.7 invented"
SHA = hashlib.sha256(DATA).hexdigest()
CLOCK = FixedClock(datetime(2026, 6, 1, tzinfo=UTC))


def test_a_file_that_was_damaged_is_not_read_and_is_written_again(tmp_path: Path) -> None:
    documents = FolderDocuments(tmp_path)
    documents.put_document(SHA, DATA)
    documents.path_of(SHA).write_bytes(DATA[:-1])
    assert not documents.has_document(SHA)
    with pytest.raises(NotFoundError, match="damaged"):
        documents.get_document(SHA)
    documents.put_document(SHA, DATA)
    assert documents.get_document(SHA) == DATA


def test_bytes_of_another_hash_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="do not have the hash"):
        FolderDocuments(tmp_path).put_document(SHA, DATA + b"x")
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", SHA.upper(), SHA + "0"])
def test_only_a_hash_names_a_document(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        FolderDocuments(tmp_path).get_document(name)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(handle: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        FolderDocuments(tmp_path).put_document(SHA, DATA)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_lock_is_held_by_one_and_free_afterwards(tmp_path: Path) -> None:
    locks = FileLocks(tmp_path, CLOCK)
    with locks.hold("check"):
        with pytest.raises(CheckRunningError, match=str(os.getpid())), FileLocks(tmp_path, CLOCK).hold("check"):
            pass
        with locks.hold("another"):
            pass
    with locks.hold("check"):
        pass


def test_waiting_for_a_lock_ends_when_its_time_is_over(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 6, 1, tzinfo=UTC))
    waiting = FileLocks(tmp_path, clock).hold("check", wait_s=5)
    with FileLocks(tmp_path, CLOCK).hold("check"), pytest.raises(CheckRunningError), waiting:
        pass
    assert 5 <= (clock.now() - datetime(2026, 6, 1, tzinfo=UTC)).total_seconds() < 6


HOLDER = """
import sys
from pathlib import Path
from visitwatch.adapters.clock import SystemClock
from visitwatch.adapters.lock import FileLocks
with FileLocks(Path(sys.argv[1]), SystemClock()).hold("check"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_freed_when_its_holder_is_killed(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        locks = FileLocks(tmp_path, SystemClock())
        with pytest.raises(CheckRunningError, match=str(holder.pid)), locks.hold("check"):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        with locks.hold("check", wait_s=10):
            pass
