import pytest

from visitwatch.domain.comparing.items import continuing_statement, improvement_changes, priority_changes
from visitwatch.domain.comparison import ItemStatus as Status
from visitwatch.domain.report import Finding, Improvement, Kind, Quote, Report, Stance


def report(*items: str, kind: Kind = Kind.ILACS, actions: tuple[str, ...] = (), **findings: str) -> Report:
    """findings: theme="text", a finding on that theme with that text."""
    return Report(
        kind,
        (),
        "",
        9,
        improvements=tuple(Improvement(text, page) for page, text in enumerate(items, 1)),
        priority_actions=tuple(Quote(text, 2) for text in actions),
        findings=tuple(Finding(text, 3, "", themes=(t,), stance=Stance.CONCERN) for t, text in findings.items()),
    )


def statuses(before: Report, later: Report) -> list[tuple[Status, str | None, str | None]]:
    return [
        (row.status, row.before.text if row.before else None, row.now.text if row.now else None)
        for row in improvement_changes(later, [before])
    ]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("The quality of plans.", "The quality of plans"),
        ("The timeliness of return home interviews.", "Return home interviews: timeliness and use."),
        ("The availability of foster placements.", "The availability of foster homes (Outcome four)."),
    ],
)
def test_an_item_said_in_other_words_is_carried_over(before: str, now: str) -> None:
    assert statuses(report(before), report(now)) == [(Status.CARRIED_OVER, before, now)]


def test_items_with_nothing_in_common_are_new_and_no_longer_listed() -> None:
    before, now = "Permanence planning for babies.", "The response to children who go missing."
    assert statuses(report(before), report(now)) == [
        (Status.NEW, None, now),
        (Status.NO_LONGER_LISTED, before, None),
    ]


SUPERVISION = "The quality and frequency of supervision for social workers."


@pytest.mark.parametrize(
    ("now", "with_theme", "without"),
    [
        (
            "The regularity and quality of social workers’ supervision and management oversight.",
            "carried_over",
            "carried_over",
        ),
        ("Supervision, caseloads and training of newly qualified social workers.", "carried_over", "cannot_tell"),
        ("Supervision, caseloads, recruitment and morale.", "cannot_tell", "new"),
        ("Supervision, caseloads, training, recruitment and retention, morale and records.", "new", "new"),
    ],
)
def test_a_theme_in_common_counts_where_words_leave_a_doubt(now: str, with_theme: str, without: str) -> None:
    one, other = report(SUPERVISION, supervision=SUPERVISION), report(now, supervision=now)
    assert statuses(one, other)[0][0] == with_theme
    assert statuses(report(SUPERVISION), report(now))[0][0] == without


def test_a_broad_theme_in_common_makes_no_two_items_one() -> None:
    before, now = "Plans that name risks to children.", "Records of risks to children."
    assert statuses(report(before), report(now))[0][0] is Status.NEW
    assert statuses(report(before, planning=before), report(now, planning=now))[0][0] is Status.NEW
    assert statuses(report(before, neglect=before), report(now, neglect=now))[0][0] is Status.CANNOT_TELL


def test_rows_stand_in_the_later_lists_order_then_what_is_gone() -> None:
    before = report("Supervision of social workers.", "Support for foster carers.", "Pathway plans.")
    later = report("Pathway plans.", "The front door.", "Supervision of social workers.")
    assert statuses(before, later) == [
        (Status.CARRIED_OVER, "Pathway plans.", "Pathway plans."),
        (Status.NEW, None, "The front door."),
        (Status.CARRIED_OVER, "Supervision of social workers.", "Supervision of social workers."),
        (Status.NO_LONGER_LISTED, "Support for foster carers.", None),
    ]


def test_of_equally_alike_items_the_first_are_matched() -> None:
    one, two = "Neglect and adoption.", "Neglect, adoption."
    assert statuses(report(one), report(two, one + " ")) == [
        (Status.CARRIED_OVER, one, two),
        (Status.NEW, None, one + " "),
    ]
    assert statuses(report(two, one + " "), report(one)) == [
        (Status.CARRIED_OVER, two, one),
        (Status.NO_LONGER_LISTED, one + " ", None),
    ]


def test_half_the_words_in_common_are_just_enough() -> None:
    before, now = "Neglect and adoption.", "Neglect and morale."
    assert statuses(report(before), report(now)) == [(Status.CARRIED_OVER, before, now)]
    rows = priority_changes(report(actions=(now,)), [report(actions=(before,))])
    assert [row.status for row in rows] == [Status.CARRIED_OVER]


def test_the_list_of_the_first_baseline_that_has_one_counts() -> None:
    later = report("Pathway plans.")
    rows = improvement_changes(later, [report(), report("Pathway plans."), report("Neglect.")])
    assert [row.status for row in rows] == [Status.CARRIED_OVER]


def test_an_item_is_matched_once_with_the_most_alike() -> None:
    before = report("The quality of child protection plans and supervision.")
    later = report("The quality of child protection plans.", "The quality of child protection plans and supervision.")
    assert [row[0] for row in statuses(before, later)] == [Status.NEW, Status.CARRIED_OVER]


