"""Time: the machine's, and one that stands still until it is told."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class FixedClock:
    """For dry runs and tests. Sleeping moves it on and takes no time."""

    def __init__(self, at: datetime) -> None:
        """Raises ValueError for a datetime that does not know its zone."""
        if at.tzinfo is None:
            raise ValueError("the datetime must be aware")
        self._now = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        self._now += by
