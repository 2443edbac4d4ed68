"""The rows of the themes: every theme that the later report or a baseline says something about, with quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visitwatch.domain.comparing.direction import judge
from visitwatch.domain.comparing.evidence import Statement, clearest, says_something, statements_on
from visitwatch.domain.comparing.sides import Mentions, are_inspections, features, mentions, side
from visitwatch.domain.comparing.similarity import plain
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


def theme_changes(later: Known, baselines: Sequence[Known]) -> tuple[ThemeChange, ...]:
    """One row a theme, in the order in which the later report first names them, then what only a baseline names.

    Each theme is compared with the first baseline that says something about it. There is at least one baseline.
    """
    named = dict.fromkeys(t for known in (later, *baselines) for t in themes_of(known.report))
    compared = [_compared(later, baseline) for baseline in baselines]
    return tuple(_row(theme, later, next((c for c in compared if c.speaks_of(theme)), compared[0])) for theme in named)


def themes_of(report: Report) -> tuple[str, ...]:
    """The themes that the report makes a statement about, by first mention."""
    return tuple(dict.fromkeys(theme for f in report.findings if says_something(f) for theme in f.themes or ()))


@dataclass(frozen=True, slots=True)
class _Compared:
    """A baseline, what it says by theme, and what the later report says that it does not say in the same words."""

    known: Known
    before: Mentions
    now: Mentions

    def speaks_of(self, theme: str) -> bool:
        return bool(statements_on(theme, self.known.report.findings))


def _compared(later: Known, baseline: Known) -> _Compared:
    known = frozenset(plain(finding.text) for finding in baseline.report.findings)
    return _Compared(baseline, mentions(baseline.report), mentions(later.report, known))


def _row(theme: str, later: Known, compared: _Compared) -> ThemeChange:
    now = statements_on(theme, later.report.findings)
    before = statements_on(theme, compared.known.report.findings)
    said = compared.now.get(theme, ())
    inspections = are_inspections(compared.known.report.kind, later.report.kind)
    found = features(side(compared.before.get(theme, ())), side(said), said, inspections=inspections)
    verdict = judge(before, now, found)
    direction = verdict.direction
    moved = _MOVEMENT.get(direction, ()) if verdict.stated else ()
    return ThemeChange(
        theme=theme,
        direction=direction,
        stated=verdict.stated,
        confidence=verdict.confidence,
        before=_shown(before, compared.known.key, _BEFORE.get(direction, _ANY)),
        now=_shown(now, later.key, _NOW.get(direction, _ANY), moved),
    )


def _shown(
    statements: Sequence[Statement], key: str, stances: tuple[Stance, ...], moved: tuple[Movement, ...] = ()
) -> tuple[Evidence, ...]:
    return clearest(statements, key, stances, moved) if statements else ()
