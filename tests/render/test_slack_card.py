from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.delivery_values import (
    COMPARISON,
    FIRST_URL,
    LETTER,
    NOW,
    REGISTER,
    SETTINGS,
    URL,
    correction_change,
    inspection_change,
    item,
    priority_change,
    subscriber,
    visit_change,
)
from tests.render.hostile import TEXTS, changes

from visitwatch.domain.change import Change, ChangeId, SentenceChange
from visitwatch.domain.comparing.headline import headline, named_themes
from visitwatch.domain.comparison import Direction, Edit, Evidence, ThemeChange
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.problem import Problem
from visitwatch.domain.report import Quote
from visitwatch.domain.subscription import Channel, Frequency
from visitwatch.flow.who import new_delivery
from visitwatch.render import slack
from visitwatch.render.renderer import MessageRenderer

RENDERER = MessageRenderer(SETTINGS, REGISTER)
ROOM = subscriber("Room", Channel.SLACK)


def card(change: Change) -> dict[str, Any]:
    return body(RENDERER.render_alert(item(change), ROOM, new_delivery(change, ROOM, NOW)))


def body(message: RenderedMessage) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(message.body)
    return data


def texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every text object of a message."""
    if isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn"):
            yield value
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def check_limits(message: dict[str, Any]) -> None:
    """Slack's published limits (conventions.md): one block over them fails the whole post."""
    assert 0 < len(message["text"]) <= 40_000
    assert len(message["blocks"]) <= 50
    for block in message["blocks"]:
        if block["type"] == "header":
            assert block["text"]["type"] == "plain_text"
            assert 1 <= len(block["text"]["text"]) <= 150
        elif block["type"] == "section":
            assert 1 <= len(block["text"]["text"]) <= 3000
            assert len(block.get("fields", [])) <= 10
            assert all(1 <= len(field["text"]) <= 2000 for field in block.get("fields", []))
            assert block.get("fields") != []
        else:
            assert block["type"] == "context"
            assert 1 <= len(block["elements"]) <= 10


def check_mark_up(message: dict[str, Any]) -> None:
    """Nothing but our own links stands between < and >, and no & is bare."""
    assert message["mrkdwn"] is False
    for text in [*texts(message), {"type": "plain_text", "text": message["text"]}]:
        left = text["text"]
        if text["type"] == "mrkdwn":
            for link in slack_links(left):
                assert link.startswith(("https://", "http://"))
                left = left.replace(link, "")
            left = left.replace("<>", "")
        assert "<" not in left
        assert ">" not in left
        for piece in left.split("&")[1:]:
            assert piece.startswith(("amp;", "lt;", "gt;"))


def slack_links(text: str) -> list[str]:
    return [piece.split(">")[0] for piece in text.split("<")[1:]]


def test_a_card_says_what_changed_in_short_and_links_to_the_report() -> None:
    message = card(visit_change())
    check_limits(message)
    check_mark_up(message)
    shown = "\n".join(text["text"] for text in texts(message))
    assert "Exampleshire: second monitoring visit" in shown
    assert "*Supervision of social workers* – got worse" in shown
    assert "<https://files.example/v1/file/50300002|Read the letter on Ofsted’s website>" in shown
    assert message["text"].startswith("Exampleshire, second monitoring visit")


def test_priority_actions_stand_first_and_only_judgements_that_moved_are_shown() -> None:
    shown = [text["text"] for text in texts(card(priority_change()))]
    assert shown.index(":rotating_light: *Areas for priority action*") < shown.index("*Statement of progress*")
    assert any("care leavers" in text.lower() for text in (t["text"] for t in texts(card(inspection_change()))))


def shown(message: dict[str, Any]) -> str:
    return "\n".join(text["text"] for text in texts(message))


def headline_change() -> Change:
    """Twelve themes that moved; the headline names six, the surest, which the report gives last."""
    themes = []
    for direction in (Direction.WORSENED, Direction.IMPROVED, Direction.STILL_CONCERN):
        for place, theme in enumerate(("supervision", "caseloads", "adoption", "planning")):
            quotes = [
                (Evidence(url, f"Of {direction.value} {theme}.", page),) for url, page in ((FIRST_URL, 7), (URL, 8))
            ]
            themes.append(ThemeChange(f"{theme}", direction, False, 0.5 + place / 10, *quotes))
    themes.append(ThemeChange("neglect", Direction.NEW, False, 0.9, (), (Evidence(URL, "Neglect is overlooked.", 3),)))
    text = headline(LETTER, (), themes, (), compared=True)
    return replace(visit_change(), comparison=replace(COMPARISON, themes=tuple(themes), headline=text))


def test_every_theme_of_the_headline_is_in_the_card_with_its_quotes_and_pages() -> None:
    change = headline_change()
    assert change.comparison is not None
    message = card(change)
    check_limits(message)
    named = named_themes(change.comparison.themes)
    assert len(named) == 6
    for theme in named:
        assert f"“Of {theme.direction.value} {theme.theme}.” (page 8)" in shown(message)
    first = next(text["text"] for text in texts(message) if "Neglect" in text["text"])
    assert shown(message).index("Of still_concern planning") < shown(message).index(first)
    assert "… and 5 more themes" in shown(message)


