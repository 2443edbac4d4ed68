"""What each report says of progress, side by side. No score is made of it (domain.md 0.7: it predicts nothing)."""

from __future__ import annotations

from collections.abc import Sequence

from visitwatch.domain.comparison import ProgressPair
from visitwatch.domain.report import Report


def progress_pair(later: Report, baselines: Sequence[Report]) -> ProgressPair:
    """The later statement and that of the first baseline that has one."""
    before = next((report.progress_statement for report in baselines if report.progress_statement), None)
    return ProgressPair(before=before, now=later.progress_statement)
