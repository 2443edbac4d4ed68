import time
from itertools import combinations, pairwise, permutations

import pytest

from visitwatch.domain.comparing.redline import bounded_redline, in_order_on_both, redline
from visitwatch.domain.comparison import Edit


def test_a_changed_word_is_one_deletion_and_one_insertion_between_what_stays() -> None:
    assert redline("The pace is too slow.", "The pace is very slow.") == (
        Edit("equal", "The pace is "),
        Edit("delete", "too "),
        Edit("insert", "very "),
        Edit("equal", "slow."),
    )


def test_equal_texts_are_one_equal_run() -> None:
    assert redline("Plans\nare  late.", "Plans are late.") == (Edit("equal", "Plans are late."),)


def test_two_empty_texts_have_no_edits() -> None:
    assert redline("", " ") == ()


def test_a_text_that_comes_or_goes_whole_is_one_edit() -> None:
    assert redline("", "Plans are late.") == (Edit("insert", "Plans are late."),)
    assert redline("Plans are late.", "") == (Edit("delete", "Plans are late."),)


def test_the_last_word_of_either_side_has_no_space_where_both_change() -> None:
    assert redline("Plans are late", "Plans are timely") == (
        Edit("equal", "Plans are "),
        Edit("delete", "late"),
        Edit("insert", "timely"),
    )


def test_a_kept_sentence_stays_whole_when_it_moves_behind_a_new_one() -> None:
    before = "Plans are late. Visits are regular."
    after = "Plans are late. Managers are new to the work. Visits are regular."
    assert redline(before, after) == (
        Edit("equal", "Plans are late. "),
        Edit("insert", "Managers are new to the work. "),
        Edit("equal", "Visits are regular."),
    )


def test_a_sentence_that_stays_is_kept_whole_where_words_alone_would_mix_two() -> None:
    edits = redline("The plan is late. The visit is late.", "The visit is late. The core group is late.")
    assert [edit.text for edit in edits if edit.op == "equal"] == ["The visit is late. "]


def test_a_whole_sentence_is_kept_before_a_longer_run_of_words() -> None:
    edits = redline("Plans are late in the north. Visits are late.", "Visits are late. Plans are late in the south.")
    assert [edit.text for edit in edits if edit.op == "equal"] == ["Visits are late. "]


def test_words_that_occur_once_need_no_budget() -> None:
    words = [f"w{number}" for number in range(900)]
    changed = ["new" if number % 10 == 5 else word for number, word in enumerate(words)]
    made = bounded_redline(" ".join(words), " ".join(changed), max_steps=5_000)
    assert not made.truncated
    assert sum(edit.op == "equal" for edit in made.edits) == 91


def test_short_texts_keep_the_longest_run_even_where_a_rare_word_moved() -> None:
    assert [
        edit.text for edit in redline("the plan the plan late", "late the plan the plan") if edit.op == "equal"
    ] == ["the plan the plan "]


def test_what_goes_stands_before_what_comes() -> None:
    ops = [edit.op for edit in redline("one two three four.", "five six three seven.")]
    assert ops == ["delete", "insert", "equal", "delete", "insert"]


def test_a_redline_over_its_budget_says_that_it_was_cut_short() -> None:
    made = bounded_redline("a b a b a", "b a b a b", max_steps=10)
    assert made.truncated
    assert made.edits == (Edit("delete", "a b a b a"), Edit("insert", "b a b a b"))
    assert not bounded_redline("a b a b a", "b a b a b").truncated


def test_a_budget_is_not_needed_for_what_only_comes_or_goes() -> None:
    assert not bounded_redline("", "a b c", max_steps=0).truncated
    assert not bounded_redline("a b c", "", max_steps=0).truncated


def test_long_texts_are_cut_at_words_that_occur_once() -> None:
    before = [f"w{number}" for number in range(900)]
    after = ["new", *before[:450], "other", *before[451:]]
    edits = redline(" ".join(before), " ".join(after))
    assert "".join(edit.text for edit in edits if edit.op != "insert").split() == before
    assert "".join(edit.text for edit in edits if edit.op != "delete").split() == after
    assert [edit.op for edit in edits] == [
        "insert",
        "equal",
        "delete",
        "insert",
        "equal",
    ]


def test_a_long_text_of_few_words_is_compared_by_word() -> None:
    before = "the plan is late " * 60
    made = bounded_redline(before, f"again and {before}now")
    assert [(edit.op, len(edit.text.split())) for edit in made.edits] == [("insert", 2), ("equal", 240), ("insert", 1)]
    assert not made.truncated


def test_a_sentence_that_is_said_hundreds_of_times_is_kept_each_time() -> None:
    before = "The plan is late. " * 300
    made = bounded_redline(before, f"No. {before}")
    assert [(edit.op, len(edit.text.split())) for edit in made.edits] == [("insert", 1), ("equal", 1200)]
    assert not made.truncated


@pytest.mark.parametrize("after", list(permutations("abcde")), ids="".join)
def test_the_words_in_order_on_both_sides_are_as_many_as_can_be(after: tuple[str, ...]) -> None:
    before = "abcde"
    run = in_order_on_both(list(before), list(after))
    assert all(before[i] == after[j] for i, j in run)
    assert all(i < next_i and j < next_j for (i, j), (next_i, next_j) in pairwise(run))
    orders = {"".join(kept) for size in range(6) for kept in combinations(after, size)}
    assert len(run) == max(len(kept) for kept in orders if list(kept) == sorted(kept))


def test_words_that_one_side_has_twice_or_not_at_all_are_in_no_order() -> None:
    assert in_order_on_both(list("abcb"), list("abcd")) == [(0, 0), (2, 2)]
    assert in_order_on_both(list("abcd"), list("abcb")) == [(0, 0), (2, 2)]
    assert in_order_on_both(list("ab"), list("cd")) == []
    assert in_order_on_both([], []) == []


def _words(count: int, kinds: int) -> list[str]:
    """Deterministic words, few of them frequent."""
    return [f"w{(number * number + number // 7) % kinds}" for number in range(count)]


def _long(kind: str) -> tuple[str, str]:
    words = _words(22_000, 4_000)
    changed = ["X" + word if place % 3 == 0 else word for place, word in enumerate(words)]
    texts = {
        "every third word changed": (" ".join(words), " ".join(changed)),
        "one word only": ("the " * 22_000, "the " * 21_000),
        "two words in turn": ("a b " * 11_000, "b a " * 11_000),
        "one sentence again and again": ("The plan is late. " * 5_500, "The plan is late. " * 5_400 + "No."),
        "turned round": (" ".join(words), " ".join(reversed(words))),
        "nothing in common": (" ".join(words), " ".join("Y" + word for word in words)),
    }
    return texts[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "every third word changed",
        "one word only",
        "two words in turn",
        "one sentence again and again",
        "turned round",
        "nothing in common",
    ],
)
def test_a_pair_of_22000_words_takes_less_than_two_seconds(kind: str) -> None:
    before, after = _long(kind)
    started = time.process_time()
    edits = redline(before, after)
    assert time.process_time() - started < 2
    assert "".join(edit.text for edit in edits if edit.op != "delete").strip() == after.strip()
