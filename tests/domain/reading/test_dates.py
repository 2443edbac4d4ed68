from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitwatch.domain.reading.dates import MONTHS, all_ranges, month_number, parse_date, parse_month, parse_ranges
from visitwatch.domain.report import DateRange, YearMonth

MONTH_NAMES = [name.title() for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")]


def days(*pairs: tuple[str, str]) -> tuple[DateRange, ...]:
    return tuple(DateRange(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("on 14 and 15 November 2017.", [("2017-11-14", "2017-11-15")]),
        ("on 11 December 2018.", [("2018-12-11", "2018-12-11")]),
        ("30 November and 1 December 2022", [("2022-11-30", "2022-12-01")]),
        ("29 January to 9 February 2018", [("2018-01-29", "2018-02-09")]),
        ("23 April 2018 to 04 May 2018", [("2018-04-23", "2018-05-04")]),
        ("15, 16 and 21 July 2025", [("2025-07-15", "2025-07-16"), ("2025-07-21", "2025-07-21")]),
        ("14, 15 and 16 November 2017", [("2017-11-14", "2017-11-16")]),
        ("on the 15 and 16 of May 2018", [("2018-05-15", "2018-05-16")]),
        ("between 3 and 4 March 2021", [("2021-03-03", "2021-03-04")]),
        ("between 6 and 8 October 2020", [("2020-10-06", "2020-10-08")]),
        ("between 30 September and 2 October 2020", [("2020-09-30", "2020-10-02")]),
        ("1 to 2 March 2023", [("2023-03-01", "2023-03-02")]),
        ("from 4 to 15 February 2019", [("2019-02-04", "2019-02-15")]),
        (
            "7 to 11 January 2019 and 21 to 25 January 2019",
            [("2019-01-07", "2019-01-11"), ("2019-01-21", "2019-01-25")],
        ),
        ("7 to 11 January and 21 to 25 January 2019", [("2019-01-07", "2019-01-11"), ("2019-01-21", "2019-01-25")]),
        ("22–23 October 2019", [("2019-10-22", "2019-10-23")]),
        ("8 – 12 July 2019", [("2019-07-08", "2019-07-12")]),
        ("11 December and 12 December 2018", [("2018-12-11", "2018-12-12")]),
        ("29 December to 9 January 2018", [("2017-12-29", "2018-01-09")]),
        ("31 December 2018 and 1 January 2019", [("2018-12-31", "2019-01-01")]),
        ("24 October 2022 to 25 October 2023", [("2022-10-24", "2023-10-25")]),
        ("Inspection dates: 13/03/2015 to 20/03/2015", [("2015-03-13", "2015-03-20")]),
        ("Tuesday 4 and Wednesday 5 June 2019", [("2019-06-04", "2019-06-05")]),
        ("5th and 6th of May, 2021", [("2021-05-05", "2021-05-06")]),
        ("3\xa0and\n4\xa0May\n2018", [("2018-05-03", "2018-05-04")]),
        ("4 May 2021, 16 children", [("2021-05-04", "2021-05-04")]),
        ("section 17 cases on 4 May 2018", [("2018-05-04", "2018-05-04")]),
    ],
)
def test_days_are_read_as_printed(text: str, wanted: list[tuple[str, str]]) -> None:
    assert parse_ranges(text) == days(*wanted)


@pytest.mark.parametrize(
    ("text", "written", "wanted"),
    [
        ("on 30 and 31 January.", "2018-02-22", ("2018-01-30", "2018-01-31")),
        ("on 10 and 11 December.", "2019-01-15", ("2018-12-10", "2018-12-11")),
        ("on 30 November and 1 December.", "2021-01-05", ("2020-11-30", "2020-12-01")),
        ("on 31 December and 1 January.", "2021-01-05", ("2020-12-31", "2021-01-01")),
    ],
)
def test_a_year_that_is_left_out_is_that_of_the_letter(text: str, written: str, wanted: tuple[str, str]) -> None:
    assert parse_ranges(text, written=date.fromisoformat(written)) == days(wanted)


@pytest.mark.parametrize("text", ["", "no day at all", "31 November 2019", "in July 2017", "12 and 13", "on 5 May."])
def test_what_names_no_whole_day_gives_nothing(text: str) -> None:
    assert parse_ranges(text) == ()


def test_all_phrases_of_a_text_are_found_in_order() -> None:
    assert all_ranges("between 1 and 3 May 2020; the letter of 9 June 2020") == days(
        ("2020-05-01", "2020-05-03"), ("2020-06-09", "2020-06-09")
    )


def test_a_single_date_is_the_first_with_its_year() -> None:
    assert parse_date("30 January\n22 February 2018\nMs A Person") == date(2018, 2, 22)
    assert parse_date("nothing") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("judged inadequate in July 2017.", (2017, 7)), ("on 4 Sept. 2016", (2016, 9)), ("March,\n2024", (2024, 3))],
)
def test_a_month_and_year_is_read(text: str, wanted: tuple[int, int]) -> None:
    assert parse_month(text) == YearMonth(*wanted)


def test_a_month_without_a_year_is_no_month_and_year() -> None:
    assert parse_month("in July") is None


def test_month_names_and_abbreviations_are_numbers() -> None:
    assert [month_number(name) for name in MONTH_NAMES] == list(range(1, 13))
    assert [month_number(name[:3]) for name in MONTH_NAMES] == list(range(1, 13))


@given(
    st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(1, 30), st.sampled_from([" to ", "–", " - ", " until "])
)
def test_any_range_is_read_however_little_is_repeated(first: date, length: int, to: str) -> None:
    last = first + timedelta(days=length)
    month = "" if first.month == last.month and first.year == last.year else f" {MONTH_NAMES[first.month - 1]}"
    year = f" {first.year}" if first.year != last.year else ""
    text = f"{first.day}{month}{year}{to}{last.day} {MONTH_NAMES[last.month - 1]} {last.year}"
    assert parse_ranges(text) == (DateRange(first, last),)
    without_first_year = f"{first.day}{month}{to}{last.day} {MONTH_NAMES[last.month - 1]} {last.year}"
    assert parse_ranges(without_first_year) == (DateRange(first, last),)


@given(st.text(alphabet="0123456789 ,/-–andtobewMayJune2018\n.", max_size=80))
def test_no_text_is_an_error(text: str) -> None:
    for found in parse_ranges(text, written=date(2018, 1, 1)) + all_ranges(text):
        assert isinstance(found.first, date)
