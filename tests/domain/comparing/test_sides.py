from dataclasses import replace
from math import log, tanh

import pytest

from visitwatch.domain.comparing.sides import (
    DOUBT,
    Mention,
    Side,
    features,
    mentions,
    side,
    turned,
)
from visitwatch.domain.report import Chances, Finding, Kind, Movement, Report, Stance

SURE = Chances((0.7, 0.2, 0.1, 0.0), (0.5, 0.3, 0.15, 0.05), (("planning", 0.9),))


def finding(*themes: str, chances: Chances | None = SURE, section: str = "", text: str = "Plans are good.") -> Finding:
    return Finding(text, 1, section, themes=themes, stance=Stance.STRENGTH, change=Movement.NONE, chances=chances)


def report(*findings: Finding) -> Report:
    return Report(Kind.FOCUSED_VISIT, (), "", 4, findings=findings)


def one(found: Finding, theme: str = "planning") -> Mention:
    (mention,) = mentions(report(found))[theme]
    return mention


def likely(**themes: float) -> Chances:
    return replace(SURE, themes=tuple(themes.items()))


NOTHING = Mention(0.0, 0.0, True, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, False, False)
SAID = NOTHING._replace(chance=1.0, about=1.0)


def test_a_mention_has_the_chances_of_the_theme_the_stance_and_the_movement() -> None:
    assert one(finding("planning")) == Mention(0.9, 0.9, True, 0.7, 0.2, 0.1, 0.3, 0.15, 0.05, False, False)


def test_the_likeliest_theme_counts_whole_one_near_it_three_fifths_another_two_fifths() -> None:
    found = mentions(report(finding(chances=likely(planning=0.9, risk=0.55, neglect=0.53))))
    assert {theme: (m.chance, m.about, m.first) for theme, (m,) in found.items()} == {
        "planning": (0.9, 0.9, True),
        "risk": (0.55, pytest.approx(0.33), False),
        "neglect": (0.53, pytest.approx(0.212), False),
    }


def test_a_theme_of_exactly_three_fifths_of_the_likeliest_is_not_near_it() -> None:
    found = mentions(report(finding(chances=likely(planning=1.0, risk=0.6))))
    assert [m.about for (m,) in found.values()] == [1.0, pytest.approx(0.24)]


def test_two_themes_that_are_equally_likely_are_both_the_likeliest() -> None:
    found = mentions(report(finding(chances=likely(planning=0.7, risk=0.7))))
    assert [(m.about, m.first) for (m,) in found.values()] == [(0.7, True), (0.7, True)]


def test_a_theme_less_likely_than_a_twentieth_is_not_mentioned() -> None:
    assert set(mentions(report(finding(chances=likely(planning=0.9, risk=0.05, neglect=0.049))))) == {
        "planning",
        "risk",
    }


def test_a_theme_that_the_finding_names_has_an_even_chance_at_least() -> None:
    found = mentions(report(finding("risk", "neglect", "health", chances=likely(planning=0.4, risk=0.8, neglect=0.2))))
    assert {theme: m.chance for theme, (m,) in found.items()} == {
        "risk": 0.8,
        "planning": 0.4,
        "neglect": 0.5,
        "health": 0.5,
    }
    assert [theme for theme, (m,) in found.items() if m.first] == ["risk"]


def test_a_named_theme_is_weighed_by_the_chance_that_the_name_gives_it() -> None:
    found = mentions(report(finding("risk", chances=likely(planning=0.4))))
    assert {theme: (m.about, m.first) for theme, (m,) in found.items()} == {
        "planning": (pytest.approx(0.24), False),
        "risk": (0.5, True),
    }


def test_what_was_not_annotated_and_how_inspectors_went_about_it_mention_nothing() -> None:
    assert not mentions(report(replace(finding(), themes=None)))
    assert not mentions(report(finding("planning", text="Inspectors looked at plans for children.")))
    assert mentions(report(finding("planning", text="Leaders looked at plans for children.")))


