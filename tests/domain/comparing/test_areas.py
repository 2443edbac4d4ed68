import pytest

from visitwatch.domain.comparing.areas import areas_of, same_area
from visitwatch.domain.report import Kind, Report


def visit(*areas: str, topic: str = "", title: str = "") -> Report:
    return Report(Kind.FOCUSED_VISIT, (), "", 4, areas_covered=areas, topic=topic, title=title)


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("The arrangements at the ‘front door’", "front door"),
        ("The multi-agency safeguarding hub (MASH)", "front door"),
        ("The application of thresholds", "front door"),
        ("The first point of contact for children who need help", "front door"),
        ("Protecting vulnerable adolescents", "extra-familial harm"),
        ("Early help", "early help"),
        ("Children in need and those subject to a child protection plan", "help and protection"),
        ("Help and protection", "help and protection"),
        ("Pre-proceedings and the public law outline", "pre-proceedings"),
        ("Vulnerable adolescents at risk of child sexual exploitation", "extra-familial harm"),
        ("Children in care", "children in care"),
        ("Children looked after", "children in care"),
        ("Planning and achieving permanence", "permanence"),
        ("Care leavers aged 18 to 25", "care leavers"),
        ("Care experienced young people", "care leavers"),
        ("Disabled children", "disabled children"),
        ("The impact of leadership", "leadership"),
        ("Quality assurance", "quality assurance"),
        ("Supervision and management oversight", "workforce"),
        ("Privately fostered children", "private fostering"),
    ],
)
def test_an_area_is_known_by_its_words_over_the_years(words: str, area: str) -> None:
    assert area in areas_of(visit(words))


def test_the_topic_and_the_title_name_areas_too() -> None:
    assert areas_of(visit(topic="care leavers", title="Focused visit: early help")) == {"care leavers", "early help"}


def test_words_within_words_are_no_areas() -> None:
    assert areas_of(visit("Mashed plans", "explored", "smash")) == frozenset()


def test_two_visits_are_to_one_area_if_one_area_is_common() -> None:
    assert same_area(visit("The MASH", "Care leavers"), visit("Front door"))
    assert not same_area(visit("The MASH"), visit("Care leavers"))
    assert not same_area(visit("Leadership"), visit("Leadership"))
    assert not same_area(visit(), visit())
