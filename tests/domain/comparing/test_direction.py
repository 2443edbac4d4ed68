import pytest

from visitwatch.domain.comparing.direction import Balance, balance, judge, stance_of
from visitwatch.domain.comparing.evidence import Statement
from visitwatch.domain.comparison import Direction
from visitwatch.domain.report import Finding, Movement, Stance

S, C, M = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED
NONE, IMPROVED, WORSENED, PERSISTING = Movement.NONE, Movement.IMPROVED, Movement.WORSENED, Movement.PERSISTING


def said(*stances: Stance, change: Movement = NONE, rank: int = 0, section: str = "Findings") -> list[Statement]:
    return [
        Statement(Finding(f"Sentence {n} {stance}.", 1, section, themes=("x",), stance=stance, change=change), rank, n)
        for n, stance in enumerate(stances)
    ]


NOTHING: list[Statement] = []


def direction(before: list[Statement], now: list[Statement]) -> tuple[Direction, bool]:
    verdict = judge(balance(before), balance(now))
    return verdict.direction, verdict.stated


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((C,), (C,), Direction.STILL_CONCERN),
        ((C,), (M,), Direction.IMPROVED),
        ((C,), (S,), Direction.IMPROVED),
        ((M,), (C,), Direction.WORSENED),
        ((M,), (M,), Direction.MIXED),
        ((M,), (S,), Direction.IMPROVED),
        ((S,), (C,), Direction.WORSENED),
        ((S,), (M,), Direction.WORSENED),
        ((S,), (S,), Direction.STILL_STRENGTH),
    ],
)
def test_without_a_stated_movement_the_two_stances_decide(
    before: tuple[Stance, ...], now: tuple[Stance, ...], expected: Direction
) -> None:
    assert direction(said(*before), said(*now)) == (expected, False)


def test_what_only_one_report_speaks_of_is_new_or_not_covered_never_resolved() -> None:
    assert direction(NOTHING, said(C)) == (Direction.NEW, False)
    assert direction(said(C), NOTHING) == (Direction.NOT_COVERED, False)
    assert direction(said(S, S), NOTHING) == (Direction.NOT_COVERED, False)
    assert direction(NOTHING, NOTHING) == (Direction.CANNOT_TELL, False)


@pytest.mark.parametrize(
    ("before", "stance", "change", "expected"),
    [
        ((), S, IMPROVED, Direction.IMPROVED),
        ((), M, IMPROVED, Direction.IMPROVED),
        ((C,), M, IMPROVED, Direction.IMPROVED),
        ((M,), M, IMPROVED, Direction.IMPROVED),
        ((S,), S, IMPROVED, Direction.IMPROVED),
        ((), C, WORSENED, Direction.WORSENED),
        ((), M, WORSENED, Direction.WORSENED),
        ((S,), M, WORSENED, Direction.WORSENED),
        ((C,), C, WORSENED, Direction.WORSENED),
        ((S,), C, PERSISTING, Direction.STILL_CONCERN),
        ((), S, PERSISTING, Direction.STILL_STRENGTH),
    ],
)
def test_a_movement_that_the_later_report_states_is_the_direction(
    before: tuple[Stance, ...], stance: Stance, change: Movement, expected: Direction
) -> None:
    assert direction(said(*before), said(stance, change=change)) == (expected, True)


def test_a_stated_movement_that_the_two_balances_belie_is_not_believed() -> None:
    assert direction(said(S), said(M, change=IMPROVED)) == (Direction.WORSENED, False)
    assert direction(said(C), said(M, change=WORSENED)) == (Direction.IMPROVED, False)


def test_a_stated_movement_that_the_balance_contradicts_is_none() -> None:
    assert direction(NOTHING, said(C, change=IMPROVED)) == (Direction.NEW, False)
    assert direction(NOTHING, said(S, change=WORSENED)) == (Direction.NEW, False)
    assert direction(NOTHING, said(M, change=PERSISTING)) == (Direction.NEW, False)


def test_one_statement_of_movement_among_five_is_enough_among_six_it_is_not() -> None:
    moved = said(S, change=IMPROVED)
    assert direction(said(S), moved + said(S, S, S, S)) == (Direction.IMPROVED, True)
    assert direction(said(S), moved + said(S, S, S, S, S)) == (Direction.STILL_STRENGTH, False)


def test_of_two_stated_movements_the_one_that_is_twice_the_other_counts_and_else_it_is_mixed() -> None:
    better, worse = said(M, change=IMPROVED), said(M, change=WORSENED)
    assert direction(NOTHING, better * 2 + worse) == (Direction.IMPROVED, True)
    assert direction(NOTHING, better * 3 + worse * 2) == (Direction.MIXED, True)
    assert direction(NOTHING, better + worse) == (Direction.MIXED, True)
    assert direction(NOTHING, better * 2 + worse * 3) == (Direction.MIXED, True)
    assert direction(NOTHING, better + worse * 2) == (Direction.WORSENED, True)
    assert direction(NOTHING, better * 5 + worse) == (Direction.IMPROVED, True)
    assert direction(NOTHING, better + worse * 5) == (Direction.WORSENED, True)


