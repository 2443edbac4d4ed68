from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest
from samples.portal import Portal
from tests.cli.commands import SAMPLES, Run

from visitwatch.adapters.clock import SystemClock
from visitwatch.adapters.lock import FileLocks


def outbox(home: Path) -> list[str]:
    return sorted(p.name for p in (home / "outbox").glob("*")) if (home / "outbox").exists() else []


def test_the_first_check_learns_alerts_nobody_and_says_so(visitwatch: Run, home: Path) -> None:
    ran = visitwatch("check")
    assert ran.code == 0
    assert "first check" in ran.out
    assert "alerts nobody" in ran.out
    assert outbox(home) == []


def test_a_new_letter_is_told_once(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    visitwatch("backfill")
    before = len(outbox(home))
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    (found,) = visitwatch("check", "--json").json
    assert {c["kind"] for c in found["changes"]} == {"new report"}
    assert any(c["headline"].startswith("Westmarsh, second monitoring visit: ") for c in found["changes"])
    sent = len(outbox(home))
    assert sent > before
    (again,) = visitwatch("check", "--json").json
    assert again["changes"] == []
    assert len(outbox(home)) == sent


def test_a_dry_run_says_what_would_be_told_and_keeps_nothing(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    visitwatch("backfill")
    written = len(outbox(home))
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    (dry,) = visitwatch("check", "--dry-run", "--json").json
    assert dry["changes"]
    assert len(outbox(home)) == written
    (real,) = visitwatch("check", "--json").json
    assert [c["id"] for c in real["changes"]] == [c["id"] for c in dry["changes"]]


def test_a_second_check_at_the_same_time_says_so_and_ends_with_3(visitwatch: Run, home: Path) -> None:
    with FileLocks(home, SystemClock()).hold("check"):
        ran = visitwatch("check")
    assert ran.code == 3
    assert "holds the lock" in ran.err


def test_a_source_that_fails_ends_the_check_with_1_and_is_in_the_status(
    visitwatch: Run, home: Path, portal: Portal
) -> None:
    portal.fault("zero_results", "/search")
    ran = visitwatch("check", "--json")
    assert ran.code == 1
    assert "no_results" in {f["error"] for f in ran.json[0]["failures"]}
    status = visitwatch("status", "--json")
    assert status.code == 1
    assert "no_results" in {p["name"] for p in status.json[0]["problems"]}
    portal.heal()
    assert visitwatch("check").code == 0
    assert visitwatch("status", "--json").json[0]["problems"] == []


def test_who_gives_a_reason_for_every_subscriber(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    visitwatch("backfill")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    (found,) = visitwatch("check", "--json").json
    rows = visitwatch("who", found["changes"][0]["id"], "--json").json
    assert any(row["told"] for row in rows)
    assert any(not row["told"] for row in rows)
    assert all(row["reason"] for row in rows)
    assert "example.org" not in visitwatch("who", found["changes"][0]["id"]).out
    by_link = visitwatch("who", found["changes"][0]["url"], "--json").json
    assert by_link == rows


def test_history_is_in_the_order_of_the_visits(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    visitwatch("backfill")
    kinds = [row["kind"] for row in visitwatch("history", "Westmarsh", "--json").json]
    assert kinds == ["ilacs inspection", "monitoring visit"]
    ran = visitwatch("history", "Atlantis")
    assert ran.code == 2
    assert "Atlantis" in ran.err


def test_backfill_of_an_empty_home_learns_first_and_alerts_nobody(visitwatch: Run, home: Path) -> None:
    ran = visitwatch("backfill", "--json")
    assert ran.json[0]["read"] > 0
    assert outbox(home) == []
    assert visitwatch("check", "--json").json[0]["changes"] == []


def test_a_wrong_setting_is_named_and_ends_with_5(visitwatch: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISITWATCH_BRAKE", "many")
    ran = visitwatch("status")
    assert ran.code == 5
    assert "VISITWATCH_BRAKE" in ran.err


def test_ops_hear_of_a_problem_once(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    visitwatch("backfill")
    portal.fault("zero_results", "/search")
    visitwatch("check")
    visitwatch("check")
    mails = [message_from_bytes(p.read_bytes()) for p in (home / "outbox").glob("*.eml")]
    assert sum("no_results" in str(m["Subject"]) for m in mails) == 1


def test_the_brake_holds_and_ops_release(
    visitwatch: Run, home: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitwatch("check")
    visitwatch("backfill")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    monkeypatch.setenv("VISITWATCH_BRAKE", "2")
    (found,) = visitwatch("check", "--json").json
    assert found["messages"]["held"] > 2
    assert "brake" in {p["name"] for p in found["problems"]}
    ran = visitwatch("release", "--yes")
    assert f"{found['messages']['held']} alerts released" in ran.out
    assert visitwatch("status", "--json").json[0]["deliveries"]["held"] == 0


def test_a_backfill_of_a_home_that_never_checked_learns_first_and_alerts_nobody(visitwatch: Run, home: Path) -> None:
    (found,) = visitwatch("backfill", "--json").json
    assert found["read"] == 9
    (checked,) = visitwatch("check", "--json").json
    assert (checked["first"], checked["new"], checked["changes"]) == (False, [], [])


def test_a_document_that_cannot_be_had_ends_the_check_with_1(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    portal.fault("403", "/v1/file")
    assert visitwatch("check").code == 1


def test_held_alerts_end_the_check_with_1(
    visitwatch: Run, home: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitwatch("check")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    monkeypatch.setenv("VISITWATCH_BRAKE", "1")
    ran = visitwatch("check")
    assert ran.code == 1
    assert "held by the brake" in ran.out


def test_a_home_without_subscribers_says_that_nobody_is_told(
    visitwatch: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISITWATCH_SUBSCRIBERS_FILE")
    assert "Nobody is told: there are no subscribers in" in visitwatch("check").out
    assert visitwatch("status", "--json").json[0]["subscribers"]["active"] == 0


def test_brackets_in_a_title_are_shown_and_break_nothing(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    portal.add_entry("ofsted.atom", "Monitoring visit to Westmarsh [/final] [update]", "https://news.example/1")
    ran = visitwatch("check")
    assert ran.code == 0
    assert "Monitoring visit to Westmarsh [/final] [update]" in ran.out


def test_looking_needs_no_contact_address(visitwatch: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISITWATCH_DATA_DIR", str(tmp_path / "home"))
    assert visitwatch("status").code == 0
    ran = visitwatch("check")
    assert ran.code == 5
    assert "VISITWATCH_CONTACT" in ran.err


def test_a_dry_run_of_a_new_home_leaves_no_trace(visitwatch: Run, home: Path) -> None:
    assert visitwatch("check", "--dry-run").code == 0
    assert not home.exists()


def test_digests_say_what_became_of_them(
    visitwatch: Run, home: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitwatch("check")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    visitwatch("check")
    assert visitwatch("digest", "--json").json[0]["digests"] == 0


def test_a_day_that_is_none_is_a_wrong_call(visitwatch: Run, home: Path) -> None:
    assert visitwatch("backfill", "--since", "foo").code == 2


def test_a_change_that_is_not_there_is_a_wrong_call(visitwatch: Run, home: Path) -> None:
    for words in (("who", "nothing"), ("send-again", "nothing"), ("ops", "who", "change=nothing")):
        assert visitwatch(*words).code == 2
