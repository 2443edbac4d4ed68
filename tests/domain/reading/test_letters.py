from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.reading import monitoring_letters as made
from visitwatch.adapters.plain_text import read_text
from visitwatch.domain.reading.layout import blocks_of
from visitwatch.domain.reading.letters import read_letter
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Kind, Report


def read(text: str, kind: Kind = Kind.MONITORING_VISIT) -> Report:
    document = read_text(text.encode(), max_pages=50)
    return read_letter(kind, document, blocks_of(document), sha256="0" * 64, register=packaged_register())


def squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def check(choice: made.Choice) -> None:
    letter = made.compose(choice)
    report = read(letter.text)
    assert tuple(a.urn for a in report.authorities) == letter.urns
    assert report.visited == letter.visited
    assert report.ordinal == letter.ordinal
    assert report.judged_inadequate == letter.judged
    assert report.letter_date == letter.written
    assert report.inspectors == letter.inspectors
    assert [squeezed(a) for a in report.areas_covered] == [squeezed(a) for a in letter.areas]
    assert report.progress_statement is not None
    assert squeezed(report.progress_statement.text) == squeezed(letter.progress)
    assert report.progress_statement.page == letter.progress_page
    read_sentences = [squeezed(finding.text) for finding in report.findings]
    for finding in letter.findings:
        assert squeezed(finding) in read_sentences
    for furniture in (
        "dear ms",
        "yours",
        "piccadilly",
        "example",
        "1 high street",
        "department for education",
        "this letter",
    ):
        assert not any(furniture in sentence for sentence in read_sentences)
    assert squeezed(report.title) == squeezed(letter.title)
    assert report.warnings == ()


CHOICES = st.builds(
    made.Choice,
    **{name: st.integers(0, 12) for name in ("title", "visit", "since", "why", "nth", "on", "inspected", "between")},
    **{
        name: st.integers(0, 12)
        for name in ("areas", "listed", "within", "progress", "close", "placement", "authority")
    },
    **{name: st.booleans() for name in ("bullets", "heading", "early", "joint", "straight", "numeric", "blank")},
    seed=st.integers(0, 40),
    closed_items=st.integers(0, 3),
    width=st.integers(60, 100),
    page=st.integers(24, 60),
)


@given(CHOICES)
@settings(max_examples=300)
def test_every_field_of_every_variant_is_read(choice: made.Choice) -> None:
    check(choice)


@pytest.mark.parametrize("since", range(len(made.SINCE)))
def test_each_ordinal_sentence_with_each_reason_and_each_word(since: int) -> None:
    for why, nth in itertools.product(range(len(made.WHY)), range(12)):
        check(made.Choice(since=since, why=why, nth=nth, seed=nth, on=nth, numeric=why == nth % 5))


@pytest.mark.parametrize("inspected", range(len(made.INSPECTED)))
def test_each_way_to_name_inspectors_with_each_date(inspected: int) -> None:
    for on, visit in itertools.product(range(len(made.DATES)), range(len(made.VISITS))):
        check(made.Choice(inspected=inspected, on=on, visit=visit, seed=on, since=visit))


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("heading", [True, False])
def test_each_form_of_areas_and_each_statement_of_progress(early: bool, heading: bool) -> None:
    for areas, form, progress in itertools.product(range(len(made.AREAS)), range(11), range(len(made.PROGRESS))):
        check(
            made.Choice(
                areas=areas,
                bullets=form < 6,
                listed=form,
                within=form - 6,
                progress=progress,
                early=early,
                heading=heading,
                seed=form,
            )
        )


@pytest.mark.parametrize("placement", made.PLACEMENTS)
def test_each_place_of_the_letterhead_with_each_title(placement: str) -> None:
    for title, authority, width in itertools.product(
        range(len(made.TITLES)), range(len(made.AUTHORITIES)), (62, 85, 98)
    ):
        check(
            made.Choice(
                placement=made.PLACEMENTS.index(placement), title=title, authority=authority, width=width, seed=title
            )
        )
