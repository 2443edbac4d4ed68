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
    """how: whether the report says it itself, "" where only one report speaks of it. named: in the headline."""

    name: str
    how: str
    now: tuple[QuoteView, ...]
    before: tuple[QuoteView, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    direction: Direction
    title: str
    note: str
    themes: tuple[ThemeView, ...]


@dataclass(frozen=True, slots=True)
class MentionView:
    """A theme that is only named, with the page of its clearest sentence."""

    name: str
    page: int | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class AlsoGroup:
    """title: a direction's, or a report's name; "" where there is only one that it can be."""

    title: str
    mentions: tuple[MentionView, ...]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of a corrected report. redline: of the whole sentence; what came or went whole is one edit.

    short: the redline with the words beside a change only. page: in the version that has it. where: the pages, in
    words. link: to the page of the report as it is now.
    """

    redline: tuple[Edit, ...]
    short: tuple[Edit, ...]
    page: int
    where: str
    link: str


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
    facts: label and value. redline: of a correction whose sentences are not known one by one.
    All texts are single lines.
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
    also: tuple[AlsoGroup, ...]
    improvements: tuple[ItemGroup, ...]
    not_covered: tuple[AlsoGroup, ...]
    baselines: tuple[str, ...]
    corrected_fields: tuple[str, ...]
    corrections: tuple[SentenceView, ...]
    redline: tuple[Edit, ...]
    redline_cut: bool
    warnings: tuple[str, ...]
    is_notice: bool