def test_a_finding_that_is_likely_neutral_counts_by_the_chance_that_it_is_not() -> None:
    neutral = replace(finding(chances=replace(SURE, stance=(0.1, 0.2, 0.1, 0.6))), stance=Stance.NEUTRAL)
    assert one(neutral).weight == pytest.approx(0.9 * 0.4)


def test_mentions_stand_in_the_reports_order() -> None:
    found = mentions(report(finding(chances=likely(planning=0.8)), finding(chances=likely(planning=0.6))))
    assert [m.chance for m in found["planning"]] == [0.8, 0.6]


def test_a_movement_that_the_other_report_stated_in_the_same_words_is_none_the_stance_stays() -> None:
    now = report(finding(text="Plans have become “better”."), finding(text="Plans are better."))
    same, other = mentions(now, {'plans have become "better".'})["planning"]
    assert (same.improved, same.persisting, same.worsened) == (0.0, 0.0, 0.0)
    assert (same.good, same.bad, same.torn) == (0.7, 0.2, 0.1)
    assert (other.improved, other.persisting, other.worsened) == (0.3, 0.15, 0.05)


@pytest.mark.parametrize(
    ("section", "sort"),
    [
        ("", ""),
        ("Headline findings", "headline"),
        ("OVERVIEW", "headline"),
        ("Other headline findings", ""),
        ("What needs to improve", "listed"),
        ("What needs to be improved?", "listed"),
        ("Areas for priority action", "listed"),
        ("Recommendations", "listed"),
        ("Recommended reading", ""),
        ("Area for improvement", "listed"),
        ("Overview and recommendations", "headline"),
        ("Findings and recommendations", "listed"),
    ],
)
def test_a_section_is_a_headline_or_a_list_of_what_should_improve(section: str, sort: str) -> None:
    mention = one(finding("planning", section=section))
    assert (mention.headline, mention.listed) == (sort == "headline", sort == "listed")


def test_a_mention_weighs_by_how_sure_it_is_twice_in_a_headline_and_half_more_in_a_list() -> None:
    mention = SAID._replace(about=0.8, good=0.5, bad=0.25, torn=0.125)
    assert mention.weight == pytest.approx(0.7)
    assert mention._replace(headline=True).weight == pytest.approx(1.4)
    assert mention._replace(listed=True).weight == pytest.approx(1.05)


def test_what_is_torn_is_half_for_and_half_against() -> None:
    assert SAID._replace(good=0.5, bad=0.25, torn=0.25).balance == pytest.approx(0.625)
    assert SAID._replace(good=0.2).balance == 1.0
    assert SAID._replace(bad=0.2).balance == 0.0
    assert SAID._replace(torn=0.2).balance == 0.5
    assert NOTHING.balance == 0.0
    assert SAID._replace(good=0.0005).balance == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("stance", "good", "bad", "torn"),
    [
        (Stance.STRENGTH, 1.0, 0.0, 0.0),
        (Stance.CONCERN, 0.0, 1.0, 0.0),
        (Stance.MIXED, 0.0, 0.0, 1.0),
        (Stance.NEUTRAL, 0.0, 0.0, 0.0),
    ],
)
def test_a_finding_stored_before_chances_were_kept_counts_by_its_stance(
    stance: Stance, good: float, bad: float, torn: float
) -> None:
    mention = one(replace(finding("planning", chances=None), stance=stance))
    assert mention == Mention(0.9, 0.9, True, good, bad, torn, 0.0, 0.0, 0.0, False, False)


@pytest.mark.parametrize(
    ("change", "improved", "persisting", "worsened"),
    [
        (Movement.NONE, 0.0, 0.0, 0.0),
        (Movement.IMPROVED, 1.0, 0.0, 0.0),
        (Movement.PERSISTING, 0.0, 1.0, 0.0),
        (Movement.WORSENED, 0.0, 0.0, 1.0),
    ],
)
def test_a_finding_stored_before_chances_were_kept_counts_by_its_movement(
    change: Movement, improved: float, persisting: float, worsened: float
) -> None:
    mention = one(replace(finding("planning", chances=None), change=change))
    assert (mention.improved, mention.persisting, mention.worsened) == (improved, persisting, worsened)


