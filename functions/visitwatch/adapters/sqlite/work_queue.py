"""The durable queue of the embedded home: a table beside the records, so that an interrupted run is taken up again."""

from __future__ import annotations

from datetime import datetime

from visitwatch.adapters.sqlite.database import Database, stamp
from visitwatch.domain.message import MESSAGES, Message, message_key, parse_message
from visitwatch.errors import MessageError
from visitwatch.ports import Clock, Envelope

_COLUMNS = "id, type, body, attempts, error"
_TAKE = """
    UPDATE queue SET attempts = attempts + 1
    WHERE id = (SELECT id FROM queue WHERE NOT buried AND due <= ? ORDER BY due, id LIMIT 1)
    RETURNING id, type, body, attempts, error
"""


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
        while (row := self._db.one(_TAKE, stamp(now))) is not None:
            try:
                return _envelope(*row)
            except MessageError as error:  # of another version of Visitwatch; others must not wait behind it
                self._db.write("UPDATE queue SET buried = 1, error = ? WHERE id = ?", error.message, row[0])
        return None

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
        return tuple(_envelope(*row) for row in rows if row[1] in MESSAGES)


def _envelope(row_id: int, kind: str, body: str, attempts: int, error: str) -> Envelope:
    return Envelope(row_id, parse_message(kind, body), attempts, error)
