"""Two reports of one authority side by side, theme by theme: what `direction.judge` decides from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from visitwatch.domain.comparing.context import in_context
from visitwatch.domain.comparing.evidence import Statement, statements_on
from visitwatch.domain.comparing.named import with_named
from visitwatch.domain.comparing.sides import Mentions, features, mentions, side
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.report import GRADED, Report


def with_themes(report: Report) -> Report:
    """The same report; its findings have the themes too that they name outright, or point back to."""
    return in_context(with_named(report))


@dataclass(frozen=True, slots=True)
class Pair:
    """told: what the earlier report says by theme; said: the later one, a movement in the same words left out."""

    before: Report
    now: Report
    told: Mentions
    said: Mentions

    @classmethod
    def of(cls, before: Report, now: Report) -> Self:
        """Of two annotated reports `with_themes`."""
        known = frozenset(plain(finding.text) for finding in before.findings)
        return cls(before, now, mentions(before), mentions(now, known))

    def statements(self, theme: str) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
        """Of the earlier report and of the later one."""
        return statements_on(theme, self.before.findings), statements_on(theme, self.now.findings)

    def features(self, theme: str) -> dict[str, float]:
        """What tells the direction of the theme, by name (`sides.features`)."""
        told, said = self.told.get(theme, ()), self.said.get(theme, ())
        inspections = GRADED.issuperset((self.before.kind, self.now.kind))
        return features(side(told), side(said), said, inspections=inspections)
