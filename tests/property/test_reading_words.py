"""Reading loses no word and doubles none: words in = words in headings, body, rows and recognised furniture."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.report_pdfs import ilacs_pdf, made_pdf

from visitwatch.adapters.extract import FileExtractor
from visitwatch.adapters.plain_text import read_text
from visitwatch.domain.document import Document
from visitwatch.domain.reading.findings import findings_of
from visitwatch.domain.reading.layout import blocks_of

WORD = re.compile(r"\w+")
PHRASES = st.sampled_from(
    [
        "Children are seen by workers who know them well and who stay.", "Plans", "1. Thresholds are clear.", "2.Audits", "e.g. s.47",
        "• An item without an end", "Contents", "Executive summary 4", "3", "Headline findings", "", "Good", "Judgement Grade", "Overall effectiveness Good",
        "What needs to improve?", "multi-", "agency", "and", "The Office for Standards in Education, Children’s Services and Skills (Ofsted) x",
        "Ofsted", "Piccadilly Gate", "M1 2WD", "1 A note of a page.", "‘It is better.’ They said so. Few did.", "What the inspection judgements mean",
    ]
)  # fmt: skip
PAGES = st.lists(st.lists(PHRASES, max_size=14).map("\n".join), min_size=1, max_size=4).map("\f".join)


def words_in(document: Document) -> Counter[str]:
    return Counter(word for page in document.pages for line in page for word in WORD.findall(line.text))


def words_out(document: Document) -> Counter[str]:
    blocks = blocks_of(document)
    found = Counter(word for finding in findings_of(blocks) for word in WORD.findall(finding.text))
    for block in blocks:
        if not block.is_body:
            found.update(WORD.findall(block.text))
        if block.number is not None:
            found[str(block.number)] += 1
    return found


@given(PAGES)
def test_no_word_of_a_text_is_lost_or_doubled(text: str) -> None:
    if text.strip():
        document = read_text(text.encode(), max_pages=50)
        assert words_out(document) == words_in(document)


@given(st.lists(st.tuples(st.sampled_from(["section", "bold", "text", "item"]), PHRASES), min_size=3, max_size=20))
def test_no_word_of_a_pdf_is_lost_or_doubled(lines: list[tuple[str, str]]) -> None:
    document = FileExtractor().extract(
        made_pdf([*lines, ("text", "Words enough for a page to be read as text by all.")])
    )
    assert words_out(document) == words_in(document)


def test_no_word_of_a_report_is_lost_or_doubled() -> None:
    document = FileExtractor().extract(ilacs_pdf())
    assert words_out(document) == words_in(document)


@pytest.mark.corpus
def test_no_word_of_the_real_reports_is_lost_or_doubled(corpus: Path) -> None:
    files = [path for path in sorted((corpus / "reports").rglob("*.pdf")) if path.read_bytes()[:5] == b"%PDF-"]
    for path in files[::5]:
        document = FileExtractor().extract(path.read_bytes())
        assert words_out(document) == words_in(document), path.name
