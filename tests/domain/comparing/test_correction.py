from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from visitwatch.domain.change import Change, ChangeId, ChangeKind, Correction, FieldChange, SentenceChange
from visitwatch.domain.comparing.correction import (
    FIELD_WORDS,
    correct,
    correction_headline,
    pages_in_words,
    shortened,
    what_was_corrected,
)
from visitwatch.domain.comparing.sentences import sentence_changes
from visitwatch.domain.comparison import Edit
from visitwatch.domain.report import (
    Aspect,
    AuthorityRef,
    DateRange,
    Finding,
    Grade,
    Improvement,
    Judgement,
    Kind,
    Quote,
    Report,
    Urn,
    YearMonth,
)

BEFORE = Report(
    kind=Kind.MONITORING_VISIT,
    authorities=(AuthorityRef(Urn("80000"), "Exampleshire"),),
    sha256="before",
    pages=4,
    visited=(DateRange(date(2018, 1, 9), date(2018, 1, 10)),),
    areas_covered=("The front door",),
    progress_statement=Quote("The pace of change is too slow.", 1),
    judgements=(Judgement(Aspect.OVERALL, Grade.GOOD, 1),),
    priority_actions=(Quote("Act now.", 2),),
    improvements=(Improvement("The quality of plans.", 2),),
    findings=(Finding("The pace of change is too slow.", 1, "Headline"), Finding("Plans are late.", 2, "Plans")),
)


def test_a_correction_names_the_version_before_and_shows_the_words() -> None:
    after = replace(
        BEFORE,
        sha256="after",
        findings=(BEFORE.findings[0], replace(BEFORE.findings[1], text="Plans are timely.")),
    )
    correction = correct(BEFORE, after)
    assert correction is not None
    assert correction.before_sha256 == "before"
    assert correction.fields == ()
    assert not correction.truncated
    assert correction.redline == (
        Edit("equal", "The pace of change is too slow. Plans are "),
        Edit("delete", "late."),
        Edit("insert", "timely."),
    )


@pytest.mark.parametrize(("before", "after"), [("late", "timely"), ("timely", "late")])
def test_any_word_that_changed_is_a_correction(before: str, after: str) -> None:
    one, other = (replace(BEFORE, findings=(Finding(f"Plans are {word}.", 1, ""),)) for word in (before, after))
    assert correct(one, other) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "after", "pages": 5, "published": date(2018, 3, 1), "title": "Otherwise", "warnings": ("odd",)},
        {"findings": tuple(replace(f, page=f.page + 1, section="") for f in BEFORE.findings)},
        {"findings": (Finding("The pace of\nchange  is too slow. Plans are late.", 1, ""),)},
        {"improvements": (Improvement("The  quality of plans.", 3),)},
        {"judgements": (Judgement(Aspect.OVERALL, Grade.GOOD, 2),)},
        {"progress_statement": Quote("The pace of change is too slow.", 2)},
    ],
)
def test_a_layout_that_changed_alone_is_no_correction(change: dict[str, Any]) -> None:
    assert correct(BEFORE, replace(BEFORE, **change)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", Kind.FOCUSED_VISIT),
        ("authorities", ()),
        ("ordinal", 2),
        ("visited", ()),
        ("judged_inadequate", YearMonth(2017, 3)),
        ("letter_date", date(2018, 1, 30)),
        ("inspectors", ("A Person",)),
        ("areas_covered", ("The front door", "Early help")),
        ("topic", "early help"),
        ("progress_statement", None),
        ("judgements", (Judgement(Aspect.OVERALL, Grade.OUTSTANDING, 1),)),
        ("outcome", 2),
        ("priority_actions", ()),
        ("improvements", (Improvement("The quality of plans.", 2, ("Outcome one",)),)),
    ],
)
def test_a_field_that_moved_is_named_even_where_no_word_did(field: str, value: object) -> None:
    change: dict[str, Any] = {field: value}
    correction = correct(BEFORE, replace(BEFORE, sha256="after", **change))
    assert correction is not None
    assert correction.fields == (field,)


