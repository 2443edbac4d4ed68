"""What one check of the sources found, as values that add up."""

from __future__ import annotations

from dataclasses import dataclass, fields

from visitwatch.domain.publication import SourceFailure
from visitwatch.domain.report import Urn


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Numbers and names of one check; `a + b` is what both found together.

    first: this home had never checked, so all was learned and nobody is alerted. listed: authorities' pages read;
    unchanged: pages and feeds that the server called not modified. publications: report links on what was read.
    new: links that will alert; quiet: links learned without an alert. learned: authorities whose page was recorded
    whole for the first time. back: withdrawn links that stand on their page again. failures: pages, and whole
    sources (`url` is then the source's id), that could not be had. resumed: links whose work an earlier run left
    undone or that could not be had then. rechecked: links fetched again to notice other bytes.
    """

    first: bool = False
    listed: int = 0
    unchanged: int = 0
    publications: int = 0
    new: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    learned: tuple[Urn, ...] = ()
    withdrawn: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    unknown_labels: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    ignored: int = 0
    failures: tuple[SourceFailure, ...] = ()
    resumed: int = 0
    rechecked: int = 0

    def __add__(self, other: CheckResult) -> CheckResult:
        sums = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self) if f.name != "first"}
        return CheckResult(first=self.first or other.first, **sums)
