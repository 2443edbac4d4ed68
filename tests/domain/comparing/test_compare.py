from dataclasses import replace
from datetime import date

import pytest

from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparison import Direction, ItemStatus, Known, ProgressPair, Why
from visitwatch.domain.report import (
    Aspect,
    AuthorityRef,
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
    YearMonth,
)

EXAMPLESHIRE = (AuthorityRef(Urn("80000"), "Exampleshire"),)


def finding(text: str, theme: str, stance: Stance, change: Movement = Movement.NONE, page: int = 2) -> Finding:
    return Finding(text, page, "Findings", themes=(theme,), stance=stance, change=change)


INSPECTION = Known(
    "inspection",
    Report(
        Kind.SINGLE,
        EXAMPLESHIRE,
        "1",
        40,
        visited=(DateRange(date(2017, 2, 27), date(2017, 3, 23)),),
        judgements=(Judgement(Aspect.OVERALL, Grade.INADEQUATE, 2), Judgement(Aspect.LEADERSHIP, Grade.INADEQUATE, 2)),
        improvements=(Improvement("The timeliness of assessments.", 5),),
        priority_actions=(Quote("Make every child safe at once.", 4),),
        findings=(finding("Adoption is done well.", "adoption", Stance.STRENGTH, page=30),),
    ),
)
FIRST = Known(
    "first",
    Report(
        Kind.MONITORING_VISIT,
        EXAMPLESHIRE,
        "2",
        4,
        ordinal=1,
        visited=(DateRange(date(2017, 9, 12), date(2017, 9, 13)),),
        judged_inadequate=YearMonth(2017, 3),
        areas_covered=("Help and protection",),
        progress_statement=Quote("Progress is slow.", 1),
        findings=(
            finding("Caseloads are too high in every team.", "caseloads", Stance.CONCERN),
            finding("Strategy discussions are late and poorly attended.", "strategy_discussions", Stance.CONCERN),
            finding("The response to neglect is weak.", "neglect", Stance.CONCERN),
        ),
    ),
)
SECOND = Known(
    "second",
    Report(
        Kind.MONITORING_VISIT,
        EXAMPLESHIRE,
        "3",
        4,
        ordinal=2,
        visited=(DateRange(date(2018, 1, 9), date(2018, 1, 10)),),
        judged_inadequate=YearMonth(2017, 3),
        areas_covered=("Help and protection",),
        progress_statement=Quote("The pace of change remains too slow.", 1),
        findings=(
            finding("Caseloads have come down since the last visit.", "caseloads", Stance.STRENGTH, Movement.IMPROVED),
            finding("Strategy discussions are of poor quality.", "strategy_discussions", Stance.CONCERN, page=3),
            finding("Staff morale is high.", "workforce", Stance.STRENGTH),
        ),
    ),
)


def test_a_second_visit_is_compared_with_the_first_and_the_inspection() -> None:
    made = compare(SECOND, [INSPECTION, FIRST])
    assert [(b.ref.key, b.why) for b in made.baselines] == [("first", Why.SAME_AREA), ("inspection", Why.CYCLE_START)]
    assert made.later.label == "second monitoring visit, 9 and 10 January 2018"
    assert made.baselines[1].ref.label == "single inspection, 27 February to 23 March 2017"
    assert made.areas == ("Help and protection",)
    assert made.progress == ProgressPair(
        Quote("Progress is slow.", 1), Quote("The pace of change remains too slow.", 1), before_key="first"
    )
    assert made.judgements == ()
    assert made.improvements == ()
    assert made.priority_actions == ()
    assert made.notes == ()
    assert made.headline == (
        "Exampleshire, second monitoring visit: “The pace of change remains too slow”; "
        "caseloads improved, strategy discussions still a concern."
    )


def test_each_theme_has_its_direction_and_its_quotes_from_the_baseline_that_speaks_of_it() -> None:
    rows = {row.theme: row for row in compare(SECOND, [INSPECTION, FIRST]).themes}
    assert {theme: (row.direction, row.stated) for theme, row in rows.items()} == {
        "caseloads": (Direction.IMPROVED, True),
        "strategy_discussions": (Direction.STILL_CONCERN, False),
        "workforce": (Direction.NEW, False),
        "neglect": (Direction.NOT_COVERED, False),
        "adoption": (Direction.NOT_COVERED, False),
    }
    assert list(rows) == ["caseloads", "strategy_discussions", "workforce", "neglect", "adoption"]
    assert [(e.key, e.page) for e in rows["strategy_discussions"].before] == [("first", 2)]
    assert [(e.key, e.page) for e in rows["strategy_discussions"].now] == [("second", 3)]
    assert [(e.key, e.page) for e in rows["adoption"].before] == [("inspection", 30)]
    assert rows["adoption"].now == ()
    assert rows["workforce"].before == ()


