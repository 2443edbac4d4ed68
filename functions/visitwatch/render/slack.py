"""One short card in Block Kit, within Slack's limits whatever the report says.

Ofsted's words stand in plain_text objects only, where no mark-up is read; mrkdwn holds our own words. `&`, `<` and `>`
are escaped everywhere, as Slack asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any
from urllib.parse import quote as percent

from visitwatch.domain.comparison import Direction
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.problem import Problem
from visitwatch.domain.subscription import Channel
from visitwatch.render import words
from visitwatch.render.pages import LICENCE, LICENCE_NAME, LICENCE_URL
from visitwatch.render.view import AlertView, QuoteView

BLOCKS_MOST = 50
SECTION_MOST = 3000
FIELD_MOST = 2000
HEADER_MOST = 150
URL_MOST = 2000
FALLBACK_MOST = 3000
SHOWN_THEMES = 5
SHOWN_PRIORITY = 5
SHOWN_QUOTE = 300
SHOWN_REDLINE = 600
DIGEST_REPORTS = 40
TOLD = (Direction.WORSENED, Direction.NEW, Direction.STILL_CONCERN, Direction.MIXED, Direction.IMPROVED)
_URL_SAFE = ":/?#[]@!$'()*+,;=%~&-._"

Block = dict[str, Any]


def escaped(text: str, most: int) -> str:
    """With &, < and > escaped, and at most `most` characters after that; cut at a blank."""
    room = most
    while True:
        short = words.shorten(text, room)
        out = short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if len(out) <= most:
            return out
        room -= max(1, (len(out) - most) // 5)


def link(url: str, label: str) -> str:
    """A mrkdwn link; the label alone where the link is none or too long."""
    safe = percent(words.clean(url), safe=_URL_SAFE).replace("&", "&amp;")
    shown = escaped(label, SECTION_MOST - URL_MOST - 10).replace("|", "¦")
    if not safe.startswith(("https://", "http://")) or len(safe) > URL_MOST:
        return shown
    return f"<{safe}|{shown}>"


def alert_message(view: AlertView, why: str) -> RenderedMessage:
    """The card of one change. why: who gets it and why, for the last line."""
    blocks = [_header(view.heading), *_card(view), _footer(why)]
    return _message(view.subject, blocks)


def digest_message(title: str, views: tuple[AlertView, ...], why: str) -> RenderedMessage:
    """One line a report, with its link; the rest is counted."""
    blocks = [_header(title), *(_line(view) for view in views[:DIGEST_REPORTS])]
    more = len(views) - DIGEST_REPORTS
    if more > 0:
        blocks.append(_plain(f"… and {more} more"))
    return _message(title, [*blocks, _footer(why)])


def problems_message(title: str, problems: tuple[Problem, ...], why: str) -> RenderedMessage:
    """Newly opened problems, one section each."""
    rows = [_plain(f"{p.name}: {p.message} {p.subject}") for p in problems[:DIGEST_REPORTS]]
    more = len(problems) - DIGEST_REPORTS
    if more > 0:
        rows.append(_plain(f"… and {more} more"))
    return _message(title, [_header(title), *rows, _footer(why)])


def _card(view: AlertView) -> Iterable[Block]:
    for text in (view.headline, view.explanation):
        if text:
            yield _plain(text)
    if view.priority:
        yield _marked(":rotating_light: *Areas for priority action*")
        for p in view.priority[:SHOWN_PRIORITY]:
            yield _plain(f"{p.status}: {_quoted(p.quote)}" if p.status else _quoted(p.quote))
    if view.corrected_fields or view.redline:
        yield _plain(f"Corrected: {words.listed(view.corrected_fields) or 'words'}. {_redline(view)}")
    yield from _moves(view)
    yield from _themes(view)
    if view.url:
        yield _marked(link(view.url, view.link_words))


def _moves(view: AlertView) -> Iterable[Block]:
    judgements = _judgements(view)
    if judgements:
        yield _titled("*Judgements*", judgements)
    progress = [
        f"{name}: {_quoted(q)}" for name, q in (("Now", view.progress_now), ("Before", view.progress_before)) if q
    ]
    if progress:
        yield _titled("*Statement of progress*", progress)


def _redline(view: AlertView) -> str:
    """The first words of what was taken out and put in, e.g. "[-28-]{+27+}"."""
    marks = {"delete": "[-{}-]", "insert": "{{+{}+}}"}
    runs = "".join(marks.get(e.op, "{}").format(e.text) for e in view.redline)
    return words.shorten(runs, SHOWN_REDLINE)


def _judgements(view: AlertView) -> list[str]:
    """Those that moved, a line each; those that only one of the two reports gives, a line together."""
    moved = [j for j in view.judgements if j.moved and j.before and j.after]
    lines = [f"{j.aspect}: {j.before} → {j.after} ({j.words})" for j in moved]
    new = [f"{words.lower_first(j.aspect)} {j.after}" for j in view.judgements if j.moved and not j.before]
    gone = [words.lower_first(j.aspect) for j in view.judgements if j.moved and not j.after]
    if new:
        lines.append(f"New judgement: {'; '.join(new)}")
    if gone:
        lines.append(f"No longer given: {'; '.join(gone)}")
    return lines


def _themes(view: AlertView) -> Iterable[Block]:
    """The surest of each direction, then the next of each."""
    told = [g for g in view.groups if g.direction in TOLD]
    rounds = zip_longest(*([(g, t) for t in g.themes] for g in told))
    rows = [row for each in rounds for row in each if row is not None]
    for group, theme in rows[:SHOWN_THEMES]:
        sides = [f"Now: {_quoted(q)}" for q in theme.now[:1]] + [f"Before: {_quoted(q)}" for q in theme.before[:1]]
        yield _titled(f"*{_bold(theme.name)}* – {group.title.lower()} ({theme.how})", sides)
    if len(rows) > SHOWN_THEMES:
        yield _plain(f"… and {len(rows) - SHOWN_THEMES} more themes")


def _bold(name: str) -> str:
    """A theme's term between asterisks; one that is not ours must not end the bold or begin a code."""
    return escaped(name, HEADER_MOST).translate(str.maketrans("*_~`", "    "))


