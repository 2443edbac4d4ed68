"""Validators, problems, source states, notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from visitwatch.domain.problem import Problem, problem_id
from visitwatch.domain.publication import Validator
from visitwatch.ports import SourceState


class MemorySources:
    def __init__(self) -> None:
        self._validators: dict[str, Validator] = {}
        self._problems: dict[str, Problem] = {}
        self._states: dict[str, SourceState] = {}
        self._notices: dict[str, datetime] = {}

    def get_validator(self, url: str) -> Validator | None:
        return self._validators.get(url)

    def put_validator(self, validator: Validator) -> None:
        self._validators[validator.url] = validator

    def report_problem(self, name: str, subject: str, message: str, at: datetime) -> bool:
        key = problem_id(name, subject)
        known = self._problems.get(key)
        if known is not None and known.open:
            self._problems[key] = replace(known, message=message, last_seen=at, count=known.count + 1)
            return False
        self._problems[key] = Problem(key, name, subject, message, at, at)
        return True

    def close_problem(self, name: str, subject: str) -> bool:
        known = self._problems.get(problem_id(name, subject))
        if known is None or not known.open:
            return False
        self._problems[known.id] = replace(known, open=False)
        return True

    def open_problems(self) -> tuple[Problem, ...]:
        return tuple(sorted((p for p in self._problems.values() if p.open), key=lambda p: (p.first_seen, p.id)))

    def get_source_state(self, source_id: str) -> SourceState | None:
        return self._states.get(source_id)

    def put_source_state(self, state: SourceState) -> None:
        self._states[state.source_id] = state

    def source_states(self) -> tuple[SourceState, ...]:
        return tuple(self._states[key] for key in sorted(self._states))

    def seen_notice(self, entry_id: str) -> bool:
        return entry_id in self._notices

    def add_notice(self, entry_id: str, at: datetime) -> bool:
        new = entry_id not in self._notices
        self._notices.setdefault(entry_id, at)
        return new
