"""Stance, themes and stated change on the sentences that were set aside before any rule was written."""

from __future__ import annotations

import time

import pytest
from scripts import accuracy_findings as accuracy
from scripts.findings_labels import agreement, development, held_out, ours, shared

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
    from scripts.findings_labels import TWICE

    figures = agreement(ours(), ours(TWICE))
    assert figures["sentences"] >= 150
    assert figures["stance"] >= 0.95
    assert figures["themes"] >= 0.93


def test_stance_is_as_right_as_the_bars_ask() -> None:
    figures = accuracy.held_out_figures()
    assert figures.accuracy >= 0.88
    assert figures.macro_f1 >= 0.75
    assert figures.stances["concern"].f1 >= 0.86


def test_themes_are_as_right_as_the_bar_asks() -> None:
    assert accuracy.held_out_figures().themes_micro.f1 >= 0.80


def test_stated_improvement_is_as_right_as_the_bar_asks() -> None:
    assert accuracy.held_out_figures().changes["improved"].f1 >= 0.80


def test_the_sentences_of_a_report_take_less_than_a_second() -> None:
    texts = [row.text for row in shared()][:250]
    model()
    label_sentence(texts[0])
    started = time.process_time()
    for text in texts:
        label_sentence(text)
    assert time.process_time() - started < 1
