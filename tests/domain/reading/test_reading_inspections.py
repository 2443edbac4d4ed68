"""Inspections of every kind to reports, on invented texts in the real layouts."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domain.reading.documents import read
from tests.support.report_pdfs import ilacs_pdf

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Aspect, DateRange, Grade, Improvement, Kind, Report, Status
from visitwatch.flow.read_file import read_bytes

TABLE = """Judgement Grade
The impact of leaders on social work practice with children and families Good
The experiences and progress of children who need help and protection Good
The experiences and progress of children in care Good
The experiences and progress of care leavers Good
Overall effectiveness Good
"""


def ilacs(
    dates: str = "Inspection dates: 3 to 14 June 2024",
    leads: str = "Lead inspector: Ada Example, His Majesty’s Inspector",
    rest: str = "",
) -> str:
    return f"Inspection of Norfolk local authority children’s services\n{dates}\n{leads}\n{TABLE}Leaders know their services.\n{rest}"


def days(*printed: tuple[date, date]) -> tuple[DateRange, ...]:
    return tuple(DateRange(first, last) for first, last in printed)


@pytest.mark.parametrize(
    ("line", "visited"),
    [
        ("Inspection dates: 4 to 15 February 2019", days((date(2019, 2, 4), date(2019, 2, 15)))),
        ("Inspection dates: 23 April 2018 to 04 May 2018", days((date(2018, 4, 23), date(2018, 5, 4)))),
        ("Inspection dates: 29 January to 9 February 2018", days((date(2018, 1, 29), date(2018, 2, 9)))),
        ("Inspection dates: 19 November–30 November 2018", days((date(2018, 11, 19), date(2018, 11, 30)))),
        (
            "Inspection dates: 5 to 9 December 2022 and 14 to 15 February 2023",
            days((date(2022, 12, 5), date(2022, 12, 9)), (date(2023, 2, 14), date(2023, 2, 15))),
        ),
        (
            "Inspection dates: 8 July 2019 to 12 July 2019 and 7 August\n2019 to 8 August 2019",
            days((date(2019, 7, 8), date(2019, 7, 12)), (date(2019, 8, 7), date(2019, 8, 8))),
        ),
    ],
)
def test_every_form_of_an_inspection_s_days(line: str, visited: tuple[DateRange, ...]) -> None:
    assert read(ilacs(line)).visited == visited


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Lead inspector: Ada Example, His Majesty’s Inspector", ("Ada Example",)),
        ("Lead inspector: Ada Example Her Majesty’s Inspector", ("Ada Example",)),
        ("Lead inspector: Ada Example HMI", ("Ada Example",)),
        (
            "Lead inspectors: Ada Example and Bo Sample-Jones, His Majesty’s Inspectors",
            ("Ada Example", "Bo Sample-Jones"),
        ),
        ("", ()),
    ],
)
def test_lead_inspectors_one_several_or_none(line: str, names: tuple[str, ...]) -> None:
    report = read(ilacs(leads=line))
    assert report.inspectors == names
    assert ("no lead inspector is named" in report.warnings) is (not names)


@pytest.mark.parametrize(
    "title",
    [
        "Inspection of Norfolk local authority children’s services",
        "Inspection of the Norfolk local authority children’s services",
        "Inspection of Norfolk County Council local authority\nchildren’s services",
        "Inspection of Norfolk County Council children’s services",
        "Norfolk County Council\nInspection of children’s social care services",
        "Norfolk\nInspection of children's social care services",
    ],
)
def test_every_form_of_title_names_the_authority(title: str) -> None:
    report = read(f"{title}\nInspection dates: 3 to 14 June 2024\n{TABLE}")
    assert [(a.urn, a.name) for a in report.authorities] == [("80418", "Norfolk")]


def test_an_authority_that_nobody_knows_is_kept_as_printed() -> None:
    report = read(
        f"Inspection of Erewhon Vale local authority children’s services\nInspection dates: 3 June 2024\n{TABLE}"
    )
    assert [(a.urn, a.name) for a in report.authorities] == [("", "Erewhon Vale")]
    assert any("Erewhon Vale" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    "heading",
    [
        "What needs to improve",
        "What needs to improve?",
        "What needs to improve:",
        "What needs to improve?1",
        "What Needs to Improve",
    ],
)
def test_every_form_of_the_heading_of_what_needs_to_improve(heading: str) -> None:
    rest = f"{heading}\n• The quality of plans.\n• Supervision of new staff\nThe experiences and progress of children in care: good\n1. They are safe."
    assert [item.text for item in read(ilacs(rest=rest)).improvements] == [
        "The quality of plans.",
        "Supervision of new staff",
    ]


@pytest.mark.parametrize(
    ("printed", "tags"),
    [
        ("(Outcome three)", ("Outcome three",)),
        ("(Enabler two)", ("Enabler two",)),
        ("(outcome 4, national framework)", ("Outcome 4",)),
        ("(outcome 1: national framework)", ("Outcome 1",)),
        ("(National Framework, Outcome 2)", ("Outcome 2",)),
        ("(Outcome 1 and Enabler 3)", ("Outcome 1", "Enabler 3")),
        ("(Outcome 1; Outcome 3)", ("Outcome 1", "Outcome 3")),
        (
            "(Enabler 2: Leaders drive conditions for effective practice).",
            ("Enabler 2: Leaders drive conditions for effective practice",),
        ),
    ],
)
def test_framework_tags_are_data_and_not_text(printed: str, tags: tuple[str, ...]) -> None:
    report = read(ilacs(rest=f"What needs to improve?\n• The quality of plans. {printed}\n"))
    assert report.improvements == (Improvement("The quality of plans.", 1, tags),)


def test_brackets_that_are_no_tag_stay() -> None:
    report = read(ilacs(rest="What needs to improve?\n• Work under the Public Law Outline (PLO).\n"))
    assert report.improvements[0].text == "Work under the Public Law Outline (PLO)."


def test_an_inner_list_belongs_to_its_item() -> None:
    rest = (
        "What needs to improve?\n• Oversight of:\n• pre-proceedings\n• private fostering.\n• Caseloads in two teams.\n"
    )
    assert [item.text for item in read(ilacs(rest=rest)).improvements] == [
        "Oversight of: pre-proceedings private fostering.",
        "Caseloads in two teams.",
    ]


def test_areas_for_priority_action_are_apart_from_what_needs_to_improve() -> None:
    rest = (
        "Areas for priority action\n• Risk to children who go missing must be known and acted upon.\n"
        "What needs to improve?\n• The quality of plans.\nThe experiences and progress of children in care: good\n1. They are safe."
    )
    report = read(ilacs(rest=rest))
    assert [quote.text for quote in report.priority_actions] == [
        "Risk to children who go missing must be known and acted upon."
    ]
    assert len(report.improvements) == 1


def test_findings_stand_under_their_section_with_their_grade() -> None:
    rest = "The experiences and progress of children in care: good\n1. They are safe. They are heard.\n2. Few move."
    findings = read(ilacs(rest=rest)).findings
    assert [(f.text, f.section) for f in findings[-3:]] == [
        ("They are safe.", "The experiences and progress of children in care: good"),
        ("They are heard.", "The experiences and progress of children in care: good"),
        ("Few move.", "The experiences and progress of children in care: good"),
    ]
    assert findings[-3].paragraph == findings[-2].paragraph == findings[-1].paragraph - 1


def test_no_overall_effectiveness_is_doubted_only_before_april_2026() -> None:
    without = ilacs().replace("Overall effectiveness Good\n", "")
    assert any("overall effectiveness" in warning for warning in read(without).warnings)
    assert read(without.replace("June 2024", "June 2026")).warnings == ()


def test_an_inspection_of_a_year_is_kept_as_printed_and_doubted() -> None:
    report = read(ilacs("Inspection dates: 3 June 2024 to 4 June 2025"))
    assert report.visited == days((date(2024, 6, 3), date(2025, 6, 4)))
    assert any("as printed" in warning for warning in report.warnings)


SINGLE = """Norfolk County Council
Inspection of services for children in need of help and protection, children looked after and care leavers
Inspection date: 1/06/2015 – 25/06/2015
Report published: 10/08/2015
Children’s services in Norfolk are inadequate
1. Children who need help and protection Inadequate
2. Children looked after and achieving permanence Good
2.1 Adoption performance Good
2.2 Experiences and progress of care leavers Good
3. Leadership, management and governance Inadequate
\f\f\fWhat does the local authority need to improve?
Priority and immediate action
1. Ensure that every child at risk is seen.
Areas for improvement
2. Improve plans.
3. Improve supervision.
Information about this inspection
Inspectors read case files.
The inspection team
Lead inspector: Ada Example
Deputy lead inspector: Bo Sample
Team inspectors: Cy Model, Di Pattern
"""


def test_a_single_inspection_has_slashed_dates_publication_team_and_lists() -> None:
    report = read(SINGLE)
    assert report.kind is Kind.SINGLE
    assert report.visited == days((date(2015, 6, 1), date(2015, 6, 25)))
    assert report.published == date(2015, 8, 10)
    assert report.inspectors == ("Ada Example",)
    assert report.grade(Aspect.OVERALL) is Grade.INADEQUATE
    assert [quote.text for quote in report.priority_actions] == ["Ensure that every child at risk is seen."]
    assert [item.text for item in report.improvements] == ["Improve plans.", "Improve supervision."]


def test_a_new_joint_inspection_has_its_theme_days_and_lists() -> None:
    report = read(
        "27 May 2024\nAda Example, Director\nDear Norfolk Safeguarding Children Partnership\nJoint targeted area inspection of Norfolk\n"
        "This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to serious "
        "youth violence in Norfolk.\nThis inspection took place from 18 to 22 March 2024. It was carried out by inspectors.\n"
        "Headline findings\nPartners work well together.\nAreas for priority action\n• Children in hospital must be seen.\n"
        "What needs to improve?\n• Health records.\n• Police referrals.\nStrengths\n• Schools help early.\n"
    )
    assert (report.kind, report.topic) == (Kind.JTAI, "serious youth violence")
    assert report.visited == days((date(2024, 3, 18), date(2024, 3, 22)))
    assert report.letter_date == date(2024, 5, 27)
    assert [a.urn for a in report.authorities] == ["80418"]
    assert len(report.improvements) == 2
    assert len(report.priority_actions) == 1


def test_an_old_joint_inspection_lists_its_areas_under_agencies() -> None:
    report = read(
        "14 July 2017\nDear local partnership\nJoint targeted area inspection of the multi-agency response to abuse and neglect in Norfolk\n"
        "Between 22 May and 26 May 2017, inspectors undertook a joint inspection in Norfolk.\nKey strengths\n• Partners meet.\n"
        "Areas for improvement\nHealth services\n• Records are thin.\nThe police\n• Visits are late.\nNext steps\nA plan is due.\n"
    )
    assert report.topic == "abuse and neglect"
    assert report.visited == days((date(2017, 5, 22), date(2017, 5, 26)))
    assert [item.text for item in report.improvements] == ["Records are thin.", "Visits are late."]


SEND = """Local area partnership report
Area SEND inspection of Norfolk Local Area Partnership
Inspection dates: 11 to 15 March 2024
Dates of previous inspection: 23 to 27 January 2017
Inspection outcome
{}
Information about the local area partnership
Norfolk County Council and a health board are responsible.
Areas for improvement
Leaders should plan better.
Leaders should listen more.
Local area partnership details
"""


@pytest.mark.parametrize(
    ("sentences", "outcome"),
    [
        (
            "The arrangements typically lead to positive experiences and outcomes. The next full inspection is in approximately five years.",
            1,
        ),
        (
            "The arrangements typically lead to positive experiences. The next full inspection will be within approximately 5 years.",
            1,
        ),
        (
            "The arrangements lead to inconsistent experiences and outcomes. The next is within approximately three years.",
            2,
        ),
        (
            "There are widespread and/or systemic failings leading to significant concerns. A monitoring inspection will follow.",
            3,
        ),
        ("There are widespread and systemic failings, which the partnership must address urgently.", 3),
    ],
)
def test_every_area_send_outcome(sentences: str, outcome: int) -> None:
    report = read(SEND.format(sentences))
    assert report.outcome == outcome
    assert report.visited == days((date(2024, 3, 11), date(2024, 3, 15)))
    assert [a.urn for a in report.authorities] == ["80418"]
    assert len(report.improvements) == 2


def test_bytes_are_read_or_named_with_their_hash() -> None:
    register = packaged_register()
    whole = read_bytes(ilacs_pdf(), FileExtractor(), register)
    html = read_bytes(b"<html><title>Report not found</title></html>", FileExtractor(), register)
    cut = read_bytes(ilacs_pdf()[:900], FileExtractor(), register)
    assert (whole.status, whole.reason) == (Status.READ, None)
    assert whole.report is not None
    assert whole.report.sha256 == whole.sha256
    assert (html.status, html.reason) == (Status.NOT_A_REPORT, "html")
    assert (cut.status, cut.reason) == (Status.UNREADABLE, "truncated")


def test_an_annotator_is_asked_for_reports_only() -> None:
    asked: list[Report] = []

    def annotate(report: Report) -> Report:
        asked.append(report)
        return report

    for data in (ilacs_pdf(), b"", b"<html></html>"):
        read_bytes(data, FileExtractor(), packaged_register(), annotate)
    assert [report.kind for report in asked] == [Kind.ILACS]
