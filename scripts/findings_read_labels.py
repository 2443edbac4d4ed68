"""Further labels by reading, joined to the documents at hand: `tests/corpus/labels_findings_read.json`.

Two readers labelled 5,433 sentences of the corpus, no authority set aside among them, each sentence without its
context. Kept are the document, the first 12 hex digits of the SHA-256 of the finding's text as the reader gives it, and
the labels. Run: python -m scripts.findings_read_labels, to see how many are found again.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.register import packaged_register
from visitwatch.flow.read_file import read_bytes

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT.parent / "shared" / "corpus" / "reports"
LABELS = ROOT / "tests" / "corpus" / "labels_findings_read.json"


def rows() -> list[dict[str, Any]]:
    """doc, id, stance, change, themes of each."""
    found: list[dict[str, Any]] = json.loads(LABELS.read_text("utf-8"))
    return found


def joined() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each sentence that is found again, with its labels."""
    by_document: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows():
        by_document[row["doc"]][row["id"]] = row
    extractor, register = FileExtractor(), packaged_register()
    for document, wanted in by_document.items():
        report = read_bytes((REPORTS / document).read_bytes(), extractor, register).report
        for finding in report.findings if report else ():
            key = hashlib.sha256(finding.text.encode()).hexdigest()[:12]
            if key in wanted:
                yield finding.text, wanted.pop(key)


if __name__ == "__main__":
    print(f"{sum(1 for _ in joined())} of {len(rows())} labelled sentences are found again")