@pytest.mark.parametrize(
    ("field", "value", "before", "now"),
    [
        ("kind", Kind.FOCUSED_VISIT, "monitoring visit", "focused visit"),
        ("authorities", (), "Exampleshire", ""),
        ("ordinal", 2, "", "second"),
        ("visited", (), "9 and 10 January 2018", ""),
        ("judged_inadequate", YearMonth(2017, 3), "", "March 2017"),
        ("letter_date", date(2018, 1, 30), "", "30 January 2018"),
        ("inspectors", ("A Person",), "", "A Person"),
        ("areas_covered", ("The front door", "Early help"), "", "Early help"),
        ("topic", "early help", "", "early help"),
        ("progress_statement", None, "“The pace of change is too slow.” (page 1)", ""),
        (
            "judgements",
            (Judgement(Aspect.OVERALL, Grade.OUTSTANDING, 2),),
            "overall effectiveness good (page 1)",
            "overall effectiveness outstanding (page 2)",
        ),
        ("outcome", 2, "", "2"),
        ("priority_actions", (), "“Act now.” (page 2)", ""),
        (
            "improvements",
            (Improvement("The quality of plans.", 2, ("Outcome one",)),),
            "“The quality of plans.” (page 2)",
            "“The quality of plans.” (Outcome one, page 2)",
        ),
    ],
)
def test_a_field_that_moved_is_told_as_it_was_and_as_it_is(field: str, value: object, before: str, now: str) -> None:
    change: dict[str, Any] = {field: value}
    correction = correct(BEFORE, replace(BEFORE, sha256="after", **change))
    assert correction is not None
    assert correction.facts == (FieldChange(field, before, now),)


def test_judgements_in_another_order_did_not_move() -> None:
    rows = (Judgement(Aspect.OVERALL, Grade.GOOD, 1), Judgement(Aspect.LEADERS, Grade.GOOD, 1))
    assert correct(replace(BEFORE, judgements=rows), replace(BEFORE, judgements=rows[::-1])) is None


def corrected(*findings: Finding, **fields: Any) -> Correction:
    made = correct(BEFORE, replace(BEFORE, sha256="after", findings=findings, **fields))
    assert made is not None
    return made


def told(correction: Correction) -> str:
    change = Change(
        id=ChangeId("c"),
        kind=ChangeKind.CORRECTION,
        urns=(),
        occurred_at=datetime(2018, 2, 1, tzinfo=UTC),
        title="Exampleshire: corrected",
        url="",
        report=BEFORE,
        correction=correction,
    )
    return correction_headline(change)


def test_each_sentence_that_changed_has_its_pages_and_its_own_redline() -> None:
    made = corrected(BEFORE.findings[0], Finding("Plans are timely.", 3, "Plans"))
    assert made.changes == (
        SentenceChange(
            Quote("Plans are late.", 2),
            Quote("Plans are timely.", 3),
            (Edit("equal", "Plans are "), Edit("delete", "late."), Edit("insert", "timely.")),
        ),
    )
    assert told(made) == "Exampleshire: correction of the monitoring visit letter: one sentence changed (page 3)"


def test_sentences_put_in_and_taken_out_are_told_with_the_page_of_the_version_that_has_them() -> None:
    made = corrected(
        Finding("Workers see children often.", 1, ""),
        Finding("Leaders know their services well.", 2, ""),
        BEFORE.findings[1],
    )
    assert [(c.before, c.now) for c in made.changes] == [
        (Quote("The pace of change is too slow.", 1), None),
        (None, Quote("Workers see children often.", 1)),
        (None, Quote("Leaders know their services well.", 2)),
    ]
    assert told(made).endswith("2 sentences added (pages 1 and 2), one taken out (page 1 of the version before)")


def test_a_sentence_that_is_divided_otherwise_did_not_change() -> None:
    other = Finding("Children are seen.", 4, "")
    made = corrected(Finding("The pace of change is too slow. Plans are late.", 1, ""), other)
    assert [(c.before, c.now) for c in made.changes] == [(None, Quote("Children are seen.", 4))]


def test_of_many_pages_the_headline_gives_the_number_and_fields_are_named() -> None:
    made = corrected(
        *(Finding(f"{word} was said here.", n, "") for n, word in enumerate("abcdef", 1)), letter_date=None
    )
    assert "6 sentences added (on 6 pages)" in told(made)
    assert told(replace(made, changes=(), fields=("letter_date", "inspectors"))).endswith(
        ": the letter’s date and the inspectors"
    )
    every = tuple(FIELD_WORDS)
    assert told(replace(made, changes=(), fields=every)).endswith("and 11 other facts")


