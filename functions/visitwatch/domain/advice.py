"""What ops do about a problem: data/problems.json holds the last columns of docs/problems.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from visitwatch.domain.packaged import packaged_text


@cache
def advices() -> Mapping[str, Mapping[str, str]]:
    """By what a problem's subject is ("source", "report", "message"), then by the problem's name."""
    data: dict[str, dict[str, str]] = json.loads(packaged_text("problems.json"))
    return data


def advice(name: str, *, of_report: bool) -> str:
    """A clause such as "wait; the next check asks again"; "" for a name without a row.

    of_report: the subject is a report's link; some names stand for a source's pages, too.
    """
    order = ("report", "source", "message") if of_report else ("source", "message", "report")
    return next((advices()[kind][name] for kind in order if name in advices()[kind]), "")
