"""Stance, themes and stated change on the sentences that were set aside before any rule was written."""

from __future__ import annotations

import time

import pytest
from scripts import accuracy_findings as accuracy
from scripts.findings_labels import OURS, TWICE, agreement, development, held_out, ours, shared

from visitwatch.domain.findings.annotate import label_sentence
from visitwatch.domain.findings.model import model

pytestmark = pytest.mark.corpus


def test_the_sentences_set_aside_are_a_fifth_and_of_authorities_of_their_own() -> None:
    apart = [row for row in shared() if row.id in held_out()]
    assert len(apart) == 546
    assert not {row.authority for row in apart} & {row.authority for row in development()}


def test_none_of_our_labels_is_of_an_authority_set_aside() -> None:
    apart = {row.authority for row in shared() if row.id in held_out()}
    assert not {row.authority for row in ours()} & apart


def test_a_part_labelled_twice_agrees_with_itself() -> None:
    figures = agreement(ours(OURS[0]), ours(TWICE))
    assert figures["sentences"] >= 150
    assert figures["stance"] >= 0.95
    assert figures["themes"] >= 0.93


REACHED = {"accuracy": 0.88, "macro-F1": 0.75, "concern": 0.86, "themes": 0.80, "improved": 0.72}
"""The bars, but for improved: its bar is 0.80, which these 546 sentences (42 of them improved) do not reach
(docs/findings.md)."""


@pytest.mark.parametrize("name", REACHED)
def test_no_figure_falls_below_what_was_reached(name: str) -> None:
    figures = accuracy.held_out_figures()
    found = {
        "accuracy": figures.accuracy,
        "macro-F1": figures.macro_f1,
        "concern": figures.stances["concern"].f1,
        "themes": figures.themes_micro.f1,
        "improved": figures.changes["improved"].f1,
    }
    assert found[name] >= REACHED[name]


def test_the_sentences_of_a_report_take_less_than_a_second() -> None:
    texts = [row.text for row in shared()][:250]
    model()
    label_sentence(texts[0])
    started = time.process_time()
    for text in texts:
        label_sentence(text)
    assert time.process_time() - started < 1
