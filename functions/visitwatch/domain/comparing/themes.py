"""The rows of the themes: every theme that the later report or a baseline says something about, with quotes."""

from __future__ import annotations

from collections.abc import Sequence

from visitwatch.domain.comparing.direction import balance, judge
from visitwatch.domain.comparing.evidence import Statement, clearest, says_something, statements_on
from visitwatch.domain.comparing.similarity import likeness, plain
from visitwatch.domain.comparison import Direction, Evidence, Known, ThemeChange
from visitwatch.domain.report import Movement, Report, Stance

_S, _C, _M = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED
_BEFORE = {
    Direction.IMPROVED: (_C, _M, _S),
    Direction.WORSENED: (_S, _M, _C),
    Direction.STILL_CONCERN: (_C, _M),
    Direction.STILL_STRENGTH: (_S,),
    Direction.MIXED: (_M, _C, _S),
}
_NOW = {
    Direction.IMPROVED: (_S, _M),
    Direction.WORSENED: (_C, _M),
    Direction.STILL_CONCERN: (_C, _M),
    Direction.STILL_STRENGTH: (_S,),
    Direction.MIXED: (_M, _S, _C),
}
_MOVEMENT = {
    Direction.IMPROVED: (Movement.IMPROVED,),
    Direction.WORSENED: (Movement.WORSENED,),
    Direction.STILL_CONCERN: (Movement.PERSISTING,),
    Direction.STILL_STRENGTH: (Movement.PERSISTING,),
}
_ANY = (_C, _M, _S)
RECURS_FROM = 0.6
"""Likeness of two sentences from which they voice one concern."""


def theme_changes(later: Known, baselines: Sequence[Known]) -> tuple[ThemeChange, ...]:
    """One row a theme, in the order in which the later report first names them, then what only a baseline names.

    Each theme is compared with the first baseline that says something about it.
    """
    named = list(dict.fromkeys(t for known in (later, *baselines) for t in themes_of(known.report)))
    return tuple(_row(theme, later, baselines) for theme in named)


def themes_of(report: Report) -> tuple[str, ...]:
    """The themes that the report makes a statement about, by first mention."""
    return tuple(dict.fromkeys(theme for f in report.findings if says_something(f) for theme in f.themes or ()))


def _row(theme: str, later: Known, baselines: Sequence[Known]) -> ThemeChange:
    now = statements_on(theme, later.report.findings)
    before, key = _earlier(theme, baselines)
    known = {plain(statement.finding.text) for statement in before}
    verdict = judge(balance(before), balance(now, known), lambda: recurs(before, now))
    direction = verdict.direction
    moved = _MOVEMENT.get(direction, ()) if verdict.stated else ()
    return ThemeChange(
        theme=theme,
        direction=direction,
        stated=verdict.stated,
        confidence=verdict.confidence,
        before=_shown(before, key, _BEFORE.get(direction, _ANY)),
        now=_shown(now, later.key, _NOW.get(direction, _ANY), moved),
    )


def recurs(before: Sequence[Statement], now: Sequence[Statement]) -> bool:
    """Whether a concern of the earlier report stands in the later one in much the same words."""
    old, new = ([s.finding.text for s in side if s.finding.stance is not _S] for side in (before, now))
    return any(likeness(one, other) >= RECURS_FROM for one in old for other in new)


def _earlier(theme: str, baselines: Sequence[Known]) -> tuple[tuple[Statement, ...], str]:
    for known in baselines:
        statements = statements_on(theme, known.report.findings)
        if statements:
            return statements, known.key
    return (), ""


def _shown(
    statements: Sequence[Statement], key: str, stances: tuple[Stance, ...], moved: tuple[Movement, ...] = ()
) -> tuple[Evidence, ...]:
    return clearest(statements, key, stances, moved) if statements else ()
