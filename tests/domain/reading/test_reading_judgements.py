"""Judgement rows in every wording, and nothing else taken for one."""

from __future__ import annotations

import pytest
from tests.domain.reading.documents import blocks

from visitwatch.domain.reading.judgements import ilacs_rows, single_rows
from visitwatch.domain.report import Aspect, Grade

LEADERS = "The impact of leaders on social work practice with children and families"
HELP = "The experiences and progress of children who need help and protection"


def ilacs(text: str) -> dict[Aspect, Grade]:
    return {row.aspect: row.grade for row in ilacs_rows(blocks(text)).judgements}


def single(text: str) -> dict[Aspect, Grade]:
    return {row.aspect: row.grade for row in single_rows(blocks(text)).judgements}


@pytest.mark.parametrize(
    ("printed", "grade"),
    [
        ("Outstanding", Grade.OUTSTANDING),
        ("Good", Grade.GOOD),
        ("Inadequate", Grade.INADEQUATE),
        ("Requires improvement to be good", Grade.REQUIRES_IMPROVEMENT),
        ("Requires improvement", Grade.REQUIRES_IMPROVEMENT),
        ("Requires Improvement to be good", Grade.REQUIRES_IMPROVEMENT),
        ("requires improvement\nto be good", Grade.REQUIRES_IMPROVEMENT),
        ("REQUIRES IMPROVEMENT TO BE GOOD", Grade.REQUIRES_IMPROVEMENT),
        ("Not judged", Grade.NOT_JUDGED),
    ],
)
def test_every_wording_of_a_grade(printed: str, grade: Grade) -> None:
    found = ilacs(f"Judgement Grade\n{LEADERS} {printed}\n{HELP} Good\nOverall effectiveness {printed}\n")
    assert found[Aspect.LEADERS] is grade
    assert found[Aspect.OVERALL] is grade
    assert found[Aspect.HELP_AND_PROTECTION] is Grade.GOOD


@pytest.mark.parametrize(
    ("name", "aspect"),
    [
        (LEADERS, Aspect.LEADERS),
        (f"{LEADERS}.", Aspect.LEADERS),
        ("The impact of leaders on practice with children and families", Aspect.LEADERS),
        ("The impact of leaders on social work practice with children and\nfamilies", Aspect.LEADERS),
        (HELP, Aspect.HELP_AND_PROTECTION),
        ("The experiences and progress of children in care and care leavers", Aspect.IN_CARE_AND_CARE_LEAVERS),
        ("The experiences and progress of children in care and care\nleavers", Aspect.IN_CARE_AND_CARE_LEAVERS),
        ("The experiences and progress of children in care", Aspect.IN_CARE),
        ("The experiences and progress of care leavers", Aspect.CARE_LEAVERS),
        ("The experiences and progress of children care leavers", Aspect.CARE_LEAVERS),
        ("The experiences and progress of care-experienced young people", Aspect.CARE_LEAVERS),
    ],
)
def test_every_wording_of_an_aspect(name: str, aspect: Aspect) -> None:
    assert ilacs(f"Judgement Grade\n{name} Outstanding\nOverall effectiveness Good\nProse begins here.")[aspect] is (
        Grade.OUTSTANDING
    )


def test_the_table_may_end_after_care_leavers_since_april_2026() -> None:
    found = ilacs(
        f"Judgement Grade\n{LEADERS} Good\n{HELP} Good\nThe experiences and progress of children in care Good\n"
        "The experiences and progress of care leavers Requires improvement to be good\n"
        "Good leaders have made children in care in this place a priority."
    )
    assert list(found) == [Aspect.LEADERS, Aspect.HELP_AND_PROTECTION, Aspect.IN_CARE, Aspect.CARE_LEAVERS]
    assert found[Aspect.CARE_LEAVERS] is Grade.REQUIRES_IMPROVEMENT


def test_a_grade_that_stands_in_the_middle_of_a_name_is_its_grade() -> None:
    found = ilacs(
        "Judgement Grade\nThe impact of leaders on social work Requires improvement\npractice with children and families to be good\n"
        "The experiences and progress of children in care Good\nand care leavers\nOverall effectiveness Good"
    )
    assert found[Aspect.LEADERS] is Grade.REQUIRES_IMPROVEMENT
    assert found[Aspect.IN_CARE_AND_CARE_LEAVERS] is Grade.GOOD
    assert Aspect.IN_CARE not in found


def test_a_grade_whose_lines_stand_around_its_row_is_never_half_of_itself() -> None:
    found = ilacs(
        f"Judgement Grade\n{LEADERS} Good\n{HELP} Good\nThe experiences and progress of children in care and care   Good\n"
        "leavers\n          Requires improvement\nOverall effectiveness   to be good\nProse begins."
    )
    assert found[Aspect.IN_CARE_AND_CARE_LEAVERS] is Grade.GOOD
    assert found[Aspect.OVERALL] is Grade.REQUIRES_IMPROVEMENT


