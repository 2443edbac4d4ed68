"""The rules that hold for any two reports (shared style, 8.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparing.correction import correct
from visitwatch.domain.comparing.named import named
from visitwatch.domain.comparing.redline import bounded_redline, redline
from visitwatch.domain.comparison import Comparison, Direction, ItemStatus, JudgementChange, Known
from visitwatch.domain.report import (
    Aspect,
    AuthorityRef,
    Chances,
    DateRange,
    Finding,
    Grade,
    Improvement,
    Judgement,
    Kind,
    Movement,
    Quote,
    Report,
    Stance,
    Urn,
)

_THEMES = ("caseloads", "supervision", "planning", "neglect", "front_door")
_NOUNS = ("Caseloads", "Plans", "Assessments", "Managers", "Strategy discussions", "Visits", "Leaders’ reviews")
_VERBS = ("are", "remain", "were", "have become", "continue to be")
_ENDS = ("too high", "timely", "well attended", "not recorded", "pre-birth", "weak for some children", "“good enough”")
_TOKENS = ("a", "the", "child", "plan", "plans", "is", "not", "late", "Late.", "risk,", "5", "%", "“so”", "Is")
_SAME_WORDS = (("’", "'"), ("“", '"'), ("”", '"'), ("-", "\u2010"), (" ", "\n"), (" ", "  "), ("e", "\u00ade"))

sentences = st.builds("{} {} {}.".format, st.sampled_from(_NOUNS), st.sampled_from(_VERBS), st.sampled_from(_ENDS))
words = st.lists(st.sampled_from(_TOKENS), max_size=60)
texts = words.map(" ".join)


shares = st.lists(st.integers(0, 20), min_size=3, max_size=3).map(sorted)


def _four(cuts: list[int]) -> tuple[float, float, float, float]:
    """Four chances that sum to one, from three places between 0 and 20."""
    one, two, three = cuts
    return one / 20, (two - one) / 20, (three - two) / 20, (20 - three) / 20


def _likely(chances: dict[str, int]) -> tuple[tuple[str, float], ...]:
    return tuple((theme, chance / 100) for theme, chance in sorted(chances.items(), key=lambda kept: -kept[1]))


likely = st.dictionaries(st.sampled_from(_THEMES), st.integers(5, 99), max_size=4).map(_likely)


def _sure(movements: tuple[Movement, ...]) -> st.SearchStrategy[Chances | None]:
    """With no movement among them none is likely either."""
    change = st.just((1.0, 0.0, 0.0, 0.0)) if movements == (Movement.NONE,) else shares.map(_four)
    return st.none() | st.builds(Chances, stance=shares.map(_four), change=change, themes=likely)


def findings(movements: tuple[Movement, ...] = tuple(Movement)) -> st.SearchStrategy[Finding]:
    """Annotated findings: themes in any order, every stance, the given movements, chances or none.

    The chances need not agree with the labels: a rule may have decided against them.
    """
    return st.builds(
        Finding,
        text=sentences,
        page=st.integers(1, 9),
        section=st.sampled_from(("Headline findings", "Findings")),
        themes=st.lists(st.sampled_from(_THEMES), max_size=3, unique=True).map(tuple),
        stance=st.sampled_from(Stance),
        change=st.sampled_from(movements),
        chances=_sure(movements),
    )


def reports(movements: tuple[Movement, ...] = tuple(Movement)) -> st.SearchStrategy[Report]:
    """Inspections of one authority. The text of a finding is unique, as is an item's: a set has no doubles."""
    quotes = st.builds(Quote, text=sentences, page=st.integers(1, 9))
    return st.builds(
        Report,
        kind=st.just(Kind.ILACS),
        authorities=st.just((AuthorityRef(Urn("80000"), "Exampleshire"),)),
        sha256=st.sampled_from(("a", "b", "c")),
        pages=st.just(9),
        visited=st.just((DateRange(date(2020, 1, 6), date(2020, 1, 17)),)),
        judgements=st.lists(
            st.builds(Judgement, st.sampled_from(Aspect), st.sampled_from(Grade), st.just(1)),
            unique_by=lambda judgement: judgement.aspect,
        ).map(tuple),
        progress_statement=st.none() | quotes,
        priority_actions=st.lists(quotes, max_size=2, unique_by=lambda quote: quote.text).map(tuple),
        improvements=st.lists(
            st.builds(Improvement, text=sentences, page=st.integers(1, 9)), max_size=5, unique_by=lambda i: i.text
        ).map(tuple),
        findings=st.lists(findings(movements), max_size=12, unique_by=lambda finding: finding.text).map(tuple),
    )


