from __future__ import annotations

from dataclasses import replace

import pytest
from tests.delivery_values import (
    COMPARISON,
    EXAMPLESHIRE,
    LETTER,
    NORTHBOROUGH,
    OLDSHIRE,
    REGISTER,
    inspection_change,
    notice_change,
    priority_change,
    subscriber,
    unreadable_change,
    visit_change,
)

from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.comparison import ItemStatus
from visitwatch.domain.matching import Match, match
from visitwatch.domain.report import Finding, Kind, Stance, Urn
from visitwatch.domain.subscription import Filters, Frequency, SubscriberId


def ask(change: Change, filters: Filters, *told_before: str) -> Match:
    before = frozenset(SubscriberId(s) for s in told_before)
    return match(change, subscriber(filters=filters), REGISTER, before)


def test_without_filters_every_report_is_told() -> None:
    assert ask(visit_change(), Filters()) == Match(told=True, reason="every filter fits")


def test_ops_and_those_switched_off_hear_of_no_change() -> None:
    assert match(visit_change(), subscriber(ops=True), REGISTER).told is False
    off = match(visit_change(), replace(subscriber(), active=False), REGISTER)
    assert off == Match(told=False, reason="this subscription is switched off")


@pytest.mark.parametrize("urn", [EXAMPLESHIRE, OLDSHIRE])
def test_an_authority_is_told_under_its_own_name_and_its_predecessors(urn: Urn) -> None:
    assert ask(visit_change(), Filters(authorities=frozenset({urn}))).told


def test_a_predecessors_report_reaches_those_who_follow_the_successor() -> None:
    assert ask(visit_change(urns=(OLDSHIRE,)), Filters(authorities=frozenset({EXAMPLESHIRE}))).told


def test_another_authority_is_not_told_and_the_reason_names_the_report_s() -> None:
    found = ask(visit_change(), Filters(authorities=frozenset({NORTHBOROUGH})))
    assert found == Match(told=False, reason="filters on authorities: the report is on Exampleshire")


def test_a_successor_s_other_predecessors_are_not_reached_through_it() -> None:
    from visitwatch.domain.authority import Authority
    from visitwatch.domain.register import Register

    parts = tuple(
        Authority(Urn(urn), name, (), "", "", "South West", predecessors=(Urn("1"),))
        for urn, name in (("2", "North Part"), ("3", "West Part"))
    )
    whole = Authority(Urn("1"), "Whole", (), "", "", "South West", successors=(Urn("2"), Urn("3")))
    register = Register((*parts, whole))
    on_west = visit_change(urns=(Urn("3"),))
    north = subscriber(filters=Filters(authorities=frozenset({Urn("2")})))
    assert not match(on_west, north, register).told
    assert match(on_west, subscriber(filters=Filters(authorities=frozenset({Urn("1")}))), register).told


def test_a_joint_report_reaches_those_who_follow_either() -> None:
    joint = visit_change(urns=(EXAMPLESHIRE, NORTHBOROUGH))
    assert ask(joint, Filters(authorities=frozenset({NORTHBOROUGH}))).told
    assert ask(joint, Filters(regions=frozenset({"North East"}))).told


def test_a_report_whose_authority_is_not_known_reaches_everybody() -> None:
    assert ask(visit_change(urns=()), Filters(authorities=frozenset({NORTHBOROUGH}))).told


def test_regions_filter_by_where_the_authority_lies() -> None:
    assert ask(visit_change(), Filters(regions=frozenset({"South West"}))).told
    found = ask(visit_change(), Filters(regions=frozenset({"North East"})))
    assert found == Match(told=False, reason="filters on regions: the report is on South West")


def test_kinds_filter_by_the_report_s_kind() -> None:
    assert ask(visit_change(), Filters(kinds=frozenset({Kind.MONITORING_VISIT}))).told
    found = ask(visit_change(), Filters(kinds=frozenset({Kind.ILACS})))
    assert found == Match(told=False, reason="filters on kinds: this is a report of kind monitoring visit")


def test_themes_filter_by_what_moved() -> None:
    assert ask(visit_change(), Filters(themes=frozenset({"supervision"}))).told
    assert ask(visit_change(), Filters(themes=frozenset({"exploitation", "health"}))).told
    found = ask(visit_change(), Filters(themes=frozenset({"adoption", "early_help"})))
    assert found == Match(told=False, reason="filters on themes: none of adoption, early_help moved")


def test_with_nothing_to_compare_with_themes_filter_by_what_the_report_speaks_of() -> None:
    findings = (Finding("Permanence is late.", 2, "", themes=("permanence",), stance=Stance.CONCERN),)
    alone = replace(
        visit_change(),
        report=replace(LETTER, findings=findings),
        comparison=replace(COMPARISON, baselines=(), themes=()),
    )
    assert ask(alone, Filters(themes=frozenset({"permanence"}))).told
    assert not ask(alone, Filters(themes=frozenset({"supervision"}))).told


