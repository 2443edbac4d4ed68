import pytest

from visitwatch.domain.comparing.named import named, with_named
from visitwatch.domain.report import Finding, Kind, Report


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("The PLO process is tracked.", ("pre_proceedings",)),
        ("Family group conferences are offered early.", ("edge_of_care",)),
        ("Core groups meet, and supervision is regular.", ("child_protection_conferences", "supervision")),
        ("Too many children live with chronic neglect.", ("neglect",)),
        ("Personal advisers know young people well.", ("care_leavers",)),
        ("LADO referrals are timely.", ("allegations",)),
        ("The EDT is stretched.", ("emergency_duty",)),
        ("Workloads have come down.", ("caseloads",)),
        ("Domestic violence is recognised.", ("domestic_abuse",)),
        ("Children’s views shape the service.", ("childs_voice",)),
        ("Children’s lives are better.", ()),
        ("Practice explores what explains a negligent smash.", ()),
    ],
)
def test_a_theme_is_named_by_words_that_are_hardly_used_in_passing(text: str, themes: tuple[str, ...]) -> None:
    assert named(text) == themes


def test_themes_named_by_whole_words_come_before_those_named_by_a_words_beginning() -> None:
    assert named("A caseload in early help is small.") == ("early_help", "caseloads")
    assert named("Early help has a small caseload.") == ("early_help", "caseloads")


def test_themes_that_are_named_come_after_those_of_the_annotation_once() -> None:
    text = "Supervision does not deal with neglect."
    report = Report(
        Kind.ILACS,
        (),
        "",
        4,
        findings=(
            Finding(text, 1, "", themes=("supervision", "management_oversight")),
            Finding(text, 1, "", themes=()),
            Finding(text, 1, ""),
        ),
    )
    assert [finding.themes for finding in with_named(report).findings] == [
        ("supervision", "management_oversight", "neglect"),
        ("supervision", "neglect"),
        None,
    ]
