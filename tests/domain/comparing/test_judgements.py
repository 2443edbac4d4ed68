from datetime import date

import pytest

from visitwatch.domain.comparing.judgements import framework_note, judgement_rows
from visitwatch.domain.comparison import JudgementChange as Change
from visitwatch.domain.report import Aspect, AuthorityRef, DateRange, Grade, Judgement, Kind, Report, Urn

_G = {
    "O": Grade.OUTSTANDING,
    "G": Grade.GOOD,
    "R": Grade.REQUIRES_IMPROVEMENT,
    "I": Grade.INADEQUATE,
    "N": Grade.NOT_JUDGED,
}


def inspection(kind: Kind, grades: dict[Aspect, str], page: int = 1) -> Report:
    return Report(
        kind=kind,
        authorities=(AuthorityRef(Urn("80000"), "Exampleshire"),),
        sha256="",
        pages=10,
        visited=(DateRange(date(2020, 1, 6), date(2020, 1, 17)),),
        judgements=tuple(Judgement(aspect, _G[grade], page) for aspect, grade in grades.items()),
    )


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("I", "R", Change.IMPROVED),
        ("R", "G", Change.IMPROVED),
        ("G", "O", Change.IMPROVED),
        ("I", "O", Change.IMPROVED),
        ("O", "G", Change.DECLINED),
        ("G", "R", Change.DECLINED),
        ("R", "I", Change.DECLINED),
        ("R", "R", Change.UNCHANGED),
        ("N", "G", Change.NOT_COMPARABLE),
        ("G", "N", Change.NOT_COMPARABLE),
        ("N", "N", Change.NOT_COMPARABLE),
    ],
)
def test_a_grade_on_both_sides_is_compared(before: str, after: str, change: Change) -> None:
    one = inspection(Kind.ILACS, {Aspect.HELP_AND_PROTECTION: before}, page=2)
    other = inspection(Kind.ILACS, {Aspect.HELP_AND_PROTECTION: after}, page=3)
    (row,) = judgement_rows(one, other)
    assert (row.before, row.after, row.change) == (_G[before], _G[after], change)
    assert (row.before_page, row.after_page) == (2, 3)
    assert bool(row.note) == (change is Change.NOT_COMPARABLE)


def test_a_single_inspection_and_an_ilacs_share_three_aspects_and_no_more() -> None:
    single = inspection(
        Kind.SINGLE,
        {
            Aspect.OVERALL: "I",
            Aspect.HELP_AND_PROTECTION: "I",
            Aspect.LOOKED_AFTER: "R",
            Aspect.ADOPTION: "G",
            Aspect.CARE_LEAVERS: "R",
            Aspect.LEADERSHIP: "I",
            Aspect.BOARD: "R",
        },
    )
    ilacs = inspection(
        Kind.ILACS,
        {
            Aspect.LEADERS: "R",
            Aspect.HELP_AND_PROTECTION: "R",
            Aspect.IN_CARE: "G",
            Aspect.CARE_LEAVERS: "R",
            Aspect.OVERALL: "R",
        },
    )
    rows = {row.aspect: row for row in judgement_rows(single, ilacs)}
    assert {aspect: row.change for aspect, row in rows.items()} == {
        Aspect.OVERALL: Change.IMPROVED,
        Aspect.LEADERS: Change.NEW,
        Aspect.HELP_AND_PROTECTION: Change.IMPROVED,
        Aspect.IN_CARE: Change.NEW,
        Aspect.CARE_LEAVERS: Change.UNCHANGED,
        Aspect.LOOKED_AFTER: Change.NO_LONGER_GIVEN,
        Aspect.ADOPTION: Change.NO_LONGER_GIVEN,
        Aspect.LEADERSHIP: Change.NO_LONGER_GIVEN,
        Aspect.BOARD: Change.NO_LONGER_GIVEN,
    }
    assert {row.note for row in rows.values()} == {"The framework changed: single inspection to ILACS."}
    assert rows[Aspect.LEADERS].before is None
    assert rows[Aspect.LEADERS].before_page is None
    assert rows[Aspect.ADOPTION].after is None
    assert rows[Aspect.ADOPTION].after_page is None


def test_children_in_care_and_care_leavers_split_in_2023_is_no_change_of_grade() -> None:
    before = inspection(Kind.ILACS, {Aspect.IN_CARE_AND_CARE_LEAVERS: "R"})
    after = inspection(Kind.ILACS, {Aspect.IN_CARE: "G", Aspect.CARE_LEAVERS: "I"})
    assert {row.aspect: row.change for row in judgement_rows(before, after)} == {
        Aspect.IN_CARE_AND_CARE_LEAVERS: Change.NO_LONGER_GIVEN,
        Aspect.IN_CARE: Change.NEW,
        Aspect.CARE_LEAVERS: Change.NEW,
    }


def test_overall_effectiveness_dropped_in_april_2026_is_no_longer_given() -> None:
    before = inspection(Kind.ILACS, {Aspect.OVERALL: "I", Aspect.IN_CARE: "G"})
    after = inspection(Kind.ILACS, {Aspect.IN_CARE: "G"})
    assert [(row.aspect, row.change) for row in judgement_rows(before, after)] == [
        (Aspect.OVERALL, Change.NO_LONGER_GIVEN),
        (Aspect.IN_CARE, Change.UNCHANGED),
    ]


@pytest.mark.parametrize("kind", [Kind.MONITORING_VISIT, Kind.FOCUSED_VISIT, Kind.JTAI, Kind.AREA_SEND])
def test_a_report_without_grades_ends_no_judgement(kind: Kind) -> None:
    graded, other = inspection(Kind.ILACS, {Aspect.OVERALL: "I"}), inspection(kind, {})
    assert judgement_rows(graded, other) == ()
    assert judgement_rows(other, graded) == ()


def test_the_framework_note_is_only_for_two_frameworks_of_inspections() -> None:
    single, ilacs = inspection(Kind.SINGLE, {}), inspection(Kind.ILACS, {})
    assert framework_note(ilacs, single) == "The framework changed: ILACS to single inspection."
    assert framework_note(ilacs, ilacs) == ""
    assert framework_note(inspection(Kind.MONITORING_VISIT, {}), ilacs) == ""
