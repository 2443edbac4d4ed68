from __future__ import annotations

import re
from pathlib import Path

from visitwatch import errors
from visitwatch.flow import filing, handing_over, recipient, reread, run_queue

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "problems.md").read_text()))
LITERAL = re.compile(r'report_problem\(\s*"([a-z_]+)"')


def subclasses(kind: type[errors.VisitwatchError]) -> set[type[errors.VisitwatchError]]:
    return {kind}.union(*(subclasses(sub) for sub in kind.__subclasses__()))


def test_every_error_of_a_source_has_its_line() -> None:
    names = {kind("").name for kind in subclasses(errors.SourceError)} | {errors.SourceUnreachableError("").name}
    assert names <= DOCUMENTED


def test_every_reason_for_which_a_document_is_unread_has_its_line() -> None:
    words = f"{errors.NotAReportError.__doc__} {errors.UnreadableError.__doc__}"
    reasons = set(re.findall(r"[a-z_]+", words.replace("`reason`", "")))
    assert reasons == {"html", "empty", "truncated", "encrypted", "image_only", "too_large", "damaged"}
    assert reasons <= DOCUMENTED


def test_every_problem_named_in_the_code_has_its_line() -> None:
    named = {name for path in (ROOT / "functions").rglob("*.py") for name in LITERAL.findall(path.read_text())}
    assert len(named) > 5
    assert named <= DOCUMENTED


def test_every_named_outcome_has_its_line() -> None:
    names = {filing.OTHER_AUTHORITY, filing.SAME_BYTES, filing.REPUBLISHED, run_queue.POISON}
    assert (
        names | {reread.DIFFERS, reread.LOST, reread.MISSING, recipient.GONE, handing_over.NOT_SWITCHED_OFF}
        <= DOCUMENTED
    )
