"""A lock between processes on one machine: the kernel frees it when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from visitwatch.errors import CheckRunningError
from visitwatch.ports import Clock

_LOOK_AGAIN_S = 0.2


class FileLocks:
    """The port Locks: `<name>.lock` in the folder; the file stays and says which process had it last."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    @contextmanager
    def hold(self, name: str, *, wait_s: float = 0.0) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.lock"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._acquire(handle, name, wait_s)
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            os.close(handle)  # frees the lock

    def _acquire(self, handle: int, name: str, wait_s: float) -> None:
        waited = 0.0
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if waited >= wait_s:
                    holder = os.pread(handle, 20, 0).decode(errors="replace").strip()
                    raise CheckRunningError(
                        f"another process ({holder or 'unknown'}) holds the lock {name}", subject=name
                    ) from None
                self._clock.sleep(_LOOK_AGAIN_S)
                waited += _LOOK_AGAIN_S
            else:
                return
