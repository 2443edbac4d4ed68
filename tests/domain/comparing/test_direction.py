from dataclasses import replace
from itertools import product
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitwatch.domain.comparing.direction import Verdict, Weights, judge, possible, states, weight, weights
from visitwatch.domain.comparing.evidence import Statement, statements_on
from visitwatch.domain.comparing.sides import features, mentions, side
from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.comparison import Direction
from visitwatch.domain.report import Chances, Finding, Kind, Movement, Report, Stance

S, C, M, N = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED, Stance.NEUTRAL
NONE, BETTER, WORSE, STAYS = Movement.NONE, Movement.IMPROVED, Movement.WORSENED, Movement.PERSISTING
IMPROVED, WORSENED, MIXED = Direction.IMPROVED, Direction.WORSENED, Direction.MIXED
CONCERN, STRENGTH = Direction.STILL_CONCERN, Direction.STILL_STRENGTH
NEW, NOT_COVERED = Direction.NEW, Direction.NOT_COVERED
STILL = {CONCERN, STRENGTH, MIXED}


def said(*stances: Stance, change: Movement = NONE, rank: int = 0) -> list[Statement]:
    return [
        Statement(Finding(f"Sentence {n} {stance}.", 1, "", themes=("x",), stance=stance, change=change), rank, n)
        for n, stance in enumerate(stances)
    ]


NOTHING: list[Statement] = []


def shares(before: float, now: float) -> dict[str, float]:
    return {"before share": before, "now share": now}


STEADY = shares(0.5, 0.5)


# What may be said at all.


def test_what_only_one_report_speaks_of_is_new_or_not_covered_never_resolved() -> None:
    for found in (STEADY, shares(0.0, 0.9), shares(0.9, 0.0)):
        assert possible(NOTHING, said(C), found) == {NEW}
        assert possible(said(C), NOTHING, found) == {NOT_COVERED}
        assert possible(said(S, S), NOTHING, found) == {NOT_COVERED}
        assert possible(NOTHING, NOTHING, found) == frozenset()


@pytest.mark.parametrize(
    ("change", "expected"),
    [(NONE, {NEW}), (BETTER, {NEW, IMPROVED}), (WORSE, {NEW, WORSENED}), (STAYS, {NEW, CONCERN})],
)
def test_what_the_earlier_report_is_silent_of_may_have_moved_if_the_later_one_says_so(
    change: Movement, expected: set[Direction]
) -> None:
    assert possible(NOTHING, said(M, change=change), shares(0.0, 0.5)) == expected


@pytest.mark.parametrize(
    ("change", "before", "now", "movements"),
    [
        (NONE, 0.5, 0.5, set()),
        (NONE, 0.5, 0.54, set()),
        (NONE, 0.5, 0.46, set()),
        (NONE, 0.5, 0.56, {IMPROVED}),
        (NONE, 0.5, 0.44, {WORSENED}),
        (NONE, 0.0, 0.7, {IMPROVED}),
        (BETTER, 0.5, 0.5, {IMPROVED}),
        (BETTER, 0.4, 0.6, {IMPROVED}),
        (BETTER, 0.6, 0.4, {IMPROVED, WORSENED}),
        (WORSE, 0.5, 0.5, {WORSENED}),
        (WORSE, 0.4, 0.6, {IMPROVED, WORSENED}),
        (STAYS, 0.5, 0.5, set()),
    ],
)
def test_a_movement_is_stated_or_the_balance_has_moved_its_way(
    change: Movement, before: float, now: float, movements: set[Direction]
) -> None:
    assert possible(said(S), said(M, change=change), shares(before, now)) == STILL | movements


def test_a_twentieth_is_the_least_that_a_balance_moves() -> None:
    assert IMPROVED in possible(said(C), said(C), shares(0.5, 0.55))
    assert IMPROVED not in possible(said(C), said(C), shares(0.5, 0.549))
    assert WORSENED in possible(said(C), said(C), shares(0.05, 0.0))
    assert WORSENED not in possible(said(C), said(C), shares(0.049, 0.0))


@pytest.mark.parametrize(
    ("now", "never"),
    [
        (0.0, {STRENGTH, IMPROVED}),
        (0.35, {STRENGTH, IMPROVED}),
        (0.36, set()),
        (0.74, set()),
        (0.75, {WORSENED, CONCERN}),
        (1.0, {WORSENED, CONCERN}),
    ],
)
def test_nothing_is_said_against_the_later_reports_own_balance(now: float, never: set[Direction]) -> None:
    later = said(M, change=WORSE) + said(M, change=BETTER) + said(S, M, change=STAYS)
    every = STILL | {IMPROVED, WORSENED}
    assert possible(said(M, S, S)[1:], later, shares(now, now)) == every - never
    assert possible(NOTHING, later, shares(0.5, now)) == (every - {MIXED} | {NEW}) - never


