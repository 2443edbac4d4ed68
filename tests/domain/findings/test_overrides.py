from __future__ import annotations

import pytest

from visitwatch.domain.findings.annotate import label_sentence
from visitwatch.domain.findings.overrides import overruled
from visitwatch.domain.report import Movement, Stance


@pytest.mark.parametrize(
    "text",
    [
        "Pre-proceedings work was not looked at in depth during this visit.",
        "Private fostering was not reviewed as part of this inspection.",
        "Inspectors did not look at the work of the emergency duty team.",
    ],
)
def test_what_was_not_looked_at_is_no_finding(text: str) -> None:
    assert label_sentence(text).stance is Stance.NEUTRAL
    assert label_sentence(text).change is Movement.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Turnover has increased and caseloads have risen.",
        "The backlog of assessments has recently grown.",
        "Vacancies in the front-door team have increased.",
    ],
)
def test_a_rise_of_something_bad_is_a_worsening(text: str) -> None:
    labels = label_sentence(text)
    assert labels.change is Movement.WORSENED
    assert labels.stance is not Stance.STRENGTH


@pytest.mark.parametrize("text", ["There were no unallocated cases.", "There is now no waiting list for early help."])
def test_that_there_is_no_backlog_is_praise(text: str) -> None:
    assert label_sentence(text).stance is Stance.STRENGTH


def test_other_sentences_stay_as_they_were() -> None:
    text = "Capacity in the team has increased and reduced caseloads give social workers time."
    assert overruled(text, Stance.STRENGTH, Movement.IMPROVED) == (Stance.STRENGTH, Movement.IMPROVED)
    assert overruled("Plans were not considered by managers.", Stance.CONCERN, Movement.NONE)[0] is Stance.CONCERN


@pytest.mark.parametrize(
    "text",
    [
        "Plans are no better than at the last visit.",
        "There has been no improvement in the quality of plans since the last visit.",
        "Little has changed.",
    ],
)
@pytest.mark.parametrize("stance", [Stance.STRENGTH, Stance.CONCERN, Stance.NEUTRAL])
def test_what_is_no_better_is_a_concern_that_persists(text: str, stance: Stance) -> None:
    assert overruled(text, stance, Movement.NONE) == (Stance.CONCERN, Movement.PERSISTING)


def test_what_is_no_better_beside_what_has_improved_stays_mixed() -> None:
    text = "Supervision is more regular, but its quality is no better than at the inspection."
    assert overruled(text, Stance.MIXED, Movement.IMPROVED) == (Stance.MIXED, Movement.IMPROVED)
    assert overruled(text, Stance.STRENGTH, Movement.NONE) == (Stance.MIXED, Movement.PERSISTING)


@pytest.mark.parametrize(
    "text",
    [
        "Caseloads are lower than at the last visit.",
        "Staff turnover is falling.",
        "Changes of social worker have become less frequent.",
        "Waiting times have become shorter.",
        "There are fewer delays than at the last visit.",
        "The backlog of assessments has been cleared.",
        "Fewer children wait for an assessment than at the first visit.",
        "Waiting lists have gone in all three localities.",
    ],
)
def test_that_something_bad_eases_is_an_improvement(text: str) -> None:
    assert overruled(text, Stance.CONCERN, Movement.WORSENED) == (Stance.STRENGTH, Movement.IMPROVED)


@pytest.mark.parametrize(
    "text",
    [
        "Caseloads have reduced, but they are still too high.",
        "Caseloads have not reduced.",
        "Caseloads have not increased in the team.",
        "Caseloads are higher than in comparable authorities.",
        "Caseloads are low, but supervision is rare.",
        "Delays have gone on for too long.",
    ],
)
def test_what_is_not_certain_is_for_the_model_to_weigh(text: str) -> None:
    assert overruled(text, Stance.CONCERN, Movement.NONE) == (Stance.CONCERN, Movement.NONE)


def test_little_of_something_bad_is_praise_and_no_worsening() -> None:
    text = "Caseloads are low, at 14 children on the average."
    assert overruled(text, Stance.CONCERN, Movement.WORSENED) == (Stance.STRENGTH, Movement.NONE)
    assert overruled("Caseloads are now manageable.", Stance.NEUTRAL, Movement.IMPROVED)[1] is Movement.IMPROVED
    assert overruled("Caseloads are low and plans are poor.", Stance.MIXED, Movement.NONE)[0] is Stance.MIXED


def test_a_rise_of_something_bad_alone_is_a_concern_beside_praise_it_is_mixed() -> None:
    assert overruled("Staff turnover has increased.", Stance.STRENGTH, Movement.IMPROVED)[0] is Stance.CONCERN
    assert overruled("Plans are good, but caseloads have risen.", Stance.STRENGTH, Movement.NONE)[0] is Stance.MIXED
    assert overruled("Plans are good, but caseloads have risen.", Stance.CONCERN, Movement.NONE)[0] is Stance.CONCERN