def test_items_that_are_less_alike_are_matched_after_one_that_was_matched_better() -> None:
    plans, both = "The quality of child protection plans.", "The quality of child protection plans and supervision."
    before = report(both, "Neglect and adoption.")
    later = report(both, plans, "Neglect and morale.")
    assert [row[0] for row in statuses(before, later)] == [Status.CARRIED_OVER, Status.NEW, Status.CARRIED_OVER]


def test_themes_that_only_one_item_has_count_nothing() -> None:
    now = "Supervision, caseloads, recruitment and morale."
    assert statuses(report(SUPERVISION, supervision=SUPERVISION), report(now, caseloads=now))[0][0] is Status.NEW
    assert statuses(report(SUPERVISION, supervision=SUPERVISION), report(now))[0][0] is Status.NEW
    assert statuses(report(SUPERVISION), report(now, supervision=now))[0][0] is Status.NEW


def test_a_version_of_an_item_has_a_redline_and_the_same_item_has_none() -> None:
    before = report("The timeliness of health assessments.", "Pathway plans.")
    later = report("The quality and timeliness of health assessments.", "Pathway plans.")
    first, second = improvement_changes(later, [before])
    assert [(edit.op, edit.text) for edit in first.redline] == [
        ("equal", "The "),
        ("insert", "quality and "),
        ("equal", "timeliness of health assessments."),
    ]
    assert second.redline == ()


def test_a_version_that_lost_words_has_a_redline_too() -> None:
    before = report("The quality and timeliness of health assessments.")
    (row,) = improvement_changes(report("The timeliness of health assessments."), [before])
    assert [edit.op for edit in row.redline] == ["equal", "delete", "equal"]


def test_an_item_in_quite_other_words_is_carried_over_without_a_redline() -> None:
    before = report("The timeliness of return home interviews for children.")
    later = report("Interviews when children who were missing return home, their number and how soon they are held.")
    (row,) = improvement_changes(later, [before])
    assert (row.status, row.redline) == (Status.CARRIED_OVER, ())


def test_a_letter_without_a_list_says_nothing_of_the_earlier_list() -> None:
    assert improvement_changes(report(kind=Kind.MONITORING_VISIT), [report("Pathway plans.")]) == ()


def test_a_list_without_an_earlier_one_is_new_and_without_a_baseline_there_are_no_rows() -> None:
    later = report("Pathway plans.")
    assert statuses(report(), later) == [(Status.NEW, None, "Pathway plans.")]
    assert improvement_changes(later, []) == ()


STATEMENT = "The areas for improvement continue to be those that were found at the ILACS inspection in May 2019."


@pytest.mark.parametrize("as_item", [True, False])
def test_areas_that_continue_to_be_an_inspections_are_all_carried_over(as_item: bool) -> None:  # noqa: FBT001 -- parametrised
    inspection = report("Pathway plans.", "Supervision.")
    visit = report("Something else.", kind=Kind.FOCUSED_VISIT)
    kind = Kind.FOCUSED_VISIT
    later = report(STATEMENT, kind=kind) if as_item else report(kind=kind, leadership=STATEMENT)
    rows = improvement_changes(later, [visit, inspection])
    assert [(row.status, row.before.text if row.before else None) for row in rows] == [
        (Status.CARRIED_OVER, "Pathway plans."),
        (Status.CARRIED_OVER, "Supervision."),
    ]
    assert {row.now.text for row in rows if row.now} == {STATEMENT}


def test_a_sentence_on_one_area_or_beside_a_list_of_its_own_carries_nothing_over() -> None:
    assert continuing_statement(report(x="Supervision was an area for improvement at the last inspection.")) is None
    assert continuing_statement(report("Pathway plans.", x=STATEMENT)) is None
    assert continuing_statement(report(STATEMENT, "Pathway plans.")) is None


def test_priority_actions_are_new_first_then_carried_over_then_gone() -> None:
    before = report(actions=("The response to children at risk of neglect.", "The timeliness of strategy meetings."))
    later = report(actions=("The response to children at risk of neglect", "The oversight of unregistered homes."))
    assert [(row.status, row.quote.text) for row in priority_changes(later, [report(), before])] == [
        (Status.NEW, "The oversight of unregistered homes."),
        (Status.CARRIED_OVER, "The response to children at risk of neglect"),
        (Status.NO_LONGER_LISTED, "The timeliness of strategy meetings."),
    ]


def test_a_letter_that_lists_no_priority_action_does_not_end_an_earlier_one() -> None:
    before = report(actions=("The response to neglect.",))
    assert priority_changes(report(kind=Kind.MONITORING_VISIT), [before]) == ()
    assert [row.status for row in priority_changes(report(), [before])] == [Status.NO_LONGER_LISTED]


def test_priority_actions_of_a_first_report_are_new() -> None:
    assert [row.status for row in priority_changes(report(actions=("Act.",)), [])] == [Status.NEW]