def test_what_the_earlier_report_only_touches_may_count_as_new() -> None:
    passing = said(C, rank=1)
    assert possible(passing, said(S), STEADY) == STILL | {NEW}
    assert possible(passing, said(S, S, rank=2), STEADY) == STILL | {NEW}
    assert possible(said(S, S, rank=1), said(S, S), STEADY) == STILL | {NEW}
    assert possible(said(S), said(S) + passing, STEADY) == STILL | {NEW}
    assert possible(said(S) + passing, said(S, S), STEADY) == STILL


def test_what_the_later_report_only_touches_may_count_as_not_covered() -> None:
    passing = said(C, rank=1)
    assert possible(said(S), passing, STEADY) == STILL | {NOT_COVERED}
    assert possible(said(S) + passing, said(S), STEADY) == STILL | {NOT_COVERED}
    assert possible(said(S, S), said(S) + passing, STEADY) == STILL


def test_one_sentence_that_states_a_movement_may_touch_a_theme_only() -> None:
    """Of labelled pairs four of five such themes are not covered; the weights decide."""
    assert possible(said(C, C), said(S, change=BETTER), STEADY) == STILL | {IMPROVED, NOT_COVERED}


def test_of_what_both_say_equally_little_neither_is_silent() -> None:
    for little in (said(C, rank=1), said(S), said(S, C, rank=1)):
        assert possible(little, little, STEADY) == STILL


def test_a_statement_that_is_mainly_about_another_theme_weighs_half() -> None:
    assert weight(NOTHING) == 0
    assert weight(said(S)) == 1.0
    assert weight(said(S, C, rank=1)) == 1.0
    assert weight(said(S, M) + said(C, rank=3)) == 2.5


@pytest.mark.parametrize(
    ("direction", "change", "stances"),
    [
        (IMPROVED, BETTER, {S, M}),
        (WORSENED, WORSE, {C, M}),
        (CONCERN, STAYS, {C, M}),
        (STRENGTH, STAYS, {S}),
    ],
)
def test_the_later_report_states_a_direction_in_a_sentence_of_its_movement_and_stance(
    direction: Direction, change: Movement, stances: set[Stance]
) -> None:
    for stance in Stance:
        now = said(S, C) + said(stance, change=change)
        assert states(direction, NOTHING, now) == (stance in stances)
        assert states(direction, said(N, N), now) == (stance in stances)
        assert not any(states(direction, NOTHING, said(stance, change=o)) for o in Movement if o is not change)
        assert not states(direction, now, NOTHING)


@pytest.mark.parametrize("direction", [MIXED, NEW, NOT_COVERED, Direction.CANNOT_TELL])
def test_what_is_no_movement_is_never_stated(direction: Direction) -> None:
    assert not any(states(direction, NOTHING, said(S, change=change)) for change in Movement)


def test_a_movement_that_the_earlier_report_stated_in_the_same_words_is_not_news() -> None:
    now = said(S, change=BETTER)
    printed = Statement(Finding("SENTENCE 0\nstrength.", 4, "", stance=S, change=NONE), 1, 7)
    assert plain(printed.finding.text) == plain(now[0].finding.text)
    assert not states(IMPROVED, [printed], now)
    assert states(IMPROVED, [printed], now + said(M, change=BETTER))
    assert possible([printed], now, STEADY) == STILL | {NEW}


# How what is possible is weighed.


def test_chances_are_of_the_possible_directions_by_bias_and_features() -> None:
    weigh = Weights((IMPROVED, NEW, MIXED), (0.0, log(3), 5.0), {"a": (log(2), 0.0, 0.0), "b": (0.0, log(5), 0.0)})
    found = {"a": 2.0, "b": 0.0, "of no weight": 9.0}
    assert weigh.chances(found, {IMPROVED, NEW}) == pytest.approx({IMPROVED: 4 / 7, NEW: 3 / 7})
    assert weigh.chances({"a": -1.0, "b": 1.0}, {IMPROVED, NEW}) == pytest.approx({IMPROVED: 1 / 31, NEW: 30 / 31})
    assert weigh.chances(found, {MIXED}) == {MIXED: 1.0}
    assert weigh.chances(found, {Direction.CANNOT_TELL}) == {}
    assert sum(weigh.chances(found, set(Direction)).values()) == pytest.approx(1)


