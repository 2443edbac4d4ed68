"""The time of comparing two reports already read, as a ratio to extracting the text of both with pypdfium2.

Run: python scripts/bench_comparing.py [FILE EARLIER FILE LATER]. In process, median of the rounds, one core.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparing.similarity import content, plain
from visitwatch.domain.comparison import Known
from visitwatch.flow.read_file import read_bytes
from visitwatch.wiring import make_annotate, make_extractor, make_register

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ROUNDS = 15


def extract(path: Path) -> int:
    """The number of characters of the file's text, read page by page."""
    document = pdfium.PdfDocument(path)
    try:
        return sum(len(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def median_s(work: Callable[[], object]) -> float:
    """Median seconds of a run."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def ratio(earlier: Path, later: Path) -> tuple[float, float, float]:
    """Seconds of comparing, seconds of extracting both, and the ratio. Nothing is remembered between rounds."""
    known = []
    for path in (earlier, later):
        reading = read_bytes(path.read_bytes(), make_extractor(), make_register(), make_annotate())
        if reading.report is None:
            raise SystemExit(f"{path}: {reading.reason}")
        known.append(Known(path.name, reading.report))

    def work() -> object:
        plain.cache_clear()
        content.cache_clear()
        return compare(known[1], known[:1], given=True)

    comparing = median_s(work)
    extracting = median_s(lambda: extract(earlier) + extract(later))
    return comparing, extracting, comparing / extracting


def sample_pairs(shared: Path = SHARED) -> list[tuple[Path, Path]]:
    """A pair of letters, one of two ILACS reports, one of a long single inspection and an ILACS report."""
    reports = shared / "corpus" / "reports"
    names = (
        ("80474-herefordshire/2020-01-21-focused-visit.pdf", "80474-herefordshire/2021-08-16-focused-visit.pdf"),
        ("80449-bradford/2018-10-29-inspection.pdf", "80449-bradford/2023-01-31-inspection.pdf"),
        ("80470-gloucestershire/2017-06-13-inspection.pdf", "80470-gloucestershire/2022-04-01-inspection.pdf"),
    )
    return [(reports / one, reports / other) for one, other in names]


def main(arguments: list[str]) -> None:
    pairs = [(Path(arguments[0]), Path(arguments[1]))] if arguments else sample_pairs()
    print("| pair | comparing, ms | extracting both, ms | ratio |\n| --- | --- | --- | --- |")
    for earlier, later in pairs:
        comparing, extracting, found = ratio(earlier, later)
        name = f"{earlier.parent.name} {earlier.stem[:10]} / {later.stem[:10]}"
        print(f"| {name} | {comparing * 1000:.1f} | {extracting * 1000:.1f} | {found:.2f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
