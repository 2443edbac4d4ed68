from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from tests.delivery_values import (
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
from tests.render.hostile import changes

from visitwatch.domain.change import Change
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.problem import Problem
from visitwatch.domain.subscription import Channel
from visitwatch.flow.who import new_delivery
from visitwatch.render.renderer import MessageRenderer

RENDERER = MessageRenderer(SETTINGS, REGISTER)
HOOK = subscriber("Hook", Channel.WEBHOOK)
SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "webhook.schema.json").read_text(encoding="utf-8")
)


def alert(change: Change) -> RenderedMessage:
    return RENDERER.render_alert(item(change), HOOK, new_delivery(change, HOOK, NOW))


def valid(message: RenderedMessage) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(message.body)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


@pytest.mark.parametrize(
    "change",
    [
        visit_change(),
        priority_change(),
        inspection_change(),
        correction_change(visit_change()),
        unreadable_change(),
        notice_change(),
    ],
    ids=lambda change: change.kind.value,
)
def test_every_alert_fits_the_published_schema(change: Change) -> None:
    data = valid(alert(change))
    assert data["change"] == change.id
    assert data["url"] == change.url


def test_a_correction_gives_each_sentence_with_its_page_before_and_now() -> None:
    data = valid(alert(correction_change(visit_change())))
    changed, added, gone = data["correction"]["changes"]
    assert (changed["before"], changed["now"]) == (
        {"text": "The visit was on 28 April.", "page": 1},
        {"text": "The visit was on 27 April.", "page": 1},
    )
    assert [e["op"] for e in changed["redline"]] == ["equal", "delete", "insert", "equal"]
    assert (added["before"], added["now"]["page"]) == (None, 3)
    assert (gone["before"]["page"], gone["now"]) == (4, None)


def test_digests_and_problems_fit_it_too() -> None:
    items = (item(visit_change()), item(notice_change()))
    digest = valid(RENDERER.render_digest(items, HOOK, "0" * 24, NOW))
    assert [a["kind"] for a in digest["alerts"]] == ["new report", "linked notice"]
    problem = Problem("0" * 16, "no_results", "portal", "zero results", NOW, NOW)
    assert (
        valid(RENDERER.render_problems((problem,), replace(HOOK, ops=True), NOW))["problems"][0]["name"] == "no_results"
    )


def test_the_schema_refuses_what_is_no_message() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({"schema": "visitwatch.alert/1", "id": "x"})


def test_the_signature_is_over_timestamp_and_body_and_the_id_is_the_delivery_s() -> None:
    message = alert(visit_change())
    headers = dict(message.headers)
    stamp, mac = (part.split("=", 1)[1] for part in headers["X-Visitwatch-Signature"].split(","))
    assert int(stamp) == int(NOW.timestamp())
    expected = hmac.new(HOOK.secret.encode(), f"{stamp}.".encode() + message.body, hashlib.sha256).hexdigest()
    assert mac == expected
    assert headers["X-Visitwatch-Id"] == json.loads(message.body)["id"] == new_delivery(visit_change(), HOOK, NOW).id


def test_sent_again_it_has_the_same_id_and_another_signature() -> None:
    delivery = new_delivery(visit_change(), HOOK, NOW)
    later = replace(delivery, updated_at=NOW + timedelta(minutes=5))
    first, second = (dict(RENDERER.render_alert(item(visit_change()), HOOK, d).headers) for d in (delivery, later))
    assert first["X-Visitwatch-Id"] == second["X-Visitwatch-Id"]
    assert first["X-Visitwatch-Signature"] != second["X-Visitwatch-Signature"]


@given(changes())
def test_any_text_comes_through_as_it_is(change: Change) -> None:
    data = valid(alert(change))
    assert change.comparison is not None
    assert data["title"] == change.title
    assert [t["now"][0]["text"] for t in data["comparison"]["themes"]] == [
        t.now[0].text for t in change.comparison.themes
    ]
