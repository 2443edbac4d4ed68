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

from visitwatch.domain.comparison import Edit
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.problem import Problem
from visitwatch.domain.subscription import Channel
from visitwatch.render import words
from visitwatch.render.corrected import more_sentences
from visitwatch.render.pages import LICENCE, LICENCE_NAME, LICENCE_URL
from visitwatch.render.view import AlertView, QuoteView, ThemeGroup, ThemeView

BLOCKS_MOST = 50
SECTION_MOST = 3000
FIELD_MOST = 2000
FIELDS_MOST = 10
HEADER_MOST = 150
URL_MOST = 2000
FALLBACK_MOST = 3000
SHOWN_THEMES = 8
SHOWN_SENTENCES = 8
SHOWN_SOURCE = 120
SHOWN_IN_DIGEST = 150
SHOWN_PRIORITY = 5
SHOWN_QUOTE = 300
SHOWN_REDLINE = 600
DIGEST_REPORTS = 40
DIGEST_TOLD = 12
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
    """The first reports with their headlines and quotes, the next by name, each with its link; the rest is counted."""
    blocks = [_header(title), *(_line(view) for view in views[:DIGEST_TOLD])]
    blocks += [_name(view) for view in views[DIGEST_TOLD:DIGEST_REPORTS]]
    more = len(views) - DIGEST_REPORTS
    if more > 0:
        blocks.append(_plain(f"… and {more} more"))
    return _message(title, [*blocks, _footer(why)])


def problems_message(title: str, problems: tuple[Problem, ...], why: str) -> RenderedMessage:
    """Newly opened problems, one section each."""
    rows = [_plain(_problem(p)) for p in problems[:DIGEST_REPORTS]]
    more = len(problems) - DIGEST_REPORTS
    if more > 0:
        rows.append(_plain(f"… and {more} more"))
    return _message(title, [_header(title), *rows, _footer(why)])


def _problem(problem: Problem) -> str:
    about = f" ({problem.about})" if problem.about else ""
    advice = f"\nWhat to do: {problem.advice}" if problem.advice else ""
    return f"{problem.name}: {problem.message} {problem.subject}{about}{advice}"


def _card(view: AlertView) -> Iterable[Block]:
    for text in (view.headline, view.explanation):
        if text:
            yield _plain(text)
    if view.priority:
        yield _marked(":rotating_light: *Areas for priority action*")
        for p in view.priority[:SHOWN_PRIORITY]:
            yield _plain(f"{p.status}: {_quoted(p.quote)}" if p.status else _quoted(p.quote))
    yield from _corrections(view)
    yield from _moves(view)
    yield from _themes(view)
    yield from _alone(view)
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


def _corrections(view: AlertView) -> Iterable[Block]:
    """What was taken out and put in, with its page, e.g. "The visit was on [-28-]{+27+} April. (page 1)"."""
    for field in view.corrected_fields:
        yield _plain(words.sentence(words.shorten(field, SHOWN_REDLINE)))
    for sentence in view.corrections[:SHOWN_SENTENCES]:
        yield _plain(f"“{_redline(sentence.short)}” ({sentence.where})")
    if view.redline:
        yield _plain(_redline(view.redline))
    more = more_sentences(view.corrections, SHOWN_SENTENCES)
    if more:
        yield _plain(f"… and {more}")


def _redline(edits: tuple[Edit, ...]) -> str:
    marks = {"delete": "[-{}-]", "insert": "{{+{}+}}"}
    return words.shorten("".join(marks.get(e.op, "{}").format(e.text) for e in edits), SHOWN_REDLINE)


def _judgements(view: AlertView) -> list[str]:
    """Those that moved, or are all that there is to tell, a line each; those of one report only, a line together."""
    told = [j for j in view.judgements if not j.words]
    lines = [f"{j.aspect}: {j.after} ({j.pages})" for j in told]
    moved = [j for j in view.judgements if j.moved and j.before and j.after]
    lines += [f"{j.aspect}: {j.before} → {j.after} ({j.words}; {j.pages})" for j in moved]
    new = [f"{words.lower_first(j.aspect)} {j.after} ({j.pages})" for j in view.judgements if j.moved and not j.before]
    gone = [f"{words.lower_first(j.aspect)} ({j.pages})" for j in view.judgements if j.moved and not j.after]
    if new:
        lines.append(f"New judgement: {'; '.join(new)}")
    if gone:
        lines.append(f"No longer given: {'; '.join(gone)}")
    return lines


