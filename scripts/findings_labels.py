"""The labelled sentences of the findings: those of ../shared/labels, and ours joined to the documents at hand.

Ours are kept without their sentences (they are Ofsted's). In the files of `OURS` a line "# " names a document under
../shared/corpus/reports; each line after it is a sentence: the first 12 hex digits of the SHA-256 of the sentence as
`sentences` cuts it or as the reader gives it, stance, change, themes. One whose document is not at hand is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.register import packaged_register
from visitwatch.flow.read_file import read_bytes

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
REPORTS = SHARED / "corpus" / "reports"
OURS = tuple(ROOT / "tests" / "corpus" / f"labels_findings_{part}.tsv" for part in ("more", "read", "chosen"))
AGAIN = ROOT / "tests" / "corpus" / "labels_findings_again.tsv"
"""A second reading of those of ours that the model of 24 November 2026 answered otherwise; it counts, not the first."""
TWICE = ROOT / "tests" / "corpus" / "labels_findings_twice.tsv"
HELD_OUT = ROOT / "tests" / "corpus" / "labels_findings_held_out.json"
WRITTEN = ROOT / "tests" / "corpus" / "labels_findings_written.tsv"
"""Sentences that we wrote, in the wordings of monitoring letters: stance, change, themes, sentence."""

_BULLETS = re.compile("[◼\uf06e\uf0b7•▪\uf0a7]")
_NEW_PARAGRAPH = re.compile(r"^(?:\*|\d{1,3}\.\s?[A-Z])")
_MARK = re.compile(r"^(?:\*\s*|\d{1,3}\.\s?)")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z‘“\"'])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|Mr|Mrs|Ms|Dr|St|No|etc|vs)\.$")
_HEADING = 70
_STANCES = {"s": "strength", "c": "concern", "m": "mixed", "n": "neutral"}
_CHANGES = {"-": "none", "i": "improved", "p": "persisting", "w": "worsened"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """ours: whether we labelled it; the shared labels are those that the bars are measured with. written: by us."""

    id: str
    text: str
    authority: str
    themes: tuple[str, ...]
    stance: str
    change: str
    ours: bool = False
    written: bool = False


def shared() -> list[Labelled]:
    """Every labelled sentence of ../shared/labels/sentences.jsonl, those set aside too."""
    rows = [json.loads(line) for line in (SHARED / "labels" / "sentences.jsonl").read_text("utf-8").splitlines()]
    urns = {row["source"].split(",")[0].strip().lower(): row["urn"] for row in rows if "urn" in row}
    return [
        Labelled(row["id"], row["text"], _authority(row, urns), tuple(row["themes"]), row["stance"], row["change"])
        for row in rows
    ]


def held_out() -> frozenset[str]:
    """Ids of the sentences set aside before any rule was written."""
    return frozenset(json.loads(HELD_OUT.read_text("utf-8"))["ids"])


def development() -> list[Labelled]:
    """The shared labels without those set aside."""
    apart = held_out()
    return [row for row in shared() if row.id not in apart]


def ours(*paths: Path) -> list[Labelled]:
    """Our own labels of the documents at hand, in the order of the files.

    If none is named: all of them, each sentence as it was read last.
    """
    if not paths:
        again = {row.id: row for row in ours(AGAIN)}
        return [again.get(row.id, row) for row in ours(*OURS)]
    found = []
    for document, lines in _by_document(paths).items():
        if (REPORTS / document).exists():
            cut = (*sentences(REPORTS / document), *read_sentences(REPORTS / document))
            texts = {key(sentence): sentence for sentence in cut}
            authority = document.split("-")[0]
            found += [_labelled(name, texts[name], authority, rest) for name, *rest in lines if name in texts]
    return found


def _by_document(paths: Sequence[Path]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    document = ""
    for line in (line for path in paths for line in path.read_text("utf-8").splitlines()):
        if line.startswith("# "):
            document = line.removeprefix("# ")
        else:
            found.setdefault(document, []).append(line.split("\t"))
    return found


def _labelled(name: str, text: str, authority: str, labels: Sequence[str], *, written: bool = False) -> Labelled:
    """labels: the letters of stance and change, and the themes with commas between."""
    stance, change, themes = labels
    names = tuple(theme for theme in themes.split(",") if theme)
    return Labelled(name, text, authority, names, _STANCES[stance], _CHANGES[change], ours=True, written=written)


def written(*, set_aside: bool = False) -> list[Labelled]:
    """The sentences that we wrote; a fifth of them, by their hashes, is set aside from training."""
    lines = (line.split("\t") for line in WRITTEN.read_text("utf-8").splitlines())
    return [
        _labelled(key(text), text, "", labels, written=True)
        for *labels, text in lines
        if (int(key(text), 16) % 5 == 0) is set_aside
    ]


def key(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:12]


def sentences(path: Path) -> list[str]:
    """The sentences of a PDF as they were cut for labelling, in their order."""
    document = pypdfium2.PdfDocument(path)
    found: list[str] = []
    for number, page in enumerate(document):
        text = page.get_textpage().get_text_range()
        if number > 1 and "The Office for Standards in Education" in text:
            break
        found += [sentence for paragraph in _paragraphs(text) for sentence in _sentences(paragraph)]
    document.close()
    return found


def read_sentences(path: Path) -> list[str]:
    """The texts of the findings that the reader finds in a PDF."""
    report = read_bytes(path.read_bytes(), FileExtractor(), packaged_register()).report
    return [finding.text for finding in report.findings] if report else []


def _paragraphs(text: str) -> Iterator[str]:
    text = re.sub("\ufffe(?:\r?\n)?", "-", text).replace("\u202f", " ").replace("\xa0", " ").replace("\r", "")
    current = ""
    for line in filter(None, map(str.strip, _BULLETS.sub("\n\n* ", text).split("\n"))):
        if _NEW_PARAGRAPH.match(line):
            if current:
                yield current
            current = line
        elif _is_heading(current, line):
            yield current
            yield line
            current = ""
        else:
            current = f"{current} {line}".strip()
    if current:
        yield current


def _is_heading(current: str, line: str) -> bool:
    ended = bool(current) and current[-1] in ".:?!"
    return ended and line[0].isascii() and line[0].isupper() and len(line) < _HEADING and line[-1] not in ".;,"


def _sentences(paragraph: str) -> Iterator[str]:
    waiting = ""
    for part in _SENTENCE_END.split(_MARK.sub("", paragraph)):
        waiting = f"{waiting} {part}".strip()
        if not _ABBREVIATION.search(waiting):
            yield re.sub(r"\s+", " ", waiting)
            waiting = ""
    if waiting:
        yield re.sub(r"\s+", " ", waiting)


def _authority(row: dict[str, Any], urns: dict[str, str]) -> str:
    if "urn" in row:
        return str(row["urn"])
    name = row["source"].split(":")[1].split(" visit")[0].strip().lower()
    return str(urns.get(name, name))


def agreement(one: Sequence[Labelled], other: Sequence[Labelled]) -> dict[str, float]:
    """Of the sentences labelled in both: share of equal stance and of equal change, micro-F1 of the themes."""
    known = {row.id: row for row in one}
    pairs = [(known[row.id], row) for row in other if row.id in known]
    both = sum(len(set(a.themes) & set(b.themes)) for a, b in pairs)
    return {
        "sentences": len(pairs),
        "stance": sum(a.stance == b.stance for a, b in pairs) / len(pairs),
        "change": sum(a.change == b.change for a, b in pairs) / len(pairs),
        "themes": 2 * both / sum(len(a.themes) + len(b.themes) for a, b in pairs),
    }


if __name__ == "__main__":
    print(len(ours()), "of our labels joined;", agreement(ours(OURS[0]), ours(TWICE)))
