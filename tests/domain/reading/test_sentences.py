"""Where sentences end."""

from __future__ import annotations

import pytest

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.sentences import sentences_of, split


def texts(text: str) -> list[str]:
    return [sentence for _, sentence in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Some plans, e.g. Pathway plans for the oldest, are late.",
        "Enquiries under s. 47 are begun on the day.",
        "Ms. Example and Dr. Sample lead the two services.",
        "The average was 17.5 days, against 21.0 a year before.",
        "J. Example was the director at the time.",
        "The measure (see No. 4 of the list) has no owner.",
        "St. Example’s and two other homes closed.",
        "This stands in paras. 4 and 5 of the plan.",
    ],
)
def test_an_abbreviation_or_a_number_ends_no_sentence(text: str) -> None:
    assert texts(text) == [text]


def test_full_stops_questions_and_quotes_end_sentences() -> None:
    text = "Staff said, ‘We are heard.’ Is that so? Most records agree. ‘It is better,’ said one."
    assert texts(text) == [
        "Staff said, ‘We are heard.’",
        "Is that so?",
        "Most records agree.",
        "‘It is better,’ said one.",
    ]


def test_a_sentence_may_begin_with_a_figure_or_end_with_a_note() -> None:
    assert texts("They were seen in 2021. 16 of them moved.2 Few came back.") == [
        "They were seen in 2021.",
        "16 of them moved.2",
        "Few came back.",
    ]


def test_a_remark_in_brackets_stays_with_its_sentence() -> None:
    assert texts("Supervision is rare. (Outcome 3, national framework)") == [
        "Supervision is rare. (Outcome 3, national framework)"
    ]
    assert len(texts("Supervision is rare. (Recommendation) Audits are few.")) == 2


def test_etc_ends_a_sentence_only_before_a_usual_beginning() -> None:
    assert len(texts("They plan, write, etc. However, few follow.")) == 2
    assert len(texts("They plan, write, etc. Example Board papers.")) == 1


def test_each_sentence_knows_the_page_on_which_it_begins() -> None:
    text = "This begins on one page. That begins there and ends here. This is wholly here."
    block = Block(BlockKind.PARAGRAPH, text, 4, turns=((text.index("ends"), 5),))
    assert [sentence.page for sentence in sentences_of(block)] == [4, 4, 5]


def test_an_item_without_a_full_stop_is_one_sentence() -> None:
    assert texts("the timeliness of return home interviews") == ["the timeliness of return home interviews"]
