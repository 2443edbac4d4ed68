from dataclasses import replace
from datetime import date, timedelta

import pytest

from visitwatch.domain.comparing.baselines import choose, missing_start, missing_visits
from visitwatch.domain.comparison import Known, Why
from visitwatch.domain.report import (
    Aspect,
    AuthorityRef,
    DateRange,
    Grade,
    Judgement,
    Kind,
    Report,
    Urn,
    YearMonth,
)

SAME_AREA, VISIT, START = Why.SAME_AREA, Why.PREVIOUS_VISIT, Why.CYCLE_START


def known(
    key: str,
    kind: Kind,
    ended: date | None,
    *areas: str,
    grade: Grade | None = None,
    judged: YearMonth | None = None,
) -> Known:
    visited = (DateRange(ended - timedelta(days=1), ended),) if ended else ()
    judgements = (Judgement(Aspect.HELP_AND_PROTECTION, grade, 1),) if grade else ()
    authorities = (AuthorityRef(Urn("80000"), "Exampleshire"),)
    return Known(
        key,
        Report(
            kind,
            authorities,
            key,
            5,
            visited=visited,
            areas_covered=areas,
            judgements=judgements,
            judged_inadequate=judged,
        ),
    )


def letter(key: str, ended: date | None, *areas: str, judged: YearMonth | None = None) -> Known:
    return known(key, Kind.MONITORING_VISIT, ended, *areas, judged=judged)


def focused(key: str, ended: date, *areas: str) -> Known:
    return known(key, Kind.FOCUSED_VISIT, ended, *areas)


def ilacs(key: str, ended: date, grade: Grade = Grade.INADEQUATE) -> Known:
    return known(key, Kind.ILACS, ended, grade=grade)


def chosen(later: Known, *history: Known, given: bool = False) -> list[tuple[str, Why]]:
    return [(item.known.key, item.why) for item in choose(later, history, given=given)]


START_INSPECTION = ilacs("start", date(2021, 7, 16))
FRONT_DOOR = letter("front door", date(2022, 1, 20), "The front door")
CARE = letter("care", date(2022, 5, 20), "Children in care")


def test_a_theme_looks_at_the_same_area_first_then_the_last_visit_then_the_start_of_the_cycle() -> None:
    later = letter("later", date(2022, 10, 5), "Services at the MASH")
    assert chosen(later, START_INSPECTION, CARE, FRONT_DOOR) == [
        ("front door", SAME_AREA),
        ("care", VISIT),
        ("start", START),
    ]


def test_the_last_visit_is_named_once_where_it_is_the_one_to_the_same_area() -> None:
    later = letter("later", date(2022, 10, 5), "Children in care")
    assert chosen(later, START_INSPECTION, CARE, FRONT_DOOR) == [("care", SAME_AREA), ("start", START)]


def test_of_several_visits_to_the_same_area_the_last_counts() -> None:
    earlier = letter("earlier", date(2021, 11, 5), "The front door")
    later = letter("later", date(2022, 10, 5), "The MASH")
    assert chosen(later, START_INSPECTION, earlier, FRONT_DOOR, CARE)[0] == ("front door", SAME_AREA)


def test_a_visit_that_ended_on_the_same_day_came_before() -> None:
    later = letter("later", date(2022, 10, 5), "The front door")
    assert chosen(later, focused("same day", date(2022, 10, 5), "Early help")) == [("same day", VISIT)]
    assert chosen(later, later, focused("zz same day", date(2022, 10, 5), "Early help")) == [("zz same day", VISIT)]


def test_a_cycle_includes_its_first_day() -> None:
    first = letter("first", date(2021, 7, 1), "Care leavers")
    later = letter("later", date(2022, 10, 5), "The front door", judged=YearMonth(2021, 7))
    assert chosen(later, first) == [("first", VISIT)]


def test_an_inspection_without_dates_started_no_cycle_that_a_letter_dates() -> None:
    undated = known("undated", Kind.ILACS, None, grade=Grade.INADEQUATE)
    later = letter("later", date(2022, 10, 5), judged=YearMonth(2021, 7))
    assert chosen(later, undated) == []


def test_visits_of_another_cycle_do_not_make_up_for_missing_ones() -> None:
    third = Known("third", replace(letter("third", date(2022, 10, 5), judged=YearMonth(2021, 7)).report, ordinal=3))
    first = Known("first", replace(letter("first", date(2021, 7, 1)).report, ordinal=1))
    next_cycle = Known("next", replace(letter("next", date(2025, 5, 1)).report, ordinal=2))
    old_cycle = Known("old", replace(letter("old", date(2018, 5, 1)).report, ordinal=2))
    assert missing_visits(third, [first, next_cycle, old_cycle]) == (2,)
    assert missing_visits(third, []) == (1, 2)
    assert missing_visits(letter("no ordinal", date(2022, 10, 5)), []) == ()
    assert missing_visits(focused("focused", date(2022, 10, 5)), []) == ()


