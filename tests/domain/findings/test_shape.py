"""What only names something to be better: noun phrases and commands."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.shape import asks, shape
from visitwatch.domain.findings.words import tokens


@pytest.mark.parametrize(
    "text",
    [
        "The quality of supervision.",
        "The timeliness of initial health assessments for children who live far away.",
        "The consistency of plans, so that parents know what must change.",
        "How well care leavers understand their rights.",
        "Ensure that every child has a plan.",
        "Urgently improve the recording of decisions.",
        "Strengthen the work of the panel.",
    ],
)
def test_a_phrase_or_a_command_asks(text: str) -> None:
    assert asks(tokens(text))


@pytest.mark.parametrize(
    "text",
    [
        "The quality of supervision is good.",
        "The response to children who go missing has improved.",
        "Social workers visit children regularly.",
        "Use of the panel is growing.",
        "Support for carers remains strong.",
        "This ensures that children are safe.",
        "",
    ],
)
def test_a_statement_does_not_ask(text: str) -> None:
    assert not asks(tokens(text))


def test_text_without_words_is_a_phrase() -> None:
    assert shape(["."]) == "phrase"
