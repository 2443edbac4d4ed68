"""London's clock: when digests are due and how a time is told to people.

British Summer Time by rule (the Summer Time Order 2002): from 01:00 UTC on the last Sunday of March to 01:00 UTC on
the last Sunday of October. No time-zone data is read, so a slim container or Windows gives the same answer.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

GMT = timezone(timedelta(0), "GMT")
BST = timezone(timedelta(hours=1), "BST")


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def to_london(at: datetime) -> datetime:
    """The same moment on London's clock. `at` is aware."""
    at = at.astimezone(UTC)
    summer = _last_sunday(at.year, 3) <= at < _last_sunday(at.year, 10)
    return at.astimezone(BST if summer else GMT)


def from_london(day: datetime, at: time) -> datetime:
    """The UTC moment at which London's clock shows `at` on the date of `day`. After 02:00 there is only one."""
    guess = datetime.combine(day.date(), at, tzinfo=UTC)
    return guess - (to_london(guess).utcoffset() or timedelta(0))
