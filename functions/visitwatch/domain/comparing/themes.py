"""The rows of the themes: every theme that the later report or a baseline says something about, with quotes."""

from __future__ import annotations

from collections.abc import Sequence

from visitwatch.domain.comparing.direction import judge
from visitwatch.domain.comparing.evidence import clearest, says_something
from visitwatch.domain.comparing.pair import Pair
from visitwatch.domain.comparison import Direction, Known, ThemeChange
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
    spoken = [(baseline, frozenset(themes_of(baseline.report))) for baseline in baselines]
    pairs = {baseline.key: Pair.of(baseline.report, later.report) for baseline in baselines}
    rows = []
    for theme in dict.fromkeys(t for known in (later, *baselines) for t in themes_of(known.report)):
        baseline = next((known for known, themes in spoken if theme in themes), baselines[0])
        rows.append(_row(theme, pairs[baseline.key], baseline.key, later.key))
    return tuple(rows)


def themes_of(report: Report) -> tuple[str, ...]:
    """The themes that the report makes a statement about, by first mention."""
    return tuple(dict.fromkeys(theme for f in report.findings if says_something(f) for theme in f.themes or ()))


def _row(theme: str, pair: Pair, key: str, later: str) -> ThemeChange:
    before, now = pair.statements(theme)
    verdict = judge(before, now, pair.features(theme))
    direction = verdict.direction
    moved = _MOVEMENT.get(direction, ()) if verdict.stated else ()
    # What the later report only touches, and does not cover, is no quote for its silence.
    told = () if direction is Direction.NOT_COVERED else clearest(now, later, _NOW.get(direction, _ANY), moved)
    beside = told[0].text if told else ""
    return ThemeChange(
        theme=theme,
        direction=direction,
        stated=verdict.stated,
        confidence=verdict.confidence,
        before=clearest(before, key, _BEFORE.get(direction, _ANY), beside=beside),
        now=told,
    )