def test_a_visit_within_the_cycle_is_not_missing() -> None:
    third = Known("third", replace(letter("third", date(2022, 10, 5), judged=YearMonth(2021, 7)).report, ordinal=3))
    second = Known("second", replace(letter("second", date(2022, 5, 20)).report, ordinal=2))
    first = Known("first", replace(letter("first", date(2022, 1, 20)).report, ordinal=1))
    assert missing_visits(third, [second]) == (1,)
    assert missing_visits(third, [second, first]) == ()


def test_visits_go_by_their_days_on_site_whatever_order_they_come_in() -> None:
    later = letter("later", date(2022, 3, 5), "Children in care")
    assert chosen(later, CARE, FRONT_DOOR, START_INSPECTION) == [("front door", VISIT), ("start", START)]


def test_a_cycle_restarts_with_an_inadequate_judgement() -> None:
    again = ilacs("again", date(2022, 8, 1))
    later = letter("later", date(2022, 10, 5), "Children in care")
    assert chosen(later, START_INSPECTION, FRONT_DOOR, CARE, again) == [("again", START)]


def test_an_inspection_without_an_inadequate_judgement_starts_no_cycle() -> None:
    better = ilacs("better", date(2022, 8, 1), Grade.REQUIRES_IMPROVEMENT)
    later = letter("later", date(2022, 10, 5), "Children in care")
    assert chosen(later, START_INSPECTION, CARE, better) == [("care", SAME_AREA), ("start", START)]


@pytest.mark.parametrize("judged", [YearMonth(2021, 7), YearMonth(2021, 9), YearMonth(2021, 11)])
def test_the_month_that_the_letter_names_decides_which_inspection_started_the_cycle(judged: YearMonth) -> None:
    other = ilacs("other", date(2022, 8, 1))
    later = letter("later", date(2022, 10, 5), "Children in care", judged=judged)
    assert chosen(later, START_INSPECTION, other, CARE) == [("care", SAME_AREA), ("start", START)]


def test_an_inspection_of_another_month_does_not_start_the_cycle_that_the_letter_names() -> None:
    old = letter("old", date(2018, 1, 9), "Children in care")
    later = letter("later", date(2022, 10, 5), "Children in care", judged=YearMonth(2021, 12))
    assert chosen(later, START_INSPECTION, old, CARE) == [("care", SAME_AREA)]
    assert missing_start(later.report, choose(later, [START_INSPECTION, CARE])) == YearMonth(2021, 12)


def test_no_start_is_missing_where_a_baseline_is_it_or_the_letter_names_none() -> None:
    later = letter("later", date(2022, 10, 5), judged=YearMonth(2021, 7))
    assert missing_start(later.report, choose(later, [START_INSPECTION])) is None
    assert missing_start(letter("later", date(2022, 10, 5)).report, ()) is None
    assert missing_start(focused("later", date(2022, 10, 5)).report, ()) is None


def test_of_two_inspections_near_the_month_the_inadequate_one_counts() -> None:
    short = ilacs("short", date(2021, 9, 1), Grade.GOOD)
    later = letter("later", date(2022, 10, 5), judged=YearMonth(2021, 9))
    assert chosen(later, START_INSPECTION, short) == [("start", START)]


def test_a_first_visit_that_is_missing_leaves_the_inspection() -> None:
    later = letter("later", date(2022, 10, 5), "Children in care")
    assert chosen(later, START_INSPECTION) == [("start", START)]


def test_what_came_after_and_the_report_itself_are_no_baselines() -> None:
    later = letter("later", date(2022, 3, 5), "The front door")
    assert chosen(later, later, CARE, FRONT_DOOR) == [("front door", SAME_AREA)]
    assert chosen(later, later) == []


def test_a_letter_without_dates_takes_every_earlier_visit() -> None:
    assert chosen(letter("later", None, "Children in care"), FRONT_DOOR, CARE) == [("care", SAME_AREA)]


def test_a_joint_visit_told_in_two_letters_is_one_event() -> None:
    twin = letter("twin", date(2022, 5, 20), "Children in care")
    later = letter("later", date(2022, 10, 5), "The front door")
    assert chosen(later, CARE, twin) == [("care", VISIT)]
    assert chosen(CARE, twin, FRONT_DOOR) == [("front door", VISIT)]


