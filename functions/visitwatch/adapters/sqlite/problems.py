"""What ops hear of: problems, the state of each source, notices already seen."""

from __future__ import annotations

from datetime import datetime

from visitwatch.adapters.codec import decode, encode
from visitwatch.adapters.sqlite.database import Table, moment, stamp
from visitwatch.domain.problem import Problem, problem_id
from visitwatch.ports import SourceState


class ProblemsTable(Table):
    def report_problem(self, name: str, subject: str, message: str, at: datetime) -> bool:
        key, when = problem_id(name, subject), stamp(at)
        with self._db.transaction():
            was = self._db.one("SELECT open FROM problems WHERE id = ?", key)
            self._db.write(
                "INSERT INTO problems (id, name, subject, message, first_seen, last_seen, count, open)"
                " VALUES (?, ?, ?, ?, ?, ?, 1, 1) ON CONFLICT (id) DO UPDATE SET message = excluded.message,"
                " last_seen = excluded.last_seen, count = CASE WHEN open THEN count + 1 ELSE 1 END,"
                " first_seen = CASE WHEN open THEN first_seen ELSE excluded.first_seen END, open = 1",
                key,
                name,
                subject,
                message,
                when,
                when,
            )
        return was is None or not was[0]

    def close_problem(self, name: str, subject: str) -> bool:
        return bool(self._db.write("UPDATE problems SET open = 0 WHERE id = ? AND open", problem_id(name, subject)))

    def open_problems(self) -> tuple[Problem, ...]:
        rows = self._db.all(
            "SELECT id, name, subject, message, first_seen, last_seen, count FROM problems WHERE open"
            " ORDER BY first_seen, id"
        )
        return tuple(
            Problem(key, name, subject, message, moment(first), moment(last), count)
            for key, name, subject, message, first, last, count in rows
        )


class SourcesTable(Table):
    def get_source_state(self, source_id: str) -> SourceState | None:
        row = self._db.one("SELECT body FROM source_states WHERE source_id = ?", source_id)
        return decode(row[0], SourceState) if row else None

    def put_source_state(self, state: SourceState) -> None:
        self._db.write(
            "INSERT OR REPLACE INTO source_states (source_id, body) VALUES (?, ?)", state.source_id, encode(state)
        )

    def source_states(self) -> tuple[SourceState, ...]:
        rows = self._db.all("SELECT body FROM source_states ORDER BY source_id")
        return tuple(decode(body, SourceState) for (body,) in rows)

    def seen_notice(self, entry_id: str) -> bool:
        return self._db.one("SELECT 1 FROM notices WHERE entry_id = ?", entry_id) is not None

    def add_notice(self, entry_id: str, at: datetime) -> bool:
        return bool(
            self._db.write(
                "INSERT INTO notices (entry_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", entry_id, stamp(at)
            )
        )
