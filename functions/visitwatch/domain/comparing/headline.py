"""One sentence that a person would write: who, which visit, progress in the report's own words, what moved most.

Never a score, never a forecast, never an order of authorities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visitwatch.domain.comparing.labels import listed, subject_name, visit_name
from visitwatch.domain.comparing.names import theme_name
from visitwatch.domain.comparison import (
    Direction,
    ItemStatus,
    JudgementChange,
    JudgementRow,
    PriorityChange,
    ThemeChange,
)
from visitwatch.domain.report import Aspect, Kind, Report

SURE = 0.7
"""Confidence of a theme's row from which a headline may name it."""
MOST_THEMES = 2
SHORT = 22
"""Words of a statement of progress that a headline takes whole."""
FEWEST = 5
"""Words of a clause that can stand alone."""
MOST_AREAS = 3
"""Areas looked at that the headline of a report that stands alone names."""
NOTHING_EARLIER = "nothing earlier to compare with"
_GAP = re.compile(r"[,;:.]\s+|\s+(?=(?:but|however)\b)", re.IGNORECASE)
_ALONE = re.compile(r"and|but|however|yet|though|although|while|whilst", re.IGNORECASE)
"""What is no clause: it goes with what follows ("but, in some teams, …")."""
_LEAD = re.compile(r"(?:(?:and|but|however|yet|so),?\s+)+", re.IGNORECASE)
_CONCEDES = re.compile(r"(?:while|whilst|although|though|even though|despite|whereas)\b", re.IGNORECASE)
_TAKES_BACK = re.compile(
    r"(?:and )?(?:but|however|although|though|even though|yet|albeit|while|whilst|whereas|except)\b", re.IGNORECASE
)
_TELLS = re.compile(r"\b(?:pace|progress|improv\w+)\b", re.IGNORECASE)
_VERB = {
    Direction.IMPROVED: "improved",
    Direction.WORSENED: "worsened",
    Direction.STILL_CONCERN: "still a concern",
}


def headline(
    later: Report,
    judgements: Sequence[JudgementRow],
    themes: Sequence[ThemeChange],
    priority: Sequence[PriorityChange],
    *,
    compared: bool,
) -> str:
    """E.g. Exampleshire, second monitoring visit: “the pace of change remains too slow”; caseloads improved."""
    parts = [part for part in (_priority(priority), _judged(judgements), _progress(later)) if part]
    if not compared:
        alone = [] if later.kind is Kind.UNKNOWN else [NOTHING_EARLIER]
        parts = [*_looked_at(later), *parts, *_listed(later), *alone]
    elif not judgements or len(parts) < MOST_THEMES:
        parts += _moved(themes)
    who = f"{subject_name(later)}, {visit_name(later)}"
    return f"{who}: {'; '.join(parts)}." if parts else f"{who}."


def _looked_at(later: Report) -> list[str]:
    """Areas that are lists themselves would run together: of such, the first alone is named."""
    areas = (later.topic,) if later.topic else later.areas_covered
    if not areas:
        return []
    most = 1 if any("," in area or " and " in area for area in areas) else MOST_AREAS
    shown = [_lower_first(area.strip().rstrip(".;,")) for area in areas[:most]]
    more = len(areas) - len(shown)
    if not more:
        return [f"looked at {listed(shown)}"]
    comma = "," if "," in shown[0] else ""
    return [f"looked at {', '.join(shown)}{comma} and {more} more area{'s' * (more != 1)}"]


def _listed(later: Report) -> list[str]:
    """What a report that stands alone says of itself: its overall grade, how much needs to improve."""
    grade = later.grade(Aspect.OVERALL)
    count = len(later.improvements)
    areas = "one area needs to improve" if count == 1 else f"{count} areas need to improve"
    return [*([f"{Aspect.OVERALL} {grade}"] if grade else []), *([areas] if count else [])]


def _lower_first(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _priority(priority: Sequence[PriorityChange]) -> str:
    new = sum(change.status is ItemStatus.NEW for change in priority)
    still = sum(change.status is ItemStatus.CARRIED_OVER for change in priority)
    if new:
        return "area for priority action" if new == 1 else f"{new} areas for priority action"
    if still:
        return (
            "area for priority action still stands" if still == 1 else f"{still} areas for priority action still stand"
        )
    return ""


def _judged(rows: Sequence[JudgementRow]) -> str:
    """The moves, what got worse first; that nothing moved; "" where nothing is comparable."""
    moves = [row for row in rows if row.change in (JudgementChange.DECLINED, JudgementChange.IMPROVED)]
    if moves:
        moves.sort(key=lambda row: row.change is JudgementChange.IMPROVED)
        return ", ".join(f"{row.aspect} {row.before} → {row.after}" for row in moves)
    if any(row.change is JudgementChange.UNCHANGED for row in rows):
        return "no judgement moved"
    return ""


def _progress(later: Report) -> str:
    if later.progress_statement is None:
        return ""
    return f"“{telling(later.progress_statement.text)}”"


def telling(statement: str) -> str:
    """The statement without its full stop; of a long one the clause on pace or progress, word for word.

    What takes the clause back (“but it is not yet …”) is told with it; where that is too long, “…” says so.
    """
    text = statement.strip().strip("“”").rstrip(".")
    if len(text.split()) <= SHORT:
        return text
    clauses = list(_clauses(text))
    for place, (start, end) in enumerate(clauses):
        lead = _LEAD.match(text, start, end)
        begin = lead.end() if lead else start
        clause = text[begin:end]
        if _TELLS.search(clause) and len(clause.split()) >= FEWEST and not _CONCEDES.match(clause):
            return _with_what_takes_it_back(text, begin, clauses[place:])
    return _cut(text)


def _with_what_takes_it_back(text: str, begin: int, clauses: Sequence[tuple[int, int]]) -> str:
    """From `begin` on. clauses: the one that begins there, and those after it."""
    clause = text[begin : clauses[0][1]]
    if len(clause.split()) > SHORT:
        return _cut(text)
    if len(clauses) == 1 or not _TAKES_BACK.match(text, clauses[1][0]):
        return clause
    after = clauses[1][0]
    end = next((end for _, end in clauses[1:] if len(text[after:end].split()) >= FEWEST), len(text))
    whole = text[begin:end]
    return whole if len(whole.split()) <= SHORT else f"{clause} …"


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    start = 0
    for gap in _GAP.finditer(text):
        if not _ALONE.fullmatch(text, start, gap.start()):
            yield start, gap.start()
            start = gap.end()
    yield start, len(text)


def _cut(text: str) -> str:
    return " ".join(text.split()[:SHORT]) + " …"


def named_themes(themes: Sequence[ThemeChange]) -> tuple[ThemeChange, ...]:
    """Those that a headline names: what improved, got worse, is still a concern; the surest of each, at most two.

    None that is not sure enough, or cannot show its quotes.
    """
    named: list[ThemeChange] = []
    for direction in _VERB:
        rows = [row for row in themes if row.direction is direction and row.can_be_shown and row.confidence >= SURE]
        rows.sort(key=lambda row: (not row.stated, -row.confidence))
        named += rows[:MOST_THEMES]
    return tuple(named)


def _moved(themes: Sequence[ThemeChange]) -> list[str]:
    named = named_themes(themes)
    parts = []
    for direction, verb in _VERB.items():
        names = [theme_name(row.theme) for row in named if row.direction is direction]
        if names:
            parts.append(f"{' and '.join(names)} {verb}")
    return [", ".join(parts)] if parts else []
