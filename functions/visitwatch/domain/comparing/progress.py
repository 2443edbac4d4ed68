"""What each report says of progress, side by side. No score is made of it (domain.md 0.7: it predicts nothing)."""

from __future__ import annotations

from collections.abc import Sequence

from visitwatch.domain.comparison import Known, ProgressPair
from visitwatch.domain.report import Report


def progress_pair(later: Report, baselines: Sequence[Known]) -> ProgressPair:
    """The later statement and that of the first baseline that has one."""
    said = next((known for known in baselines if known.report.progress_statement), None)
    if said is None:
        return ProgressPair(before=None, now=later.progress_statement)
    return ProgressPair(said.report.progress_statement, later.progress_statement, before_key=said.key)