def test_a_finding_stored_before_chances_were_kept_is_above_all_about_its_first_theme() -> None:
    found = mentions(report(finding("planning", "risk", "neglect", chances=None)))
    assert {theme: (m.chance, m.about, m.first) for theme, (m,) in found.items()} == {
        "planning": (0.9, 0.9, True),
        "risk": (0.6, pytest.approx(0.36), False),
        "neglect": (0.6, pytest.approx(0.36), False),
    }


THREE = (
    NOTHING._replace(chance=0.8, about=0.8, good=0.5, bad=0.25, torn=0.25, headline=True),
    NOTHING._replace(chance=0.625, about=0.25, first=False, bad=1.0, listed=True),
    NOTHING._replace(chance=0.4, about=0.4, good=0.25, torn=0.25),
)


def test_a_side_is_the_balance_of_what_is_said_half_where_nothing_is() -> None:
    assert side(()).share == 0.5
    assert side((SAID._replace(good=1.0),)).share == pytest.approx(1.25 / 1.5)
    assert side((SAID._replace(bad=1.0),) * 2).share == pytest.approx(0.25 / 2.5)
    assert DOUBT == 0.5
    made = side(THREE)
    assert made.total == pytest.approx(1.6 + 0.375 + 0.2)
    assert made.share == pytest.approx((1.0 + 0.15 + 0.25) / (2.175 + 0.5))


def test_the_chance_that_anything_is_said_is_never_quite_one() -> None:
    assert side(()).spoken == 0.0
    assert side(THREE).spoken == pytest.approx(1 - 0.2 * 0.375 * 0.8)
    assert side((SAID._replace(good=1.0),)).spoken == pytest.approx(0.99)
    assert side((SAID._replace(good=0.4, bad=0.3, torn=0.2),)).spoken == pytest.approx(0.9)


def test_the_numbers_of_a_side_are_those_worked_out_by_hand() -> None:
    share = 1.4 / 2.675
    assert side(THREE).numbers == pytest.approx(
        {
            "total": log(3.175),
            "share": share,
            "first_total": log(2.8),
            "first_share": 1.4 / 2.3,
            "most_good": 0.4,
            "most_bad": 0.25,
            "most_torn": 0.2,
            "good": log(1.5),
            "bad": log(1.825),
            "torn": log(1.3),
            "headline": tanh(0.2),
            "listed": 0.25,
            "spoken": 0.94,
            "both_ways": 0.1,
            "undecided": 4 * share * (1 - share),
        }
    )


def test_a_side_that_says_nothing_is_undecided_and_else_nought() -> None:
    numbers = side(()).numbers
    assert {name: value for name, value in numbers.items() if value} == {
        "share": 0.5,
        "first_share": 0.5,
        "undecided": 1.0,
    }


def test_headlines_against_a_theme_weigh_below_nought() -> None:
    against = SAID._replace(about=0.25, bad=1.0, headline=True)
    assert side((against, SAID._replace(good=1.0))).numbers["headline"] == pytest.approx(tanh(-0.25))


def test_of_several_items_of_a_list_the_surest_counts() -> None:
    items = tuple(SAID._replace(about=about, bad=1.0, listed=True) for about in (0.2, 0.6, 0.4))
    assert side(items).numbers["listed"] == 0.6


def a_side(share: float, spoken: float, first_share: float, listed: float) -> Side:
    return Side(1.0, share, spoken, {"first_share": first_share, "listed": listed})


WEAK, BETTER = a_side(0.25, 0.8, 0.4, 0.5), a_side(0.65, 0.5, 0.6, 0.2)


