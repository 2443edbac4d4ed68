"""The bars of the issue on the 110 focused-visit letters of the corpus, and on labels read by eye."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from scripts import accuracy_letters as accuracy

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.reading.blocks import BlockKind
from visitwatch.domain.reading.layout import blocks_of
from visitwatch.domain.reading.letters_frame import frame_of
from visitwatch.domain.reading.letters_opening import read_opening
from visitwatch.domain.reading.letters_text import Running

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


def test_no_word_of_a_letter_is_lost() -> None:
    """What stands between address and close is a finding, a heading, or the opening formula."""
    for path in accuracy.truth():
        document = FileExtractor().extract((accuracy.CORPUS / "reports" / path).read_bytes())
        running = Running.of(b for b in blocks_of(document) if b.kind is not BlockKind.FURNITURE)
        frame = frame_of(running)
        assert frame.formula is not None
        report = accuracy.read(path)
        opening = read_opening(
            running, begins=frame.formula, until=frame.body, written=report.letter_date, monitoring=False
        )
        parts = (
            *running.between(frame.text, opening.begins),
            *running.between(max(opening.ends, frame.text), frame.close),
        )
        printed = [block.text for block in parts if not block.is_heading]
        assert _words(printed) == _words(finding.text for finding in report.findings), path
        assert frame.close - frame.formula > 0.8 * (len(running.text) - frame.formula), path


def _words(texts: Iterable[str]) -> list[str]:
    return " ".join(texts).split()