def test_a_report_whose_themes_were_not_read_is_told_whatever_the_theme() -> None:
    unread = replace(visit_change(), report=replace(LETTER, findings=(Finding("A sentence.", 1, ""),)), comparison=None)
    assert ask(unread, Filters(themes=frozenset({"supervision"}))).told


def test_judgement_filter_lets_through_what_moved_and_names_what_did_not() -> None:
    only = Filters(judgement_moved=True)
    assert ask(inspection_change(), only).told
    assert ask(visit_change(), only) == Match(told=False, reason="filters on moved judgements: no judgement moved")


def test_judgements_with_nothing_to_compare_with_are_told() -> None:
    first = inspection_change()
    assert first.comparison is not None
    alone = replace(first, comparison=replace(first.comparison, baselines=(), judgements=()))
    assert ask(alone, Filters(judgement_moved=True)).told


def test_an_area_send_outcome_passes_the_judgement_filter() -> None:
    send = replace(visit_change(), report_kind=Kind.AREA_SEND, report=replace(LETTER, kind=Kind.AREA_SEND, outcome=3))
    assert ask(send, Filters(judgement_moved=True)).told


def test_priority_actions_pass_theme_and_judgement_filters_but_not_the_others() -> None:
    change = priority_change()
    assert ask(change, Filters(themes=frozenset({"adoption"}), judgement_moved=True)) == Match(
        told=True, reason="areas for priority action always alert"
    )
    assert not ask(change, Filters(authorities=frozenset({NORTHBOROUGH}))).told
    assert not ask(change, Filters(regions=frozenset({"North East"}))).told
    assert not ask(change, Filters(kinds=frozenset({Kind.ILACS}))).told


@pytest.mark.parametrize("kind", [ChangeKind.UNREADABLE, ChangeKind.UNKNOWN_KIND])
def test_what_could_not_be_judged_reaches_everybody_whose_authorities_fit(kind: ChangeKind) -> None:
    change = replace(unreadable_change(), kind=kind, report_kind=Kind.UNKNOWN)
    narrow = Filters(kinds=frozenset({Kind.ILACS}), themes=frozenset({"adoption"}), judgement_moved=True)
    assert ask(change, narrow).told
    assert not ask(change, replace(narrow, authorities=frozenset({NORTHBOROUGH}))).told


@pytest.mark.parametrize("kind", [ChangeKind.CORRECTION, ChangeKind.RECOMPARED])
def test_a_correction_reaches_those_who_were_told_and_nobody_else(kind: ChangeKind) -> None:
    change = replace(visit_change(), kind=kind)
    elsewhere = Filters(authorities=frozenset({NORTHBOROUGH}))
    assert ask(change, elsewhere, "ann") == Match(told=True, reason="was told of what this corrects")
    assert ask(change, Filters(), "bob") == Match(told=False, reason="was not told of what this corrects")


def test_notices_go_to_digests_and_at_once_only_where_they_were_asked_for() -> None:
    notice = notice_change()
    assert not match(notice, subscriber(), REGISTER).told
    assert match(notice, subscriber(filters=Filters(notices=True)), REGISTER).told
    assert match(notice, subscriber(frequency=Frequency.WEEKLY), REGISTER).told
    elsewhere = subscriber(frequency=Frequency.WEEKLY, filters=Filters(authorities=frozenset({NORTHBOROUGH})))
    assert not match(notice, elsewhere, REGISTER).told


def test_every_reason_is_a_clause_for_people() -> None:
    filters = (
        Filters(),
        Filters(themes=frozenset({"adoption"})),
        Filters(kinds=frozenset({Kind.SINGLE})),
        Filters(judgement_moved=True),
    )
    reasons = {
        ask(change, f).reason for change in (visit_change(), notice_change(), unreadable_change()) for f in filters
    }
    assert len(reasons) >= 6
    assert all(len(reason.split()) > 2 and not reason.endswith(".") for reason in reasons)


def test_priority_actions_count_where_the_comparison_lists_them_and_not_where_they_are_gone() -> None:
    only_judgements = Filters(judgement_moved=True)
    change = priority_change()
    assert change.comparison is not None
    compared_only = replace(change, report=replace(LETTER, priority_actions=()))
    assert ask(compared_only, only_judgements).told
    gone = tuple(replace(p, status=ItemStatus.NO_LONGER_LISTED) for p in change.comparison.priority_actions)
    ended = replace(compared_only, comparison=replace(change.comparison, priority_actions=gone))
    assert not ask(ended, only_judgements).told
    listed_only = replace(change, comparison=None)
    assert ask(listed_only, only_judgements).told
    assert ask(replace(change, report=None), only_judgements).told


def test_an_authority_that_the_register_lacks_is_named_by_its_number_and_told_to_the_regions() -> None:
    unknown = visit_change(urns=(Urn("99999"),))
    found = ask(unknown, Filters(authorities=frozenset({NORTHBOROUGH})))
    assert found == Match(told=False, reason="filters on authorities: the report is on 99999")
    assert ask(unknown, Filters(regions=frozenset({"North East"}))).told
    assert ask(unknown, Filters(authorities=frozenset({Urn("99999")}))).told