def test_a_number_that_was_weighed_must_be_found() -> None:
    with pytest.raises(KeyError, match="a"):
        Weights((NEW,), (0.0,), {"a": (1.0,)}).chances({}, {NEW})


def of(**scores: float) -> Weights:
    names = tuple(map(Direction, scores))
    return Weights(names, tuple(map(log, scores.values())), {})


def test_the_likeliest_of_the_possible_directions_is_the_verdict_and_its_chance_the_confidence() -> None:
    weigh = of(improved=9.0, worsened=8.0, still_concern=3.0, still_strength=2.0, mixed=1.0, new=7.0, not_covered=7.0)
    now = said(C)
    assert judge(said(C), now, STEADY, weigh) == Verdict(CONCERN, stated=False, confidence=0.5)
    assert judge(said(C), now, shares(0.4, 0.6), weigh) == Verdict(IMPROVED, stated=False, confidence=0.6)
    assert judge(said(C), now, shares(0.6, 0.4), weigh) == Verdict(WORSENED, stated=False, confidence=0.57)
    assert judge(said(C), now, shares(0.9, 0.9), weigh) == Verdict(STRENGTH, stated=False, confidence=0.67)
    assert judge(said(C, rank=1), now, STEADY, weigh) == Verdict(NEW, stated=False, confidence=0.54)


def test_a_verdict_is_stated_where_the_later_report_says_so_itself() -> None:
    weigh = of(improved=9.0, worsened=1.0, still_concern=3.0, still_strength=1.0, mixed=1.0, new=1.0)
    assert judge(said(C), said(M, change=BETTER), STEADY, weigh) == Verdict(IMPROVED, stated=True, confidence=0.64)
    assert judge(said(C), said(M, change=BETTER), shares(0.4, 0.6), weigh).stated
    assert judge(said(C), said(M, change=STAYS), STEADY, weigh) == Verdict(CONCERN, stated=True, confidence=0.6)
    assert not judge(said(C), said(M, change=WORSE) + said(C), STEADY, weigh).stated
    assert judge(NOTHING, said(S, change=BETTER), STEADY, weigh) == Verdict(IMPROVED, stated=True, confidence=0.9)


def test_a_worsening_that_the_later_report_states_outright_is_told_whatever_the_weights_say() -> None:
    weigh = of(improved=1.0, worsened=1.0, still_concern=97.0, still_strength=1.0, mixed=1.0, new=1.0)
    stated = Verdict(WORSENED, stated=True, confidence=0.7)
    assert judge(said(M), said(C, change=WORSE), STEADY, weigh) == stated
    assert judge(NOTHING, said(C, change=WORSE), STEADY, weigh) == stated
    assert judge(said(M), said(C, C, C, change=WORSE) + said(S, S), STEADY, weigh) == stated
    assert judge(said(M), said(C, C, change=WORSE, rank=1), STEADY, weigh) == stated
    surer = of(worsened=80.0, still_concern=18.0, still_strength=1.0, mixed=1.0)
    assert judge(said(M), said(C, change=WORSE), STEADY, surer) == replace(stated, confidence=0.8)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (said(C, C, change=WORSE) + said(S, S), STEADY),
        (said(C, change=WORSE, rank=1), STEADY),
        (said(C, change=WORSE), shares(0.3, 0.45)),
        (said(C, change=WORSE), shares(0.7, 0.75)),
        (said(C, change=BETTER), STEADY),
    ],
)
def test_a_worsening_that_is_stated_in_passing_or_against_the_balance_is_weighed(
    now: list[Statement], found: dict[str, float]
) -> None:
    weigh = of(improved=1.0, worsened=1.0, still_concern=40.0, still_strength=57.0, mixed=1.0, new=1.0)
    assert judge(said(M), now, found, weigh).direction in {CONCERN, STRENGTH}
    assert judge(said(M), said(C, change=WORSE), shares(0.3, 0.44), weigh).direction is WORSENED


