import pytest

from visitwatch.domain.comparing.pair import Pair, with_themes
from visitwatch.domain.report import Finding, Kind, Movement, Report, Stance


def report(kind: Kind, *findings: Finding) -> Report:
    return Report(kind, (), "", 4, findings=findings)


def said(text: str, *themes: str, change: Movement = Movement.NONE) -> Finding:
    return Finding(text, 1, "", themes=themes, stance=Stance.STRENGTH, change=change)


@pytest.mark.parametrize(
    ("before", "now", "inspections"),
    [
        (Kind.ILACS, Kind.SINGLE, 1.0),
        (Kind.ILACS, Kind.MONITORING_VISIT, 0.0),
        (Kind.FOCUSED_VISIT, Kind.SINGLE, 0.0),
        (Kind.JTAI, Kind.JTAI, 0.0),
    ],
)
def test_only_inspections_that_give_judgements_are_inspections(before: Kind, now: Kind, inspections: float) -> None:
    assert Pair.of(report(before), report(now)).features("planning")["inspections"] == inspections


def test_a_movement_that_the_earlier_report_states_in_the_same_words_is_none() -> None:
    moved = said("Plans have improved.", "planning", change=Movement.IMPROVED)
    again = said("PLANS have\nimproved.", "planning")
    letter = Kind.FOCUSED_VISIT
    assert Pair.of(report(letter), report(letter, moved)).features("planning")["improved most"] > 0
    assert Pair.of(report(letter, again), report(letter, moved)).features("planning")["improved most"] == 0


def test_statements_are_those_of_each_report_on_the_theme() -> None:
    one, other = said("Plans are good.", "planning"), said("Audits are good.", "quality_assurance", "planning")
    before, now = Pair.of(report(Kind.JTAI, one), report(Kind.JTAI, other)).statements("planning")
    assert [(s.finding, s.rank) for s in before] == [(one, 0)]
    assert [(s.finding, s.rank) for s in now] == [(other, 1)]


def test_findings_have_the_themes_that_they_name_or_point_back_to() -> None:
    first = said("Caseloads have come down.")
    points = said("This is welcome to all.")
    found = with_themes(report(Kind.JTAI, first, points)).findings
    assert [finding.themes for finding in found] == [("caseloads",), ("caseloads",)]
