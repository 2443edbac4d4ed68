"""Kinds told from a document's own first words."""

from __future__ import annotations

import pytest
from tests.domain.reading.documents import read

from visitwatch.domain.report import Kind

SINGLE = "Inspection of services for children in need of help and protection, children looked after and care leavers"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Inspection of Norfolk local authority children’s services\nInspection dates: 3 to 14 June 2024", Kind.ILACS),
        (
            "Norfolk County Council\nInspection of children’s social care services\nInspection dates: 3 to 14 June 2019",
            Kind.ILACS,
        ),
        (
            "Liverpool City Council\nInspection of local authority children's services\nInspection dates: 3 June 2018",
            Kind.ILACS,
        ),
        ("Inspection of Bradford Children and Families Trust\nInspection dates: 3 to 14 June 2025", Kind.ILACS),
        (f"Norfolk County Council\n{SINGLE}\nInspection date: 6 July 2015 – 30 July 2015", Kind.SINGLE),
        (f"Norfolk County Council\nRe-{SINGLE.lower()}\nInspection date: 6 July 2017", Kind.SINGLE),
        (
            f"Norfolk County Council\n{SINGLE}\nand\nReview of the effectiveness of the Local Safeguarding Children Board1\n",
            Kind.SINGLE,
        ),
        (
            "Norfolk Safeguarding Children Board\nReview of the effectiveness of the Local Safeguarding Children Board",
            Kind.BOARD_REVIEW,
        ),
        (
            "Inspection of looked after children services\nNorfolk County Council\nInspection dates: 8 – 12 July 2013",
            Kind.LOOKED_AFTER,
        ),
        (
            "14 July 2017\nDear local partnership\nJoint targeted area inspection of the multi-agency response to abuse in Norfolk",
            Kind.JTAI,
        ),
        (
            (
                "27 May 2024\nDear Norfolk Safeguarding Children Partnership\nJoint targeted area inspection of Norfolk\n"
                "This letter summarises the findings of the joint targeted area inspection (JTAI) of Norfolk."
            ),
            Kind.JTAI,
        ),
        (
            "Local area partnership report\nArea SEND inspection of Norfolk Local Area Partnership\nInspection dates: 3 June 2024",
            Kind.AREA_SEND,
        ),
        (
            "Area SEND monitoring inspection of Norfolk Local Area Partnership\nInspection dates: 3 June 2025",
            Kind.AREA_SEND,
        ),
        (
            "Dear Ms Example\nJoint local area SEND inspection in Norfolk\nBetween 3 June 2019 and 7 June 2019, inspectors came.",
            Kind.AREA_SEND,
        ),
        (
            "Dear Ms Example\nFocused visit to Norfolk children’s services\nThis letter summarises the findings of the focused visit.",
            Kind.FOCUSED_VISIT,
        ),
        (
            (
                "Dear Ms Example\nMonitoring visit to Norfolk children’s services\n"
                "This letter summarises the findings of the monitoring visit to Norfolk children’s services on 4 and 5 June 2024."
            ),
            Kind.MONITORING_VISIT,
        ),
        (
            "Dear Ms Example\nAssurance visit to Norfolk children’s services\nInspectors came on 4 June 2020.",
            Kind.ASSURANCE_VISIT,
        ),
        ("Norfolk County Council\nJoint area review\nReview of services for children and young people", Kind.UNKNOWN),
        (
            "Inspection of safeguarding and looked after children services\nNorfolk\nInspection dates: 3 June 2010",
            Kind.UNKNOWN,
        ),
        ("A note that names no kind of report at all, but mentions a focused visit of last year.", Kind.UNKNOWN),
    ],
)
def test_a_kind_is_told_from_title_and_opening(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


def test_a_report_that_names_other_kinds_of_visit_keeps_its_own_kind() -> None:
    report = read(
        "Inspection of Norfolk local authority children’s services\nInspection dates: 3 to 14 June 2024\n"
        "Since the last monitoring visit and the focused visit of May 2023, and a joint targeted area inspection, much is better."
    )
    assert report.kind is Kind.ILACS


def test_blank_first_pages_do_not_hide_the_title() -> None:
    report = read("\f\fInspection of Norfolk local authority children’s services\nInspection dates: 3 to 14 June 2024")
    assert report.kind is Kind.ILACS
    assert "pages without text: 1, 2" in report.warnings


def test_an_unknown_kind_keeps_its_text_and_says_so() -> None:
    report = read("A letter of a sort that nobody knows\nIt has two sentences. This is the second.")
    assert report.kind is Kind.UNKNOWN
    assert "a kind of report that is not known" in report.warnings
    assert report.findings[-1].text == "This is the second."
