"""`features.py`: the names that a sentence has, all of them. The model was trained on these very names."""

from __future__ import annotations

import pytest

from visitwatch.domain.findings.features import Parsed, features

PARTED = "Although caseloads have fallen, supervision is weak, and too few visits are on time."
SHORT = "Leaders know."
THREE = "Plans are good, but reviews are late, and audits are not good, yet leaders do not know why they are late"
LONG = (
    "Caseloads are not lower; care leavers and other care leavers at the edge of care, in health, in education, in "
    "planning, wait for housing in a long queue that nobody reads about at all in the town of today or of the next"
)


def named(text: str, marks: str) -> set[str]:
    return {name for name in features(Parsed.of(text)) if name[0] in marks}


def lines(text: str) -> set[str]:
    """One name a line; the blanks within a name count."""
    return set(text.strip("\n").split("\n"))


def test_runs_of_one_two_and_three_words_from_the_beginning_to_the_end() -> None:
    assert {name for name in features(Parsed.of(SHORT)) if name[0] not in "#@!<>"} == {
        "leader",
        "know",
        "$",
        "^ leader",
        "leader know",
        "know $",
        "^ ^ leader",
        "^ leader know",
        "leader know $",
    }


def test_punctuation_stands_in_no_run() -> None:
    found = features(Parsed.of("Plans, and reviews; are late."))
    assert {"^ plan", "plan and", "^ plan and", "and review are", "late $"} <= found
    assert not {name for name in found if name[0] not in "#@!<>" and {",", ";", "."} & set(name.split())}


def test_words_of_the_first_and_of_the_last_clause() -> None:
    assert named(PARTED, "<") == lines(
        "<although\n<^ although\n<caseload\n<although caseload\n<have\n<caseload have\n<fallen\n<have fallen"
    )
    assert named("Plans are late, but they are quick.", ">") >= {">but", ">but they", ">quick .", ">."}
    assert named(SHORT, "<>") == set()


def test_the_last_clause_of_three_is_the_last_and_the_first_the_first() -> None:
    parsed = Parsed.of(THREE)
    assert len(parsed.clauses) > 2
    first, last = parsed.clauses[0], parsed.clauses[-1]
    assert parsed.last == last.start > 0
    singles = {name for name in named(THREE, "<>") if " " not in name}
    assert singles == {f"<{t}" for t in parsed.tokens[: first.end]} | {f">{t}" for t in parsed.tokens[last.start :]}


def test_cues_shape_and_balance_of_a_sentence_of_two_clauses() -> None:
    assert named(PARTED, "#") == lines(
        """
#contrast
#^contrast
#down
#burden
#>burden
#falling
#falling b
#improving
#improving b
#worsening
#worsening b
#bad
#>bad
#boon
#>boon
#excess
#>excess
#few
#few b
#>few
#negator
#>negator
#moved better
#signs nb
#set bn
#first nc
#last b
#good 0
#bad 2
#more bad
#both 0 2
#form statement
#form statement although
#form statement although caseload
#length 2
#end .
#commas 2
"""
    )


def test_cues_shape_and_balance_of_a_short_sentence() -> None:
    assert named(SHORT, "#") == lines(
        """
#aware
#^aware
#aware p
#good
#signs p
#set p
#first p
#last p
#good 1
#bad 0
#more good
#both 1 0
#form phrase
#form phrase leader
#form phrase leader know
#length 0
#end .
#commas 0
"""
    )


def test_themes_by_place_and_by_how_often() -> None:
    assert named(LONG, "@!") == lines(
        """
!caseloads
!caseloads first
!care_leavers
!care_leavers first
!edge_of_care
!edge_of_care first
!health
!health later
!drift_and_delay
!drift_and_delay later
!accommodation
!accommodation later
@caseloads
@caseloads 0
@^caseloads
@caseload
@care_leavers
@care_leavers 1
@care leaver
@leaver
@@care_leavers
@edge_of_care
@edge_of_care 2
@edge of care
@health
@health 3
@education
@education 3
@planning
@planning 3
@drift_and_delay
@drift_and_delay 3
@wait
@accommodation
@accommodation 3
@housing
@partnership
@partnership 3
"""
    )
    assert named("Nothing of note.", "@!") == {"@none"}


@pytest.mark.parametrize(
    ("words", "length"), [(1, 0), (6, 0), (7, 1), (14, 1), (15, 2), (46, 5), (47, 6), (54, 6), (55, 6), (70, 6)]
)
def test_lengths_are_told_in_steps_of_eight_tokens_up_to_six(words: int, length: int) -> None:
    """The full stop is a token too."""
    found = named(" ".join(["word"] * words) + ".", "#")
    assert {name for name in found if name.startswith("#length")} == {f"#length {length}"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Plans are good.", {"#good 1", "#bad 0", "#more good", "#both 1 0"}),
        ("good, good, good, good, good, bad", {"#good 4", "#bad 1", "#more good", "#both 3 1"}),
        ("bad, bad, bad, bad, bad, bad, good", {"#good 1", "#bad 4", "#more bad", "#both 1 3"}),
        ("good and poor", {"#good 1", "#bad 1", "#more equal", "#both 1 1"}),
    ],
)
def test_praise_and_blame_are_counted_up_to_four_and_together_up_to_three(text: str, names: set[str]) -> None:
    found = named(text.replace("bad", "poor"), "#")
    assert {name for name in found if name.split()[0] in ("#good", "#bad", "#more", "#both") and " " in name} == names


def test_the_mark_at_the_end_and_how_many_commas() -> None:
    assert {"#end ?", "#commas 0"} <= named("Are plans good?", "#")
    assert {"#end none", "#commas 4"} <= named("plans, reviews, homes, schools, health, money", "#")


def test_a_theme_is_early_within_four_tokens() -> None:
    assert "@^caseloads" in named("Now in many caseloads are high.", "@")
    assert "@^caseloads" not in named("Now in many teams caseloads are high.", "@")


def test_a_sentence_without_a_word_has_a_token() -> None:
    assert Parsed.of("").tokens == ["."]
    assert "#end ." in features(Parsed.of("–"))


def test_the_signs_of_the_first_three_clauses_are_told() -> None:
    text = "Plans are good, but reviews are late, although audits are good, but visits are late."
    assert len(Parsed.of(text).clauses) > 3
    (signs,) = (name for name in named(text, "#") if name.startswith("#signs "))
    assert len(signs) == len("#signs ") + 3


def test_a_cue_with_which_the_last_clause_begins_is_in_it() -> None:
    assert "#>contrast" in named("Plans are late, but they are quick.", "#")
    assert "#>contrast" not in named("But plans are late.", "#")
