"""The filters' sums in lanes equal what plain sums give."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from visitwatch.domain.findings.filters import LONGEST, Filters, suffix_of

NEAR, FAR = 3, 2
WORDS = {"_": 0, "?": 1, "?ly": 2, "good": 3, "not": 4, "plan": 5}


def made() -> Filters:
    numbers = random.Random(5)
    table = bytes([128] * 15) + bytes(numbers.randrange(1, 256) for _ in range(15 * (len(WORDS) - 1)))
    return Filters(WORDS, table, NEAR, FAR, [0.5, 1.0, 0.1, 0.2, 0.3], [0.0, -3.0, 2.0, 0.0, 1.0])


def plainly(filters: Filters, words: list[str], last: int) -> list[float]:
    ids = [WORDS.get(word, WORDS.get(suffix_of(word), 1)) for word in words]

    def weight(position: int, kernel: int, filter_: int) -> int:
        token = ids[position] if 0 <= position < len(ids) else 0
        return filters.table[token * 15 + kernel * 5 + filter_] - 128

    def value(position: int, filter_: int) -> int:
        step = 1 if filter_ < NEAR else 2
        return sum(weight(position + (kernel - 1) * step, kernel, filter_) for kernel in range(3))

    def largest(start: int) -> list[float]:
        tops = [max(value(p, f) for p in range(start, len(ids))) for f in range(NEAR + FAR)]
        return [max(0.0, top * filters.scales[f] + filters.bias[f]) for f, top in enumerate(tops)]

    return largest(0) + largest(min(last, len(ids) - 1))


@given(
    st.lists(st.sampled_from(["good", "not", "plan", "newly", "novel"]), min_size=1, max_size=12), st.integers(0, 11)
)
def test_values_are_the_plain_sums(words: list[str], last: int) -> None:
    filters = made()
    found, expected = filters.strongest(words, last), plainly(filters, words, last)
    assert all(abs(a - b) < 1e-9 for a, b in zip(found, expected, strict=True))


def test_a_sentence_is_read_up_to_a_length() -> None:
    filters = made()
    assert filters.strongest(["good"] * LONGEST + ["not"] * 5, 0) == filters.strongest(["good"] * LONGEST, 0)


def test_an_unknown_word_stands_by_its_ending() -> None:
    assert suffix_of("gently") == "?ly"
    assert suffix_of("zebra") == "?"
