from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.flow.home import BROKEN, ELM, FIR, HTML, OAK, YEW, Home, a_home, letter, person

from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.comparison import (
    Direction,
    ItemChange,
    ItemStatus,
    JudgementChange,
    JudgementRow,
    PriorityChange,
    ThemeChange,
    Why,
)
from visitwatch.domain.message import CollectReport, CompareVisits
from visitwatch.domain.publication import PublicationState
from visitwatch.domain.report import Aspect, Finding, Grade, Judgement, Kind, Quote, Report
from visitwatch.errors import NotFoundError
from visitwatch.flow.collect_report import collect_report
from visitwatch.flow.compare_visits import Compared, compare_visits
from visitwatch.flow.joint import same_words
from visitwatch.flow.recompare import class_changed

FIRST = letter("Oakshire", 1, date(2025, 9, 2), "Supervision is weak.")
SECOND = letter("Oakshire", 2, date(2026, 2, 3), "Supervision is good.")
THIRD = letter("Oakshire", 3, date(2026, 5, 5), "Supervision is weak.")


def only(home: Home, kind: ChangeKind) -> Change:
    (change,) = [change for change in home.changes() if change.kind is kind]
    return change


def sha_of(home: Home, url: str) -> str:
    record = home.store.get_publication(url)
    assert record is not None
    assert record.sha256 is not None
    return record.sha256


def test_a_report_is_compared_with_what_was_only_learned_and_that_is_read_first() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    comparison = only(home, ChangeKind.NEW_REPORT).comparison
    assert comparison is not None
    assert [(baseline.ref.key, baseline.why) for baseline in comparison.baselines] == [("oak-1", Why.SAME_AREA)]
    old = home.store.get_publication("oak-1")
    assert old is not None
    assert (old.state, old.quiet) == (PublicationState.READ, True)
    assert comparison.notes == ("The inspection that judged the authority inadequate (2025-03) is not at hand.",)


@pytest.mark.parametrize("body", [HTML, BROKEN])
def test_an_earlier_report_that_cannot_be_read_is_noted_and_not_fatal(body: bytes) -> None:
    home = a_home({OAK: [("oak-1", body, date(2025, 9, 30))]})
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    change = only(home, ChangeKind.NEW_REPORT)
    assert change.comparison is not None
    assert change.comparison.baselines == ()
    noted = any("could not be had" in note for note in change.comparison.notes)
    assert noted is (body == HTML)
    assert home.changes() == [change]


def test_comparing_again_changes_nothing_and_queues_nothing() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    before = home.changes()
    message = CompareVisits("oak-2", sha_of(home, "oak-2"))
    assert compare_visits(message, home.context) is Compared.NOTHING
    assert home.changes() == before
    assert home.queue.waiting() == 0


def test_a_message_about_a_version_that_was_replaced_is_nothing_to_do() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    assert compare_visits(CompareVisits("oak-2", "0" * 64), home.context) is Compared.NOTHING
    with pytest.raises(NotFoundError):
        compare_visits(CompareVisits("nowhere", "0" * 64), home.context)


def test_a_corrected_report_is_told_to_those_who_were_told_of_the_version_before() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    first = only(home, ChangeKind.NEW_REPORT)
    home.next_day()
    home.people = (*home.people, person("newcomer", OAK))
    home.files.content["oak-2"] = letter("Oakshire", 2, date(2026, 2, 3), "Supervision is not good.")
    for _ in range(2):
        home.check()
    change = only(home, ChangeKind.CORRECTION)
    assert (change.previous, change.url, change.urns) == (first.id, "oak-2", first.urns)
    assert change.correction is not None
    assert change.correction.before_sha256 == first.report.sha256  # type: ignore[union-attr]
    assert "not" in [edit.text.strip() for edit in change.correction.redline if edit.op == "insert"]
    assert change.comparison is not None
    assert home.told_of(change) == {"oakley", "all"}
    assert len(home.changes()) == 2


