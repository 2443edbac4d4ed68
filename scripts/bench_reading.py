"""Time and memory of reading against pypdfium2's text extraction alone, on the same files in the same run.

Usage: python scripts/bench_reading.py [FOLDER] [--every N]; FOLDER defaults to ../shared/corpus/reports.
In process: the median over files of (our bytes-to-report) / (plain extraction), each the best of three rounds.
All times are processor time, so that other work on the machine does not count.
Whole processes: `visitwatch read --plain --json` over 24 files against a process that only extracts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus" / "reports"
ROUNDS = 3

PLAIN = """
import sys
import pypdfium2
for name in sys.argv[1:]:
    document = pypdfium2.PdfDocument(open(name, "rb").read())
    for index in range(len(document)):
        page = document[index]
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    document.close()
"""


@dataclass(frozen=True)
class Figures:
    """ratio: median of ours / plain, in process; ours_s, plain_s: medians a file."""

    files: int
    ratio: float
    ours_s: float
    plain_s: float


def pdfs(folder: Path, every: int = 1) -> list[Path]:
    """The folder's real PDFs (four are HTML pages), every n-th."""
    return [path for path in sorted(folder.rglob("*.pdf")) if path.read_bytes()[:5] == b"%PDF-"][::every]


def plain(data: bytes) -> int:
    """pypdfium2's text extraction alone, as its own documentation does it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    length = 0
    for index in range(len(document)):
        page = document[index]
        text_page = page.get_textpage()
        length += len(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    return length


def reader() -> Callable[[bytes], object]:
    from visitwatch.adapters.extract import FileExtractor
    from visitwatch.domain.register import packaged_register
    from visitwatch.flow.read_file import read_bytes

    extractor, register = FileExtractor(), packaged_register()
    return lambda data: read_bytes(data, extractor, register)


def measure(files: list[Path]) -> Figures:
    """Both ways in turn on each file, the best of three rounds each."""
    ours = reader()
    contents = [path.read_bytes() for path in files]
    times = [
        (min(_timed(ours, data) for _ in range(ROUNDS)), min(_timed(plain, data) for _ in range(ROUNDS)))
        for data in contents
    ]
    return Figures(
        files=len(files),
        ratio=statistics.median(a / b for a, b in times),
        ours_s=statistics.median(a for a, _ in times),
        plain_s=statistics.median(b for _, b in times),
    )


def _timed(function: Callable[[bytes], object], data: bytes) -> float:
    began = time.process_time()
    function(data)
    return time.process_time() - began


def process(command: list[str]) -> tuple[float, float]:
    """Processor seconds and peak memory (MB) of a process: the best of three."""
    best = (float("inf"), 0.0)
    for _ in range(ROUNDS):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"{command[:4]} ended with {status}")
        best = min(best, (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return best


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    arguments.add_argument("--every", type=int, default=4)
    options = arguments.parse_args()
    figures = measure(pdfs(options.folder, options.every))
    print(
        f"{figures.files} files: {figures.ours_s * 1000:.1f} ms a file, extraction alone {figures.plain_s * 1000:.1f} ms"
    )
    print(f"in process, median ratio: {figures.ratio:.2f} (bar 1.5)")
    names = [str(path) for path in pdfs(options.folder)[::11][:24]]
    read_s, read_mb = process([sys.executable, "-m", "visitwatch", "read", "--plain", "--json", *names])
    plain_s, plain_mb = process([sys.executable, "-c", PLAIN, *names])
    print(
        f"whole processes, {len(names)} files: {read_s:.2f} s against {plain_s:.2f} s: {read_s / plain_s:.2f} (bar 2.0)"
    )
    print(f"peak memory: {read_mb:.0f} MB against {plain_mb:.0f} MB: {read_mb - plain_mb:+.0f} MB (bar +50)")


if __name__ == "__main__":
    main()
