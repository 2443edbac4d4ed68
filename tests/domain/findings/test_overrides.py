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
        "Leaders were open about pressures, including increased caseloads in two teams.",
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
