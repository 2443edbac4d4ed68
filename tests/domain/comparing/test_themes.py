from dataclasses import replace
from math import log

import pytest

from visitwatch.domain.comparing.direction import Weights
from visitwatch.domain.comparing.themes import theme_changes, themes_of
from visitwatch.domain.comparison import Direction, Known, ThemeChange
from visitwatch.domain.report import Chances, Finding, Kind, Movement, Report, Stance

S, C, M, N = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED, Stance.NEUTRAL


def known(key: str, *findings: Finding) -> Known:
    return Known(key, Report(Kind.FOCUSED_VISIT, (), key, 4, findings=findings))


def finding(text: str, stance: Stance, *themes: str, change: Movement = Movement.NONE) -> Finding:
    return Finding(text, 1, "", themes=themes or ("caseloads",), stance=stance, change=change)


PLAIN = finding("Caseloads are manageable in most of the teams.", S)
MOVED = finding("Since the last visit caseloads have come down well.", S, change=Movement.IMPROVED)
HIGH = finding("Caseloads are far too high in most of the teams.", C)


def weigh(monkeypatch: pytest.MonkeyPatch, feature: str) -> None:
    """Of one feature alone: where it is 1, improved is three times as likely as still a strength, else as likely."""
    directions = (Direction.IMPROVED, Direction.STILL_STRENGTH, Direction.NOT_COVERED)
    small = Weights(directions, (0.0, 0.0, 0.0), {feature: (log(3), 0.0, 0.0)})
    monkeypatch.setattr("visitwatch.domain.comparing.direction.weights", lambda: small)


def test_a_stated_movement_is_shown_first_an_inferred_one_by_its_stance() -> None:
    (row,) = theme_changes(known("later", PLAIN, MOVED), [known("earlier", HIGH)])
    assert (row.direction, row.stated) == (Direction.IMPROVED, True)
    assert [e.text for e in row.now] == [MOVED.text, PLAIN.text]
    more = [finding(f"Caseloads are manageable in team {n} of the service.", S) for n in range(6)]
    late = finding("In one team caseloads are too high for now.", C)
    (row,) = theme_changes(known("later", late, *more), [known("earlier", HIGH, HIGH)])
    assert (row.direction, row.stated) == (Direction.IMPROVED, False)
    assert [e.text for e in row.now] == [f.text for f in more[:3]]


def test_what_was_a_concern_is_shown_for_an_improvement_and_what_was_a_strength_for_a_worsening() -> None:
    before = known("earlier", PLAIN, HIGH, HIGH)
    (row,) = theme_changes(known("later", PLAIN), [before])
    assert row.direction is Direction.IMPROVED
    assert row.before[0].text == HIGH.text
    (row,) = theme_changes(known("later", HIGH), [known("earlier", PLAIN)])
    assert row.direction is Direction.WORSENED
    assert [(e.key, e.text) for e in (*row.before, *row.now)] == [("earlier", PLAIN.text), ("later", HIGH.text)]


def test_a_theme_that_no_baseline_names_is_compared_with_the_first() -> None:
    perhaps = Chances((0.0, 1.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), (("caseloads", 0.3),))
    doubtful = replace(finding("Work is too much for some.", C, "supervision"), chances=perhaps)
    first, second = known("first", doubtful), known("second", finding("Supervision is rare.", C, "supervision"))

    def new(*baselines: Known) -> ThemeChange:
        return next(row for row in theme_changes(known("later", MOVED), baselines) if row.theme == "caseloads")

    assert new(first, second) == new(first) != new(second)


def test_a_movement_that_the_baseline_stated_in_the_same_words_is_not_stated_again() -> None:
    (row,) = theme_changes(known("later", MOVED), [known("earlier", MOVED)])
    assert (row.direction, row.stated) == (Direction.STILL_STRENGTH, False)


def test_what_the_baseline_states_of_another_theme_in_the_same_words_is_known_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weigh(monkeypatch, "improved most")
    same = replace(MOVED, text=MOVED.text.upper(), themes=("supervision",))
    rows = theme_changes(known("later", MOVED), [known("earlier", HIGH, same)])
    assert [row.confidence for row in rows if row.theme == "caseloads"] == [0.5]
    (row,) = theme_changes(known("later", MOVED), [known("earlier", HIGH)])
    assert row.confidence == 0.73  # 3 ** 0.9 to 1: a label without chances has nine tenths


