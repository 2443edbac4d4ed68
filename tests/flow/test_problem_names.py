from __future__ import annotations

import re
from pathlib import Path

from visitwatch import errors
from visitwatch.domain.advice import advice, advices
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


SECTIONS = {"A source, or one of its pages": "source", "A report's link": "report", "Messages": "message"}


def test_what_the_mail_to_ops_says_to_do_is_what_the_document_says() -> None:
    found: dict[str, dict[str, str]] = {}
    for part in (ROOT / "docs" / "problems.md").read_text().split("\n## ")[1:]:
        rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| `")]
        pairs = ((name, row[-1]) for row in rows for name in re.findall(r"`([a-z_]+)`", row[0]))
        found[SECTIONS[part.splitlines()[0]]] = {name: do.strip().replace("`", "") for name, do in pairs}
    assert found == advices()
    assert all(do for rows in found.values() for do in rows.values())


def test_a_name_that_stands_for_pages_and_for_links_has_advice_for_each() -> None:
    assert advice("gone", of_report=False) == "look at the page that lists the link"
    assert advice("gone", of_report=True).startswith("look at the link")
    assert advice("delivery_unknown", of_report=False) == "visitwatch send-again CHANGE"
    assert advice("no_such_problem", of_report=True) == ""
