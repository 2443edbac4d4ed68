"""What ops hear of: problems, the state of each source, notices already seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from visitwatch.adapters.dynamodb.table import ConditionFailedError, Table
from visitwatch.domain.problem import Problem, problem_id
from visitwatch.errors import StoreBusyError
from visitwatch.ports import SourceState

_TRIES = 5


class ProblemItems:
    """PROBLEMS / <id>: few, so the open ones are one query."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def report_problem(self, name: str, subject: str, message: str, at: datetime) -> bool:
        key = problem_id(name, subject)
        for _ in range(_TRIES):
            item = self._table.get("PROBLEMS", key)
            was = self._table.value(item, Problem) if item else None
            fresh = was is None or not was.open
            now = (
                Problem(key, name, subject, message, at, at)
                if was is None or not was.open
                else replace(was, message=message, last_seen=at, count=was.count + 1)
            )
            if self._write(now, int(item["revision"]) if item else 0):
                return fresh
        raise StoreBusyError("the problem is written by others", subject=key)

    def close_problem(self, name: str, subject: str) -> bool:
        key = problem_id(name, subject)
        item = self._table.get("PROBLEMS", key)
        if item is None:
            return False
        was = self._table.value(item, Problem)
        return was.open and self._write(replace(was, open=False), int(item["revision"]))

    def open_problems(self) -> tuple[Problem, ...]:
        found = (self._table.value(item, Problem) for item in self._table.query("PROBLEMS"))
        return tuple(sorted((p for p in found if p.open), key=lambda p: (p.first_seen, p.id)))

    def _write(self, problem: Problem, revision: int) -> bool:
        try:
            self._table.put(
                "PROBLEMS",
                problem.id,
                value=problem,
                fields={"revision": revision + 1},
                condition="attribute_not_exists(pk) OR revision = :was",
                condition_values={"was": revision},
            )
        except ConditionFailedError:
            return False
        return True


class SourceItems:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get_source_state(self, source_id: str) -> SourceState | None:
        return self._table.get_value("SOURCES", SourceState, source_id)

    def put_source_state(self, state: SourceState) -> None:
        self._table.put("SOURCES", state.source_id, value=state)

    def source_states(self) -> tuple[SourceState, ...]:
        return tuple(self._table.value(item, SourceState) for item in self._table.query("SOURCES"))

    def seen_notice(self, entry_id: str) -> bool:
        return self._table.get(f"NOTICE#{entry_id}") is not None

    def add_notice(self, entry_id: str, at: datetime) -> bool:
        return self._table.add(f"NOTICE#{entry_id}", fields={"at": at.isoformat()})
