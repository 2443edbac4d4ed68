import pytest

from visitwatch.domain.comparing.context import in_context, points_back
from visitwatch.domain.report import Finding, Kind, Report


def themes(*findings: tuple[str, tuple[str, ...]], paragraphs: tuple[int, ...] = ()) -> list[tuple[str, ...] | None]:
    """The themes in context of sentences of one paragraph, or of the given paragraphs."""
    places = paragraphs or (0,) * len(findings)
    report = Report(
        Kind.FOCUSED_VISIT,
        (),
        "",
        4,
        findings=tuple(
            Finding(text, 1, "", place, themes=own) for (text, own), place in zip(findings, places, strict=True)
        ),
    )
    return [finding.themes for finding in in_context(report).findings]


FIRST = ("Most children have their assessments updated.", ("assessments", "planning"))


@pytest.mark.parametrize(
    "text",
    [
        "This is an improvement since the last inspection.",
        "However, these are not shared.",
        "As a result, children wait.",
        "Some are late.",
        "For some, do what they say.",
        "They are of good quality.",
    ],
)
def test_a_sentence_that_points_back_is_about_what_the_one_before_was_about(text: str) -> None:
    assert themes(FIRST, (text, ())) == [FIRST[1], ("assessments",)]


def test_a_sentence_of_its_own_is_not_about_the_one_before() -> None:
    assert themes(FIRST, ("Managers do not see it.", ())) == [FIRST[1], ()]


def test_a_theme_goes_on_from_sentence_to_sentence_but_not_over_a_paragraph() -> None:
    back = ("This is late.", ())
    assert themes(FIRST, back, back) == [FIRST[1], ("assessments",), ("assessments",)]
    assert themes(FIRST, back, back, paragraphs=(0, 0, 1)) == [FIRST[1], ("assessments",), ()]
    assert themes(back, FIRST) == [(), FIRST[1]]


def test_the_theme_pointed_to_comes_first_where_a_short_sentences_own_are_broad() -> None:
    assert themes(FIRST, ("This is known to leaders.", ("leadership",)))[1] == ("assessments", "leadership")
    assert themes(FIRST, ("This is seen in supervision.", ("supervision",)))[1] == ("supervision", "assessments")
    assert themes(FIRST, ("This is seen in adoption.", ("adoption",)))[1] == ("adoption", "assessments")


def test_the_theme_pointed_to_comes_last_where_the_sentence_is_long() -> None:
    long = "This is known to the leaders of each of the services who have met and made a plan."
    assert themes(FIRST, (long, ("leadership",)))[1] == ("leadership", "assessments")
    short = "This is known to the leaders of each of the services who met"
    assert themes(FIRST, (short, ("leadership",)))[1] == ("assessments", "leadership")
    fourteen = short + " today"
    assert themes(FIRST, (fourteen, ("leadership",)))[1] == ("leadership", "assessments")


def test_a_sentence_that_is_about_the_theme_already_keeps_its_order() -> None:
    assert themes(FIRST, ("This is seen in supervision.", ("supervision", "assessments")))[1] == (
        "supervision",
        "assessments",
    )
    assert themes(FIRST, ("This is seen in supervision.", ("assessments", "supervision")))[1] == (
        "assessments",
        "supervision",
    )
    assert themes(FIRST, ("This is a plan.", ("planning", "assessments")))[1] == ("assessments", "planning")


def test_findings_that_were_not_annotated_stay_so() -> None:
    report = Report(Kind.ILACS, (), "", 4, findings=(Finding("Plans.", 1, ""), Finding("They are late.", 1, "")))
    assert in_context(report) == report


@pytest.mark.parametrize("text", ["Thistle plans.", "Itself late.", "Someone is late.", "Most children are seen."])
def test_words_that_only_begin_alike_do_not_point_back(text: str) -> None:
    assert not points_back(text)
