import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitwatch.domain.reading.people import parse_names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ann Lee and Bob Ray, Her \nMajesty’s Inspectors. Inspectors looked", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee, HMI, and Bob Ray, HMI. The focus", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee HMI, Bob Ray HMI, Cat Fox HMI and Dan Orr HMI. Her", ["Ann Lee", "Bob Ray", "Cat Fox", "Dan Orr"]),
        ("Her Majesty’s Inspectors (HMIs) Ann Lee, Bob Ray and Cat Fox. Her", ["Ann Lee", "Bob Ray", "Cat Fox"]),
        (
            "Her Majesty’s Inspectors (HMI) Social Care, Ann Lee and Bob Ray, and Cat Fox, Senior HMI. Her",
            ["Ann Lee", "Bob Ray", "Cat Fox"],
        ),
        (
            "Ann Lee, Her Majesty’s Inspector, HMI Bob Ray, Her Majesty’s Inspector, and Cat Fox, Her Majesty’s Inspector.",
            ["Ann Lee", "Bob Ray", "Cat Fox"],
        ),
        ("Her Majesty's Inspector, Ann Lee and Her Majesty's Inspector, Bob Ray. In", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee and Bob Ray, two of Her Majesty’s Inspectors. They", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee and Bob Ray, both of whom are Her Majesty’s Inspectors (HMI).", ["Ann Lee", "Bob Ray"]),
        ("lead inspector Ann O’Brien and team inspector Zoë van der Berg. In", ["Ann O’Brien", "Zoë van der Berg"]),
        ("Lead inspector Ann Lee, team inspector Bob Ray.", ["Ann Lee", "Bob Ray"]),
        ("Ann Thomson\ufffeJones and Bob Ray-\nHill. In", ["Ann Thomson-Jones", "Bob Ray-Hill"]),
        ("Ann Lee, Senior His Majesty’s Inspector and Bob Ray, Ofsted Inspector. In", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee, Regulatory Inspection Manager, Social Care and Bob Ray, HMI.", ["Ann Lee", "Bob Ray"]),
        (
            "Ann Lee, Her Majesty’s Inspector of Education, Children’s Services and Skills, and Bob Ray",
            ["Ann Lee", "Bob Ray"],
        ),
        ("Ms Ann B. Lee HMI, Dr Bob Ray, Seconded Inspector.", ["Ann B. Lee", "Bob Ray"]),
        (":\n◼ Ann Lee, HMI\n◼ Bob Ray, HMI\nAreas covered by the visit", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee and Bob Ray Inspectors looked at", ["Ann Lee", "Bob Ray"]),
        ("Ann\xa0Lee, His Majesty’s Inspector\nJudgement Grade", ["Ann Lee"]),
        ("Ann Lee Her Majesty's Inspector Judgement Grade", ["Ann Lee"]),
        ("Ann Lee, HMI, and Bob Ray, HMI (designate).", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee and Bob Ray, and observing", ["Ann Lee", "Bob Ray"]),
        (
            "Ann Lee, HMI Social Care, Bob Ray, Schools HMI, and Cat Fox, HMI Education. It",
            ["Ann Lee", "Bob Ray", "Cat Fox"],
        ),
        ("Ann Lee, Ofsted’s Regulatory Inspection Manager, and Bob Ray HMI", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee, Her Majesty’s Inspector (Further Education and Skills), and Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Bea Cyd Dot Eve Fay Gus Hal", ["Ann Bea Cyd Dot Eve Fay", "Gus Hal"]),
    ],
)
def test_names_are_read_with_roles_in_any_place(text: str, wanted: list[str]) -> None:
    assert list(parse_names(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, HMI, and Bob Ray, HMI. The quality assurance manager was Cat Fox, Senior HMI.",
        "Ann Lee, HMI, and Bob Ray, HMI, with Cat Fox, HMI, observing.",
        "Ann Lee HMI, Bob Ray HMI and Cat Fox (observer).",
        "Ann Lee HMI, Bob Ray HMI, and observer Cat Fox.",
        "Ann Lee, HMI, and Bob Ray, HMI; quality assurance manager: Cat Fox.",
    ],
)
def test_observers_and_quality_assurance_managers_are_no_inspectors_of_the_visit(text: str) -> None:
    assert parse_names(text) == ("Ann Lee", "Bob Ray")


@pytest.mark.parametrize(
    "text", ["", "the following", "Her Majesty’s Inspectors.", "nobody in particular", "Ofsted", "Ann van de"]
)
def test_a_phrase_without_a_name_gives_none(text: str) -> None:
    assert parse_names(text) == ()


@given(st.text(alphabet="AnB leERy,.()’-HMIand\n", max_size=60))
def test_no_text_is_an_error_and_each_name_is_in_it(text: str) -> None:
    squeezed = "".join(text.split()).replace("-", "")
    for name in parse_names(text):
        assert "".join(name.split()).replace("-", "") in squeezed
