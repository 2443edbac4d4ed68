"""`sentences.py`: which sentences of two versions of a report are the same, versions of one, gone or new."""

from __future__ import annotations

import pytest

from visitwatch.domain.change import SentenceChange
from visitwatch.domain.comparing.sentences import letters, sentence_changes
from visitwatch.domain.comparison import Edit
from visitwatch.domain.report import Finding, Quote


def findings(*texts: str) -> tuple[Finding, ...]:
    """Sentences on pages 1, 2, 3 and so on."""
    return tuple(Finding(text, page, "") for page, text in enumerate(texts, 1))


def pairs(before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[str | None, str | None]]:
    """What changed, each as the text before and now."""
    made = sentence_changes(findings(*before), findings(*after))
    return [(c.before.text if c.before else None, c.now.text if c.now else None) for c in made]


LATE, TIMELY = "Plans are late in most teams.", "Plans are timely in most teams."
SEEN = "Workers see children often."
KNOWN = "Leaders know their services well."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Young people’s plans are co-ordinated.", "Young people's plans are coordinated."),
        ("They said “yes” to well-\nbeing.", 'they said "yes"  to wellbeing.'),
        ("Plans \u2013 and reviews.", "Plans - and reviews."),
        ("Impro\u00advement.", "Improvement."),
    ],
)
def test_a_new_layout_changes_no_letters(one: str, other: str) -> None:
    assert letters(one) == letters(other)
    assert pairs((one,), (other,)) == []


def test_the_same_sentences_did_not_change() -> None:
    assert pairs((LATE, SEEN, KNOWN), (LATE, SEEN, KNOWN)) == []
    assert pairs((), ()) == []


def test_a_changed_sentence_has_the_page_of_either_version_and_its_redline() -> None:
    (made,) = sentence_changes(findings(SEEN, LATE), findings(SEEN, KNOWN, TIMELY)[::2])
    assert made == SentenceChange(
        Quote(LATE, 2),
        Quote(TIMELY, 3),
        (
            Edit("equal", "Plans are "),
            Edit("delete", "late "),
            Edit("insert", "timely "),
            Edit("equal", "in most teams."),
        ),
    )


def test_a_sentence_that_came_or_went_has_no_redline() -> None:
    (gone,) = sentence_changes(findings(LATE, SEEN), findings(LATE))
    assert gone == SentenceChange(Quote(SEEN, 2), None, ())
    (come,) = sentence_changes(findings(LATE), findings(LATE, SEEN))
    assert come == SentenceChange(None, Quote(SEEN, 2), ())


