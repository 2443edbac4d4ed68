"""What a message shows of a correction: each sentence that changed, word by word, with its pages."""

from __future__ import annotations

from collections.abc import Sequence

from visitwatch.domain.change import Correction, FieldChange, SentenceChange
from visitwatch.domain.comparing.correction import FIELD_WORDS, pages_in_words, shortened
from visitwatch.domain.comparison import Edit
from visitwatch.render import words
from visitwatch.render.claims import clean_edits
from visitwatch.render.quotes import page_link
from visitwatch.render.view import SentenceView

SENTENCES_MOST = 40
"""Shown in a mail."""


def sentences(correction: Correction, url: str) -> tuple[SentenceView, ...]:
    """All of them. url: of the report as it is now."""
    return tuple(_view(change, url) for change in correction.changes)


def facts(correction: Correction) -> tuple[str, ...]:
    """The fields that moved, e.g. "the letter’s date: 16 May 2025; before: 15 May 2025"."""
    told = {fact.name: fact for fact in correction.facts}
    return tuple(_fact(name, told.get(name)) for name in correction.fields)


def _fact(name: str, fact: FieldChange | None) -> str:
    label = FIELD_WORDS.get(name, name)
    if fact is None or not (fact.now or fact.before):
        return label
    before = f"before: {fact.before}" if fact.before else "not given before"
    return words.clean(f"{label}: {fact.now or 'no longer given'}; {before}")


def more_sentences(views: Sequence[SentenceView], most: int = SENTENCES_MOST) -> str:
    """Those beyond `most`, e.g. "3 more sentences (pages 4 and 5)"; "" where there are none."""
    left = views[most:]
    if not left:
        return ""
    return f"{len(left)} more sentence{'s' * (len(left) != 1)} ({pages_in_words(view.page for view in left)})"


def _view(change: SentenceChange, url: str) -> SentenceView:
    before, now = change.before, change.now
    edits = change.redline
    if not edits:
        sides = (("delete", before), ("insert", now))
        edits = tuple(Edit(op, quote.text) for op, quote in sides if quote is not None)
    quote = now or before
    return SentenceView(
        redline=clean_edits(edits),
        short=clean_edits(shortened(edits)),
        page=quote.page if quote else 1,
        where=_where(change),
        link=page_link(url, now.page) if now else "",
    )


def _where(change: SentenceChange) -> str:
    before, now = change.before, change.now
    if now is None:
        return f"page {before.page} of the version before" if before else ""
    same = before is None or before.page == now.page
    return f"page {now.page}" if same or before is None else f"page {now.page}; before: page {before.page}"
