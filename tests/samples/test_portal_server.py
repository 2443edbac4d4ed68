from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from samples.portal import Portal, serve
from samples.portal_faults import KINDS, Fault, parse_fault
from samples.portal_html import NOT_FOUND, SLIM_ERROR

from visitwatch.domain.register import packaged_register

ROOT = Path(__file__).parents[2]
REPORT = "9900001-westmarsh/2022-01-21-inspection.pdf"
PAGE = "/provider/44/9900001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "9900001-westmarsh").mkdir()
    (tmp_path / REPORT).write_bytes(b"%PDF-1.7 first")
    return tmp_path


@pytest.fixture
def portal(folder: Path) -> Iterator[Portal]:
    with serve(folder) as running:
        yield running


def get(url: str, **headers: str) -> tuple[int, bytes, Message]:
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def control(portal: Portal, **message: Any) -> Any:
    request = urllib.request.Request(f"{portal.url}/control", json.dumps(message).encode())
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)["result"]


def test_every_authority_of_today_and_of_the_folder_is_listed(portal: Portal) -> None:
    pages = b"".join(get(f"{portal.url}/search?start={start}&rows=100")[1] for start in (0, 100))
    current = packaged_register().all_current(datetime.now(UTC).date())
    assert all(f'href="/provider/44/{a.urn}"'.encode() in pages for a in current)
    assert b">Westmarsh</a>" in pages
    assert pages.count(b'class="search-result"') == len(current) + 1


def test_no_more_than_a_hundred_rows_come_at_once(portal: Portal) -> None:
    assert get(f"{portal.url}/search?start=0&rows=170")[1].count(b'class="search-result"') == 100


def test_a_page_shows_its_reports_with_the_words_of_their_label(portal: Portal) -> None:
    body = get(portal.url + PAGE)[1].decode()
    assert portal.link(REPORT).removeprefix(portal.url) in body
    assert "Children&#x27;s services inspection" in body


def test_a_file_is_served_with_validators_and_304(portal: Portal) -> None:
    status, body, headers = get(portal.link(REPORT))
    assert (status, body, headers["Content-Type"]) == (200, b"%PDF-1.7 first", "application/pdf")
    assert headers["Last-Modified"] == "Fri, 21 Jan 2022 09:30:00 GMT"
    assert get(portal.link(REPORT), If_None_Match=headers["ETag"])[0] == 304


def test_a_report_held_back_is_published_later(portal: Portal) -> None:
    link = portal.link(REPORT)
    portal.hold_back(REPORT)
    assert (get(link)[0], b"publication-link" in get(portal.url + PAGE)[1]) == (404, False)
    assert portal.publish(REPORT) == link
    assert (get(link)[0], b"publication-link" in get(portal.url + PAGE)[1]) == (200, True)


def test_a_new_report_is_published_on_the_page_of_its_urn(portal: Portal) -> None:
    path = "9900001-westmarsh/2022-06-14-monitoring-visit.pdf"
    link = portal.publish(path, b"%PDF-1.7 letter", visited=[["2022-05-10", "2022-05-11"]])
    assert get(link)[1] == b"%PDF-1.7 letter"
    (first, _) = portal.shelf.events("9900001")
    assert (first.label, first.event_date) == ("children's services monitoring visit", date(2022, 5, 10))


def test_a_withdrawn_report_is_gone_from_page_and_link(portal: Portal) -> None:
    link = portal.link(REPORT)
    portal.withdraw(REPORT)
    assert (get(link)[0], b"publication-link" in get(portal.url + PAGE)[1]) == (404, False)


def test_a_replaced_report_keeps_its_link_and_changes_its_validators(portal: Portal) -> None:
    before = get(portal.link(REPORT))[2]
    portal.replace(REPORT, b"%PDF-1.7 second")
    _, body, after = get(portal.link(REPORT), If_None_Match=before["ETag"])
    assert body == b"%PDF-1.7 second"
    assert after["Last-Modified"] != before["Last-Modified"]


def test_a_moved_report_has_the_same_bytes_under_another_link(portal: Portal) -> None:
    old = portal.link(REPORT)
    new = portal.move_link(REPORT)
    assert new != old
    assert (get(old)[0], get(new)[1]) == (404, b"%PDF-1.7 first")


