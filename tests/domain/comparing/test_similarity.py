import pytest

from visitwatch.domain.comparing.similarity import content, likeness, plain, versions


def test_plain_words_have_no_capitals_curly_quotes_long_dashes_soft_hyphens_or_line_breaks() -> None:
    printed = "Leaders’ “grip” on pre\u2010proceedings –\n the ‘P\u00adLO’ − is  firm."
    assert plain(printed) == "leaders' \"grip\" on pre-proceedings - the 'plo' - is firm."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("skill", "skills"),
        ("Planning", "plans"),
        ("planned", "plan"),
        ("recording", "records"),
        ("records", "record"),
        ("visits", "visit"),
        ("assessments", "assessment"),
        ("histories", "history"),
        ("placements", "homes"),
        ("availability", "sufficiency"),
        ("regular", "frequency"),
        ("domestic violence", "domestic abuse"),
        ("social workers", "practitioners"),
        ("uses", "use"),
        ("risking", "risks"),
    ],
)
def test_forms_of_a_word_and_words_that_mean_the_same_are_one(one: str, other: str) -> None:
    assert content(one) == content(other)


@pytest.mark.parametrize(
    ("one", "other"), [("aiming", "aims"), ("need", "ned"), ("used", "us"), ("adoption", "adults")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert content(one) != content(other)


def test_a_year_keeps_its_digits() -> None:
    assert content("By 2022.") == {"2022"}


def test_words_that_every_item_has_do_not_count_unless_there_are_no_others() -> None:
    assert content("The quality and effectiveness of supervision for children.") == {"supervision"}
    assert content("The quality of the children") == {"the", "quality", "of", "children"}


def test_likeness_is_one_for_one_text_and_nought_for_two_with_no_word_in_common() -> None:
    assert likeness("The supervision of staff.", "Supervision of staff") == 1.0
    assert likeness("Supervision.", "Neglect.") == 0.0
    assert likeness("", "Neglect.") == 0.0


def test_likeness_is_the_share_of_the_words_in_common() -> None:
    assert likeness("Neglect and adoption.", "Neglect and morale.") == pytest.approx(2 * 1 / 4)
    assert likeness("Neglect.", "Neglect, adoption, morale, recruitment.") == pytest.approx(2 * 1 / 5)


def test_words_of_many_items_weigh_less() -> None:
    assert likeness("Plans for neglect.", "Plans for adoption.") == pytest.approx(2 * 0.4 / 2.8)
    assert likeness("Plans for neglect.", "Support for neglect.") == pytest.approx(2 * 1 / 2.8)


def test_an_item_that_is_wholly_within_another_is_like_it() -> None:
    short, long = (
        "Neglect and adoption.",
        "Neglect, adoption, morale, recruitment, records, LADO, caseloads and thresholds.",
    )
    assert likeness(short, long) == pytest.approx(0.75)
    assert likeness(long, short) == pytest.approx(0.75)


def test_texts_are_versions_if_half_their_words_stand_in_order() -> None:
    assert versions("one two three four", "one two five six")
    assert not versions("one two three four five", "one two six seven eight")
    assert not versions("one two three", "four five six")


def test_long_texts_of_few_words_are_versions_too() -> None:
    assert versions("the plan is late " * 60, "now " + "the plan is late " * 60)
