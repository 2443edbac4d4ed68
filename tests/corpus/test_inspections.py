"""The bars of the issue on the inspections of the corpus, on the kinds of all its documents, and on pages."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from scripts import accuracy_reading as accuracy

pytestmark = pytest.mark.corpus

LEAST = {"kind": 263, "not a report, and why": 4, "judgement rows": 600, "number of improvement items": 75}
PAGE_BAR = 0.995


@pytest.mark.parametrize("name", accuracy.BARS)
@pytest.mark.parametrize("as_text", [False, True], ids=["from PDFs", "from plain text"])
def test_documents_are_read_as_well_as_the_issue_asks(name: str, as_text: bool) -> None:  # noqa: FBT001  # pytest passes it
    figure = accuracy.measured(as_text=as_text)[name]
    assert figure.total >= LEAST.get(name, 1)
    assert figure.share >= accuracy.BARS[name], figure.misses


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = [letters(page.get_textpage().get_text_range()) for page in document]
    document.close()
    return found


def begins_on(text: str, pages: list[str], page: int) -> bool:
    """Whether the text, or as much of it as its page still has, stands on that page."""
    whole = letters(text)
    here, after = pages[page - 1], pages[page] if page < len(pages) else ""
    if whole[:30] in here:
        return True
    return any(whole[:cut] in here and whole[cut : cut + 10] in after for cut in range(2, 30))


def test_findings_know_the_page_on_which_they_begin() -> None:
    """Looked for in pdfium's own text of that page, every twelfth document."""
    right = total = 0
    for document in list(accuracy.truth())[::12]:
        report = accuracy.reading_of(document).report
        if report is None:
            continue
        pages = pages_of(accuracy.CORPUS / "reports" / document)
        checks = [begins_on(finding.text, pages, finding.page) for finding in report.findings]
        right, total = right + sum(checks), total + len(checks)
    assert total > 4000
    assert right >= PAGE_BAR * total, f"{right} of {total}"


def test_no_real_document_of_a_known_kind_is_left_without_findings() -> None:
    for document in accuracy.truth():
        report = accuracy.reading_of(document).report
        assert report is None or len(report.findings) > 20, document
