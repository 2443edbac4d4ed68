"""`headline.py`: what of a long statement a headline tells, and the areas that a report which stands alone names."""

from __future__ import annotations

import pytest

from visitwatch.domain.comparing.headline import headline, telling
from visitwatch.domain.comparison import (
    Direction,
    Evidence,
    ItemStatus,
    JudgementChange,
    JudgementRow,
    PriorityChange,
    ThemeChange,
)
from visitwatch.domain.report import Aspect, AuthorityRef, Grade, Kind, Quote, Report, Urn

EXAMPLESHIRE = (AuthorityRef(Urn("80000"), "Exampleshire"),)
BEGINS = "Senior leaders have lately put in place the people and the money that the plan for all of the services needs"


def looked_at(*areas: str) -> str:
    """The headline's words on the areas of a report that stands alone."""
    report = Report(Kind.FOCUSED_VISIT, EXAMPLESHIRE, "", 4, areas_covered=areas)
    said = headline(report, (), (), (), compared=False)
    return said.removeprefix("Exampleshire, focused visit: looked at ").removesuffix(
        "; nothing earlier to compare with."
    )


@pytest.mark.parametrize(
    ("clause", "stands_alone"),
    [("progress is too slow", False), ("progress is still too slow", True)],
)
def test_a_clause_of_five_words_stands_alone_and_one_of_four_does_not(clause: str, *, stands_alone: bool) -> None:
    cut = f"{BEGINS}, progress …"
    assert telling(f"{BEGINS}, {clause}.") == (clause if stands_alone else cut)


@pytest.mark.parametrize(("words", "whole"), [(22, True), (23, False)])
def test_a_clause_of_twenty_two_words_is_told_whole_and_a_longer_one_is_not(words: int, *, whole: bool) -> None:
    clause = " ".join(["progress", *(f"word{n}" for n in range(words - 1))])
    statement = f"{BEGINS}, {clause}."
    assert telling(statement) == (clause if whole else " ".join(statement.split()[:22]) + " …")


TOO_MUCH = "it is not yet well established in any of the teams which the council set up for it"


@pytest.mark.parametrize(
    ("goes_on", "told"),
    [
        (
            ", but it is not yet well established",
            "progress in practice is now steady, but it is not yet well established",
        ),
        (" but it is fragile", "progress in practice is now steady but it is fragile"),
        (", although it is not secure, and slow", "progress in practice is now steady, although it is not secure"),
        (f", but {TOO_MUCH}", "progress in practice is now steady …"),
        (", and staff are proud of it", "progress in practice is now steady"),
        (", butter is scarce", "progress in practice is now steady"),
        ("; however, it is fragile", "progress in practice is now steady; however, it is fragile"),
        (", but, in some teams, it is slow", "progress in practice is now steady, but, in some teams, it is slow"),
        (". However, it is fragile", "progress in practice is now steady. However, it is fragile"),
        (", and yet it is fragile", "progress in practice is now steady, and yet it is fragile"),
        (", albeit from a low base", "progress in practice is now steady, albeit from a low base"),
        (" and staff are proud of it", "progress in practice is now steady and staff are proud of it"),
    ],
)
def test_what_takes_a_clause_back_is_told_with_it(goes_on: str, told: str) -> None:
    assert telling(f"{BEGINS}, progress in practice is now steady{goes_on}.") == told


@pytest.mark.parametrize("concedes", ["While", "Although", "Though", "Even though", "Whilst"])
def test_a_concession_is_never_told_for_what_it_concedes(concedes: str) -> None:
    opening = f"{concedes} there has been some progress in the quality of practice in the last year"
    verdict = "the pace of change is too slow, and leaders, who are new, know that more has to be done"
    assert telling(f"{opening}, {verdict}.") == "the pace of change is too slow"
    assert telling(f"{BEGINS}, but the pace of change is too slow.") == "the pace of change is too slow"


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("A strategy for homes", "a strategy for homes"),
        ("The front door", "the front door"),
        ("A SEND strategy", "a SEND strategy"),
        ("SEND support", "SEND support"),
        ("IROs", "IROs"),
        ("‘A’ teams", "‘A’ teams"),
    ],
)
def test_an_area_begins_in_lower_case_unless_it_begins_with_a_name_in_capitals(area: str, told: str) -> None:
    assert looked_at(area) == told


def test_one_area_more_is_an_area_and_two_more_are_areas() -> None:
    areas = ("Plans", "Reviews", "Homes", "Schools", "Health")
    assert looked_at(*areas[:3]) == "plans, reviews and homes"
    assert looked_at(*areas[:4]) == "plans, reviews, homes and 1 more area"
    assert looked_at(*areas) == "plans, reviews, homes and 2 more areas"


@pytest.mark.parametrize(
    ("first", "other", "told"),
    [
        ("Plans and reviews", "Homes", "plans and reviews and 1 more area"),
        ("Plans, reviews", "Homes", "plans, reviews, and 1 more area"),
        ("Homes", "Plans and reviews", "homes and 1 more area"),
        ("Homes", "Plans, reviews", "homes and 1 more area"),
        ("Homes", "Plans", "homes and plans"),
    ],
)
def test_of_areas_that_are_lists_the_first_alone_is_named(first: str, other: str, told: str) -> None:
    assert looked_at(first, other) == told


def test_priority_action_judgements_and_progress_together_leave_no_room_for_themes() -> None:
    quote = (Evidence("a.pdf", "A sentence on it.", 2),)
    theme = ThemeChange("risk", Direction.IMPROVED, stated=True, confidence=0.9, before=quote, now=quote)
    row = JudgementRow(Aspect.OVERALL, Grade.INADEQUATE, Grade.GOOD, 1, 1, JudgementChange.IMPROVED)
    action = PriorityChange(ItemStatus.NEW, Quote("Act.", 2))
    report = Report(Kind.ILACS, EXAMPLESHIRE, "", 12, progress_statement=Quote("Progress is steady.", 1))
    said = {
        len(actions): headline(report, [row], [theme], actions, compared=True).partition(": ")[2]
        for actions in ([], [action])
    }
    assert said[1] == "area for priority action; overall effectiveness inadequate → good; “Progress is steady”."
    assert said[0] == "overall effectiveness inadequate → good; “Progress is steady”."
    alone = headline(Report(Kind.ILACS, EXAMPLESHIRE, "", 12), [row], [theme], (), compared=True)
    assert alone.endswith(": overall effectiveness inadequate → good; the response to risk improved.")