def test_a_second_correction_goes_to_those_of_the_first_version_too() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    first = only(home, ChangeKind.NEW_REPORT)
    for words in ("Supervision is not good.", "Supervision is not good at all."):
        home.files.content["oak-2"] = letter("Oakshire", 2, date(2026, 2, 3), words)
        home.check()
    corrections = [change for change in home.changes() if change.kind is ChangeKind.CORRECTION]
    assert [change.previous for change in corrections] == [first.id, first.id]
    assert home.check().resumed == 0


def test_a_layout_that_changed_tells_nobody_but_ops() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    told = list(home.told)
    home.files.content["oak-2"] = letter("Oakshire", 2, date(2026, 2, 3), "Supervision is good.", layout="new")
    for _ in range(2):
        home.check()
    assert home.kinds() == [ChangeKind.NEW_REPORT]
    assert home.problems() == {("republished", "oak-2")}
    assert home.told == told


def test_a_version_replaced_before_anybody_was_told_is_told_as_new() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check(run=False)
    envelope = home.queue.take(home.clock.now())
    assert envelope is not None
    home.stages[type(envelope.message)](envelope.message, home.context)
    home.queue.done(envelope)
    home.files.content["oak-2"] = letter("Oakshire", 2, date(2026, 2, 3), "Supervision is not good.")
    collect_report(CollectReport("oak-2", force=True), home.context)
    home.run()
    change = only(home, ChangeKind.NEW_REPORT)
    assert change.report is not None
    assert change.report.sha256 == sha_of(home, "oak-2")
    assert home.kinds() == [ChangeKind.NEW_REPORT]


def out_of_order(second: bytes) -> Home:
    """The third visit was published, and told, before the second."""
    home = Home()
    home.portal.pages[OAK] = []
    home.publish("oak-1", FIRST, OAK, published=date(2025, 9, 30))
    home.check()
    home.publish("oak-3", THIRD, OAK)
    home.check()
    home.next_day()
    home.publish("oak-2", second, OAK)
    home.check()
    return home


def test_an_earlier_visit_published_later_corrects_what_was_said_of_the_later_one() -> None:
    home = out_of_order(SECOND)
    change = only(home, ChangeKind.RECOMPARED)
    third = next(c for c in home.changes() if c.kind is ChangeKind.NEW_REPORT and c.url == "oak-3")
    assert (change.previous, change.url, change.urns) == (third.id, "oak-3", (OAK,))
    assert change.comparison is not None
    assert [baseline.ref.key for baseline in change.comparison.baselines] == ["oak-2"]
    assert home.told_of(change) == {"oakley", "all"}
    before = len(home.changes())
    home.check()
    assert len(home.changes()) == before


def test_an_earlier_visit_published_later_that_changes_no_class_corrects_nothing() -> None:
    home = out_of_order(letter("Oakshire", 2, date(2026, 2, 3), "Supervision is weak."))
    assert home.kinds() == [ChangeKind.NEW_REPORT, ChangeKind.NEW_REPORT]


def test_another_confidence_or_a_theme_that_is_only_not_covered_is_no_changed_class() -> None:
    home = out_of_order(SECOND)
    comparison = only(home, ChangeKind.RECOMPARED).comparison
    assert comparison is not None
    surer = replace(comparison, themes=tuple(replace(theme, confidence=0.01) for theme in comparison.themes))
    assert not class_changed(comparison, surer)
    absent = ThemeChange("adoption", Direction.NOT_COVERED, False, 1.0, (), ())
    assert not class_changed(comparison, replace(comparison, themes=(*comparison.themes, absent)))
    assert class_changed(comparison, replace(comparison, themes=()))


def test_reports_of_other_authorities_are_no_history() -> None:
    home = a_home(
        {
            OAK: [("oak-1", FIRST, date(2025, 9, 30))],
            ELM: [("elm-1", letter("Elmshire", 1, date(2025, 9, 2)), date(2025, 9, 30))],
        }
    )
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    assert "elm-1" not in home.files.asked