def test_names_first_and_grades_after_are_put_together_in_order() -> None:
    found = ilacs(
        f"Judgement\n{LEADERS}\n{HELP}\nOverall effectiveness\nGood\nInadequate\nRequires improvement to be good\nProse begins."
    )
    assert list(found.values()) == [Grade.GOOD, Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT]


@pytest.mark.parametrize(
    "prose",
    [
        "At the last inspection, the overall effectiveness of services was judged to require improvement to be good.",
        "The impact of leaders has been good since then, and overall effectiveness remains good.",
        "The experiences and progress of care leavers have improved and are now outstanding.",
    ],
)
def test_prose_before_or_after_the_table_is_no_row(prose: str) -> None:
    table = f"Judgement Grade\n{LEADERS} Inadequate\n{HELP} Inadequate\nOverall effectiveness Inadequate\n"
    for text in (f"{table}{prose}", f"{prose}\n{table}"):
        assert set(ilacs(text).values()) == {Grade.INADEQUATE}
        assert not ilacs_rows(blocks(text)).warnings
    assert ilacs(prose) == {}


SINGLE_ROWS = """1. Children who need help and protection Requires improvement
2. Children looked after and achieving
permanence
Good
2.1 Adoption performance Not judged
2.2 Experiences and progress of care leavers
Requires
Improvement
3. Leadership, management and governance Require improvement
"""


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("The overall judgement is good.", Grade.GOOD),
        ("The overall judgement is Inadequate", Grade.INADEQUATE),
        ("The overall judgement is requires improvement", Grade.REQUIRES_IMPROVEMENT),
        ("The overall judgement is that children’s services require\nimprovement.2", Grade.REQUIRES_IMPROVEMENT),
        ("The overall judgement is that children’s services are inadequate", Grade.INADEQUATE),
        ("Children’s services in Norfolk require improvement to be\ngood", Grade.REQUIRES_IMPROVEMENT),
        ("Children’s services in Norfolk requires improvement to be good", Grade.REQUIRES_IMPROVEMENT),
        ("Children’s services in the Isles of Scilly are good", Grade.GOOD),
        ("Children’s services in Norfolk are outstanding", Grade.OUTSTANDING),
    ],
)
def test_every_wording_of_a_single_inspection_s_overall_sentence(sentence: str, grade: Grade) -> None:
    found = single(f"{sentence}\nLeaders have more to do for some children.\n{SINGLE_ROWS}")
    assert found == {
        Aspect.OVERALL: grade,
        Aspect.HELP_AND_PROTECTION: Grade.REQUIRES_IMPROVEMENT,
        Aspect.LOOKED_AFTER: Grade.GOOD,
        Aspect.ADOPTION: Grade.NOT_JUDGED,
        Aspect.CARE_LEAVERS: Grade.REQUIRES_IMPROVEMENT,
        Aspect.LEADERSHIP: Grade.REQUIRES_IMPROVEMENT,
    }


def test_wrongly_numbered_rows_are_told_by_their_names() -> None:
    rows = SINGLE_ROWS.replace("2.1 Adoption", "2. Adoption").replace("3. Leadership", "2.3 Leadership")
    assert single(f"The overall judgement is good.\n{rows}")[Aspect.LEADERSHIP] is Grade.REQUIRES_IMPROVEMENT


def test_a_sentence_that_reads_like_a_row_does_not_hide_the_table() -> None:
    text = f"Children’s services in Norfolk are good\nLeadership, management and governance require improvement.\nMore words stand between the two of them here.\n{SINGLE_ROWS}"
    assert len(single(text)) == 6


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("The Local Safeguarding Children Board requires improvement", Grade.REQUIRES_IMPROVEMENT),
        ("The effectiveness of the Local Safeguarding Children Board (LSCB) is\ninadequate", Grade.INADEQUATE),
        ("The judgement for the effectiveness of the Local Safeguarding Children\nBoard (LSCB) is good.", Grade.GOOD),
        ("The LSCB is outstanding because:", Grade.OUTSTANDING),
    ],
)
def test_the_safeguarding_board_s_own_judgement(sentence: str, grade: Grade) -> None:
    assert single(f"The overall judgement is good.\n{SINGLE_ROWS}\n{sentence}\n")[Aspect.BOARD] is grade


def test_each_row_knows_its_page() -> None:
    rows = single_rows(blocks(f"The overall judgement is good.\f{SINGLE_ROWS}")).judgements
    assert [row.page for row in rows] == [1, 2, 2, 2, 2, 2]
