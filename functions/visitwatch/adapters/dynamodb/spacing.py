"""A pause between two requests to one host, kept by all functions together: several run at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from visitwatch.adapters.dynamodb.table import ConditionFailedError, Table
from visitwatch.errors import StoreBusyError
from visitwatch.ports import Clock

_TRIES = 20


class SharedSpacing:
    """As adapters.spacing.Spacing. HOST#<host> holds the time (ms since 1970) from which the next request may start.

    Whoever fetches takes the next free time by a conditional write and waits for it, so starts are `spacing_s` apart.
    """

    def __init__(self, table: Table, clock: Clock, spacing_s: float) -> None:
        self._table = table
        self._clock = clock
        self._spacing_ms = round(spacing_s * 1000)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits for the host's turn. Raises StoreBusyError where it could not be had."""
        if not self._spacing_ms:  # on loopback; there is nothing to agree on
            yield
            return
        wait_ms = self._slot(host) - self._now_ms()
        if wait_ms > 0:
            self._clock.sleep(wait_ms / 1000)
        yield

    def _slot(self, host: str) -> int:
        for _ in range(_TRIES):
            item = self._table.get(f"HOST#{host}")
            free = int(item["free_ms"]) if item else 0
            slot = max(self._now_ms(), free)
            try:
                self._table.put(
                    f"HOST#{host}",
                    fields={"free_ms": slot + self._spacing_ms},
                    condition="attribute_not_exists(pk) OR free_ms = :was",
                    condition_values={"was": free},
                )
            except ConditionFailedError:
                continue
            return slot
        raise StoreBusyError("the host's turn is taken by others again and again", subject=host)

    def _now_ms(self) -> int:
        return round(self._clock.now().timestamp() * 1000)
