"""What a message says of one change, ready for every channel: the parts in the order in which readers value them."""

from __future__ import annotations

from dataclasses import dataclass

from visitwatch.domain.comparison import Direction, Edit


@dataclass(frozen=True, slots=True)
class QuoteView:
    """page: None where the document is no PDF with pages. link: to that page, "" where there is no public link."""

    text: str
    page: int | None
    link: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ThemeView:
    name: str
    how: str
    now: tuple[QuoteView, ...]
    before: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    direction: Direction
    title: str
    note: str
    themes: tuple[ThemeView, ...]


@dataclass(frozen=True, slots=True)
class JudgementView:
    aspect: str
    before: str
    after: str
    words: str
    note: str
    moved: bool
    pages: str


@dataclass(frozen=True, slots=True)
class ItemView:
    now: QuoteView | None
    before: QuoteView | None
    redline: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ItemGroup:
    title: str
    note: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class PriorityView:
    """status: "" where there was nothing to compare with."""

    status: str
    quote: QuoteView


@dataclass(frozen=True, slots=True)
class AlertView:
    """subject: for lists and the mail's subject. what: the document, heading: it with the authority.
    facts: label and value. All texts are single lines.
    """

    change_id: str
    subject: str
    authority: str
    what: str
    heading: str
    headline: str
    url: str
    link_words: str
    facts: tuple[tuple[str, str], ...]
    explanation: str
    priority: tuple[PriorityView, ...]
    judgements: tuple[JudgementView, ...]
    notes: tuple[str, ...]
    progress_now: QuoteView | None
    progress_before: QuoteView | None
    areas: tuple[str, ...]
    groups: tuple[ThemeGroup, ...]
    improvements: tuple[ItemGroup, ...]
    not_covered: tuple[str, ...]
    baselines: tuple[str, ...]
    corrected_fields: tuple[str, ...]
    redline: tuple[Edit, ...]
    redline_cut: bool
    warnings: tuple[str, ...]
    is_notice: bool