def _themes(view: AlertView) -> Iterable[Block]:
    """What the headline names, then the next of each direction."""
    rows = _in_order(view)
    for group, theme in rows[:SHOWN_THEMES]:
        sides = [f"Now: {_quoted(q)}" for q in theme.now[:1]] + [f"Before: {_quoted(q)}" for q in theme.before[:1]]
        how = f" ({theme.how})" if theme.how else ""
        yield _titled(f"*{_bold(theme.name)}* – {group.title.lower()}{how}", sides)
    more = len(rows) - SHOWN_THEMES + sum(len(group.mentions) for group in view.also)
    if rows and more > 0:
        yield _plain(f"… and {more} more theme{'s' * (more != 1)}")


def _in_order(view: AlertView) -> list[tuple[ThemeGroup, ThemeView]]:
    rounds = zip_longest(*([(g, t) for t in g.themes] for g in view.groups))
    rows = [row for each in rounds for row in each if row is not None]
    return sorted(rows, key=lambda row: not row[1].named)


def _alone(view: AlertView) -> Iterable[Block]:
    """What needs to improve, of a report with nothing to compare it with: its headline counts it."""
    if view.baselines or not view.improvements:
        return
    items = [item.now for group in view.improvements for item in group.items if item.now]
    yield _titled("*What needs to improve*", [_quoted(quote) for quote in items[:FIELDS_MOST]])
    if len(items) > FIELDS_MOST:
        yield _plain(f"… and {len(items) - FIELDS_MOST} more")


def _bold(name: str) -> str:
    """A theme's term between asterisks; one that is not ours must not end the bold or begin a code."""
    return escaped(name, HEADER_MOST).translate(str.maketrans("*_~`", "    "))


def _quoted(quote: QuoteView, most: int = SHOWN_QUOTE) -> str:
    page = f"page {quote.page}" if quote.page else ""
    where = ", ".join(filter(None, (page, words.shorten(quote.source, SHOWN_SOURCE))))
    return f"“{words.shorten(quote.text, most)}”{f' ({where})' if where else ''}"


def _text(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": escaped(text, most) or " ", "emoji": False}


def _header(text: str) -> Block:
    return {"type": "header", "text": _text(text, HEADER_MOST)}


def _plain(text: str) -> Block:
    return {"type": "section", "text": _text(text, SECTION_MOST)}


def _marked(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _titled(title: str, fields: list[str]) -> Block:
    return _marked(title) | {"fields": _fields(fields)}


def _fields(fields: list[str]) -> list[Block]:
    return [_text(field, FIELD_MOST) for field in fields[:FIELDS_MOST]]


def _line(view: AlertView) -> Block:
    """One report of a digest: what it is and what it says, with its link if it has one."""
    text = f"{view.heading}. {view.headline}" if view.headline else view.heading
    evidence = list(_evidence(view))
    if view.url:
        return _titled(link(view.url, view.link_words), [text, *evidence])
    return _plain(text) | ({"fields": _fields(evidence)} if evidence else {})


def _name(view: AlertView) -> Block:
    return _titled(link(view.url, view.link_words), [view.heading]) if view.url else _plain(view.heading)


def _evidence(view: AlertView) -> Iterable[str]:
    """The quotes and pages of what a headline claims, in short."""
    for p in view.priority[:2]:
        yield f"Area for priority action: {_quoted(p.quote, SHOWN_IN_DIGEST)}"
    judgements = _judgements(view)
    if judgements:
        yield "; ".join(judgements)
    if view.progress_now:
        yield f"Statement of progress: {_quoted(view.progress_now, SHOWN_IN_DIGEST)}"
    for group, theme in _in_order(view):
        if theme.named:
            sides = [_quoted(q, SHOWN_IN_DIGEST) for q in (*theme.now[:1], *theme.before[:1])]
            yield f"{theme.name} – {group.title.lower()}: {'; before: '.join(sides)}"
    for sentence in view.corrections[:3]:
        yield f"“{_redline(sentence.short)}” ({sentence.where})"


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