def _quoted(quote: QuoteView) -> str:
    page = f" (page {quote.page})" if quote.page else ""
    return f"“{words.shorten(quote.text, SHOWN_QUOTE)}”{page}"


def _text(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": escaped(text, most) or " ", "emoji": False}


def _header(text: str) -> Block:
    return {"type": "header", "text": _text(text, HEADER_MOST)}


def _plain(text: str) -> Block:
    return {"type": "section", "text": _text(text, SECTION_MOST)}


def _marked(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _titled(title: str, fields: list[str]) -> Block:
    return _marked(title) | {"fields": [_text(field, FIELD_MOST) for field in fields[:10]]}


def _line(view: AlertView) -> Block:
    """One report of a digest: what it is and what it says, with its link if it has one."""
    text = f"{view.heading}. {view.headline}" if view.headline else view.heading
    if not view.url:
        return _plain(text)
    return _marked(link(view.url, view.link_words)) | {"fields": [_text(text, FIELD_MOST)]}


def _footer(why: str) -> Block:
    source = f"Unofficial. {LICENCE}{link(LICENCE_URL, LICENCE_NAME)}."
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": source, "verbatim": True}, _text(why, FIELD_MOST)],
    }


def _message(fallback: str, blocks: list[Block]) -> RenderedMessage:
    if len(blocks) > BLOCKS_MOST:
        blocks = [*blocks[: BLOCKS_MOST - 1], blocks[-1]]
    body = {"text": escaped(fallback, FALLBACK_MOST), "mrkdwn": False, "blocks": blocks}
    data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return RenderedMessage(Channel.SLACK, words.shorten(fallback, HEADER_MOST), data)
