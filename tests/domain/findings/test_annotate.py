"""Labels of invented sentences, one test for each trap that the research names."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.annotate import Labels, annotate, label_sentence
from visitwatch.domain.report import Finding, Kind, Movement, Report, Stance

STRENGTH, CONCERN, MIXED, NEUTRAL = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED, Stance.NEUTRAL


def stance(text: str, **context: object) -> Stance:
    return label_sentence(text, **context).stance  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Placement sufficiency in Northmoor continues to be a significant challenge.", CONCERN),
        ("The emergency duty team continues to provide an excellent service.", STRENGTH),
        ("Elected members remain committed to improving services for children.", STRENGTH),
        ("Supervision remains too variable.", CONCERN),
    ],
)
def test_continues_and_remains_carry_no_praise_or_blame_of_their_own(text: str, expected: Stance) -> None:
    assert stance(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The quality of assessments requires improvement.", CONCERN),
        ("The quality of assessments has improved significantly since the last inspection.", STRENGTH),
        ("This is an area for improvement.", CONCERN),
    ],
)
def test_improvement_asked_for_is_not_improvement_made(text: str, expected: Stance) -> None:
    assert stance(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Caseloads have reduced and social workers now have time to build relationships.", Movement.IMPROVED),
        ("The quality of practice has deteriorated since the last inspection.", Movement.WORSENED),
        ("Social workers visit children regularly and know them well.", Movement.NONE),
        ("Staff turnover has significantly reduced since the previous visit.", Movement.IMPROVED),
        ("The timeliness of health assessments has improved.", Movement.IMPROVED),
    ],
)
def test_only_movement_that_is_stated_is_a_change(text: str, expected: Movement) -> None:
    assert label_sentence(text).change is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plans are not well enough developed.", CONCERN),
        ("Effective tracking helps to prevent delays for children.", STRENGTH),
        ("Supervision is not consistently reflective.", CONCERN),
        ("Leaders do not have an accurate understanding of practice.", CONCERN),
        ("No children were seen to be at risk of immediate harm.", STRENGTH),
    ],
)
def test_negation_and_prevention_turn_a_sentence_round(text: str, expected: Stance) -> None:
    assert stance(text) is expected


def test_a_strength_and_a_concern_are_mixed() -> None:
    assert stance("Assessments are thorough and timely, but plans are variable in quality.") is MIXED
    assert stance("Early help has improved, but too many families still wait for support.") is MIXED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Too many children experience frequent changes of social worker.", CONCERN),
        ("Almost all children are seen regularly by a social worker who knows them well.", STRENGTH),
    ],
)
def test_quantities_carry_the_stance(text: str, expected: Stance) -> None:
    assert stance(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "The quality of supervision.",
        "Ensure that all care leavers receive their health histories.",
        "The stability of the workforce, so that children have fewer changes of social worker.",
    ],
)
def test_what_only_names_what_should_be_better_is_a_concern(text: str) -> None:
    assert label_sentence(text) == Labels(label_sentence(text).themes, CONCERN, Movement.NONE, 1.0)


def test_a_bullet_of_the_list_to_improve_is_a_concern() -> None:
    text = "Regular, reflective supervision for all social workers."
    assert stance(text, section="What needs to improve in this area of social work practice?", item=True) is CONCERN


def test_a_bullet_of_the_scope_finds_nothing() -> None:
    labels = label_sentence("The quality of supervision.", section="Areas covered by the visit", item=True)
    assert (labels.stance, labels.change) == (NEUTRAL, Movement.NONE)


def test_a_sentence_under_the_list_that_is_no_bullet_is_read_as_it_stands() -> None:
    text = "Social workers know children well and visit them regularly."
    assert stance(text, section="What needs to improve") is STRENGTH


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Children looked after have their health needs met promptly.", "health"),
        ("Care-experienced young people are well supported by their personal advisers.", "care_leavers"),
        ("Caseloads remain too high in the assessment teams.", "caseloads"),
        ("Supervision is regular and reflective.", "supervision"),
        ("The response to child sexual exploitation is strong.", "exploitation"),
        ("Private fostering arrangements are not well understood.", "private_fostering"),
        ("Unaccompanied asylum-seeking children are well cared for.", "unaccompanied_children"),
    ],
)
def test_the_theme_is_what_the_sentence_speaks_of(text: str, theme: str) -> None:
    assert theme in label_sentence(text).themes


def test_there_are_four_themes_at_most_the_most_central_first() -> None:
    labels = label_sentence("Supervision, caseloads, early help, adoption, audits and return home interviews are poor.")
    assert len(labels.themes) <= 4
    assert label_sentence("Supervision is regular and reflective.").themes[0] == "supervision"


def test_a_confidence_is_a_chance() -> None:
    for text in ("", "Plans are clear.", "The panel met in May."):
        assert 0 < label_sentence(text).confidence <= 1


def test_every_finding_of_a_report_is_annotated_and_nothing_else_is_touched() -> None:
    findings = (
        Finding("Supervision is regular and reflective.", 2, "Main findings"),
        Finding("The quality of plans.", 1, "What needs to improve?", item=True),
    )
    report = Report(Kind.FOCUSED_VISIT, (), "0" * 64, 3, title="Focused visit to Northmoor", findings=findings)
    annotated = annotate(report)
    assert [finding.stance for finding in annotated.findings] == [STRENGTH, CONCERN]
    assert all(finding.themes is not None and finding.change is not None for finding in annotated.findings)
    assert [(f.text, f.page, f.section) for f in annotated.findings] == [(f.text, f.page, f.section) for f in findings]
    assert annotated.title == report.title
