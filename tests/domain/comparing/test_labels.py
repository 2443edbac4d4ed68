from datetime import date

import pytest

from visitwatch.domain.comparing.labels import days, label, listed, ordinal, ref
from visitwatch.domain.report import DateRange, Kind, Report


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "first"),
        (2, "second"),
        (9, "ninth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (24, "24th"),
        (111, "111th"),
        (112, "112th"),
        (113, "113th"),
        (122, "122nd"),
        (0, "0th"),
    ],
)
def test_an_ordinal_is_a_word_to_twenty_and_digits_beyond(number: int, word: str) -> None:
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2018, 1, 9), date(2018, 1, 9), "9 January 2018"),
        (date(2018, 1, 9), date(2018, 1, 10), "9 and 10 January 2018"),
        (date(2019, 2, 4), date(2019, 2, 15), "4 to 15 February 2019"),
        (date(2018, 1, 31), date(2018, 2, 1), "31 January to 1 February 2018"),
        (date(2018, 12, 31), date(2019, 1, 1), "31 December 2018 to 1 January 2019"),
        (date(2017, 1, 9), date(2018, 1, 10), "9 January 2017 to 10 January 2018"),
    ],
)
def test_days_on_site_are_written_as_a_person_would(first: date, last: date, text: str) -> None:
    assert days(DateRange(first, last)) == text


def test_a_report_is_named_by_ordinal_kind_and_days() -> None:
    visited = (DateRange(date(2018, 1, 9), date(2018, 1, 10)), DateRange(date(2018, 1, 15), date(2018, 1, 15)))
    report = Report(Kind.MONITORING_VISIT, (), "", 4, ordinal=2, visited=visited)
    assert label(report) == "second monitoring visit, 9 and 10 January 2018, 15 January 2018"
    assert ref("key", report).key == "key"
    assert ref("key", report).kind is Kind.MONITORING_VISIT
    assert ref("key", report).label == label(report)


def test_a_report_without_days_is_named_by_its_letter_date_or_by_its_kind_alone() -> None:
    assert label(Report(Kind.FOCUSED_VISIT, (), "", 4, letter_date=date(2020, 3, 1))) == "focused visit, 1 March 2020"
    assert label(Report(Kind.UNKNOWN, (), "", 4)) == "report"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.ILACS, "ILACS inspection"),
        (Kind.SINGLE, "single inspection"),
        (Kind.JTAI, "joint targeted area inspection"),
        (Kind.AREA_SEND, "area SEND inspection"),
        (Kind.LOOKED_AFTER, "inspection of looked after children services"),
    ],
)
def test_kinds_have_names_for_people(kind: Kind, name: str) -> None:
    assert label(Report(kind, (), "", 4)) == name


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
        (tuple("abcd"), "a, b, c and d"),
    ],
)
def test_parts_are_listed_with_commas_and_a_last_and(parts: tuple[str, ...], text: str) -> None:
    assert listed(parts) == text