def test_each_baseline_knows_its_own_words_only() -> None:
    plans = replace(MOVED, text="Plans have got better since then.", themes=("planning",))
    baselines = [known("first", PLAIN), known("second", replace(plans, change=Movement.NONE, themes=("supervision",)))]
    with_it = theme_changes(known("later", MOVED, plans), baselines)
    (alone,) = theme_changes(known("later", MOVED), baselines[:1])
    assert next(row for row in with_it if row.theme == "caseloads") == alone


def test_how_sure_a_sentence_is_changes_how_sure_the_row_is(monkeypatch: pytest.MonkeyPatch) -> None:
    weigh(monkeypatch, "now most_good")

    def confidence(good: float, torn: float) -> float:
        chances = Chances((good, 0.0, torn, 0.0), (1.0, 0.0, 0.0, 0.0), (("caseloads", 1.0),))
        return theme_changes(known("later", replace(PLAIN, chances=chances)), [known("earlier", HIGH)])[0].confidence

    assert confidence(1.0, 0.0) == 0.75
    assert confidence(0.5, 0.5) == 0.63


def test_a_report_stored_before_chances_were_kept_is_compared_by_its_labels() -> None:
    sure = {S: (1.0, 0.0, 0.0, 0.0), C: (0.0, 1.0, 0.0, 0.0)}
    for before, now in ((HIGH, PLAIN), (PLAIN, HIGH), (HIGH, HIGH), (PLAIN, PLAIN)):
        earlier, later = (
            replace(f, chances=Chances(sure[f.stance or C], (1.0, 0.0, 0.0, 0.0), (("caseloads", 0.9),)))
            for f in (before, now)
        )
        assert theme_changes(known("later", now), [known("earlier", before)]) == theme_changes(
            known("later", later), [known("earlier", earlier)]
        )


def test_a_theme_that_no_finding_names_has_no_row_however_likely_it_is() -> None:
    likely = Chances((1.0, 0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), (("caseloads", 0.9), ("supervision", 0.8)))
    rows = theme_changes(known("later", replace(PLAIN, chances=likely)), [known("earlier", HIGH)])
    assert [row.theme for row in rows] == ["caseloads"]


def test_whether_both_reports_are_inspections_is_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    weigh(monkeypatch, "inspections")

    def confidence(before: Kind, now: Kind) -> float:
        earlier, later = known("earlier", HIGH), known("later", PLAIN)
        there = [replace(earlier, report=replace(earlier.report, kind=before))]
        return theme_changes(replace(later, report=replace(later.report, kind=now)), there)[0].confidence

    assert confidence(Kind.SINGLE, Kind.ILACS) == 0.75
    assert confidence(Kind.ILACS, Kind.FOCUSED_VISIT) == 0.5
    assert confidence(Kind.FOCUSED_VISIT, Kind.ILACS) == 0.5


def test_the_first_baseline_that_speaks_of_a_theme_is_its_baseline() -> None:
    silent = known("silent", finding("Plans are late in every team.", C, "planning"))
    (row, plans) = theme_changes(known("later", PLAIN), [silent, known("second", HIGH), known("third", PLAIN)])
    assert {e.key for e in row.before} == {"second"}
    assert (plans.theme, plans.direction) == ("planning", Direction.NOT_COVERED)


def test_what_is_touched_and_not_covered_has_no_quote_of_the_later_report(monkeypatch: pytest.MonkeyPatch) -> None:
    directions = (Direction.NEW, Direction.STILL_CONCERN, Direction.NOT_COVERED)
    small = Weights(directions, (log(3), 0.0, log(5)), {"before total": (-9.0, 0.0, 0.0), "now total": (9.0, 0.0, 0.0)})
    monkeypatch.setattr("visitwatch.domain.comparing.direction.weights", lambda: small)
    passing = finding("Plans do not say how caseloads are to come down.", C, "planning", "caseloads")
    more = finding("Caseloads are still too high in the teams.", C)
    (_, row) = theme_changes(known("later", passing), [known("earlier", HIGH, more)])
    assert (row.theme, row.direction, row.now) == ("caseloads", Direction.NOT_COVERED, ())
    assert {e.key for e in row.before} == {"earlier"}


def test_themes_stand_in_the_order_of_their_first_mention_and_neutral_sentences_mention_none() -> None:
    report = known(
        "r", finding("Plans.", N, "planning"), finding("Audits.", C, "quality_assurance", "leadership"), HIGH
    ).report
    assert themes_of(report) == ("quality_assurance", "leadership", "caseloads")