@pytest.mark.parametrize("shape", ["Plan {} is late.", "Plans {} are late."])
@pytest.mark.parametrize(("a", "b"), [("a", "b"), ("b", "a")])
def test_one_letter_makes_another_sentence_of_the_same_length(shape: str, a: str, b: str) -> None:
    one, other = shape.format(a), shape.format(b)
    assert pairs((one,), (other,)) == [(one, other)]
    assert pairs((SEEN, one, KNOWN), (SEEN, other, KNOWN)) == [(one, other)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((f"{SEEN} {KNOWN}", LATE), (SEEN, KNOWN, TIMELY)),
        ((SEEN, KNOWN, LATE), (f"{SEEN} {KNOWN}", TIMELY)),
        ((LATE, f"{SEEN} {KNOWN}"), (TIMELY, SEEN, KNOWN)),
        ((LATE, SEEN, KNOWN), (TIMELY, f"{SEEN} {KNOWN}")),
    ],
)
def test_what_is_divided_otherwise_before_or_after_a_changed_sentence_did_not_change(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert pairs(before, after) == [(LATE, TIMELY)]


def test_a_passage_that_is_only_divided_otherwise_did_not_change() -> None:
    assert pairs((f"{SEEN} {KNOWN}",), (SEEN, KNOWN)) == []
    assert pairs((SEEN, f"{KNOWN} {LATE}"), (f"{SEEN} {KNOWN}", LATE)) == []
    assert pairs((f"{SEEN} {KNOWN}", LATE), (SEEN, KNOWN, "Homes were found by councils.")) == [
        (LATE, None),
        (None, "Homes were found by councils."),
    ]


def test_only_sentences_that_end_at_the_same_letter_are_divided_otherwise() -> None:
    assert pairs((SEEN, LATE), (f"{SEEN} {KNOWN}",)) == [(SEEN, f"{SEEN} {KNOWN}"), (LATE, None)]
    assert pairs((f"{SEEN} {KNOWN}",), (SEEN, LATE)) == [(f"{SEEN} {KNOWN}", SEEN), (None, LATE)]
    assert pairs((f"{KNOWN} {SEEN}",), (LATE, SEEN)) == [(None, LATE), (f"{KNOWN} {SEEN}", SEEN)]


AGAIN = "This is a strength."
APART = tuple(f"{word} {word}." for word in ("One", "Two", "Six", "Ten"))


@pytest.mark.parametrize(("here", "there"), [(3, 1), (2, 1), (3, 2), (2, 2)])
def test_a_sentence_that_is_said_often_is_gone_as_often_as_it_is_said_less(here: int, there: int) -> None:
    before = (APART[0], *(AGAIN,) * here, APART[1])
    after = (APART[2], *(AGAIN,) * there, APART[3])
    assert pairs(before, after).count((AGAIN, None)) == here - there
    assert pairs(after, before).count((None, AGAIN)) == here - there


def test_a_sentence_that_is_said_twice_does_not_part_a_changed_one_from_its_version() -> None:
    assert pairs((AGAIN, LATE, KNOWN), (AGAIN, TIMELY, AGAIN, KNOWN)) == [(LATE, TIMELY), (None, AGAIN)]
    assert pairs((AGAIN, LATE, AGAIN, KNOWN), (AGAIN, TIMELY, KNOWN)) == [(LATE, TIMELY), (AGAIN, None)]


def test_a_sentence_that_moved_is_taken_out_and_put_in() -> None:
    assert sorted(map(str, pairs((SEEN, KNOWN, LATE), (KNOWN, LATE, SEEN)))) == sorted(
        map(str, [(SEEN, None), (None, SEEN)])
    )


A, B = "Most plans are late and weak in all teams.", "Some homes were found full by four councils."
A_NEAR, A_FAR = "Most plans are late and weak in all areas.", "Most plans are late and poor for those areas."
B_NEAR, B_FAR = "Some homes were found full by four parents.", "Some homes were found open to those parents."


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ((A, B), (A_NEAR, B_FAR), [(A, A_NEAR), (B, B_FAR)]),
        ((A, B), (A_FAR, B_NEAR), [(A, A_FAR), (B, B_NEAR)]),
        ((A, B), (B_NEAR, A_FAR), [(A, None), (B, B_NEAR), (None, A_FAR)]),
        ((A, B), (B_FAR, A_NEAR), [(None, B_FAR), (A, A_NEAR), (B, None)]),
        ((A_NEAR, A_FAR), (A,), [(A_NEAR, A), (A_FAR, None)]),
        ((A_FAR, A_NEAR), (A,), [(A_FAR, None), (A_NEAR, A)]),
        ((A,), (A_NEAR, A_FAR), [(A, A_NEAR), (None, A_FAR)]),
        ((A,), (A_FAR, A_NEAR), [(None, A_FAR), (A, A_NEAR)]),
    ],
)
def test_the_most_alike_are_versions_of_one_each_once_and_in_order(
    before: tuple[str, ...], after: tuple[str, ...], kept: list[tuple[str | None, str | None]]
) -> None:
    assert pairs(before, after) == kept


def test_of_equally_alike_sentences_the_first_are_versions_of_one() -> None:
    assert pairs((f"{A} One.", f"{A} Two."), (f"{A} Six.",)) == [(f"{A} One.", f"{A} Six."), (f"{A} Two.", None)]
    assert pairs((f"{A} Six.",), (f"{A} One.", f"{A} Two.")) == [(f"{A} Six.", f"{A} One."), (None, f"{A} Two.")]


@pytest.mark.parametrize(
    ("one", "other", "are_versions"),
    [
        ("Plans are late now.", "Plans are well made.", True),
        ("Plans are late now.", "Plans were well made.", False),
        ("Plans plans are late.", "Plans seem well made.", False),
        ("Are plans not late?", "Late plans are better.", True),
        ("Plans are late.", "Plans are made on time.", True),
        ("Plans are late.", "Plans are now made on time.", False),
    ],
)
def test_half_of_their_words_in_common_make_two_sentences_versions_of_one(
    one: str, other: str, *, are_versions: bool
) -> None:
    assert pairs((one,), (other,)) == ([(one, other)] if are_versions else [(one, None), (None, other)])


def test_what_went_stands_before_what_came_and_both_where_they_stood() -> None:
    assert pairs((APART[0], SEEN, APART[1], KNOWN), (APART[2], SEEN, APART[3], KNOWN)) == [
        (APART[0], None),
        (None, APART[2]),
        (APART[1], None),
        (None, APART[3]),
    ]


@pytest.mark.parametrize(("gone", "come", "paired"), [(100, 100, 100), (73, 137, 0), (100, 101, 0)])
def test_a_passage_of_more_than_ten_thousand_pairs_is_taken_out_and_put_in_whole(
    gone: int, come: int, paired: int
) -> None:
    before = tuple(f"Plan{n} is{n} late{n} now{n}." for n in range(gone))
    after = tuple(f"Plan{n} is{n} late{n} then{n}." for n in range(come))
    made = pairs(before, after)
    assert made[:paired] == list(zip(before, after, strict=False))[:paired]
    assert made[paired:] == [(b, None) for b in before[paired:]] + [(None, a) for a in after[paired:]]
