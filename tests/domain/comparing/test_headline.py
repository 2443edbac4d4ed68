from dataclasses import replace

import pytest

from visitwatch.domain.comparing.headline import headline, named_themes, telling
from visitwatch.domain.comparing.names import theme_name
from visitwatch.domain.comparison import (
    Direction,
    Evidence,
    ItemStatus,
    JudgementChange,
    JudgementRow,
    PriorityChange,
    ThemeChange,
)
from visitwatch.domain.report import Aspect, AuthorityRef, Grade, Improvement, Kind, Quote, Report, Urn

EXAMPLESHIRE = AuthorityRef(Urn("80000"), "Exampleshire")


def letter(progress: str = "", ordinal: int | None = 2, *authorities: AuthorityRef) -> Report:
    return Report(
        Kind.MONITORING_VISIT,
        authorities or (EXAMPLESHIRE,),
        "",
        4,
        ordinal=ordinal,
        progress_statement=Quote(progress, 1) if progress else None,
    )


def inspection() -> Report:
    return Report(Kind.ILACS, (EXAMPLESHIRE,), "", 12)


def theme(name: str, direction: Direction, confidence: float = 0.7, *, stated: bool = False) -> ThemeChange:
    quote = (Evidence("a.pdf", "A sentence on it.", 2),)
    return ThemeChange(name, direction, stated, confidence, quote, quote)


def row(aspect: Aspect, before: Grade | None, after: Grade | None, change: JudgementChange) -> JudgementRow:
    return JudgementRow(aspect, before, after, 1, 1, change)


def test_a_letters_headline_says_who_which_visit_progress_and_what_moved() -> None:
    themes = [
        theme("caseloads", Direction.IMPROVED, stated=True),
        theme("strategy_discussions", Direction.STILL_CONCERN),
        theme("neglect", Direction.NOT_COVERED),
        theme("supervision", Direction.STILL_STRENGTH),
    ]
    said = headline(letter("The pace of change remains too slow."), (), themes, (), compared=True)
    assert said == (
        "Exampleshire, second monitoring visit: “The pace of change remains too slow”; "
        "caseloads improved, strategy discussions still a concern."
    )


def test_what_got_worse_is_named_too_and_at_most_two_themes_of_each() -> None:
    themes = [
        theme("neglect", Direction.WORSENED, 0.6),
        theme("planning", Direction.WORSENED, 0.9),
        theme("risk", Direction.WORSENED, 0.7),
    ]
    assert headline(letter(), (), themes, (), compared=True) == (
        "Exampleshire, second monitoring visit: plans and the response to risk worsened."
    )


def test_a_stated_movement_is_named_before_a_surer_inferred_one() -> None:
    themes = [
        theme("planning", Direction.IMPROVED, 0.9),
        theme("supervision", Direction.IMPROVED, 0.8),
        theme("caseloads", Direction.IMPROVED, 0.75, stated=True),
    ]
    assert headline(letter(), (), themes, (), compared=True).endswith(": caseloads and plans improved.")


def test_a_new_area_for_priority_action_comes_first() -> None:
    new = PriorityChange(ItemStatus.NEW, Quote("Act.", 2))
    still = PriorityChange(ItemStatus.CARRIED_OVER, Quote("Act.", 2))
    gone = PriorityChange(ItemStatus.NO_LONGER_LISTED, Quote("Act.", 2))
    said = [
        headline(letter("Steady progress."), (), (), actions, compared=True).removeprefix("Exampleshire, second ")
        for actions in ([new, still], [new, new], [still], [still, still], [gone])
    ]
    assert said == [
        "monitoring visit: area for priority action; “Steady progress”.",
        "monitoring visit: 2 areas for priority action; “Steady progress”.",
        "monitoring visit: area for priority action still stands; “Steady progress”.",
        "monitoring visit: 2 areas for priority action still stand; “Steady progress”.",
        "monitoring visit: “Steady progress”.",
    ]


def test_a_letters_movements_are_told_after_priority_action_and_progress() -> None:
    action = PriorityChange(ItemStatus.NEW, Quote("Act.", 2))
    said = headline(letter("Steady progress."), (), [theme("caseloads", Direction.IMPROVED)], [action], compared=True)
    assert said.endswith(": area for priority action; “Steady progress”; caseloads improved.")


def test_an_inspections_headline_gives_each_move_what_declined_first() -> None:
    rows = [
        row(Aspect.OVERALL, Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, JudgementChange.IMPROVED),
        row(Aspect.HELP_AND_PROTECTION, Grade.GOOD, Grade.GOOD, JudgementChange.UNCHANGED),
        row(Aspect.IN_CARE, None, Grade.GOOD, JudgementChange.NEW),
        row(Aspect.CARE_LEAVERS, Grade.GOOD, Grade.INADEQUATE, JudgementChange.DECLINED),
    ]
    said = headline(inspection(), rows, [theme("risk", Direction.IMPROVED)], (), compared=True)
    assert said == (
        "Exampleshire, ILACS inspection: care leavers good → inadequate, "
        "overall effectiveness inadequate → requires improvement; the response to risk improved."
    )


def test_priority_action_and_judgements_leave_no_room_for_themes() -> None:
    rows = [row(Aspect.OVERALL, Grade.INADEQUATE, Grade.GOOD, JudgementChange.IMPROVED)]
    action = PriorityChange(ItemStatus.NEW, Quote("Act.", 2))
    said = headline(inspection(), rows, [theme("risk", Direction.IMPROVED)], [action], compared=True)
    assert said.endswith(": area for priority action; overall effectiveness inadequate → good.")