def between(earlier: Report, later: Report) -> Comparison:
    return compare(Known("later", later), [Known("earlier", earlier)], given=True)


@given(reports())
def test_identity_a_report_compared_with_itself_shows_no_change(report: Report) -> None:
    comparison = between(report, report)
    assert {row.change for row in comparison.judgements} <= {JudgementChange.UNCHANGED, JudgementChange.NOT_COMPARABLE}
    moves = {Direction.IMPROVED, Direction.WORSENED, Direction.NEW, Direction.NOT_COVERED}
    assert not moves & {row.direction for row in comparison.themes}
    assert not any(row.stated for row in comparison.themes)
    assert {row.status for row in comparison.improvements} <= {ItemStatus.CARRIED_OVER}
    assert not any(row.redline for row in comparison.improvements)
    assert {row.status for row in comparison.priority_actions} <= {ItemStatus.CARRIED_OVER}
    assert correct(report, report) is None


@given(texts, texts)
def test_completeness_what_is_kept_and_what_goes_rebuild_the_texts(before: str, after: str) -> None:
    edits = redline(before, after)
    assert "".join(edit.text for edit in edits if edit.op != "insert").strip() == " ".join(before.split())
    assert "".join(edit.text for edit in edits if edit.op != "delete").strip() == " ".join(after.split())


@given(texts)
def test_completeness_a_redline_never_has_empty_or_adjoining_runs_of_one_kind(text: str) -> None:
    edits = redline(text, text[::-1])
    assert all(edit.text.strip() for edit in edits)
    assert all(one.op != other.op for one, other in pairwise(edits))


@given(texts, texts, st.integers(0, 200))
def test_completeness_holds_where_the_redline_is_cut_short(one: str, other: str, max_steps: int) -> None:
    before, after = " ".join(one.split()), " ".join(other.split())
    made = bounded_redline(before, after, max_steps=max_steps)
    assert "".join(edit.text for edit in made.edits if edit.op != "insert").strip() == before
    assert "".join(edit.text for edit in made.edits if edit.op != "delete").strip() == after


@given(reports((Movement.NONE,)), reports((Movement.NONE,)))
def test_symmetry_swapping_the_sides_swaps_what_came_and_what_went(one: Report, other: Report) -> None:
    there, back = between(one, other), between(other, one)
    swapped = {
        JudgementChange.IMPROVED: JudgementChange.DECLINED,
        JudgementChange.DECLINED: JudgementChange.IMPROVED,
        JudgementChange.NEW: JudgementChange.NO_LONGER_GIVEN,
        JudgementChange.NO_LONGER_GIVEN: JudgementChange.NEW,
    }
    assert {row.aspect: swapped.get(row.change, row.change) for row in there.judgements} == {
        row.aspect: row.change for row in back.judgements
    }
    directions = {row.theme: row.direction for row in back.themes}
    assert directions.keys() == {row.theme for row in there.themes}
    only = {Direction.NEW: Direction.NOT_COVERED, Direction.NOT_COVERED: Direction.NEW}
    for row in there.themes:
        turned = directions[row.theme]
        if not (row.before and row.now):
            assert turned is only[row.direction]
        if row.direction is Direction.NOT_COVERED:
            assert turned is Direction.NEW
        if row.direction is Direction.WORSENED:
            assert turned in (Direction.IMPROVED, Direction.NEW)
        assert not row.direction is turned is Direction.IMPROVED
        assert not row.direction is turned is Direction.WORSENED
    if one.improvements and other.improvements:
        assert sum(row.now is None for row in there.improvements) == sum(
            row.before is None for row in back.improvements
        )