def test_what_lies_between_two_sides_is_worked_out_by_hand() -> None:
    found = features(WEAK, BETTER, (), inspections=True)
    assert {name: value for name, value in found.items() if value} == pytest.approx(
        {
            "before first_share": 0.4,
            "before listed": 0.5,
            "now first_share": 0.6,
            "now listed": 0.2,
            "both": 0.4,
            "only_now": 0.1,
            "only_before": 0.4,
            "moved": 0.16,
            "better": 0.16,
            "both_good": 0.065,
            "both_bad": 0.105,
            "first_moved": 0.08,
            "listed_twice": 0.1,
            "inspections": 1.0,
        }
    )


def test_a_move_for_the_worse_is_the_move_for_the_better_turned_round() -> None:
    found = features(BETTER, WEAK, (), inspections=False)
    assert (found["moved"], found["better"], found["worse"]) == pytest.approx((-0.16, 0.0, 0.16))
    assert found["first_moved"] == pytest.approx(-0.08)
    assert (found["only_now"], found["only_before"]) == pytest.approx((0.4, 0.1))
    assert found["inspections"] == 0.0


def test_the_stated_movements_are_worked_out_by_hand() -> None:
    said = (
        NOTHING._replace(
            about=0.8,
            good=0.5,
            bad=0.25,
            torn=0.25,
            improved=0.25,
            persisting=0.125,
            worsened=0.1,
            headline=True,
        ),
        NOTHING._replace(about=0.4, bad=0.5, improved=0.75, persisting=0.5, worsened=0.5),
    )
    found = features(WEAK, BETTER, said, inspections=False)
    heard = 0.8 + 0.2 + 0.3
    stated = {name: v for name, v in found.items() if name.startswith(("improved", "persisting", "worsened"))}
    assert stated == pytest.approx(
        {
            "improved most": 0.3,
            "improved sum": 0.5,
            "improved share": 0.5 / heard,
            "improved headline": 0.2,
            "persisting most": 0.2,
            "persisting sum": 0.3,
            "persisting share": 0.3 / heard,
            "persisting headline": 0.1,
            "worsened most": 0.2,
            "worsened sum": 0.28,
            "worsened share": 0.28 / heard,
            "worsened headline": 0.08,
            "persisting good": 0.05 / heard,
            "persisting bad": 0.15 / heard,
            "improved torn": 0.05 / heard,
            "improved most good": 0.3 * 0.65,
            "improved most bad": 0.3 * 0.35,
            "improved sum good": 0.5 * 0.65,
            "persisting most good": 0.2 * 0.65,
            "persisting most bad": 0.2 * 0.35,
            "worsened most bad": 0.2 * 0.35,
        }
    )


def test_of_several_headlines_the_surest_movement_counts() -> None:
    said = tuple(SAID._replace(good=1.0, improved=chance, headline=True) for chance in (0.2, 0.6, 0.4))
    assert features(WEAK, BETTER, said, inspections=False)["improved headline"] == 0.6


def test_what_is_torn_and_persists_counts_as_bad() -> None:
    said = (SAID._replace(torn=0.7, persisting=0.5),)
    found = features(WEAK, BETTER, said, inspections=False)
    assert (found["persisting good"], found["persisting bad"]) == pytest.approx((0.0, 0.35))


def test_every_number_of_both_sides_is_a_feature() -> None:
    before, now = side(THREE), side(())
    found = features(before, now, (), inspections=False)
    for name, value in before.numbers.items():
        assert found[f"before {name}"] == value
        assert found[f"now {name}"] == now.numbers[name]


def test_the_sides_turned_are_the_other_way_round_and_state_nothing() -> None:
    one, other = (
        (NOTHING._replace(chance=1.0, about=1.0, good=0.75), SAID._replace(bad=1.0, listed=True)),
        (SAID._replace(good=1.0, improved=0.5, persisting=0.25, worsened=0.125),),
    )
    silent = tuple(mention._replace(improved=0.0, persisting=0.0, worsened=0.0) for mention in one)
    found = features(side(one), side(other), other, inspections=True)
    back = features(side(other), side(one), silent, inspections=True)
    assert turned(found) == pytest.approx(back)
    assert found["moved"] > 0 > turned(found)["moved"]
    assert list(turned(found)) == list(found)
