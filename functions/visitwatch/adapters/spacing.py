"""A pause between two requests to one host."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from visitwatch.ports import Clock


class Spacing:
    """Measured from the end of one request to the start of the next, so that arrivals are at least so far apart."""

    def __init__(self, clock: Clock, spacing_s: float) -> None:
        self._clock = clock
        self._spacing_s = spacing_s
        self._guard = Lock()
        self._hosts: dict[str, Lock] = {}
        self._ended: dict[str, datetime] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits for the host's turn and holds it for the length of the block."""
        with self._guard:
            lock = self._hosts.setdefault(host, Lock())
        with lock:
            self._wait(host)
            try:
                yield
            finally:
                self._ended[host] = self._clock.now()

    def _wait(self, host: str) -> None:
        ended = self._ended.get(host)
        if ended is None:
            return
        # A clock that was set back must not make us wait for hours, nor hurry.
        passed_s = max(0.0, (self._clock.now() - ended).total_seconds())
        if passed_s < self._spacing_s:
            self._clock.sleep(self._spacing_s - passed_s)
