"""Which sentences to show for a theme: the clearest that say what the direction claims, at most three a side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from visitwatch.domain.comparing.similarity import likeness
from visitwatch.domain.comparison import Evidence
from visitwatch.domain.report import Finding, Movement, Stance

MOST = 3
_POINTS_BACK = re.compile(
    r"(?:this|these|those|they|it|that|such|he|she|their|here|in addition|also|as a result|as such|consequently|"
    r"therefore|for example)\b|(?:[\w’'-]+,? ){1,5}(?:this|these)\b|(?:[\w’'-]+ ){1,3}them\b",
    re.IGNORECASE,
)
_THIS_TIME = re.compile(
    r"\bth(?:is|ese) (?:year|month|time|period|visit|inspection|report|authority|council)\b", re.IGNORECASE
)
_LISTED = (
    "need to improve",
    "needs to improve",
    "need to be improved",
    "needs to be improved",
    "priority action",
    "recommendation",
    "area for improvement",
    "areas for improvement",
)
"""Words of the headings of lists."""
_HOW_INSPECTED = re.compile(
    r"(?:during (?:the|this) visit, )?(?:inspectors|they|we|the inspection team)(?: also)? "
    r"(?:looked at|considered|reviewed|evaluated|sampled|interviewed|met with|spoke (?:to|with)|scrutinised)\b|"
    r"(?:this|the) (?:focused |monitoring |assurance )?visit was carried out|a range of evidence was",
    re.IGNORECASE,
)
_SHORT, _LONG = 6, 45
FEW_THEMES = 2
"""Of more than these a sentence is a list, and says less of each."""
LIKE = 4.0
"""What a sentence in the same words as the one it is shown beside gains: twice what a sentence mainly about it does."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding on a theme. rank: the theme's place among the finding's themes, 0 first. order: place in the report."""

    finding: Finding
    rank: int
    order: int


def statements_on(theme: str, findings: Sequence[Finding]) -> tuple[Statement, ...]:
    """Every finding that is about the theme and says something of it, in the report's order."""
    return tuple(
        Statement(finding, finding.themes.index(theme), order)
        for order, finding in enumerate(findings)
        if finding.themes and theme in finding.themes and says_something(finding)
    )


def says_something(finding: Finding) -> bool:
    """Whether it evaluates: it is not neutral, and does not tell how inspectors went about it."""
    return finding.stance is not Stance.NEUTRAL and not tells_how_inspected(finding)


def tells_how_inspected(finding: Finding) -> bool:
    """Whether it says what inspectors did, not what they found."""
    return _HOW_INSPECTED.match(finding.text) is not None


def is_listed(finding: Finding) -> bool:
    """Whether it stands in a list of what needs to improve: often no sentence, and what should be, not what is."""
    return _heads_a_list(finding.section)


@lru_cache(maxsize=512)
def _heads_a_list(section: str) -> bool:
    return any(words in section.lower() for words in _LISTED)


def clearest(
    statements: Iterable[Statement],
    key: str,
    stances: Sequence[Stance],
    movements: Sequence[Movement] = (),
    beside: str = "",
) -> tuple[Evidence, ...]:
    """At most three, best first: of a wanted movement, of a wanted stance (the first wanted before the next), on this
    theme above others, no list nor part of one, able to stand alone (a few words that state the movement are), in like
    words as `beside`, the sentence of the other report that they are shown with. One of each wanted stance is shown
    before a second of any. A movement is wanted in a sentence of a wanted stance.
    """
    ranked = sorted(statements, key=lambda s: _clearness(s, stances, movements, beside))
    wanted = [s for s in ranked if s.finding.stance in stances] or ranked[:1]
    first: dict[Stance | None, Statement] = {}
    for statement in wanted:
        first.setdefault(statement.finding.stance, statement)
    chosen = list(first.values()) + [s for s in wanted if s not in first.values()]
    seen: dict[str, Statement] = {}
    for statement in chosen:
        seen.setdefault(statement.finding.text, statement)
    return tuple(Evidence(key, s.finding.text, s.finding.page) for s in list(seen.values())[:MOST])


@lru_cache(maxsize=4096)
def _points_back(text: str) -> bool:
    return _POINTS_BACK.match(_THIS_TIME.sub("", text)) is not None


def _clearness(
    statement: Statement, stances: Sequence[Stance], movements: Sequence[Movement], beside: str
) -> tuple[bool, int, float, int]:
    finding = statement.finding
    moved = finding.change in movements and finding.stance in stances
    words = len(finding.text.split())
    place = stances.index(finding.stance) if finding.stance in stances else len(stances)
    length = words > _LONG or (words < _SHORT and not moved)
    unclear = _points_back(finding.text) + length
    item = is_listed(finding)
    less = max(0, len(finding.themes or ()) - FEW_THEMES) + item
    same = LIKE * likeness(finding.text, beside) if beside and not (unclear or item) else 0.0
    return not moved, place, 2 * statement.rank + 2 * unclear + less - same, statement.order