def test_a_worsening_is_only_inferred_where_the_other_way_round_is_an_improvement() -> None:
    found = shares(0.6, 0.5) | {"before total": 1.0, "now total": 0.0}
    usual = {"improved": 2.0, "worsened": 5.0, "still_concern": 3.0, "still_strength": 1.0, "mixed": 1.0, "new": 0.5}
    weigh = of(**usual)
    assert judge(said(S), said(C), found, weigh).direction is CONCERN
    places = dict.fromkeys(weigh.directions, 0.0) | {IMPROVED: log(2)}
    with_now = replace(weigh, features={"now total": tuple(places[d] for d in weigh.directions)})
    assert judge(said(S), said(C), found, with_now).direction is WORSENED
    assert judge(said(S), said(C, change=WORSE) + said(C), found, weigh).direction is WORSENED


def test_what_is_touched_is_only_not_covered_where_the_other_way_round_it_is_new() -> None:
    found = shares(0.5, 0.5) | {"before total": 1.0, "now total": 0.0}
    usual = {"still_concern": 3.0, "not_covered": 5.2, "mixed": 1.0, "still_strength": 1.0, "new": 1.0}
    weigh = of(**usual)
    told, touched = said(C) + said(S), said(C, rank=1)
    assert judge(told, touched, found, weigh).direction is CONCERN
    places = dict.fromkeys(weigh.directions, 0.0) | {NEW: log(4)}
    with_now = replace(weigh, features={"now total": tuple(places[d] for d in weigh.directions)})
    assert judge(told, touched, found, with_now) == Verdict(NOT_COVERED, stated=False, confidence=0.51)
    assert judge(told, said(C, S), found, with_now).direction is CONCERN


def test_nothing_is_quite_certain() -> None:
    assert judge(said(C), NOTHING, STEADY, of(not_covered=1.0)) == Verdict(NOT_COVERED, stated=False, confidence=0.99)
    assert judge(NOTHING, said(C), STEADY, of(new=1.0)).confidence == 0.99
    assert judge(said(C), said(C), STEADY, of(still_concern=984.0, mixed=16.0)).confidence == 0.98


def test_of_two_reports_that_say_nothing_nothing_can_be_told() -> None:
    assert judge(NOTHING, NOTHING, STEADY, of(new=1.0)) == Verdict(Direction.CANNOT_TELL, stated=False, confidence=0.5)


# The weights of the package.


def test_the_weights_of_the_package_are_for_every_direction_that_can_be_learned_and_every_feature() -> None:
    known = weights()
    assert set(known.directions) == set(Direction) - {Direction.CANNOT_TELL}
    assert len(known.directions) == len(known.bias)
    assert set(known.features) == set(features(side(()), side(()), (), inspections=False))
    assert {len(row) for row in known.features.values()} == {len(known.directions)}
    assert weights() is known


KINDS = (Kind.MONITORING_VISIT, Kind.ILACS)
SURE = {S: (0.96, 0.01, 0.02, 0.01), C: (0.01, 0.96, 0.02, 0.01), M: (0.04, 0.04, 0.9, 0.02)}
MOVES = {
    NONE: (0.97, 0.01, 0.01, 0.01),
    BETTER: (0.03, 0.95, 0.01, 0.01),
    STAYS: (0.03, 0.01, 0.95, 0.01),
    WORSE: (0.03, 0.01, 0.01, 0.95),
}


def sentences(side: str, *stances: Stance, change: Movement = NONE) -> tuple[Finding, ...]:
    """Of one theme, each as sure as the model ever is."""
    return tuple(
        Finding(
            f"Sentence {n} of {side}.",
            1,
            "Findings",
            themes=("planning",),
            stance=stance,
            change=change,
            chances=Chances(SURE[stance], MOVES[change], (("planning", 0.95),)),
        )
        for n, stance in enumerate(stances)
    )


def verdict(before: tuple[Finding, ...], now: tuple[Finding, ...], *, kind: Kind = Kind.MONITORING_VISIT) -> Verdict:
    """Of the package's own weights."""
    told = mentions(Report(Kind.UNKNOWN, (), "", 4, findings=before)).get("planning", ())
    known = {plain(finding.text) for finding in before}
    heard = mentions(Report(Kind.UNKNOWN, (), "", 4, findings=now), known).get("planning", ())
    found = features(side(told), side(heard), heard, inspections=kind is Kind.ILACS)
    return judge(statements_on("planning", before), statements_on("planning", now), found)


counts = st.integers(1, 8)
inspections_or_letters = st.sampled_from(KINDS)


@given(counts, counts, inspections_or_letters)
def test_plain_concerns_that_became_plain_strengths_are_improved_and_the_reverse_is_worsened(
    before: int, now: int, kind: Kind
) -> None:
    bad, good = sentences("a", *[C] * before), sentences("b", *[S] * now)
    assert verdict(bad, good, kind=kind).direction is IMPROVED
    assert verdict(good, bad, kind=kind).direction is WORSENED
    assert not verdict(bad, good, kind=kind).stated


