"""The samples are what their texts say, look like reports to extraction, and are read without a mistake."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.register import Register, packaged_register
from visitwatch.domain.report import Kind, Reading, Report, Status
from visitwatch.flow.read_file import read_bytes

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FOLDERS = ("reports", "later/1", "later/2")
TRUTH: dict[str, dict[str, Any]] = {
    f"{folder}/{name}": row
    for folder in FOLDERS
    for name, row in json.loads((SAMPLES / folder / "truth.json").read_text("utf-8")).items()
}
PDFS = [path for path, row in TRUTH.items() if row["kind"] != "not a report"]


@pytest.fixture(scope="session")
def readings(register: Register) -> dict[str, Reading]:
    extractor = FileExtractor()
    return {path: read_bytes((SAMPLES / path).read_bytes(), extractor, register, None) for path in TRUTH}


@pytest.fixture(params=PDFS)
def case(request: pytest.FixtureRequest, readings: dict[str, Reading]) -> tuple[Report, dict[str, Any]]:
    reading = readings[request.param]
    assert reading.status is Status.READ
    assert reading.report is not None
    return reading.report, TRUTH[request.param]


def inflated(pdf: bytes) -> list[bytes]:
    """The contents of a PDF's streams: the same whichever zlib has packed them."""
    return [zlib.decompress(m[1]) for m in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)]


def words(text: str) -> str:
    return " ".join(text.replace("\ufffe\r\n", "-").replace("\ufffe", "-").replace("\x02", "-").split())


def text_of(path: str) -> list[str]:
    with pdfium.PdfDocument(SAMPLES / path) as document:
        return [page.get_textpage().get_text_range() for page in document]


# The files


def test_the_script_makes_exactly_the_committed_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "samples.make_reports", "--into", str(tmp_path)]
    subprocess.run(command, cwd=SAMPLES.parent, check=True, capture_output=True)
    kinds = ("*.pdf", "truth.json")
    made = {p.relative_to(tmp_path).as_posix() for kind in kinds for p in tmp_path.rglob(kind)}
    here = {
        p.relative_to(SAMPLES).as_posix()
        for kind in kinds
        for f in ("reports", "later")
        for p in (SAMPLES / f).rglob(kind)
    }
    assert made == here
    for name in made:
        new, committed = (tmp_path / name).read_bytes(), (SAMPLES / name).read_bytes()
        assert new == committed or (new[:5] == b"%PDF-" and inflated(new) == inflated(committed)), name


def test_every_file_is_listed_and_small() -> None:
    files = {p.relative_to(SAMPLES).as_posix(): p for f in ("reports", "later") for p in (SAMPLES / f).rglob("*.pdf")}
    assert set(files) == set(TRUTH)
    assert max(p.stat().st_size for p in files.values()) < 100_000


def test_every_authority_of_a_report_is_in_the_list_and_in_no_real_one(register: Register) -> None:
    urns = {urn for row in TRUTH.values() for urn in row["urns"]}
    assert len(urns) == 9
    assert all(register.by_urn(urn) for urn in urns)
    assert not any(packaged_register().by_urn(urn) for urn in urns)


@pytest.mark.parametrize("path", PDFS)
def test_what_truth_quotes_is_printed(path: str) -> None:
    row, text = TRUTH[path], words(" ".join(text_of(path)))
    quotes = [row.get("progress_statement", ""), *row.get("priority_actions", ()), *row.get("inspectors", ())]
    quotes += [item["text"] for item in row.get("improvements", ())] + row.get("lead_inspectors", [])
    assert [q for q in quotes if q[:40] not in text or q[-20:] not in text] == []  # a footnote may stand between


@pytest.mark.parametrize("path", PDFS)
def test_every_document_says_that_it_is_a_specimen(path: str) -> None:
    assert "Specimen for trying out software" in words(text_of(path)[-1])


