from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from visitwatch.domain.message import Message, message_key
from visitwatch.ports import Clock, Envelope


@dataclass(frozen=True, slots=True)
class _Entry:
    envelope: Envelope
    due: datetime
    buried: bool = False


class MemoryQueue:
    """The port WorkQueue."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: dict[str, _Entry] = {}
        self._last_id = 0

    def send(self, message: Message) -> None:
        key = message_key(message)
        if key not in self._entries:
            self._last_id += 1
            self._entries[key] = _Entry(Envelope(self._last_id, message, 0), self._clock.now())

    def take(self, now: datetime) -> Envelope | None:
        due = [(e.due, e.envelope.id, key) for key, e in self._entries.items() if not e.buried and e.due <= now]
        if not due:
            return None
        key = min(due)[2]
        entry = self._entries[key]
        taken = replace(entry.envelope, attempts=entry.envelope.attempts + 1)
        self._entries[key] = replace(entry, envelope=taken)
        return taken

    def done(self, envelope: Envelope) -> None:
        key = message_key(envelope.message)
        if key in self._entries and self._entries[key].envelope.id == envelope.id:
            del self._entries[key]

    def later(self, envelope: Envelope, at: datetime, error: str) -> None:
        self._change(envelope, error, due=at)

    def bury(self, envelope: Envelope, error: str) -> None:
        self._change(envelope, error, buried=True)

    def _change(self, envelope: Envelope, error: str, *, due: datetime | None = None, buried: bool = False) -> None:
        key = message_key(envelope.message)
        entry = self._entries[key]
        self._entries[key] = _Entry(replace(entry.envelope, error=error), due or entry.due, buried)

    def dig_up(self) -> int:
        buried = [key for key, entry in self._entries.items() if entry.buried]
        for key in buried:
            envelope = replace(self._entries[key].envelope, attempts=0)
            self._entries[key] = _Entry(envelope, self._clock.now())
        return len(buried)

    def waiting(self) -> int:
        return sum(not entry.buried for entry in self._entries.values())

    def buried(self) -> tuple[Envelope, ...]:
        return tuple(entry.envelope for entry in self._entries.values() if entry.buried)
