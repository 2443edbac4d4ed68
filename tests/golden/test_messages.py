"""Rendered messages of invented reports, kept as files: what a change of a template does is seen in the diff.

`pytest tests/golden --update-golden` writes them anew; read the diff before you commit it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from tests.delivery_values import (
    EXAMPLESHIRE,
    NOW,
    REGISTER,
    SETTINGS,
    correction_change,
    inspection_change,
    item,
    notice_change,
    priority_change,
    subscriber,
    unreadable_change,
    visit_change,
)

from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.problem import Problem, problem_id
from visitwatch.domain.subscription import Channel, Filters, Frequency
from visitwatch.flow.who import new_delivery
from visitwatch.render.renderer import MessageRenderer

FOLDER = Path(__file__).parent / "messages"
RENDERER = MessageRenderer(SETTINGS, REGISTER)
CHANGES = {
    "visit": visit_change(),
    "priority": priority_change(),
    "inspection": inspection_change(),
    "correction": correction_change(visit_change()),
    "unreadable": unreadable_change(),
    "notice": notice_change(),
}
PROBLEM = Problem(problem_id("no_results", "portal"), "no_results", "portal", "zero results <b>", NOW, NOW, 3)


def rendered(case: str, channel: Channel) -> RenderedMessage:
    who = subscriber("Ann", channel, filters=Filters(authorities=frozenset({EXAMPLESHIRE})))
    if case == "digest":
        items = tuple(item(change) for change in CHANGES.values())
        return RENDERER.render_digest(items, replace(who, frequency=Frequency.WEEKLY), "0" * 24, NOW)
    if case == "problems":
        return RENDERER.render_problems((PROBLEM,), replace(who, ops=True), NOW)
    return RENDERER.render_alert(item(CHANGES[case]), who, new_delivery(CHANGES[case], who, NOW))


def files(case: str) -> dict[str, str]:
    """Name and text of every file that the case must have."""
    mail = message_from_bytes(rendered(case, Channel.EMAIL).body, policy=default)
    assert isinstance(mail, EmailMessage)
    headers = "".join(f"{name}: {value}\n" for name, value in mail.items())
    out = {"email.headers": headers}
    for ending, kind in (("txt", "plain"), ("html", "html")):
        body = mail.get_body((kind,))
        assert body is not None
        out[f"email.{ending}"] = str(body.get_content()).replace("\r\n", "\n")
    for channel in (Channel.SLACK, Channel.WEBHOOK):
        data = json.loads(rendered(case, channel).body)
        out[f"{channel}.json"] = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    return out


@pytest.mark.parametrize("case", [*CHANGES, "digest", "problems"])
def test_messages_are_as_they_were_read_and_approved(case: str, request: pytest.FixtureRequest) -> None:
    folder = FOLDER / case
    made = files(case)
    if request.config.getoption("--update-golden"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8")
    expected = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*")}
    assert sorted(made) == sorted(expected), "run with --update-golden, read the files and commit them"
    for name, text in made.items():
        assert text == expected[name], f"{case}/{name}"


def test_no_case_is_kept_that_nothing_makes() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*CHANGES, "digest", "problems"}
