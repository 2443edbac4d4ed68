from datetime import date

import pytest

from visitwatch.domain.labels import parse_day, read_label
from visitwatch.domain.report import Kind


@pytest.mark.parametrize(
    ("nonvisual", "kind", "published"),
    [
        ("Children's services inspection, PDF - 13 June 2027", Kind.ILACS, date(2027, 6, 13)),
        ("children's services inspection,  pdf - 16 august 2013", Kind.SINGLE, date(2013, 8, 16)),
        ("Single inspection of LA children's services as pdf - 10 February 2015", Kind.SINGLE, date(2015, 2, 10)),
        ("Children’s services focused visit, pdf - 01 August 2024", Kind.FOCUSED_VISIT, date(2024, 8, 1)),
        ("Joint area child protection inspection, pdf - 30 January 2024", Kind.JTAI, date(2024, 1, 30)),
        ("Area SEND full inspection, pdf - 12 July 2024", Kind.AREA_SEND, date(2024, 7, 12)),
        ("Area SEND monitoring inspection, pdf - 12 July 2026", Kind.AREA_SEND, date(2026, 7, 12)),
        ("Children's services monitoring visit, pdf - 3 May 2026", Kind.MONITORING_VISIT, date(2026, 5, 3)),
        ("Monitoring, pdf - 3 May 2026", Kind.MONITORING_VISIT, date(2026, 5, 3)),
        ("Children's services assurance visit, pdf - 3 May 2021", Kind.ASSURANCE_VISIT, date(2021, 5, 3)),
        ("Inspection of looked after children services, pdf - 3 May 2013", Kind.LOOKED_AFTER, date(2013, 5, 3)),
        ("Review of the local safeguarding children board, pdf - 3 May 2015", Kind.BOARD_REVIEW, date(2015, 5, 3)),
        ("Annual conversation, pdf - 3 May 2026", Kind.UNKNOWN, date(2026, 5, 3)),
        ("Children and families services review, pdf - 3 May 2027", Kind.UNKNOWN, date(2027, 5, 3)),
        ("", Kind.UNKNOWN, None),
    ],
)
def test_a_label_tells_its_kind_and_day(nonvisual: str, kind: Kind, published: date | None) -> None:
    label = read_label("", nonvisual)
    assert (label.kind, label.published, label.known) == (kind, published, kind is not Kind.UNKNOWN)


def test_the_words_for_screen_readers_win_and_are_kept_in_lower_case() -> None:
    label = read_label("Focused visit", "Children’s  services\nfocused visit, PDF - 2 May 2026")
    assert label.text == "children's services focused visit, pdf - 2 may 2026"
    assert label.format == "pdf"


def test_the_visible_words_help_where_the_others_tell_nothing() -> None:
    label = read_label("Monitoring visit 2 May 2026", "Report, pdf")
    assert (label.kind, label.published, label.format) == (Kind.MONITORING_VISIT, date(2026, 5, 2), "pdf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16 August 2013", date(2013, 8, 16)),
        ("Visit date: 5th Aug 2013", date(2013, 8, 5)),
        ("4 Sept 2025", date(2025, 9, 4)),
        ("2026-05-03", date(2026, 5, 3)),
        ("2026-05-03T10:00:00Z", date(2026, 5, 3)),
        ("31 February 2020", None),
        ("3 Brumaire 1799", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_are_read_or_not_guessed(text: str, expected: date | None) -> None:
    assert parse_day(text) == expected