@pytest.mark.parametrize(
    ("fields", "told_as"),
    [
        (("topic",), "the topic"),
        (("topic", "outcome", "kind"), "the topic, the outcome and the kind of report"),
        (
            ("topic", "outcome", "kind", "visited"),
            "the topic, the outcome, the kind of report and the dates on site",
        ),
        (
            ("topic", "outcome", "kind", "visited", "ordinal"),
            "the topic, the outcome, the kind of report and 2 other facts",
        ),
        (("topic", "a_new_field"), "the topic and a_new_field"),
    ],
)
def test_four_facts_are_named_and_of_five_the_first_three(fields: tuple[str, ...], told_as: str) -> None:
    assert what_was_corrected(Correction("before", (), fields)) == told_as


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([2], "page 2"),
        ([4, 2, 4], "pages 2 and 4"),
        ([1, 2, 3, 4], "pages 1, 2, 3 and 4"),
        ([1, 2, 3, 4, 5], "on 5 pages"),
    ],
)
def test_four_pages_are_named_in_order_and_five_are_counted(numbers: list[int], words: str) -> None:
    assert pages_in_words(numbers) == words


def test_one_sentence_is_one_and_more_are_counted() -> None:
    came = tuple(SentenceChange(None, Quote("Plans are late.", page)) for page in (1, 2))
    went = tuple(SentenceChange(Quote("Plans are late.", page), None) for page in (1, 1))
    assert what_was_corrected(Correction("", (), (), changes=came[:1])) == "one sentence added (page 1)"
    assert what_was_corrected(Correction("", (), (), changes=(*came, *went))) == (
        "2 sentences added (pages 1 and 2), 2 taken out (page 1 of the version before)"
    )


def test_a_change_that_is_no_correction_has_its_title() -> None:
    made = corrected(BEFORE.findings[0])
    change = Change(ChangeId("c"), ChangeKind.CORRECTION, (), datetime(2018, 2, 1, tzinfo=UTC), "A title", "")
    assert correction_headline(change) == "A title"
    assert correction_headline(replace(change, correction=made)) == "A title"
    assert correction_headline(replace(change, correction=replace(made, changes=()), report=BEFORE)).endswith(
        ": some words"
    )


def test_a_wholly_new_report_is_taken_out_and_put_in_in_bounded_time() -> None:
    one = tuple(Finding(f"Children {n} are seen by their own workers often.", 1, "") for n in range(400))
    other = tuple(Finding(f"Plans {n} are now made in time by managers.", 2, "") for n in range(400))
    made = sentence_changes(one, other)
    assert len(made) == 800
    assert sentence_changes(one, one) == ()


def test_long_equal_runs_are_cut_to_the_words_beside_a_change() -> None:
    words = [f"w{number}" for number in range(40)]
    run = " ".join(words) + " "
    edits = (Edit("equal", run), Edit("insert", "new "), Edit("equal", run), Edit("delete", "old "), Edit("equal", run))
    first, new, middle, old, last = shortened(edits)
    assert first.text == " ".join(["[…]", *words[-12:]]) + " "
    assert middle.text == " ".join([*words[:12], "[…]", *words[-12:]]) + " "
    assert last.text == " ".join([*words[:12], "[…]"]) + " "
    assert (new, old) == (edits[1], edits[3])


def test_what_came_or_went_and_short_runs_are_kept_whole() -> None:
    long = "w " * 40
    edits = (Edit("delete", long), Edit("insert", long), Edit("equal", "one two "), Edit("insert", "new"))
    assert shortened(edits) == edits


def test_a_run_no_longer_than_its_ends_is_kept() -> None:
    edits = (Edit("insert", "new "), Edit("equal", "w " * 24), Edit("delete", "old"))
    assert shortened(edits) == edits
    first = (Edit("equal", "w " * 12), Edit("delete", "old"))
    assert shortened(first) == first


def test_a_run_that_ends_the_text_has_no_space_after_it() -> None:
    assert shortened((Edit("delete", "old "), Edit("equal", " ".join("w" * 30))))[1].text == "w " * 12 + "[…]"