def test_without_a_baseline_nothing_is_claimed() -> None:
    made = compare(INSPECTION, [FIRST])
    assert (made.baselines, made.themes, made.judgements, made.improvements) == ((), (), (), ())
    assert [row.status for row in made.priority_actions] == [ItemStatus.NEW]
    assert made.headline == (
        "Exampleshire, single inspection: area for priority action; overall effectiveness inadequate; "
        "one area needs to improve; nothing earlier to compare with."
    )


def test_an_inspection_after_another_framework_says_that_the_framework_changed() -> None:
    report = replace(
        INSPECTION.report,
        kind=Kind.ILACS,
        sha256="4",
        visited=(DateRange(date(2022, 2, 7), date(2022, 2, 18)),),
        judgements=(Judgement(Aspect.OVERALL, Grade.GOOD, 1),),
        priority_actions=(),
    )
    made = compare(Known("later", report), [INSPECTION, FIRST, SECOND])
    assert [(b.ref.key, b.why) for b in made.baselines] == [("inspection", Why.PREVIOUS_INSPECTION)]
    assert made.notes == ("The framework changed: single inspection to ILACS.",)
    assert [row.status for row in made.improvements] == [ItemStatus.CARRIED_OVER]
    assert [row.status for row in made.priority_actions] == [ItemStatus.NO_LONGER_LISTED]
    assert made.judgement_moved
    assert made.headline.startswith("Exampleshire, ILACS inspection: overall effectiveness inadequate → good")


def test_a_letter_given_with_an_inspection_has_no_judgement_rows() -> None:
    made = compare(SECOND, [INSPECTION], given=True)
    assert made.judgements == ()
    assert not made.judgement_moved


def test_a_start_of_the_cycle_that_is_not_at_hand_is_said() -> None:
    assert compare(SECOND, [FIRST]).notes == (
        "The inspection that judged the authority inadequate (2017-03) is not at hand.",
    )


def test_visits_of_the_cycle_that_are_not_at_hand_are_said_but_not_to_a_person_who_chose_the_files() -> None:
    visited = (DateRange(date(2018, 7, 1), date(2018, 7, 2)),)
    fourth = Known("fourth", replace(SECOND.report, sha256="5", ordinal=4, visited=visited))
    assert compare(fourth, [INSPECTION]).notes == (
        "Not at hand: the first, second and third monitoring visits of this cycle.",
    )
    assert compare(fourth, [INSPECTION, SECOND, FIRST]).notes == (
        "Not at hand: the third monitoring visit of this cycle.",
    )
    third = Known("third", replace(SECOND.report, sha256="6", ordinal=3))
    assert compare(third, [INSPECTION]).notes == ("Not at hand: the first and second monitoring visits of this cycle.",)
    assert compare(fourth, [INSPECTION], given=True).notes == ()


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        (3, 2, ("Outcome 3 in the last inspection, 2 now.",)),
        (2, 2, ("Outcome 2 as in the last inspection.",)),
        (None, 2, ()),
        (2, None, ()),
    ],
)
def test_an_area_send_outcome_is_set_beside_the_last_one(
    before: int | None, after: int | None, note: tuple[str]
) -> None:
    earlier = Report(Kind.AREA_SEND, EXAMPLESHIRE, "1", 9, visited=INSPECTION.report.visited, outcome=before)
    later = Report(Kind.AREA_SEND, EXAMPLESHIRE, "2", 9, visited=SECOND.report.visited, outcome=after)
    assert compare(Known("later", later), [Known("earlier", earlier)]).notes == note


def test_no_outcome_is_told_of_other_kinds() -> None:
    earlier = replace(INSPECTION.report, kind=Kind.JTAI, outcome=1)
    later = replace(SECOND.report, kind=Kind.JTAI, outcome=2)
    assert compare(Known("later", later), [Known("earlier", earlier)]).notes == ()
