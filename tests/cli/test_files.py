from __future__ import annotations

import io
import json
from email import message_from_bytes
from pathlib import Path

import jsonschema
import pytest
from tests.cli.commands import FIRST, ROOT, SAMPLES, WESTMARSH, Run

INSPECTION = FIRST / WESTMARSH / "2022-01-28-inspection.pdf"


def letters() -> list[str]:
    """The three of Westmarsh, as first published."""
    found = {
        p.name: str(p)
        for part in ("later/2", "later/1", "reports")
        for p in SAMPLES.glob(f"{part}/{WESTMARSH}/*monitoring*")
    }
    return [found[name] for name in sorted(found)]


def inspections() -> list[str]:
    return [str(p) for p in sorted(SAMPLES.glob(f"*/{WESTMARSH}/*inspection.pdf"))]


def typed(data: bytes) -> io.TextIOWrapper:
    """Standard input."""
    return io.TextIOWrapper(io.BytesIO(data))


def schema(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((ROOT / "docs" / f"{name}.schema.json").read_text())
    return loaded


def test_read_writes_one_object_a_file_in_the_order_given_and_ends_with_0(visitwatch: Run) -> None:
    page = str(next(FIRST.glob("9900005-fenwick-vale/*.pdf")))
    ran = visitwatch("read", "--json", page, *inspections(), *letters())
    assert ran.code == 0
    assert [row["file"] for row in ran.json] == [page, *inspections(), *letters()]
    assert (ran.json[0]["status"], ran.json[0]["reason"]) == ("not_a_report", "html")
    assert {row["status"] for row in ran.json[1:]} == {"read"}


def test_every_sample_and_every_bad_file_fits_the_published_schema(visitwatch: Run, tmp_path: Path) -> None:
    bad = {
        "empty.pdf": b"",
        "cut.pdf": Path(letters()[0]).read_bytes()[:9000],
        "page.pdf": b"<!DOCTYPE html><html></html>",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    files = [str(p) for p in sorted(SAMPLES.glob("**/*.pdf"))] + [str(tmp_path / name) for name in bad]
    rows = visitwatch("read", "--json", *files).json
    assert len(rows) == len(files)
    for row in rows:
        jsonschema.validate(row, schema("report"))
    assert [row["reason"] for row in rows[-3:]] == ["empty", "truncated", "html"]


def test_plain_reading_leaves_labels_null(visitwatch: Run) -> None:
    (row,) = visitwatch("read", "--json", "--plain", letters()[0]).json
    assert row["findings"]
    assert all(f["themes"] is None and f["stance"] is None and f["change"] is None for f in row["findings"])


def test_reading_for_people_says_what_could_not_be_read_and_ends_with_4(visitwatch: Run, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"<!DOCTYPE html><html></html>")
    ran = visitwatch("read", letters()[0], str(tmp_path / "page.pdf"))
    assert ran.code == 4
    assert "monitoring visit" in ran.out
    assert "not a report: the link leads to a web page" in ran.out


def test_a_file_that_is_not_there_is_a_wrong_call(visitwatch: Run) -> None:
    ran = visitwatch("read", "--json", "nowhere.pdf")
    assert (ran.code, ran.out) == (2, "")
    assert "no such file: nowhere.pdf" in ran.err
    ran = visitwatch("read", "--json", "--plain", letters()[0], "nowhere.pdf", letters()[1])
    assert (ran.code, [row["file"] for row in ran.json]) == (2, letters()[:2])


def test_plain_text_with_form_feeds_is_read_as_pages(visitwatch: Run, tmp_path: Path) -> None:
    from visitwatch.adapters.extract import FileExtractor

    document = FileExtractor().extract(Path(letters()[0]).read_bytes())
    text = "\f".join("\n".join(line.text for line in page) for page in document.pages)
    (tmp_path / "letter.txt").write_text(text)
    pdf, plain = visitwatch("read", "--json", "--plain", letters()[0], str(tmp_path / "letter.txt")).json
    for name in (
        "kind",
        "authorities",
        "ordinal",
        "visited",
        "judged_inadequate",
        "inspectors",
        "areas_covered",
        "pages",
    ):
        assert plain[name] == pdf[name], name


def test_a_comparison_fits_the_published_schema_and_quotes_its_files(visitwatch: Run) -> None:
    files = [*inspections(), *letters()[:2]]
    ran = visitwatch("compare", "--json", *files)
    assert ran.code == 0
    (row,) = ran.json
    jsonschema.validate(row, schema("comparison"))
    assert row["later"]["file"] == files[-1]
    assert {b["file"] for b in row["baselines"]} == set(files[:-1])
    assert {e["file"] for t in row["themes"] for e in t["now"]} == {files[-1]}


def test_comparing_one_file_is_a_wrong_call(visitwatch: Run) -> None:
    assert visitwatch("compare", letters()[0]).code == 2


def test_comparing_with_a_page_that_is_no_report_ends_with_4(visitwatch: Run, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"<!DOCTYPE html><html></html>")
    ran = visitwatch("compare", "--json", letters()[0], str(tmp_path / "page.pdf"))
    assert (ran.code, ran.out) == (4, "")
    assert "not_a_report: html" in ran.err


def test_preview_writes_a_message_a_channel_and_sends_nothing(visitwatch: Run, tmp_path: Path) -> None:
    ran = visitwatch("preview", *inspections(), *letters()[:2], "--out", str(tmp_path / "out"))
    assert ran.code == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"alert.eml", "alert.slack.json", "alert.webhook.json"}
    mail = message_from_bytes((tmp_path / "out" / "alert.eml").read_bytes())
    assert "Westmarsh" in str(mail["Subject"])
    assert "second monitoring visit" in (tmp_path / "out" / "alert.slack.json").read_text()


def test_findings_labels_sentences_in_their_order(visitwatch: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"id": "a", "text": "Supervision of social workers is irregular and does not help them to reflect."},
        {"id": 7, "text": "Caseloads have reduced since the last visit and are now manageable."},
    ]
    monkeypatch.setattr("sys.stdin", typed("\n".join(map(json.dumps, lines)).encode()))
    rows = visitwatch("findings", "--json").json
    for row in rows:
        jsonschema.validate(row, schema("findings"))
    assert [row["id"] for row in rows] == ["a", 7]
    assert (rows[0]["themes"][0], rows[0]["stance"]) == ("supervision", "concern")
    assert (rows[1]["themes"][0], rows[1]["stance"], rows[1]["change"]) == ("caseloads", "strength", "improved")


def test_a_line_that_is_no_sentence_is_named(visitwatch: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (b'{"id": 1}\n', b"nonsense\n", b'{"id": 1, "text": "\xff\xfe"}\n'):
        monkeypatch.setattr("sys.stdin", typed(line))
        ran = visitwatch("findings", "--json")
        assert ran.code == 2
        assert "line 1" in ran.err


def test_a_comparison_with_less_than_was_given_says_so_and_ends_with_4(visitwatch: Run, tmp_path: Path) -> None:
    bad = tmp_path / "dir[/x]" / "page.pdf"
    bad.parent.mkdir(parents=True)
    bad.write_bytes(b"<!DOCTYPE html><html></html>")
    ran = visitwatch("compare", "--json", str(bad), letters()[0], letters()[1])
    assert (ran.code, len(ran.json)) == (4, 1)
    assert f"{bad}: not_a_report: html" in ran.err


def test_a_folder_that_is_a_file_is_a_wrong_call(visitwatch: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    ran = visitwatch("preview", *letters()[:2], "--out", str(tmp_path / "out"))
    assert ran.code == 2
    assert "File exists" in ran.err


def test_the_version_is_said(visitwatch: Run) -> None:
    assert visitwatch("--version").out.startswith("visitwatch 0.")
