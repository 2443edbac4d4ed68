from __future__ import annotations

import json
from pathlib import Path

from samples.portal import Portal
from tests.cli.commands import SAMPLES, Run


def published(visitwatch: Run, portal: Portal) -> dict[str, str]:
    """The change of Westmarsh's second letter, after a first check, a backfill and one round."""
    visitwatch("check")
    visitwatch("backfill")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    (found,) = visitwatch("check", "--json").json
    return next(c for c in found["changes"] if "Westmarsh" in c["title"])


def test_wrong_input_is_answered_by_what_is_allowed(visitwatch: Run, home: Path) -> None:
    assert "allowed: check, collect," in visitwatch("ops", "explode").err
    assert "unknown field 'urn'" in visitwatch("ops", "check", "urn=1").err
    assert "is not key=value" in visitwatch("ops", "check", "everything").err
    assert visitwatch("ops", "explode").code == 2


def test_one_authority_is_checked_alone(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    before = len(portal.requests)
    (answer,) = visitwatch("ops", "check", "authority=Westmarsh").json
    assert [len(answer["result"]["new"]), answer["given_up"]] == [1, 0]
    asked = [r.path for r in portal.requests[before:] if r.path.startswith(("/provider", "/search"))]
    assert asked == ["/provider/44/9900001"]


def test_a_dry_run_names_what_is_not_known_and_writes_nothing(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    portal.shelf.add_folder(SAMPLES / "later" / "1")
    for _ in range(2):
        (answer,) = visitwatch("ops", "check", "authority=Westmarsh", "dry_run=true").json
        assert len(answer["result"]["not_known_yet"]) == 1


def test_an_unknown_authority_or_source_is_named(visitwatch: Run, home: Path) -> None:
    assert visitwatch("ops", "check", "authority=Atlantis").code == 2
    ran = visitwatch("ops", "check", "source=gazette")
    assert (ran.code, "ofsted-portal" in ran.err) == (2, True)


def test_a_report_can_be_collected_read_and_compared_again_without_a_second_alert(
    visitwatch: Run, home: Path, portal: Portal
) -> None:
    change = published(visitwatch, portal)
    sent = len(list((home / "outbox").iterdir()))
    assert visitwatch("ops", "collect", f"url={change['url']}").json[0]["ok"]
    assert visitwatch("ops", "read-again", f"url={change['url']}").json[0]["result"] == {"read": 1, "differing": []}
    (again,) = visitwatch("ops", "compare-again", f"url={change['url']}", "correct=true").json
    assert (again["result"]["differs"], again["result"]["corrected"]) == (False, False)
    assert len(list((home / "outbox").iterdir())) == sent


def test_who_preview_and_send_again_speak_of_one_change_and_show_no_address(
    visitwatch: Run, home: Path, portal: Portal
) -> None:
    change = published(visitwatch, portal)
    ran = visitwatch("ops", "who", f"change={change['id']}")
    told = {row["subscriber"] for row in ran.json[0]["result"]["subscribers"] if row["told"]}
    shown = visitwatch("ops", "preview", f"change={change['id']}")
    assert {m["subscriber"] for m in shown.json[0]["result"]["messages"]} == told
    assert visitwatch("ops", "send-again", f"change={change['id']}").json[0]["result"] == {"queued": []}
    listed = visitwatch("ops", "list-subscribers")
    for output in (ran.out, shown.out, listed.out):
        assert "example.org" not in output
        assert "hooks" not in output


def test_replaying_days_tells_nobody_twice(visitwatch: Run, home: Path, portal: Portal) -> None:
    published(visitwatch, portal)
    sent = len(list((home / "outbox").iterdir()))
    (answer,) = visitwatch("ops", "replay", "since=2020-01-01", "until=2100-01-01").json
    assert len(answer["result"]["queued"]) == 4
    assert len(list((home / "outbox").iterdir())) == sent


def test_backfill_status_measure_digest_and_redrive_answer(visitwatch: Run, home: Path, portal: Portal) -> None:
    visitwatch("check")
    (answer,) = visitwatch("ops", "backfill", "authority=Westmarsh").json
    assert answer["result"]["queued"] == 2
    status = visitwatch("ops", "status").json[0]["result"]
    assert {s["id"] for s in status["sources"]} >= {"ofsted-portal"}
    assert status["dead_letters"] == {"work": 0}
    measures = visitwatch("ops", "measure").json[0]["result"]["measures"]
    assert (measures["Measures"], measures["ReportsUndelivered"], measures["SourcesSilent"]) == (1, 0, 0)
    assert visitwatch("ops", "digest").json[0]["result"] == {"queued": 0}
    assert visitwatch("ops", "redrive").json[0]["result"] == {"given_back": 0}
    assert "allowed: work" in visitwatch("ops", "redrive", "queue=collect").err


def test_subscribers_of_a_file_are_changed_by_editing_it(visitwatch: Run, home: Path) -> None:
    table = json.dumps({"name": "New", "email": "new@example.org"})
    ran = visitwatch("ops", "add-subscriber", f"subscriber={table}")
    assert "edit subscribers.toml" in ran.err
    (exported,) = visitwatch("ops", "export-subscriber", "subscriber=ada").json
    assert exported["result"]["subscriber"]["target"] == "ada.merrow@example.org"


def test_the_public_pages_show_every_change_and_no_subscriber(visitwatch: Run, home: Path, portal: Portal) -> None:
    from xml.etree import ElementTree as ET

    change = published(visitwatch, portal)
    assert visitwatch("publish").code == 0
    site = home / "site"
    data = json.loads((site / "changes.json").read_text())
    assert change["id"] in {c["id"] for c in data["changes"]}
    atom = ET.fromstring((site / "changes.atom").read_bytes())  # noqa: S314  our own
    ids = [e.text for e in atom.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) == len(set(ids)) == len(data["changes"]) + 1
    page = (site / "authorities" / "9900001.html").read_text()
    assert "Second monitoring visit" in page
    everything = "".join(p.read_text() for p in site.rglob("*.*"))
    assert "example.org" not in everything
    assert " 0 written" in visitwatch("publish").out