def test_extraction_meets_the_traits_of_real_reports() -> None:
    text = {path: "".join(text_of(path)) for path in PDFS}
    assert sum("\ufffe" in t for t in text.values()) >= 5  # line-end hyphens
    assert sum("\u25fc " in t for t in text.values()) >= 12
    assert sum("\uf06e " in t for t in text.values()) >= 2  # the bullet until early 2019
    assert "What needs to improve?1" in text["later/1/9900003-northbeck/2026-06-26-inspection.pdf"]
    assert "\n15 to 26 November 2021 2" in text["reports/9900001-westmarsh/2022-01-21-inspection.pdf"].replace("\r", "")


def test_the_page_in_place_of_a_report_is_html(readings: dict[str, Reading]) -> None:
    reading = readings["reports/9900005-fenwick-vale/2013-05-24-inspection.pdf"]
    assert (reading.status, reading.reason) == (Status.NOT_A_REPORT, "html")


def test_the_correction_changes_one_number_and_the_second_setting_no_word() -> None:
    letter, corrected = (
        words(" ".join(text_of(f"later/{n}/9900006-aldercombe/2025-05-16-focused-visit.pdf"))) for n in (1, 2)
    )
    assert letter.replace("Eleven care leavers were", "Seven care leavers were") == corrected
    name = "9900001-westmarsh/2022-06-14-monitoring-visit.pdf"
    first, again = (words(" ".join(text_of(f"{folder}/{name}"))) for folder in ("reports", "later/2"))
    assert first.replace(" ", "").replace("-", "") == again.replace(" ", "").replace("-", "")
    assert (SAMPLES / "reports" / name).read_bytes() != (SAMPLES / "later/2" / name).read_bytes()


def test_the_joint_letter_is_one_document_on_two_pages() -> None:
    north, south = sorted((SAMPLES / "later/2").glob("*-lindmoor/*.pdf"))
    assert north.read_bytes() == south.read_bytes()


# What the reader makes of them


def test_kind_and_authorities_are_read(case: tuple[Report, dict[str, Any]]) -> None:
    report, row = case
    assert report.kind.value == row["kind"]
    assert sorted(a.urn for a in report.authorities) == sorted(row["urns"])
    assert report.pages == row["pages"]


def test_dates_and_inspectors_are_read(case: tuple[Report, dict[str, Any]]) -> None:
    report, row = case
    expected = row.get("visited") or row.get("inspected")
    assert [[d.first.isoformat(), d.last.isoformat()] for d in report.visited] == expected
    if "letter_date" in row:
        assert str(report.letter_date) == row["letter_date"]
    names = row.get("inspectors") or row.get("lead_inspectors")
    if names:
        assert list(report.inspectors) == names


def test_the_opening_of_a_monitoring_letter_is_read(case: tuple[Report, dict[str, Any]]) -> None:
    report, row = case
    assert report.ordinal == row.get("ordinal")
    assert (str(report.judged_inadequate) if report.judged_inadequate else None) == row.get("judged_inadequate")
    assert (report.progress_statement.text if report.progress_statement else None) == row.get("progress_statement")


def test_areas_covered_are_read(case: tuple[Report, dict[str, Any]]) -> None:
    report, row = case
    if "areas_covered" in row:
        assert [a.rstrip(".") for a in report.areas_covered] == row["areas_covered"]


def test_judgements_are_read(case: tuple[Report, dict[str, Any]]) -> None:
    report, row = case
    assert {j.aspect.value: j.grade.value for j in report.judgements} == row.get("judgements", {})
    assert report.outcome == row.get("outcome")


def test_improvements_and_priority_actions_are_read(case: tuple[Report, dict[str, Any]]) -> None:
    report, row = case
    if row["improvement_items"] is None:
        return
    assert [i.text for i in report.improvements] == [i["text"] for i in row["improvements"]]
    assert [list(i.tags) for i in report.improvements] == [i["tags"] for i in row["improvements"]]
    assert [q.text for q in report.priority_actions] == row["priority_actions"]


def test_every_report_has_findings_without_furniture(case: tuple[Report, dict[str, Any]]) -> None:
    report, _ = case
    assert len(report.findings) >= 20
    if report.kind in (Kind.JTAI, Kind.AREA_SEND):
        return  # their front and closing pages are no part of what is compared
    furniture = re.compile(r"Piccadilly|enquiries@|Specimen|local authority children’s services \d|^\d+$")
    assert [f.text for f in report.findings if furniture.search(f.text)] == []