def test_a_quote_from_before_says_of_which_report_it_is_where_there_are_two() -> None:
    text = shown(card(visit_change()))
    assert "(page 4, first monitoring visit)" in text
    assert "(page 5, ILACS inspection)" in text
    assert "(page 2)" in shown(card(inspection_change()))
    base = visit_change()
    assert base.comparison is not None
    first, other = base.comparison.baselines
    alike = replace(other, ref=replace(other.ref, label="first monitoring visit, 6 May 2019"))
    text = shown(card(replace(base, comparison=replace(base.comparison, baselines=(first, alike)))))
    assert "(page 4, first monitoring visit, 2 and 3 December 2025)" in text
    assert "(page 5, first monitoring visit, 6 May 2019)" in text


def test_a_corrected_sentence_is_shown_with_its_page_and_a_long_one_around_what_changed() -> None:
    change = correction_change(visit_change())
    text = shown(card(change))
    assert "“The visit was on [-28-] {+27+} April.” (page 1)" in text
    assert "“[-Some plans are not reviewed at all.-]” (page 4 of the version before)" in text
    assert card(change)["text"].startswith(
        "Exampleshire: correction of the second monitoring visit letter: one sentence"
    )
    assert change.correction is not None
    long = SentenceChange(
        Quote("x", 1), Quote("y", 2), (Edit("equal", "word " * 300), Edit("delete", "late "), Edit("insert", "soon "))
    )
    many = replace(change, correction=replace(change.correction, changes=(long,) * 10))
    text = shown(card(many))
    assert "word [-late-] {+soon+}” (page 2; before: page 1)" in text
    assert "… and 2 more sentences (page 2)" in text


def test_no_card_gives_a_number_for_how_sure_it_is() -> None:
    assert "confidence" not in shown(card(visit_change()))


def test_a_report_that_stands_alone_shows_what_it_lists_and_its_grades() -> None:
    alone = replace(visit_change(), comparison=None)
    assert "“The quality and regularity of supervision.” (page 2)" in shown(card(alone))
    graded = inspection_change()
    assert "Help and protection: requires improvement (page 1)" in shown(card(replace(graded, comparison=None)))


def test_a_digest_s_headlines_stand_with_their_quotes_and_further_reports_are_only_named() -> None:
    change = headline_change()
    items = tuple(item(replace(change, id=ChangeId(str(n)))) for n in range(14))
    message = body(RENDERER.render_digest(items, replace(ROOM, frequency=Frequency.DAILY), "0" * 24, NOW))
    check_limits(message)
    told = [b for b in message["blocks"] if "pace of change" in shown(b)]
    assert len(told) == 12
    assert shown(told[0]).count("(page 8)") == 6
    assert message["blocks"][13]["fields"] == [
        {"type": "plain_text", "text": "Exampleshire: second monitoring visit", "emoji": False}
    ]


@given(changes())
def test_limits_hold_and_no_mark_up_gets_through_whatever_the_report_says(change: Change) -> None:
    message = card(change)
    check_limits(message)
    check_mark_up(message)


@given(changes(), st.sampled_from([1, 39, 40, 41, 60]))
def test_a_digest_of_many_reports_keeps_within_the_limits(change: Change, count: int) -> None:
    items = tuple(item(change) for _ in range(count))
    message = body(RENDERER.render_digest(items, replace(ROOM, frequency=Frequency.DAILY), "0" * 24, NOW))
    check_limits(message)
    check_mark_up(message)


@given(TEXTS, TEXTS, st.integers(1, 70))
def test_problems_keep_within_the_limits(message: str, subject: str, count: int) -> None:
    problem = Problem("0" * 16, "no_results", subject, message, NOW, NOW)
    made = body(RENDERER.render_problems((problem,) * count, replace(ROOM, ops=True), NOW))
    check_limits(made)
    check_mark_up(made)


@given(TEXTS)
def test_ofsted_s_words_never_stand_where_mark_up_is_read(text: str) -> None:
    base = visit_change()
    assert base.comparison is not None
    theme = base.comparison.themes[1]
    told = replace(theme, now=(replace(theme.now[0], text=f"zqzq {text}"),))
    change = replace(base, comparison=replace(base.comparison, themes=(told,)))
    for found in texts(card(change)):
        assert "zqzq" not in found["text"] or found["type"] == "plain_text"


@given(st.text(), st.integers(30, 400))
def test_escaping_comes_before_the_limit(text: str, most: int) -> None:
    assert len(slack.escaped(text * 5, most)) <= most


def test_a_link_that_is_too_long_or_none_is_left_out() -> None:
    assert slack.link("javascript:alert(1)", "read") == "read"
    assert slack.link("https://files.example/" + "y" * 3000, "read") == "read"
    assert slack.link("https://files.example/a|b>c d", "r|d") == "<https://files.example/a%7Cb%3Ec%20d|r¦d>"
