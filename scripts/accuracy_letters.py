"""How often letters are read right: the 110 focused-visit letters of `../shared/corpus`, and invented monitoring letters.

Run: python scripts/accuracy_letters.py. `focused`, `labelled`, `pages` and `monitoring` give the figures to other programs.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Report
from visitwatch.flow.read_file import read_bytes

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
LABELS = ROOT / "tests" / "corpus" / "labels_letters.json"

CORRECTED: Mapping[str, Mapping[str, Any]] = {
    # Page 1 names three inspectors; the truth file runs two names together.
    "80479-knowsley/2020-02-13-focused-visit.pdf": {
        "inspectors": ["Paula Thomson-Jones", "Neil Penswick", "Kathryn Grindrod"]
    },
    # Page 4 has the heading, and under it that there are none.
    "80575-warrington/2018-02-23-focused-visit.pdf": {"priority_action": False},
}


@dataclass(slots=True)
class Figure:
    """How many of how many were read right. misses: document, what was read, what is right."""

    name: str
    right: int = 0
    total: int = 0
    misses: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0

    def add(self, document: str, got: Any, wanted: Any) -> None:
        self.total += 1
        if got == wanted:
            self.right += 1
        else:
            self.misses.append((document, got, wanted))


def truth() -> dict[str, dict[str, Any]]:
    """The focused visits of the truth file, by path, with what was found wrong in it put right."""
    entries: dict[str, dict[str, Any]] = json.loads((CORPUS / "truth.json").read_text(encoding="utf-8"))
    letters = {path: entry for path, entry in entries.items() if entry["kind"] == "focused visit"}
    return {path: {**entry, **CORRECTED.get(path, {})} for path, entry in letters.items()}


@cache
def read(path: str) -> Report:
    """Raises ValueError where a document of the corpus gives no report."""
    reading = read_bytes((CORPUS / "reports" / path).read_bytes(), FileExtractor(), packaged_register())
    if reading.report is None:
        raise ValueError(f"{path}: {reading.reason}")
    return reading.report


_TRUE: Mapping[str, tuple[str, Callable[[Report], Any]]] = {
    "kind": ("kind", lambda r: r.kind.value),
    "authority": ("urn", lambda r: ",".join(a.urn for a in r.authorities)),
    "visit dates": ("visited", lambda r: [[str(v.first), str(v.last)] for v in r.visited]),
    "inspectors": ("inspectors", lambda r: list(r.inspectors)),
    "letter date": ("letter_date", lambda r: str(r.letter_date)),
    "priority actions": ("priority_action", lambda r: bool(r.priority_actions)),
    "number of improvement items": ("improvement_items", lambda r: len(r.improvements)),
}


def focused() -> dict[str, Figure]:
    """Against the truth file; what it leaves empty (null) is not counted."""
    figures = {name: Figure(name) for name in _TRUE}
    for path, entry in truth().items():
        report = read(path)
        for name, (key, value) in _TRUE.items():
            if entry[key] is not None:
                figures[name].add(path, value(report), entry[key])
    return figures


def labelled() -> dict[str, Figure]:
    """Against `tests/corpus/labels_letters.json`: what was looked at, listed areas, items for priority action."""
    values: Mapping[str, Callable[[Report], Any]] = {
        "topic": lambda r: digest(r.topic),
        "areas": lambda r: len(r.areas_covered),
        "priority_actions": lambda r: len(r.priority_actions),
    }
    figures = {name: Figure(name) for name in values}
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["letters"]
    for path, facts in labels.items():
        for name, wanted in facts.items():
            figures[name].add(path, values[name](read(path)), wanted)
    return figures


def digest(phrase: str) -> str:
    plain = " ".join(phrase.replace("’", "'").replace("‘", "'").split()).casefold()
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def pages() -> dict[str, Figure]:
    """Whether each finding stands, word for word, on the page that it is said to begin on; and no furniture is one."""
    placed, clean = Figure("page of a finding"), Figure("finding without furniture")
    for path in truth():
        printed = [_squeezed(text) for text in _raw_pages(CORPUS / "reports" / path)]
        for finding in read(path).findings:
            begins = _begins_on(_squeezed(finding.text), finding.page, printed)
            placed.add(f"{path} p. {finding.page}", None if begins else finding.text, None)
            clean.add(path, _FURNITURE.search(finding.text), None)
    return {figure.name: figure for figure in (placed, clean)}


_FURNITURE = re.compile(
    r"Piccadilly Gate|Store Street|M1 2WD|Textphone|enquiries@|^Dear |Yours (?:sincerely|faithfully)|^\d+$"
    r"|^(?:Her|His) Majesty’s Inspector"
)
_LONG_ENOUGH = 12
"""Characters of a sentence's begin that are enough to know it by, where a letterhead follows it on its page."""


def _raw_pages(path: Path) -> Iterable[str]:
    document = pdfium.PdfDocument(path)
    try:
        for index in range(len(document)):
            yield document[index].get_textpage().get_text_range()
    finally:
        document.close()


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-\ufffe\xad]", "", text)


def _begins_on(sentence: str, page: int, printed: list[str]) -> bool:
    here = printed[page - 1]
    if sentence in here:
        return True
    following = "".join(printed[page:])
    return any(
        sentence[length:] in following and (here.endswith(sentence[:length]) or length >= _LONG_ENOUGH)
        for length in range(len(sentence) - 1, 0, -1)
        if sentence[:length] in here
    )


def monitoring(count: int = 1000, seed: int = 2026) -> dict[str, Figure]:
    """Invented monitoring letters (tests/domain/reading/monitoring_letters.py) of variants drawn at random."""
    sys.path.insert(0, str(ROOT / "tests" / "domain" / "reading"))
    import monitoring_letters as made  # type: ignore[import-not-found]  # found on the path that is put there above

    rng = random.Random(seed)
    figures: dict[str, Figure] = {}
    for number in range(count):
        letter = made.compose(made.drawn(rng))
        report = read_bytes(letter.text.encode(), FileExtractor(), packaged_register()).report
        if report is None:
            raise ValueError(f"letter {number} is no report")
        for name, got, wanted in made.facts(letter, report):
            figures.setdefault(name, Figure(name)).add(f"letter {number}", got, wanted)
    return figures


def main() -> None:
    for title, figures in (
        ("Focused visits (truth file)", focused()),
        ("Focused visits (labels)", labelled()),
        ("Quoted findings", pages()),
        ("Invented monitoring letters", monitoring()),
    ):
        print(f"\n{title}")
        for figure in figures.values():
            print(f"  {figure.name:30} {figure.right:5} of {figure.total:5}  {figure.share:8.2%}")
            for document, got, wanted in figure.misses[:5]:
                print(f"      {document}: {got!r}, not {wanted!r}")


if __name__ == "__main__":
    main()