def test_areas_that_every_visit_looks_at_make_no_two_visits_alike() -> None:
    one = letter("one", date(2022, 1, 20), "Leadership and the workforce")
    two = letter("two", date(2022, 5, 20), "Care leavers", "Leadership")
    later = letter("later", date(2022, 10, 5), "Children at risk of exploitation", "Leadership")
    assert chosen(later, one, two) == [("two", VISIT)]


def test_a_focused_visit_looks_for_its_topic_in_any_earlier_letter_then_the_inspection_before() -> None:
    old = focused("old", date(2018, 5, 2), "The front door")
    good = ilacs("good", date(2020, 2, 14), Grade.GOOD)
    other = focused("other", date(2021, 6, 9), "Care leavers")
    later = focused("later", date(2022, 10, 5), "The front door")
    assert chosen(later, old, good, other) == [
        ("old", SAME_AREA),
        ("other", VISIT),
        ("good", Why.PREVIOUS_INSPECTION),
    ]


def test_a_focused_visit_to_an_inadequate_authority_belongs_to_the_cycle() -> None:
    old = focused("old", date(2018, 5, 2), "The front door")
    later = focused("later", date(2022, 3, 5), "The front door")
    assert chosen(later, old, START_INSPECTION, FRONT_DOOR) == [("front door", SAME_AREA), ("start", START)]


def test_a_focused_visit_after_a_better_inspection_is_out_of_the_cycle() -> None:
    better = ilacs("better", date(2022, 8, 1), Grade.GOOD)
    later = focused("later", date(2022, 10, 5), "Children in care")
    assert chosen(later, START_INSPECTION, CARE, better) == [
        ("care", SAME_AREA),
        ("better", Why.PREVIOUS_INSPECTION),
    ]


def test_an_inspection_is_compared_with_the_inspection_before_it_and_with_no_visit() -> None:
    later = ilacs("later", date(2023, 2, 1))
    single = known("single", Kind.SINGLE, date(2017, 3, 23), grade=Grade.INADEQUATE)
    assert chosen(later, FRONT_DOOR, CARE, single, START_INSPECTION) == [("start", Why.PREVIOUS_INSPECTION)]
    assert chosen(later, single, CARE) == [("single", Why.PREVIOUS_INSPECTION)]
    assert chosen(later, CARE) == []


@pytest.mark.parametrize("kind", [Kind.JTAI, Kind.AREA_SEND, Kind.LOOKED_AFTER, Kind.BOARD_REVIEW])
def test_other_inspections_are_compared_with_their_own_kind_only(kind: Kind) -> None:
    first, second = known("first", kind, date(2019, 1, 9)), known("second", kind, date(2020, 1, 9))
    later = known("later", kind, date(2023, 2, 1))
    assert chosen(later, first, second, START_INSPECTION, CARE) == [("second", Why.PREVIOUS_OF_KIND)]
    assert chosen(later, START_INSPECTION, CARE) == []


def test_a_report_of_unknown_kind_is_compared_with_nothing() -> None:
    report = known("later", Kind.UNKNOWN, date(2023, 2, 1))
    assert chosen(report, known("first", Kind.UNKNOWN, date(2019, 1, 9)), START_INSPECTION) == []


def test_every_report_that_a_person_gives_is_a_baseline_those_of_the_rule_first() -> None:
    later = ilacs("later", date(2021, 1, 1))
    jtai = known("jtai", Kind.JTAI, date(2019, 1, 9))
    good = ilacs("good", date(2018, 1, 9), Grade.GOOD)
    assert chosen(later, jtai, good, CARE, given=True) == [
        ("good", Why.PREVIOUS_INSPECTION),
        ("care", VISIT),
        ("jtai", Why.PREVIOUS_OF_KIND),
    ]


def test_a_given_inspection_started_a_letters_cycle_only_if_it_was_inadequate() -> None:
    later = letter("later", date(2020, 1, 1))
    good = ilacs("good", date(2021, 1, 9), Grade.GOOD)
    assert chosen(later, good, given=True) == [("good", Why.PREVIOUS_INSPECTION)]
    assert chosen(later, START_INSPECTION, given=True) == [("start", START)]


def test_an_older_inspection_given_with_an_inspection_started_no_cycle() -> None:
    later = ilacs("later", date(2023, 2, 1))
    older = ilacs("older", date(2015, 1, 9))
    assert chosen(later, older, START_INSPECTION, given=True) == [
        ("start", Why.PREVIOUS_INSPECTION),
        ("older", Why.PREVIOUS_INSPECTION),
    ]


def test_a_report_may_be_given_as_its_own_baseline() -> None:
    assert [key for key, _ in chosen(CARE, CARE, given=True)] == ["care"]
