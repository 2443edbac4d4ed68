"""Whatever the bytes, reading ends in time with a report or a named reason, and never with another report's content."""

from __future__ import annotations

import os
import random
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.report_pdfs import ilacs_pdf

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Reading, Report, Status
from visitwatch.flow.read_file import read_bytes

REASONS = {
    Status.NOT_A_REPORT: {"html", "empty"},
    Status.UNREADABLE: {"truncated", "encrypted", "image_only", "too_large", "damaged"},
}
LONG = 20.0
"""Seconds within which every file of a report's size is read, on a slow machine with other work."""

MUTATIONS_A_FILE = 20
MOST_WRONG = 0.01
FRAGMENTS = st.sampled_from(
    [
        "Inspection of Norfolk local authority children’s services", "Judgement Grade", "Overall effectiveness", "Good",
        "The impact of leaders on social work practice with children and families", "Requires improvement", "to be good",
        "The experiences and progress of children in care", "What needs to improve?", "• ", "◼", "1. ", "16.Children", "\f", "\n",
        "This letter summarises the findings of the monitoring visit to", "on 4 and 5 October 2022.", "second", "Contents", "3",
        "Inspection dates: 3 to 14 June 2024", "Lead inspector:", "e.g. s.47", "Dear Ms Example", "\xad", "\ufffe", "multi-", "(",
        "Joint targeted area inspection", "Area SEND inspection of", "‘", "’", "....", "Her Majesty’s Inspector", "31 February 2020",
    ]
)  # fmt: skip


def read(data: bytes) -> Reading:
    began = time.monotonic()
    reading = read_bytes(data, FileExtractor(), packaged_register())
    assert time.monotonic() - began < LONG
    if reading.status is Status.READ:
        assert reading.report is not None
        assert all(finding.text and 1 <= finding.page <= reading.report.pages for finding in reading.report.findings)
    else:
        assert reading.report is None
        assert reading.reason in REASONS[reading.status]
    return reading


def content(report: Report) -> Report:
    """What a report says, without the bytes' hash."""
    return replace(report, sha256="")


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=40)), max_size=60).map(" ".join))
def test_any_text_is_read_or_named(text: str) -> None:
    read(text.encode("utf-8", errors="surrogatepass"))


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=40)), max_size=60).map("\n".join))
@example("¹")
def test_any_text_of_lines_is_read_or_named(text: str) -> None:
    read(text.encode("utf-8", errors="surrogatepass"))


@given(st.binary(max_size=4000), st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xfe", b"<html>", b"\xef\xbb\xbf"]))
def test_any_bytes_are_read_or_named(data: bytes, start: bytes) -> None:
    read(start + data)


def mutated(data: bytes, seed: int) -> bytes:
    """The bytes, damaged in one way: cut, bits flipped, a slice lost, doubled, blanked, or replaced by noise."""
    rng = random.Random(seed)
    at = rng.randrange(len(data))
    length = rng.choice((1, 2, 16, 300, 4000))
    noise = rng.randbytes(length)
    return (
        data[:at],
        data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :],
        data[:at] + data[at + length :],
        data[:at] + data[at : at + length] + data[at:],
        data[:at] + bytes(length) + data[at + length :],
        data[:at] + noise + data[at + length :],
        data[at:],
    )[rng.randrange(7)]


def is_silently_other(whole: Reading, damaged: Reading) -> bool:
    """Whether the damaged file gave another report than the whole one, and no new doubt about it."""
    if damaged.report is None or whole.report is None:
        return False
    told = set(damaged.report.warnings) - set(whole.report.warnings)
    return content(damaged.report) != content(whole.report) and not told


@given(st.integers(min_value=0, max_value=2**32))
def test_a_pdf_whose_content_is_damaged_gives_no_other_report(seed: int) -> None:
    """Damage within the compressed pages: most of a file."""
    data = ilacs_pdf()
    start = data.index(b"stream", data.index(b"/FlateDecode"))
    inner = data[start + 60 : start + 300]
    damaged = data[: start + 60] + mutated(inner, seed) + data[start + 300 :]
    assert not is_silently_other(read(data), read(damaged))


@given(st.integers(min_value=0, max_value=2**32))
def test_any_damaged_pdf_is_read_or_named(seed: int) -> None:
    read(mutated(ilacs_pdf(), seed))


@given(st.integers(min_value=5, max_value=3000))
def test_a_cut_pdf_is_never_a_shorter_report(length: int) -> None:
    reading = read(ilacs_pdf()[:length])
    assert reading.status is not Status.READ


@cache
def corpus_files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(folder.rglob("*.pdf")) if path.read_bytes()[:5] == b"%PDF-")


@pytest.mark.corpus
@pytest.mark.long
def test_damaged_real_files_give_no_other_report(corpus: Path) -> None:
    """At least 5,000 cases: every real PDF damaged again and again, and its plain text.

    What remains is damage to the few uncompressed names that say which font or page a part belongs to (a flipped
    letter of "/ToUnicode"): nothing in a PDF tells it.
    """
    turns = int(os.environ.get("VISITWATCH_TEST_MUTATIONS", MUTATIONS_A_FILE))
    cases = wrong = 0
    for number, path in enumerate(corpus_files(corpus / "reports")):
        data = path.read_bytes()
        whole = read(data)
        for turn in range(turns):
            wrong += is_silently_other(whole, read(mutated(data, number * 1000 + turn)))
            cases += 1
    assert wrong <= cases * MOST_WRONG, f"{wrong} of {cases}"


@pytest.mark.corpus
@pytest.mark.long
def test_damaged_real_texts_are_read_or_named(corpus: Path) -> None:
    for number, path in enumerate(corpus_files(corpus / "reports")):
        document = FileExtractor().extract(path.read_bytes())
        text = "\f".join("\n".join(line.text for line in page) for page in document.pages).encode()
        for turn in range(5):
            read(mutated(text, number * 1000 + turn))
