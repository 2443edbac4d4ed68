"""Wordings of improvement beside the model's opinion."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.movement import improvement


@pytest.mark.parametrize(
    "text",
    [
        "The timeliness of assessments has improved.",
        "Practice is improving.",
        "Leaders are starting to see results.",
        "Oversight is now effective.",
    ],
)
def test_a_wording_of_improvement_makes_one_likelier(text: str) -> None:
    assert improvement(text, -1.0, 0.9) > improvement("The team meets in Northmoor.", -1.0, 0.9)


def test_a_wording_counts_for_more_in_praise() -> None:
    text = "The number of contacts has increased."
    assert improvement(text, -1.0, 0.9) > improvement(text, -1.0, 0.1)


def test_the_model_is_heard() -> None:
    assert improvement("Plans are clear.", 3.0, 0.9) > improvement("Plans are clear.", -3.0, 0.9)
