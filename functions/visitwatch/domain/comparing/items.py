"""What needs to improve, and areas for priority action: carried over, new, no longer listed, or cannot tell.

Items are reworded from report to report (5 % recur closely), so words and themes are taken together. An item is
matched with one item of the other list; the most alike pairs are matched first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from visitwatch.domain.comparing.redline import redline
from visitwatch.domain.comparing.similarity import likeness, plain, versions
from visitwatch.domain.comparison import Edit, ItemChange, ItemStatus, PriorityChange
from visitwatch.domain.report import Quote, Report

CARRIED = 0.50
"""From this score on two items are one item: likeness, and the bonus for a theme in common."""
MAYBE = 0.40
"""From this score on it cannot be told; below it they are two."""
THEME_BONUS = 0.15
BROAD = frozenset({"risk", "drift_and_delay", "planning", "leadership", "partnership", "care_leavers"})
"""Themes that most lists touch: in common, they make no two items one."""
_CONTINUE = re.compile(
    r"areas?\b[^.]{0,60}\bimprove(?:ment|ments|d)?\b[^.]{0,60}\b(?:continues?|remains?)\b[^.]{0,40}\b"
    r"(?:those|same|as|identified|unchanged)\b[^.]*\b(?:inspection|visit|report)\b",
    re.IGNORECASE,
)


def improvement_changes(later: Report, earlier: Sequence[Report]) -> tuple[ItemChange, ...]:
    """The later list against that of the first baseline that has one; in the later list's order, then what is gone.

    A letter without a list says nothing about the earlier one's: no rows. A letter that says that the areas continue
    to be those of an inspection carries over every item of that inspection.
    """
    statement = continuing_statement(later)
    before = _first_list(earlier, inspection=statement is not None)
    if before is None:
        return (
            tuple(ItemChange(ItemStatus.NEW, None, Quote(i.text, i.page)) for i in later.improvements)
            if earlier
            else ()
        )
    old = tuple(Quote(item.text, item.page) for item in before.improvements)
    if statement:
        return tuple(ItemChange(ItemStatus.CARRIED_OVER, quote, statement) for quote in old)
    if not later.improvements:
        return ()
    new = tuple(Quote(item.text, item.page) for item in later.improvements)
    return _rows(old, new, themes_by_text(before), themes_by_text(later))


def priority_changes(later: Report, earlier: Sequence[Report]) -> tuple[PriorityChange, ...]:
    """New ones first, then those carried over, then those that the nearest baseline had and this report has not.

    A letter that lists none says nothing about the earlier ones: absent from a letter means not covered.
    """
    before = next((report for report in earlier if report.priority_actions), None)
    old = before.priority_actions if before else ()
    matches = _matches(old, later.priority_actions, {}, {})
    carried = {j for _, j, score in matches if score >= CARRIED}
    kept = {i for i, _, score in matches if score >= CARRIED}
    new = [PriorityChange(ItemStatus.NEW, q) for j, q in enumerate(later.priority_actions) if j not in carried]
    still = [PriorityChange(ItemStatus.CARRIED_OVER, later.priority_actions[j]) for j in sorted(carried)]
    gone = [PriorityChange(ItemStatus.NO_LONGER_LISTED, q) for i, q in enumerate(old) if i not in kept]
    silent = later.is_letter and not later.priority_actions
    return (*new, *still, *(() if silent else gone))


def continuing_statement(report: Report) -> Quote | None:
    """The sentence that says that what needs to improve is still what an earlier report listed, None without one."""
    for item in report.improvements:
        if len(report.improvements) == 1 and _CONTINUE.search(item.text):
            return Quote(item.text, item.page)
    if report.improvements:
        return None
    return next((Quote(f.text, f.page) for f in report.findings if _CONTINUE.search(f.text)), None)


def themes_by_text(report: Report) -> dict[str, frozenset[str]]:
    """The themes of each annotated finding, by its plain words: an item of the list is a finding too."""
    return {plain(finding.text): frozenset(finding.themes) for finding in report.findings if finding.themes}


def _first_list(earlier: Sequence[Report], *, inspection: bool) -> Report | None:
    lists = [report for report in earlier if report.improvements]
    if inspection:
        lists = [report for report in lists if not report.is_letter] or lists
    return lists[0] if lists else None


_Themes = dict[str, frozenset[str]]


def _rows(
    old: Sequence[Quote], new: Sequence[Quote], old_themes: _Themes, new_themes: _Themes
) -> tuple[ItemChange, ...]:
    partner: dict[int, tuple[int, ItemStatus]] = {}
    for i, j, score in _matches(old, new, old_themes, new_themes):
        partner[j] = (i, ItemStatus.CARRIED_OVER if score >= CARRIED else ItemStatus.CANNOT_TELL)
    rows: list[ItemChange] = []
    for j, now in enumerate(new):
        if j not in partner:
            rows.append(ItemChange(ItemStatus.NEW, None, now))
            continue
        i, status = partner[j]
        rows.append(ItemChange(status, old[i], now, _redline(old[i], now, status)))
    taken = {i for i, _ in partner.values()}
    return (*rows, *(ItemChange(ItemStatus.NO_LONGER_LISTED, q, None) for i, q in enumerate(old) if i not in taken))


def _redline(before: Quote, now: Quote, status: ItemStatus) -> tuple[Edit, ...]:
    changed = plain(before.text) != plain(now.text)
    if status is ItemStatus.CARRIED_OVER and changed and versions(before.text, now.text):
        return redline(before.text, now.text)
    return ()


def _matches(
    old: Sequence[Quote], new: Sequence[Quote], old_themes: _Themes, new_themes: _Themes
) -> list[tuple[int, int, float]]:
    """Pairs that are one item or may be, each item once, the most alike first."""
    scored = [
        (_score(before, now, old_themes, new_themes), i, j) for i, before in enumerate(old) for j, now in enumerate(new)
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs: list[tuple[int, int, float]] = []
    for score, i, j in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if round(score, 6) < MAYBE or i in taken_old or j in taken_new:
            continue
        taken_old.add(i)
        taken_new.add(j)
        pairs.append((i, j, score))
    return pairs


def _score(before: Quote, now: Quote, old_themes: _Themes, new_themes: _Themes) -> float:
    shared = old_themes.get(plain(before.text), frozenset()) & new_themes.get(plain(now.text), frozenset())
    return likeness(before.text, now.text) + (THEME_BONUS if shared - BROAD else 0.0)
