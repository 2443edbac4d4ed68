"""The samples' files and register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.comparison import Known
from visitwatch.domain.findings.annotate import annotate
from visitwatch.domain.register import Register, authorities_from_json, packaged_register
from visitwatch.flow.read_file import read_bytes

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="session")
def register() -> Register:
    """The real authorities and the invented ones."""
    invented = authorities_from_json((SAMPLES / "reports/authorities.json").read_text("utf-8"))
    return packaged_register().extended(invented.authorities)


@pytest.fixture(scope="session")
def known(register: Register) -> Callable[[str], Known]:
    """A sample by its path, read and annotated once."""
    read: dict[str, Known] = {}
    extractor = FileExtractor()

    def get(path: str) -> Known:
        if path not in read:
            report = read_bytes((SAMPLES / path).read_bytes(), extractor, register, annotate).report
            assert report is not None
            read[path] = Known(path, report)
        return read[path]

    return get