def test_a_later_folder_adds_and_replaces(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    later = tmp_path_factory.mktemp("later")
    (later / "9900001-westmarsh").mkdir()
    (later / REPORT).write_bytes(b"%PDF-1.7 corrected")
    (later / "9900001-westmarsh/2022-06-14-monitoring-visit.pdf").write_bytes(b"%PDF-1.7 letter")
    with serve(folder) as before, serve(folder, later) as after:
        assert before.link(REPORT).removeprefix(before.url) == after.link(REPORT).removeprefix(after.url)
        assert get(after.link(REPORT))[1] == b"%PDF-1.7 corrected"
        assert len(after.shelf.events("9900001")) == 2


def test_an_html_page_in_place_of_a_report_is_served_as_html(portal: Portal) -> None:
    portal.replace(REPORT, NOT_FOUND)
    assert get(portal.link(REPORT))[2]["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_a_status_can_be_shown_with_retry_after_and_so_many_times(portal: Portal, status: int) -> None:
    portal.fault(str(status), PAGE, times=1, value=7)
    code, _, headers = get(portal.url + PAGE)
    assert (code, headers["Retry-After"]) == (status, "7")
    assert get(portal.url + PAGE)[0] == 200


def test_faults_stay_on_their_path_and_can_be_healed(portal: Portal) -> None:
    portal.fault("error_page", "/search")
    assert get(f"{portal.url}/search?start=0&rows=100")[1] == SLIM_ERROR
    assert get(portal.url + PAGE)[1] != SLIM_ERROR
    portal.heal()
    assert get(f"{portal.url}/search?start=0&rows=100")[1] != SLIM_ERROR


def test_a_truncated_body_is_shorter_than_announced(portal: Portal) -> None:
    portal.fault("truncated", "/v1/file/")
    with pytest.raises(Exception, match="IncompleteRead"):
        get(portal.link(REPORT))


def test_a_slow_answer_takes_its_time(portal: Portal) -> None:
    portal.fault("slow", PAGE, value=0.3)
    started = time.monotonic()
    get(portal.url + PAGE)
    assert time.monotonic() - started >= 0.3


def test_every_fault_can_be_named_on_the_command_line() -> None:
    assert [parse_fault(kind).kind for kind in KINDS] == list(KINDS)
    assert parse_fault("429=2@/search") == Fault("429", "/search", value=2.0)
    with pytest.raises(ValueError, match="no such fault"):
        parse_fault("earthquake")


def test_the_running_portal_takes_orders_over_http(portal: Portal) -> None:
    control(portal, do="hold_back", path=REPORT)
    assert get(portal.link(REPORT))[0] == 404
    assert control(portal, do="publish", path=REPORT) == portal.link(REPORT)
    control(portal, do="fault", kind="500")
    assert get(portal.url + PAGE)[0] == 500
    control(portal, do="heal")
    assert get(portal.url + PAGE)[0] == 200


@pytest.mark.parametrize(
    "message", [{"do": "stop"}, {"do": "publish", "path": "none"}, {"do": "fault", "kind": "x"}, {}]
)
def test_an_order_that_makes_no_sense_is_refused(portal: Portal, message: dict[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        control(portal, **message)


def test_it_runs_as_a_command(folder: Path) -> None:
    command = [sys.executable, str(ROOT / "samples/portal.py"), str(folder), "--port", "0", "--hold-back", REPORT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert "serves 1 reports" in line
            assert get(f"{line.split()[0]}{PAGE}")[0] == 200
        finally:
            process.terminate()


@pytest.mark.corpus
def test_the_labels_of_the_real_documents_are_shown(corpus: Path) -> None:
    truth = json.loads((corpus / "truth.json").read_text())
    with serve(corpus / "reports", layout="A") as portal:
        for path, facts in list(truth.items())[::20]:
            body = get(f"{portal.url}/provider/44/{facts['urn']}")[1].decode().replace("&#x27;", "'").lower()
            assert " ".join(facts["portal_label"].split()) in body, path