def test_nearly_the_same_letter_to_another_council_on_the_same_visit_is_one_change() -> None:
    home = a_home()
    home.check()
    words = ("Supervision is weak.", "Plans are late.", "Visits are regular.", "Records are thin.", "Homes are few.")
    home.publish("oak-2", letter("Oakshire and Elmshire", 2, date(2026, 5, 5), *words), OAK)
    home.publish("elm-2", letter("Elmshire and Oakshire", 2, date(2026, 5, 5), *words), ELM)
    for _ in range(2):
        home.check()
    change = only(home, ChangeKind.NEW_REPORT)
    assert set(change.urns) == {OAK, ELM}
    assert home.told_of(change) == {"oakley", "elmer", "all"}
    assert len(home.told) == 3
    outcomes = [home.store.get_publication(url).outcome for url in ("oak-2", "elm-2")]  # type: ignore[union-attr]
    assert sorted(outcomes) == ["", "joint_report"]


def test_letters_of_the_same_days_with_other_findings_are_two_changes() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", letter("Oakshire and Elmshire", 2, date(2026, 5, 5), "Supervision is weak."), OAK)
    other = letter(
        "Elmshire and Oakshire", 2, date(2026, 5, 5), "Plans are late.", "Visits are rare.", "Homes are few."
    )
    home.publish("elm-2", other, ELM)
    home.check()
    assert home.kinds() == [ChangeKind.NEW_REPORT, ChangeKind.NEW_REPORT]


def test_a_letter_that_stands_under_a_new_link_with_other_words_corrects_the_one_told_before() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    home.portal.pages[OAK] = home.portal.pages[OAK][:1]  # type: ignore[index]
    home.publish("oak-2b", letter("Oakshire", 2, date(2026, 2, 3), "Supervision is not good."), OAK)
    for _ in range(2):
        home.check()
    change = only(home, ChangeKind.CORRECTION)
    assert (change.url, change.previous) == ("oak-2b", only(home, ChangeKind.NEW_REPORT).id)
    assert home.told_of(change) == {"oakley", "all"}


def test_letters_to_the_two_councils_of_one_trust_that_name_one_council_each_are_one_change() -> None:
    home = a_home({YEW: [], FIR: []})
    home.check()
    words = ("Supervision is weak.", "Plans are late.", "Visits are regular.", "Records are thin.", "Homes are few.")
    home.publish("yew-2", letter("Yewdale", 2, date(2026, 5, 5), "Leaders of Yewdale know this.", *words), YEW)
    home.publish("fir-2", letter("Firthshire", 2, date(2026, 5, 5), "Leaders of Firthshire know this.", *words), FIR)
    home.check()
    assert set(only(home, ChangeKind.NEW_REPORT).urns) == {YEW, FIR}


def test_neighbours_that_share_nothing_are_told_apart_however_alike_their_letters() -> None:
    home = a_home({OAK: [], ELM: []})
    home.check()
    home.publish("oak-2", letter("Oakshire", 2, date(2026, 5, 5)), OAK)
    home.publish("elm-2", letter("Elmshire", 2, date(2026, 5, 5)), ELM)
    home.check()
    assert home.kinds() == [ChangeKind.NEW_REPORT, ChangeKind.NEW_REPORT]


def test_a_joint_change_needs_the_same_grades() -> None:
    found = (Finding("Plans are late.", 3, "Findings"),)
    report = Report(Kind.ILACS, (), "a" * 64, 9, judgements=(Judgement(Aspect.OVERALL, Grade.GOOD, 1),), findings=found)
    other = replace(report, judgements=(Judgement(Aspect.OVERALL, Grade.INADEQUATE, 1),))
    assert same_words(report, replace(report, pages=10))
    assert not same_words(report, other)


def test_what_an_item_or_a_grade_is_said_to_have_done_is_a_class() -> None:
    comparison = only(out_of_order(SECOND), ChangeKind.RECOMPARED).comparison
    assert comparison is not None
    row = JudgementRow(Aspect.OVERALL, Grade.GOOD, Grade.GOOD, 1, 1, JudgementChange.UNCHANGED)
    item = ItemChange(ItemStatus.NEW, None, Quote("The quality of plans.", 2))
    action = PriorityChange(ItemStatus.NEW, Quote("Act.", 2))
    for other in (
        replace(comparison, judgements=(row,)),
        replace(comparison, improvements=(item,)),
        replace(comparison, priority_actions=(action,)),
    ):
        assert class_changed(comparison, other)