def test_that_no_judgement_moved_is_said_and_new_judgements_alone_say_nothing() -> None:
    still = [row(Aspect.OVERALL, Grade.GOOD, Grade.GOOD, JudgementChange.UNCHANGED)]
    new = [row(Aspect.IN_CARE, None, Grade.GOOD, JudgementChange.NEW)]
    assert headline(inspection(), still, (), (), compared=True) == "Exampleshire, ILACS inspection: no judgement moved."
    assert headline(inspection(), new, (), (), compared=True) == "Exampleshire, ILACS inspection."


def test_with_no_baseline_no_movement_is_claimed() -> None:
    themes = [theme("caseloads", Direction.IMPROVED)]
    said = headline(letter(ordinal=None), (), themes, (), compared=False)
    assert said == "Exampleshire, monitoring visit: nothing earlier to compare with."


def test_a_report_that_stands_alone_says_what_is_in_it() -> None:
    items = tuple(Improvement(f"The quality of part {number}.", 2) for number in range(3))
    visit = replace(letter(ordinal=None), kind=Kind.FOCUSED_VISIT, topic="The front door.", improvements=items)
    assert headline(visit, (), (), (), compared=False) == (
        "Exampleshire, focused visit: looked at the front door; 3 areas need to improve; "
        "nothing earlier to compare with."
    )
    many = replace(visit, topic="", areas_covered=("Early help", "PLO", "plans", "supervision", "quality assurance"))
    said = headline(replace(many, improvements=items[:1]), (), (), (), compared=False)
    assert "looked at early help, PLO, plans and 2 more areas; one area needs to improve; nothing earlier" in said
    lists = replace(many, areas_covered=("The front door, day and night", "caseloads, supervision"), improvements=())
    said = headline(lists, (), (), (), compared=False)
    assert "looked at the front door, day and night, and 1 more area; nothing earlier" in said


def test_the_themes_that_the_headline_names_are_the_surest_two_of_each_direction() -> None:
    themes = [
        theme("caseloads", Direction.WORSENED, 0.8),
        theme("supervision", Direction.WORSENED, 0.9),
        theme("neglect", Direction.WORSENED, 0.75, stated=True),
        theme("early_help", Direction.NEW),
        theme("planning", Direction.IMPROVED),
    ]
    assert [row.theme for row in named_themes(themes)] == ["planning", "neglect", "supervision"]
    said = headline(letter(), (), themes, (), compared=True)
    assert all(theme_name(row.theme) in said for row in named_themes(themes))


def test_a_headline_names_nothing_of_which_it_is_not_sure() -> None:
    themes = [
        theme("caseloads", Direction.WORSENED, 0.69, stated=True),
        theme("supervision", Direction.WORSENED, 0.7),
    ]
    assert [row.theme for row in named_themes(themes)] == ["supervision"]


def test_a_theme_that_cannot_show_both_its_sides_is_not_named() -> None:
    one_sided = replace(theme("caseloads", Direction.WORSENED), before=())
    assert named_themes([one_sided]) == ()
    assert named_themes([replace(one_sided, stated=True)]) != ()
    assert "caseloads" not in headline(letter(), (), [one_sided], (), compared=True)


def test_a_joint_visit_names_every_council() -> None:
    north, west, far = (AuthorityRef(Urn(str(i)), name) for i, name in enumerate(("North", "West", "Far")))
    assert headline(letter("", 3, north, west), (), (), (), compared=True) == "North and West, third monitoring visit."
    assert headline(letter("", 3, north, west, far), (), (), (), compared=True).startswith("North, West and Far, third")
    nobody = Report(Kind.UNKNOWN, (), "", 4)
    assert headline(nobody, (), (), (), compared=False) == "Authority not named, report."


LONG = "However, senior leaders have only lately put in place the money and people that are needed, and, overall, {}"
NUMBERS = [f"word{number}" for number in range(30)]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("The pace of change remains too slow.", "The pace of change remains too slow"),
        ("“Steady progress has been made.”", "Steady progress has been made"),
        (LONG.format("the pace of change remains too slow."), "the pace of change remains too slow"),
        (LONG.format("they have begun but progress in practice is uneven."), "progress in practice is uneven"),
        (LONG.format("there is no progress so far and no plan."), "there is no progress so far and no plan"),
        (LONG.format("no progress, no plan, no people at all."), LONG.format("no progress, no plan,") + " …"),
        ("First, progress " + " ".join(NUMBERS), "First, progress " + " ".join(NUMBERS[:20]) + " …"),
        (" ".join(NUMBERS[:22]), " ".join(NUMBERS[:22])),
        (" ".join(NUMBERS), " ".join(NUMBERS[:22]) + " …"),
    ],
)
def test_a_long_statement_is_told_by_its_clause_on_progress_word_for_word(statement: str, told: str) -> None:
    assert telling(statement) == told


def test_themes_have_names_for_a_sentence() -> None:
    assert theme_name("planning") == "plans"
    assert theme_name("caseloads") == "caseloads"
    assert theme_name("early_help") == "early help"


def test_an_inferred_movement_that_is_more_likely_wrong_than_right_is_told_to_nobody() -> None:
    assert not theme("caseloads", Direction.WORSENED, 0.49).can_be_shown
    assert not theme("caseloads", Direction.IMPROVED, 0.49).can_be_shown
    assert theme("caseloads", Direction.WORSENED, 0.5).can_be_shown
    assert theme("caseloads", Direction.WORSENED, 0.49, stated=True).can_be_shown
    assert theme("caseloads", Direction.STILL_CONCERN, 0.3).can_be_shown