def test_a_movement_from_what_was_touched_in_passing_is_none() -> None:
    passing, more = said(C, rank=1), said(C, C, rank=1)
    assert direction(passing, said(S)) == (Direction.NEW, False)
    assert direction(said(S, rank=1), said(C)) == (Direction.NEW, False)
    assert direction(more, said(S)) == (Direction.IMPROVED, False)
    assert direction(passing, said(S, rank=1)) == (Direction.IMPROVED, False)
    assert direction(passing, said(C)) == (Direction.STILL_CONCERN, False)


def test_a_statement_of_movement_that_touches_the_theme_states_nothing_alone() -> None:
    touching = said(S, change=IMPROVED, rank=1)
    assert direction(NOTHING, touching) == (Direction.NEW, False)
    assert direction(NOTHING, touching * 2) == (Direction.IMPROVED, True)
    assert direction(NOTHING, said(C, change=WORSENED, rank=1)) == (Direction.NEW, False)
    assert direction(said(C), said(C, change=PERSISTING, rank=1)) == (Direction.STILL_CONCERN, False)


def test_a_movement_that_the_earlier_report_stated_in_the_same_words_is_not_news() -> None:
    now = said(S, change=IMPROVED)
    known = {now[0].finding.text.lower()}
    assert balance(now).improved == 1.0
    assert balance(now, known).improved == 0.0
    assert balance(now, known).good == 1.0


def test_a_statement_that_is_mainly_about_another_theme_weighs_half() -> None:
    assert balance(said(S)) == Balance(1.0, 0.0, 0.0, 0.0, 0.0)
    assert balance(said(C, rank=1)) == Balance(0.0, 0.5, 0.0, 0.0, 0.0)
    assert balance(said(C, rank=3, change=WORSENED)) == Balance(0.0, 0.5, 0.0, 0.5, 0.0)
    assert balance(said(M, change=PERSISTING)) == Balance(0.5, 0.5, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    "section",
    [
        "What needs to improve",
        "What needs to be improved?",
        "Areas for priority action",
        "Recommendations",
        "Area for improvement",
    ],
)
def test_what_needs_to_improve_weighs_more(section: str) -> None:
    assert balance(said(C, section=section)).bad == 1.5
    assert balance(said(C, rank=1, section=section)).bad == 0.75


def test_one_small_caveat_does_not_make_a_strength_mixed() -> None:
    assert balance(said(S, S, S, S, C)).stance is S
    assert balance(said(S, S, C)).stance is M
    assert balance(said(C, C, C, S)).stance is C
    assert balance(said(C, S)).stance is M
    assert balance(NOTHING).stance is None


def test_the_share_is_half_where_nothing_is_known() -> None:
    assert balance(NOTHING).share == 0.5
    assert balance(said(S)).share == pytest.approx(1.25 / 1.5)
    assert balance(said(C, C)).share == pytest.approx(0.25 / 2.5)


@pytest.mark.parametrize(
    ("share", "stance"), [(1.0, S), (0.72, S), (0.719, M), (0.5, M), (0.401, M), (0.40, C), (0.0, C)]
)
def test_a_share_amounts_to_a_stance(share: float, stance: Stance) -> None:
    assert stance_of(share) is stance


def test_two_stances_that_hardly_differ_are_no_movement() -> None:
    before, now = said(S, S, S, S, S, C, C), said(S, S, S, S, C)
    assert (balance(before).stance, balance(now).stance) == (M, S)
    assert direction(before, now) == (Direction.STILL_STRENGTH, False)
    assert direction(now, before) == (Direction.STILL_STRENGTH, False)
    assert direction(said(C, C, S), said(C, C, S, S)) == (Direction.MIXED, False)


def test_every_verdict_has_a_confidence_between_nothing_and_certainty() -> None:
    sides = (NOTHING, said(S), said(C), said(M), said(S, change=IMPROVED), said(C, change=WORSENED))
    assert all(0 < judge(balance(b), balance(n)).confidence < 1 for b in sides for n in sides)


@pytest.mark.parametrize(
    ("before", "now", "confidence"),
    [
        (said(S), NOTHING, 0.85),
        (NOTHING, said(S), 0.75),
        (NOTHING, NOTHING, 0.5),
        (said(S), said(S, change=IMPROVED), 0.85),
        (said(C), said(S), 0.85),
        (said(C), said(M), 0.65),
        (said(C, S), said(S, S, S, C), 0.55),
        (said(S), said(C), 0.85),
        (said(S), said(M), 0.6),
        (said(S, S), said(S, S, C), 0.45),
        (said(S, S, S, C), said(C, S), 0.45),
        (said(C), said(C), 0.7),
        (said(C), said(C, C, C, C, C, C, S, S, S), 0.6),
        (said(S), said(S), 0.7),
        (said(S, S, S, C), said(S, S, S, S, S, S, S), 0.4),
        (said(M), said(M), 0.4),
    ],
)
def test_a_confidence_grows_with_the_difference(
    before: list[Statement], now: list[Statement], confidence: float
) -> None:
    assert judge(balance(before), balance(now)).confidence == confidence
