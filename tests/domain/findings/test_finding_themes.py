"""The themes' ids, terms and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from visitwatch.domain.findings import themes
from visitwatch.domain.findings.words import tokens

THEMES_YAML = Path(__file__).resolve().parents[4] / "shared" / "themes.yaml"


def named(text: str) -> set[str]:
    return {hit.group for hit in themes.core().hits(tokens(text))}


@pytest.mark.corpus
def test_ids_and_standard_terms_are_those_of_the_shared_list() -> None:
    import yaml

    listed = yaml.safe_load(THEMES_YAML.read_text(encoding="utf-8"))
    assert themes.theme_terms() == {theme: text.split(" -- ")[0] for theme, text in listed.items()}


def test_there_are_forty_six_themes() -> None:
    assert len(themes.theme_terms()) == 46


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("care leavers", "care_leavers"),
        ("care-experienced young people", "care_leavers"),
        ("child sexual exploitation", "exploitation"),
        ("extra-familial harm", "exploitation"),
        ("domestic violence", "domestic_abuse"),
        ("domestic abuse", "domestic_abuse"),
        ("the LSCB", "partnership"),
        ("the safeguarding partnership", "partnership"),
        ("the multi-agency safeguarding hub (MASH)", "front_door"),
        ("the local authority designated officer", "allegations"),
        ("the public law outline", "pre_proceedings"),
        ("unregistered children's homes", "sufficiency"),
        ("out-of-hours service", "emergency_duty"),
        ("reflective supervision", "supervision"),
    ],
)
def test_words_of_all_years_name_the_theme(text: str, theme: str) -> None:
    assert theme in named(text)


def test_no_phrase_hides_in_another_word() -> None:
    assert named("The environment explores compassion.") == set()


def test_every_core_phrase_is_among_all_phrases() -> None:
    everything = themes.lexicon()
    for text in ("supervision", "care leavers", "unaccompanied children"):
        core = {(hit.group, hit.start) for hit in themes.core().hits(tokens(text))}
        assert core <= {(hit.group, hit.start) for hit in everything.hits(tokens(text))}
