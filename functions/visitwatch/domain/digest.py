"""When digests are due: daily at 08:30, weekly on Monday at 08:30, on London's clock."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta

from visitwatch.domain.london import from_london, to_london
from visitwatch.domain.subscription import Frequency, SubscriberId

DUE = time(8, 30)
MONDAY = 0


def next_due(frequency: Frequency, after: datetime) -> datetime:
    """The first due time later than `after` (UTC). Raises ValueError for "immediately"."""
    return _due(frequency, after, later=True)


def last_due(frequency: Frequency, until: datetime) -> datetime:
    """The newest due time not later than `until` (UTC). Raises ValueError for "immediately"."""
    return _due(frequency, until, later=False)


def _due(frequency: Frequency, moment: datetime, *, later: bool) -> datetime:
    if frequency is Frequency.IMMEDIATELY:
        raise ValueError("alerts that go at once have no due time")
    step = 1 if later else -1
    day = to_london(moment)
    while True:
        due = from_london(day, DUE)
        fits = due > moment if later else due <= moment
        if fits and (frequency is Frequency.DAILY or due.weekday() == MONDAY):
            return due
        day += timedelta(days=step)


def digest_id(subscriber: SubscriberId, frequency: Frequency, due: datetime) -> str:
    """The same for the same subscriber and period, so that a digest that is made twice is one."""
    return hashlib.sha256(f"{subscriber}\x00{frequency}\x00{due:%Y-%m-%d}".encode()).hexdigest()[:24]
