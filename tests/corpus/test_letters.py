"""The bars of the issue on the 110 focused-visit letters of the corpus, and on labels read by eye."""

from __future__ import annotations

import pytest
from scripts import accuracy_letters as accuracy

pytestmark = pytest.mark.corpus

BARS = {
    "kind": 0.99,
    "authority": 0.99,
    "visit dates": 0.99,
    "inspectors": 0.97,
    "letter date": 0.97,
    "priority actions": 0.97,
    "number of improvement items": 0.97,
}


def test_every_letter_of_the_corpus_is_measured() -> None:
    assert len(accuracy.truth()) == 110


@pytest.mark.parametrize(("name", "bar"), BARS.items())
def test_focused_visits_are_read_as_well_as_the_issue_asks(name: str, bar: float) -> None:
    figure = accuracy.focused()[name]
    assert figure.share >= bar, figure.misses


@pytest.mark.parametrize("name", ["topic", "areas", "priority_actions"])
def test_what_a_visit_looked_at_and_its_lists_are_read_whole(name: str) -> None:
    figure = accuracy.labelled()[name]
    assert figure.share >= 0.97, figure.misses


def test_quoted_findings_stand_where_they_are_said_to_stand() -> None:
    figures = accuracy.pages()
    assert figures["page of a finding"].total > 5000
    for figure in figures.values():
        assert figure.share >= 0.995, figure.misses
