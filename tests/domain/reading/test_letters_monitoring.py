from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
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


def check(choice: made.Choice) -> None:
    letter = made.compose(choice)
    for name, got, wanted in made.facts(letter, read(letter.text)):
        assert got == wanted, f"{name}: {choice}"


CHOICES = st.builds(
    made.Choice,
    **{name: st.integers(0, 12) for name in ("title", "visit", "since", "why", "nth", "on", "inspected", "between")},
    **{
        name: st.integers(0, 12)
        for name in ("areas", "listed", "within", "progress", "close", "placement", "authority")
    },
    **{name: st.booleans() for name in (*made.SWITCHES, "joint")},
    seed=st.integers(0, 40),
    closed_items=st.integers(0, 3),
    width=st.integers(60, 100),
    page=st.integers(24, 60),
)


@given(CHOICES)
def test_every_field_of_every_variant_is_read(choice: made.Choice) -> None:
    check(choice)


@pytest.mark.parametrize("since", range(len(made.SINCE)))
def test_each_ordinal_sentence_with_each_word_and_reason(since: int) -> None:
    for nth in range(12):
        check(made.Choice(since=since, why=nth, nth=nth, seed=nth, on=nth, numeric=nth % 5 == 4))


@pytest.mark.parametrize("inspected", range(len(made.INSPECTED)))
def test_each_way_to_name_inspectors_with_each_date(inspected: int) -> None:
    for on in range(len(made.DATES)):
        check(made.Choice(inspected=inspected, on=on, visit=on + inspected, seed=on, since=on))


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("heading", [True, False])
def test_each_form_of_areas_with_each_statement_of_progress(*, early: bool, heading: bool) -> None:
    forms = len(made.LISTED) + len(made.WITHIN)
    for form, progress in itertools.product(range(forms), range(len(made.PROGRESS))):
        bullets = form < len(made.LISTED)
        parts = made.Choice(
            bullets=bullets, listed=form, within=form - len(made.LISTED), areas=form + progress, seed=form
        )
        check(replace(parts, progress=progress, early=early, heading=heading))


@pytest.mark.parametrize("placement", made.PLACEMENTS)
def test_each_place_of_the_letterhead_with_each_title(placement: str) -> None:
    place = made.PLACEMENTS.index(placement)
    for title, authority in itertools.product(range(len(made.TITLES)), range(len(made.AUTHORITIES))):
        check(made.Choice(placement=place, title=title, authority=authority, width=62 + 6 * authority, seed=title))


WARNED = """30 January 2020
Dear Ms Example
Focused visit to Devon children’s services
This letter summarises the findings of the focused visit to Devon children’s services on {days}. Her Majesty’s
Inspectors for this visit were Ann Lee and Bob Ray.
Headline findings
Plans are clear.
Yours sincerely
"""


@pytest.mark.parametrize(
    ("days", "visited", "warning"),
    [
        ("7 and 8 January 2020", ("2020-01-07", "2020-01-08"), None),
        ("7 January 2019 to 8 January 2020", ("2019-01-07", "2020-01-08"), "a visit of 367 days"),
        ("7 and 8 January 2021", ("2021-01-07", "2021-01-08"), "before the visit's last day"),
        ("8 to 7 January 2020", ("2020-01-08", "2020-01-07"), "before it begins"),
    ],
)
def test_a_contradiction_is_kept_as_printed_with_a_warning(
    days: str, visited: tuple[str, str], warning: str | None
) -> None:
    report = read(WARNED.format(days=days), Kind.FOCUSED_VISIT)
    assert [(str(v.first), str(v.last)) for v in report.visited] == [visited]
    assert len(report.warnings) == (warning is not None)
    assert warning is None or warning in report.warnings[0]


@pytest.mark.parametrize(
    "text", ["", "Dear", "Yours sincerely", "This letter summarises the findings of", "visit\n" * 400]
)
def test_a_letter_of_which_little_is_left_gives_warnings_and_no_error(text: str) -> None:
    document = read_text(f"{text}\nx".encode(), max_pages=50)
    report = read_letter(
        Kind.MONITORING_VISIT, document, blocks_of(document), sha256="0" * 64, register=packaged_register()
    )
    assert report.visited == ()
    assert "not found in the letter: the days of the visit" in report.warnings


IMPROVE = """30 January 2020
Dear Ms Example
Focused visit to Devon children’s services
This letter summarises the findings of the focused visit to Devon children’s services on 7 and 8 January 2020. Her
Majesty’s Inspectors for this visit were Ann Lee and Bob Ray.
Headline findings
Plans are clear, and most are kept up to date.
Areas for priority action
{priority}
What needs to improve in this area of social work practice?
{improve}
Main findings
Children are seen often.
Ofsted will take the findings from this focused visit into account when planning your next inspection or visit.
Yours sincerely
"""


@pytest.mark.parametrize(
    ("priority", "improve", "actions", "items"),
    [
        ("◼ Cases that wait.\n◼ The duty team.", "◼ Supervision.\n◼ Plans.\n◼ Visits.", 2, 3),
        ("There are no areas for priority action.", "◼ Supervision.", 0, 1),
        ("The council must act on these:\n◼ Cases that wait.", "Supervision is to be regular.", 1, 1),
        ("None.", "The areas for improvement continue to be those identified in 2018.", 0, 0),
        ("None.", "◼ The areas for improvement continue to be those identified in 2018.", 0, 1),
    ],
)
def test_lists_of_a_letter_hold_what_is_named_and_nothing_else(
    priority: str, improve: str, actions: int, items: int
) -> None:
    report = read(IMPROVE.format(priority=priority, improve=improve), Kind.FOCUSED_VISIT)
    assert len(report.priority_actions) == actions
    assert len(report.improvements) == items
    assert report.ordinal is None
    assert report.judged_inadequate is None
    assert report.progress_statement is None
    assert report.findings[-1].text == "Children are seen often."


def test_a_list_may_end_the_letter() -> None:
    report = read(
        "Focused visit to Devon\nThe visit was short.\nAreas for improvement\n◼ Plans.\n◼ Visits.", Kind.FOCUSED_VISIT
    )
    assert [item.text for item in report.improvements] == ["Plans.", "Visits."]
