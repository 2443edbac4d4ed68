"""Labels of invented sentences, one test for each trap that the research names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

import pytest

from visitwatch.domain.findings.annotate import Labels, annotate, label_sentence
from visitwatch.domain.findings.features import Parsed
from visitwatch.domain.findings.model import model
from visitwatch.domain.report import MOVEMENTS, STANCES, Chances, Finding, Kind, Movement, Report, Stance

STRENGTH, CONCERN, MIXED, NEUTRAL = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED, Stance.NEUTRAL
ONLY_CONCERN = (0.0, 1.0, 0.0, 0.0)
NO_MOVEMENT = (1.0, 0.0, 0.0, 0.0)


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
    labels = label_sentence(text)
    assert labels == Labels(
        labels.themes, CONCERN, Movement.NONE, Chances(ONLY_CONCERN, NO_MOVEMENT, labels.chances.themes)
    )
    assert labels.confidence == 1.0


def test_a_bullet_of_the_list_to_improve_is_a_concern() -> None:
    text = "Regular, reflective supervision for all social workers."
    assert stance(text, section="What needs to improve in this area of social work practice?", item=True) is CONCERN


def test_a_bullet_of_the_scope_finds_nothing() -> None:
    labels = label_sentence("The quality of supervision.", section="Areas covered by the visit", item=True)
    assert (labels.stance, labels.change) == (NEUTRAL, Movement.NONE)
    assert (labels.chances.stance, labels.chances.change) == ((0.0, 0.0, 0.0, 1.0), NO_MOVEMENT)
    assert labels.chances.themes == label_sentence("The quality of supervision.").chances.themes


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


TEXTS = ("", "Plans are clear.", "The panel met in May.", "Caseloads have come down.", "Plans remain late or weak.")


def test_a_confidence_is_the_chance_of_the_stance() -> None:
    for text in TEXTS:
        labels = label_sentence(text)
        assert labels.confidence == labels.chances.stance[STANCES.index(labels.stance)]
        assert 0 < labels.confidence <= 1


def test_chances_are_of_every_stance_and_movement_and_sum_to_one_but_for_rounding() -> None:
    for text in TEXTS:
        chances = label_sentence(text).chances
        for one in (chances.stance, chances.change):
            assert len(one) == 4
            assert sum(one) == pytest.approx(1, abs=0.02)
            assert all(0 <= chance <= 1 and chance == round(chance, 2) for chance in one)


class Scores:
    """A model that gives these chances whatever the text."""

    settings: ClassVar[dict[str, object]] = dict(model().settings)

    def __init__(self, stance: Sequence[float], change: Sequence[float], **themes: float) -> None:
        self.given = {f"stance:{name}": math.log(p) for name, p in zip(STANCES, stance, strict=True)}
        self.given |= {f"change:{name}": math.log(p) for name, p in zip(MOVEMENTS, change, strict=True)}
        self.given |= {f"theme:{name}": math.log(p / (1 - p)) for name, p in themes.items()}

    def scores(self, parsed: Parsed) -> dict[str, float]:
        return self.given


def labelled(monkeypatch: pytest.MonkeyPatch, scores: Scores, text: str = "Managers know the children well.") -> Labels:
    monkeypatch.setattr("visitwatch.domain.findings.annotate.model", lambda: scores)
    return label_sentence(text)


SURE = (0.9, 0.06, 0.03, 0.01)


def test_what_a_wording_decides_has_no_other_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = labelled(monkeypatch, Scores(SURE, SURE), "Staff turnover has increased over the past year.")
    assert (labels.stance, labels.change) == (CONCERN, Movement.WORSENED)
    assert (labels.chances.stance, labels.chances.change) == (ONLY_CONCERN, (0.0, 0.0, 0.0, 1.0))
    assert labels.confidence == 1.0


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        ((0.55, 0.45, 0.001, 0.001), Movement.IMPROVED),
        ((0.05, 0.45, 0.10, 0.40), Movement.IMPROVED),
        ((0.56, 0.44, 0.001, 0.001), Movement.NONE),
        ((0.36, 0.20, 0.22, 0.22), Movement.NONE),
        ((0.35, 0.20, 0.25, 0.20), Movement.PERSISTING),
        ((0.35, 0.20, 0.20, 0.25), Movement.WORSENED),
        ((0.40, 0.20, 0.20, 0.20), Movement.NONE),
        ((0.30, 0.20, 0.25, 0.25), Movement.PERSISTING),
        ((0.05, 0.44, 0.30, 0.21), Movement.PERSISTING),
    ],
)
def test_a_movement_is_claimed_from_the_models_setting_on(
    monkeypatch: pytest.MonkeyPatch, chances: tuple[float, ...], expected: Movement
) -> None:
    monkeypatch.setattr(Scores, "settings", {**Scores.settings, "moved": 0.45})
    labels = labelled(monkeypatch, Scores(SURE, chances))
    assert labels.change is expected
    assert labels.chances.change == pytest.approx(chances, abs=0.006)


def test_the_setting_decides_from_where_on_a_movement_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scores, "settings", {**Scores.settings, "moved": 0.6})
    assert labelled(monkeypatch, Scores(SURE, (0.41, 0.59, 0.001, 0.001))).change is Movement.NONE
    assert labelled(monkeypatch, Scores(SURE, (0.40, 0.60, 0.001, 0.001))).change is Movement.IMPROVED


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        ((0.4, 0.3, 0.2, 0.1), STRENGTH),
        ((0.3, 0.4, 0.2, 0.1), CONCERN),
        ((0.3, 0.1, 0.4, 0.2), MIXED),
        ((0.3, 0.2, 0.1, 0.4), NEUTRAL),
    ],
)
def test_the_stance_is_the_likeliest(
    monkeypatch: pytest.MonkeyPatch, chances: tuple[float, ...], expected: Stance
) -> None:
    labels = labelled(monkeypatch, Scores(chances, SURE))
    assert (labels.stance, labels.confidence, labels.chances.stance) == (expected, 0.4, chances)


def test_themes_are_claimed_from_the_threshold_on_and_kept_as_chances_from_a_twentieth_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Scores, "settings", {**Scores.settings, "threshold": 0.4})
    labels = labelled(
        monkeypatch,
        Scores(SURE, SURE, risk=0.4, planning=0.9, adoption=0.39, neglect=0.05, health=0.044, early_help=0.6),
    )
    assert labels.themes == ("planning", "early_help", "risk")
    assert labels.chances.themes == (
        ("planning", 0.9),
        ("early_help", 0.6),
        ("risk", 0.4),
        ("adoption", 0.39),
        ("neglect", 0.05),
    )


def test_a_fifth_theme_is_not_claimed_but_its_chance_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("risk", "planning", "adoption", "neglect", "health")
    labels = labelled(monkeypatch, Scores(SURE, SURE, **{name: 0.9 - n / 100 for n, name in enumerate(names)}))
    assert labels.themes == names[:4]
    assert [theme for theme, _ in labels.chances.themes] == list(names)


def test_the_model_names_its_outputs_in_the_order_of_the_chances() -> None:
    assert list(model().settings["stance"]) == list(STANCES)
    assert list(model().settings["change"]) == list(MOVEMENTS)


def test_every_finding_of_a_report_is_annotated_and_nothing_else_is_touched() -> None:
    findings = (
        Finding("Supervision is regular and reflective.", 2, "Main findings"),
        Finding("The quality of plans.", 1, "What needs to improve?", item=True),
    )
    report = Report(Kind.FOCUSED_VISIT, (), "0" * 64, 3, title="Focused visit to Northmoor", findings=findings)
    annotated = annotate(report)
    assert [finding.stance for finding in annotated.findings] == [STRENGTH, CONCERN]
    assert all(finding.themes is not None and finding.change is not None for finding in annotated.findings)
    assert annotated.findings[0].chances == label_sentence(findings[0].text).chances
    assert (
        annotated.findings[1].chances
        == label_sentence(findings[1].text, section="What needs to improve?", item=True).chances
    )
    assert [(f.text, f.page, f.section) for f in annotated.findings] == [(f.text, f.page, f.section) for f in findings]
    assert annotated.title == report.title