@given(counts, counts, inspections_or_letters)
def test_plain_concerns_on_both_sides_are_still_a_concern_and_plain_strengths_still_a_strength(
    before: int, now: int, kind: Kind
) -> None:
    for stance, direction in ((C, CONCERN), (S, STRENGTH)):
        judged = verdict(sentences("a", *[stance] * before), sentences("b", *[stance] * now), kind=kind)
        assert judged.direction is direction


@given(st.lists(st.sampled_from((S, C, M)), min_size=1, max_size=8), st.sampled_from(Movement), inspections_or_letters)
def test_the_same_sentences_on_both_sides_are_no_movement(stances: list[Stance], change: Movement, kind: Kind) -> None:
    findings = sentences("a", *stances, change=change)
    judged = verdict(findings, findings, kind=kind)
    assert judged.direction in STILL
    assert not judged.stated


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("before", "now", "never"),
    [
        (C, M, {WORSENED, STRENGTH}),
        (M, C, {IMPROVED, STRENGTH}),
        (M, M, {IMPROVED, WORSENED, STRENGTH}),
        (M, S, {WORSENED, CONCERN}),
        (S, M, {IMPROVED, CONCERN}),
    ],
)
def test_a_step_to_or_from_what_is_mixed_is_never_taken_for_its_opposite(
    before: Stance, now: Stance, never: set[Direction], kind: Kind
) -> None:
    for count in (1, 3):
        judged = verdict(sentences("a", *[before] * count), sentences("b", *[now] * count), kind=kind)
        assert judged.direction not in never | {NEW, NOT_COVERED}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("before", "now", "change", "expected"),
    [
        ((), S, BETTER, IMPROVED),
        ((), M, BETTER, IMPROVED),
        ((C,), S, BETTER, IMPROVED),
        ((C,), M, BETTER, IMPROVED),
        ((M,), S, BETTER, IMPROVED),
        ((M,), M, BETTER, IMPROVED),
        ((), C, WORSE, WORSENED),
        ((), M, WORSE, WORSENED),
        ((M,), C, WORSE, WORSENED),
        ((S,), C, WORSE, WORSENED),
        ((S,), M, WORSE, WORSENED),
        ((C,), C, STAYS, CONCERN),
        ((M,), C, STAYS, CONCERN),
        ((M,), S, STAYS, STRENGTH),
        ((S,), S, STAYS, STRENGTH),
    ],
)
def test_a_movement_that_every_sentence_of_the_later_report_states_is_the_direction(
    before: tuple[Stance, ...], now: Stance, change: Movement, expected: Direction, kind: Kind
) -> None:
    later = sentences("b", now, now, now, change=change)
    judged = verdict(sentences("a", *before), later, kind=kind)
    assert (judged.direction, judged.stated) == (expected, True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stated_movement_that_what_is_said_contradicts_is_not_believed(kind: Kind) -> None:
    for before, now, change, untold in (
        ((), C, BETTER, IMPROVED),
        ((S,), C, BETTER, IMPROVED),
        ((C,), C, BETTER, IMPROVED),
        ((), S, WORSE, WORSENED),
        ((C,), S, WORSE, WORSENED),
        ((S,), S, WORSE, WORSENED),
    ):
        judged = verdict(sentences("a", *before), sentences("b", now, change=change), kind=kind)
        assert judged.direction is not untold


def test_a_surer_pair_of_sides_has_a_surer_verdict() -> None:
    assert verdict(sentences("a", C), sentences("b", S)).confidence > (
        verdict(sentences("a", C), sentences("b", M)).confidence
    )
    assert verdict(sentences("a", C, C, C), sentences("b", S, S, S)).confidence >= (
        verdict(sentences("a", C), sentences("b", S)).confidence
    )


def test_every_verdict_has_a_confidence_above_chance_and_below_certainty() -> None:
    for before, now, change in product(((), (S,), (C,), (M, S)), ((), (S,), (C,), (M, C)), Movement):
        judged = verdict(sentences("a", *before), sentences("b", *now, change=change))
        assert 0.2 <= judged.confidence < 1


def test_the_longest_reports_are_weighed_too() -> None:
    many = sentences("a", *[C] * 400)
    assert verdict(many, sentences("b", *[S] * 400, change=BETTER)).direction is IMPROVED
