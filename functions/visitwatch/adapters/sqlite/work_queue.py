"""The durable queue of the embedded home: a table beside the records, so that an interrupted run is taken up again."""

from __future__ import annotations

from datetime import datetime

from visitwatch.adapters.sqlite.database import Database, stamp
from visitwatch.domain.message import Message, message_key, parse_message
from visitwatch.ports import Clock, Envelope

_COLUMNS = "id, type, body, attempts, error"


class SqliteQueue:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def send(self, message: Message) -> None:
        """A message that says the same as one that waits (or is buried) is not added."""
        self._db.write(
            "INSERT INTO queue (type, key, body, due, attempts, buried, error) VALUES (?, ?, ?, ?, 0, 0, '')"
            " ON CONFLICT DO NOTHING",
            type(message).__name__,
            message_key(message),
            message.to_json(),
            stamp(self._clock.now()),
        )

    def take(self, now: datetime) -> Envelope | None:
        row = self._db.one(
            f"UPDATE queue SET attempts = attempts + 1 WHERE id = (SELECT id FROM queue"  # noqa: S608  a constant
            f" WHERE NOT buried AND due <= ? ORDER BY due, id LIMIT 1) RETURNING {_COLUMNS}",
            stamp(now),
        )
        return _envelope(*row) if row else None

    def done(self, envelope: Envelope) -> None:
        self._db.write("DELETE FROM queue WHERE id = ?", envelope.id)

    def later(self, envelope: Envelope, at: datetime, error: str) -> None:
        self._db.write("UPDATE queue SET due = ?, error = ? WHERE id = ?", stamp(at), error, envelope.id)

    def bury(self, envelope: Envelope, error: str) -> None:
        self._db.write("UPDATE queue SET buried = 1, error = ? WHERE id = ?", error, envelope.id)

    def dig_up(self) -> int:
        return self._db.write(
            "UPDATE queue SET buried = 0, attempts = 0, due = ? WHERE buried", stamp(self._clock.now())
        )

    def waiting(self) -> int:
        row = self._db.one("SELECT count(*) FROM queue WHERE NOT buried")
        return int(row[0]) if row else 0

    def buried(self) -> tuple[Envelope, ...]:
        rows = self._db.all(f"SELECT {_COLUMNS} FROM queue WHERE buried ORDER BY id")  # noqa: S608  a constant
        return tuple(_envelope(*row) for row in rows)


def _envelope(row_id: int, kind: str, body: str, attempts: int, error: str) -> Envelope:
    return Envelope(row_id, parse_message(kind, body), attempts, error)
