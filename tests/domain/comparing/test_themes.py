from visitwatch.domain.comparing.themes import theme_changes, themes_of
from visitwatch.domain.comparison import Direction, Known
from visitwatch.domain.report import Finding, Kind, Movement, Report, Stance

S, C, M, N = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED, Stance.NEUTRAL


def known(key: str, *findings: Finding) -> Known:
    return Known(key, Report(Kind.FOCUSED_VISIT, (), key, 4, findings=findings))


def finding(text: str, stance: Stance, *themes: str, change: Movement = Movement.NONE) -> Finding:
    return Finding(text, 1, "", themes=themes or ("caseloads",), stance=stance, change=change)


PLAIN = finding("Caseloads are manageable in most of the teams.", S)
MOVED = finding("Since the last visit caseloads have come down well.", S, change=Movement.IMPROVED)
HIGH = finding("Caseloads are far too high in most of the teams.", C)


def test_a_stated_movement_is_shown_first_an_inferred_one_by_its_stance() -> None:
    (row,) = theme_changes(known("later", PLAIN, MOVED), [known("earlier", HIGH)])
    assert (row.direction, row.stated) == (Direction.IMPROVED, True)
    assert [e.text for e in row.now] == [MOVED.text, PLAIN.text]
    more = [finding(f"Caseloads are manageable in team {n} of the service.", S) for n in range(6)]
    (row,) = theme_changes(known("later", *more, MOVED), [known("earlier", HIGH)])
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


def test_a_concern_that_recurs_where_the_rest_was_mixed_is_still_a_concern() -> None:
    earlier = known("earlier", PLAIN, HIGH)
    again = finding("Caseloads are still far too high in most teams.", C)
    other = finding("Managers allocate work to people who have no time for it.", C)
    (row,) = theme_changes(known("later", again, other, other), [earlier])
    assert (row.direction, row.stated) == (Direction.STILL_CONCERN, False)
    (row,) = theme_changes(known("later", other, other), [earlier])
    assert row.direction is Direction.WORSENED
    (row,) = theme_changes(known("later", again, other), [known("earlier", PLAIN)])
    assert row.direction is Direction.WORSENED


def test_the_first_baseline_that_speaks_of_a_theme_is_its_baseline() -> None:
    silent = known("silent", finding("Plans are late in every team.", C, "planning"))
    (row, plans) = theme_changes(known("later", PLAIN), [silent, known("second", HIGH), known("third", PLAIN)])
    assert {e.key for e in row.before} == {"second"}
    assert (plans.theme, plans.direction) == ("planning", Direction.NOT_COVERED)


def test_themes_stand_in_the_order_of_their_first_mention_and_neutral_sentences_mention_none() -> None:
    report = known(
        "r", finding("Plans.", N, "planning"), finding("Audits.", C, "quality_assurance", "leadership"), HIGH
    ).report
    assert themes_of(report) == ("quality_assurance", "leadership", "caseloads")
