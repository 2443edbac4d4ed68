"""What the samples were written to show comes out of a comparison the right way round."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparing.correction import correct
from visitwatch.domain.comparison import Comparison, Direction, Known, Why

Get = Callable[[str], Known]
WESTMARSH = (
    "reports/9900001-westmarsh/2022-01-21-inspection.pdf",
    "reports/9900001-westmarsh/2022-06-14-monitoring-visit.pdf",
)
SECOND = "later/1/9900001-westmarsh/2022-11-15-monitoring-visit.pdf"
THIRD = "later/2/9900001-westmarsh/2023-04-19-monitoring-visit.pdf"
BETTER = (Direction.IMPROVED, Direction.STILL_STRENGTH)


@pytest.fixture(scope="module")
def second(known: Get) -> Comparison:
    return compare(known(SECOND), [known(path) for path in WESTMARSH])


def directions(comparison: Comparison) -> dict[str, Direction]:
    return {row.theme: row.direction for row in comparison.themes}


def changes(comparison: Comparison) -> dict[str, str]:
    return {row.aspect.value: row.change.value for row in comparison.judgements}


@pytest.mark.parametrize("theme", ["caseloads", "workforce", "domestic_abuse", "assessments"])
def test_the_second_visit_shows_what_improved(second: Comparison, theme: str) -> None:
    """Caseloads, a named social worker and the backlog; morale; police notifications; the 45 working days."""
    assert directions(second)[theme] is Direction.IMPROVED


@pytest.mark.parametrize("theme", ["drift_and_delay", "risk", "strategy_discussions", "exploitation"])
def test_the_second_visit_shows_what_is_still_a_concern(second: Comparison, theme: str) -> None:
    assert directions(second)[theme] is Direction.STILL_CONCERN


@pytest.mark.parametrize("theme", ["partnership", "neglect", "planning"])
def test_the_second_visit_calls_nothing_better_that_is_not(second: Comparison, theme: str) -> None:
    assert directions(second).get(theme) not in BETTER


def test_the_second_visit_quotes_both_statements_of_progress(second: Comparison) -> None:
    assert second.progress.before is not None
    assert second.progress.now is not None
    assert "limited progress" in second.progress.before.text
    assert "the pace of change is too slow" in second.progress.now.text
    assert {b.why for b in second.baselines} == {Why.SAME_AREA, Why.CYCLE_START}


def test_a_visit_to_other_areas_calls_nothing_resolved_that_it_did_not_look_at(known: Get) -> None:
    found = directions(compare(known(THIRD), [known(path) for path in (*WESTMARSH, SECOND)]))
    for theme in ("domestic_abuse", "strategy_discussions", "exploitation"):
        assert found.get(theme, Direction.NOT_COVERED) is Direction.NOT_COVERED
    assert found["permanence"] is Direction.IMPROVED


def test_grades_that_moved_both_ways_and_a_row_that_was_split(known: Get) -> None:
    moved = changes(
        compare(
            known("reports/9900002-eastmere/2024-04-26-inspection.pdf"),
            [known("reports/9900002-eastmere/2019-03-15-inspection.pdf")],
        )
    )
    assert moved["overall effectiveness"] == "improved"
    assert moved["impact of leaders"] == "improved"
    assert moved["help and protection"] == "declined"
    assert {moved["children in care"], moved["care leavers"], moved["children in care and care leavers"]}.isdisjoint(
        {"improved", "declined", "unchanged"}
    )


def test_an_overall_grade_that_is_no_longer_given_is_no_decline(known: Get) -> None:
    moved = changes(
        compare(
            known("later/1/9900003-northbeck/2026-06-26-inspection.pdf"),
            [known("reports/9900003-northbeck/2023-04-28-inspection.pdf")],
        )
    )
    assert moved == {
        "overall effectiveness": "no longer given",
        "impact of leaders": "improved",
        "help and protection": "improved",
        "children in care": "declined",
        "care leavers": "improved",
    }


def test_the_front_door_of_southlea_got_worse_and_needs_priority_action(known: Get) -> None:
    found = compare(
        known("later/1/9900004-southlea/2025-10-17-focused-visit.pdf"),
        [known("reports/9900004-southlea/2023-05-04-focused-visit.pdf")],
    )
    front_door = next(theme for theme in found.themes if theme.theme == "front_door")
    assert front_door.direction is Direction.WORSENED
    assert any("has deteriorated" in evidence.text for evidence in front_door.now)
    assert [p.status.value for p in found.priority_actions] == ["new"]


def test_the_correction_shows_the_number_alone_and_the_second_setting_is_no_correction(known: Get) -> None:
    letter, corrected = (known(f"later/{n}/9900006-aldercombe/2025-05-16-focused-visit.pdf").report for n in (1, 2))
    found = correct(letter, corrected)
    assert found is not None
    assert [(e.op, e.text.strip()) for e in found.redline if e.op != "equal"] == [
        ("delete", "Eleven"),
        ("insert", "Seven"),
    ]
    name = "9900001-westmarsh/2022-06-14-monitoring-visit.pdf"
    assert correct(known(f"reports/{name}").report, known(f"later/2/{name}").report) is None
