"""What a message claims of themes: some in full, the most important first; the rest by name, with a page each."""

from __future__ import annotations

from dataclasses import dataclass

from visitwatch.domain.comparing.headline import named_themes
from visitwatch.domain.comparing.names import theme_name
from visitwatch.domain.comparison import Comparison, Direction, ThemeChange
from visitwatch.domain.report import Report, Stance
from visitwatch.domain.theme_terms import theme_term
from visitwatch.render import words
from visitwatch.render.quotes import evidence_view, sources
from visitwatch.render.view import AlsoGroup, MentionView, ThemeGroup, ThemeView

_ONE_SIDED = (Direction.NEW, Direction.CANNOT_TELL)
_RANK = {Direction.WORSENED: 0, Direction.NEW: 1, Direction.STILL_CONCERN: 2, Direction.IMPROVED: 3}
"""What matters most to a reader stands first; other directions are never told in full."""
_NEW_STRENGTH = 4


@dataclass(frozen=True, slots=True)
class Room:
    """themes: told in full. quotes: a side, of a theme that the headline names; the others have one."""

    quotes: int
    themes: int


class ThemeClaims:
    """No theme is told that cannot show its quotes. report: tells concerns from strengths among what is new."""

    def __init__(self, report: Report | None, comparison: Comparison | None, room: Room) -> None:
        self._room = room
        self._sources = sources(comparison)
        rows = comparison.themes if comparison else ()
        self._named = frozenset(row.theme for row in named_themes(rows))
        findings = report.findings if report else ()
        self._strengths = {(f.text, f.page) for f in findings if f.stance is Stance.STRENGTH}
        self._rows = sorted((row for row in rows if row.can_be_shown), key=self._order)
        self._not_covered = [row for row in rows if row.direction is Direction.NOT_COVERED and row.before]
        candidates = sorted(
            (row for row in self._rows if row.direction in _RANK), key=lambda row: row.theme not in self._named
        )
        self._full = frozenset(row.theme for row in candidates[: room.themes])

    def groups(self) -> tuple[ThemeGroup, ...]:
        """In full, by direction. What the headline names comes before all else where there is not room for all."""
        rows = [row for row in self._rows if row.theme in self._full]
        groups = (
            ThemeGroup(direction, title, note, tuple(self._theme(row) for row in rows if row.direction is direction))
            for direction, title, note in words.GROUPS
        )
        return tuple(group for group in groups if group.themes)

    def also(self) -> tuple[AlsoGroup, ...]:
        """The others by direction, each with the page of its clearest sentence in this report."""
        rows = [row for row in self._rows if row.theme not in self._full]
        groups = (
            AlsoGroup(title, tuple(self._mention(row, now=True) for row in rows if row.direction is direction))
            for direction, title, _ in words.GROUPS
        )
        return tuple(group for group in groups if group.mentions)

    def not_covered(self) -> tuple[AlsoGroup, ...]:
        """By the report that spoke of them, with the page of their clearest sentence there."""
        by_source: dict[str, list[MentionView]] = {}
        for row in self._not_covered:
            source = self._sources.get(row.before[0].key, "")
            by_source.setdefault(source, []).append(self._mention(row, now=False))
        return tuple(AlsoGroup(words.sentence(source), tuple(found)) for source, found in by_source.items())

    def _order(self, row: ThemeChange) -> tuple[int, bool, float]:
        rank = _RANK.get(row.direction, len(_RANK) + 1)
        if row.direction is Direction.NEW and (row.now[0].text, row.now[0].page) in self._strengths:
            rank = _NEW_STRENGTH
        return rank, not row.stated, -row.confidence

    def _theme(self, row: ThemeChange) -> ThemeView:
        named = row.theme in self._named
        most = self._room.quotes if named else 1
        how = "" if row.direction in _ONE_SIDED else "inferred from two statements"
        now, before = (tuple(evidence_view(e, self._sources) for e in side[:most]) for side in (row.now, row.before))
        return ThemeView(
            name=words.clean(theme_term(row.theme)),
            how="the report says so" if row.stated else how,
            now=now,
            before=before,
            named=named,
        )

    def _mention(self, row: ThemeChange, *, now: bool) -> MentionView:
        quote = evidence_view((row.now if now else row.before)[0], self._sources)
        return MentionView(words.clean(theme_name(row.theme)), quote.page, quote.link)
