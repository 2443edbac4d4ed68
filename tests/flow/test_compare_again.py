from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

from tests.flow.home import OAK, Home, a_home
from tests.flow.test_compare_visits import FIRST, SECOND, THIRD, only

from visitwatch.domain import operation as op
from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.report import Finding, Report, Stance
from visitwatch.flow.operate import Json, Tools, operate
from visitwatch.flow.reread import reread


def again(home: Home) -> Json:
    return operate(op.CompareAgain("oak-2", correct=True), home.context, cast("Tools", None))


def turned(report: Report) -> Report:
    """As another reader labels: whatever is weak is good, and supervision is spoken of all the same."""

    def labelled(finding: Finding) -> Finding:
        themes = ("supervision",) if "Supervision" in finding.text else ()
        return replace(finding, themes=themes, stance=Stance.STRENGTH if "weak" in finding.text else Stance.CONCERN)

    return replace(report, findings=tuple(labelled(finding) for finding in report.findings))


def told_otherwise() -> tuple[Home, Change]:
    """What was told differs from what a comparison says now."""
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    told = only(home, ChangeKind.NEW_REPORT)
    assert told.comparison is not None
    stale = replace(told, comparison=replace(told.comparison, themes=()))
    home.store.put_change(stale)
    return home, stale


def test_a_correction_that_was_interrupted_is_the_same_change_an_hour_later() -> None:
    home, stale = told_otherwise()
    assert again(home)["corrected"]
    home.store.put_change(stale)  # as if the process had died before the last line
    home.clock.advance(timedelta(hours=1))
    assert again(home)["corrected"]
    assert only(home, ChangeKind.RECOMPARED).previous == stale.id
    assert not again(home)["corrected"]


def test_an_earlier_report_that_changes_no_class_corrects_nothing_though_a_newer_reader_would() -> None:
    home = Home()
    home.portal.pages[OAK] = []
    home.publish("oak-1", FIRST, OAK)
    home.check()
    home.publish("oak-3", THIRD, OAK)
    home.check()
    home.next_day()
    home.annotate = turned
    reread(home.context, all_versions=True)
    home.publish("oak-2", SECOND.replace(b"Supervision is good.", b"Supervision is weak."), OAK)
    home.check()
    assert ChangeKind.RECOMPARED not in home.kinds()


def test_two_earlier_reports_that_come_together_correct_once_for_each_that_changes_something() -> None:
    home = Home()
    home.portal.pages[OAK] = []
    home.check()
    home.publish("oak-3", THIRD, OAK)
    home.check()
    home.next_day()
    home.publish("oak-1", FIRST, OAK)
    home.publish("oak-2", FIRST.replace(b"first", b"second").replace(b"September 2025", b"February 2026"), OAK)
    home.check()
    told = [change for change in home.changes() if change.kind is ChangeKind.RECOMPARED and change.url == "oak-3"]
    assert len(told) == 1
