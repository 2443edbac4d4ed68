"""Quotes with their pages, the links to those pages, and the names of the reports that they are from."""

from __future__ import annotations

from visitwatch.domain.comparison import Comparison, Evidence
from visitwatch.render import words
from visitwatch.render.view import QuoteView


def public_link(url: str) -> str:
    """The link if a reader can open it, "" otherwise (a file's path)."""
    plain = words.clean(url).replace(" ", "%20")
    return plain if plain.startswith(("https://", "http://")) else ""


def page_link(key: str, page: int) -> str:
    """PDF viewers open "#page=4" at that page."""
    link = public_link(key)
    return f"{link}#page={page}" if link and "#" not in link else link


def sources(comparison: Comparison | None) -> dict[str, str]:
    """The baselines' names by key, where there is more than one; a quote of the report itself needs none.

    Without their dates, which "Compared with" gives, where that tells them apart.
    """
    if comparison is None or len(comparison.baselines) == 1:
        return {}
    labels = {b.ref.key: words.clean(b.ref.label) for b in comparison.baselines}
    short = {key: label.partition(",")[0] for key, label in labels.items()}
    return short if len(set(short.values())) == len(short) else labels


def evidence_view(evidence: Evidence, names: dict[str, str]) -> QuoteView:
    """names: of `sources`."""
    link = page_link(evidence.key, evidence.page)
    return QuoteView(words.clean(evidence.text), evidence.page, link, names.get(evidence.key, ""))