@given(reports(), st.sampled_from(_SAME_WORDS))
def test_noise_of_layout_changes_nothing(report: Report, noise: tuple[str, str]) -> None:
    def printed_otherwise(text: str) -> str:
        return text.replace(*noise)

    noisy = replace(
        report,
        sha256="other bytes",
        pages=12,
        findings=tuple(replace(f, text=printed_otherwise(f.text), page=f.page + 1) for f in report.findings),
        improvements=tuple(replace(i, text=printed_otherwise(i.text)) for i in report.improvements),
        priority_actions=tuple(replace(q, text=printed_otherwise(q.text)) for q in report.priority_actions),
    )
    assert correct(report, noisy) is None
    comparison = between(report, noisy)
    assert {row.status for row in comparison.improvements} <= {ItemStatus.CARRIED_OVER}
    assert not any(row.redline for row in comparison.improvements)
    assert not {Direction.NEW, Direction.NOT_COVERED} & {row.direction for row in comparison.themes}
    assert not any(row.stated for row in comparison.themes)


@given(reports(), reports(), st.data())
def test_locality_editing_one_finding_touches_only_the_rows_of_its_themes(
    one: Report, other: Report, data: st.DataObject
) -> None:
    if not other.findings:
        return
    place = data.draw(st.integers(0, len(other.findings) - 1))
    edited = data.draw(findings())
    changed = replace(other, findings=(*other.findings[:place], edited, *other.findings[place + 1 :]))
    texts = (other.findings[place].text, edited.text)
    touched = {*named(texts[0]), *named(texts[1])}
    for finding in (other.findings[place], edited):
        touched |= {*(finding.themes or ()), *(dict(finding.chances.themes) if finding.chances else ())}
    before = {row.theme: row for row in between(one, other).themes if row.theme not in touched}
    after = {row.theme: row for row in between(one, changed).themes if row.theme not in touched}
    assert before == after


@given(reports(), reports())
def test_every_quote_is_a_finding_of_the_report_that_it_names_with_its_page(one: Report, other: Report) -> None:
    printed = {
        "earlier": {(f.text, f.page) for f in one.findings},
        "later": {(f.text, f.page) for f in other.findings},
    }
    for row in between(one, other).themes:
        assert len(row.before) <= 3
        assert len(row.now) <= 3
        assert row.before or row.now
        for evidence in (*row.before, *row.now):
            assert (evidence.text, evidence.page) in printed[evidence.key]


@given(reports(), reports())
def test_every_theme_that_either_report_says_something_about_has_one_row(one: Report, other: Report) -> None:
    said = {
        t for report in (one, other) for f in report.findings if f.stance is not Stance.NEUTRAL for t in f.themes or ()
    }
    outright = {t for report in (one, other) for f in report.findings for t in named(f.text)}
    rows = [row.theme for row in between(one, other).themes]
    assert len(rows) == len(set(rows))
    assert said <= set(rows) <= said | outright
    assert all(0 < row.confidence < 1 for row in between(one, other).themes)


@given(reports(), reports())
def test_every_item_of_either_list_has_one_row(one: Report, other: Report) -> None:
    rows = between(one, other).improvements
    assert [row.now.text for row in rows if row.now] == [item.text for item in other.improvements]
    if other.improvements and one.improvements:
        assert sorted(row.before.text for row in rows if row.before) == sorted(item.text for item in one.improvements)


@given(reports(), reports())
def test_the_headline_names_the_authority_and_gives_no_figure_of_merit(one: Report, other: Report) -> None:
    headline = between(one, other).headline
    assert headline.startswith("Exampleshire, ILACS inspection")
    assert "%" not in headline
