"""A document read to a report, of whatever kind it is."""

from __future__ import annotations

from dataclasses import replace

from visitwatch.domain.document import Document
from visitwatch.domain.reading.inspections import read_inspection
from visitwatch.domain.reading.kinds import kind_of
from visitwatch.domain.reading.layout import blocks_of
from visitwatch.domain.reading.letters import read_letter
from visitwatch.domain.reading.source import Source
from visitwatch.domain.register import Register
from visitwatch.domain.report import LETTERS, Report


def read_document(document: Document, *, sha256: str, register: Register) -> Report:
    """The report; doubts are in its warnings, a kind that is not known is UNKNOWN. Findings are not annotated."""
    blocks = blocks_of(document)
    kind = kind_of(blocks)
    if kind in LETTERS:
        report = read_letter(kind, document, blocks, sha256=sha256, register=register)
    else:
        report = read_inspection(Source(kind, document, blocks, sha256, register))
    empty = [str(number) for number, page in enumerate(document.pages, start=1) if not any(line.text for line in page)]
    if empty:
        report = replace(report, warnings=(*report.warnings, f"pages without text: {', '.join(empty)}"))
    return report
