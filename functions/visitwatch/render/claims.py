"""What a message claims of a report and of its comparison, each claim with its quotes.

No claim is made without its quote: a row of the comparison that cannot show one is left out (design.md).
"""

from __future__ import annotations

from visitwatch.domain.comparison import (
    Comparison,
    Edit,
    ItemChange,
    ItemStatus,
    JudgementChange,
    JudgementRow,
)
from visitwatch.domain.report import Quote, Report
from visitwatch.render import words
from visitwatch.render.quotes import page_link, sources
from visitwatch.render.view import (
    ItemGroup,
    ItemView,
    JudgementView,
    PriorityView,
    QuoteView,
)

_ITEM_ORDER = (ItemStatus.NEW, ItemStatus.CARRIED_OVER, ItemStatus.CANNOT_TELL, ItemStatus.NO_LONGER_LISTED)
_STILL = (JudgementChange.UNCHANGED, JudgementChange.NOT_COMPARABLE)


class Claims:
    """url: of the report."""

    def __init__(self, report: Report | None, comparison: Comparison | None, url: str) -> None:
        self._report = report
        self._comparison = comparison
        self._url = url
        self._sources = sources(comparison)

    def priority(self) -> tuple[PriorityView, ...]:
        """Of the comparison or, with nothing to compare with, as the report lists them."""
        rows = self._comparison.priority_actions if self._comparison else ()
        if not rows:
            given = self._report.priority_actions if self._report else ()
            return tuple(PriorityView("", self._now(quote)) for quote in given)
        return tuple(
            PriorityView(
                words.ITEM_WORDS[row.status],
                self._before(row.quote) if row.status is ItemStatus.NO_LONGER_LISTED else self._now(row.quote),
            )
            for row in rows
        )

    def judgements(self) -> tuple[JudgementView, ...]:
        """Old and new or, with nothing to compare with, the grades that the report gives."""
        if self._comparison and self._comparison.judgements:
            told_below = frozenset(self._comparison.notes)
            return tuple(_judgement(row, told_below) for row in self._comparison.judgements)
        given = self._report.judgements if self._report else ()
        return tuple(
            JudgementView(words.sentence(j.aspect), "", j.grade, "", "", moved=False, pages=f"page {j.page}")
            for j in given
        )

    def progress_now(self) -> QuoteView | None:
        now = self._comparison.progress.now if self._comparison else None
        quote = now or (self._report.progress_statement if self._report else None)
        return self._now(quote) if quote else None

    def progress_before(self) -> QuoteView | None:
        pair = self._comparison.progress if self._comparison else None
        return self._before(pair.before, pair.before_key) if pair and pair.before else None

    def areas(self) -> tuple[str, ...]:
        areas = self._comparison.areas if self._comparison else ()
        return tuple(words.clean(a) for a in areas or (self._report.areas_covered if self._report else ()))

    def improvements(self) -> tuple[ItemGroup, ...]:
        """By what became of them or, with nothing to compare with, as the report lists them."""
        rows = self._comparison.improvements if self._comparison else ()
        if not rows:
            given = self._report.improvements if self._report else ()
            items = tuple(ItemView(self._now(Quote(i.text, i.page)), None, ()) for i in given)
            return (ItemGroup("Listed in this report", "", items),) if items else ()
        gone = "Not listed any more does not mean resolved."
        groups = (
            ItemGroup(
                words.ITEM_WORDS[status],
                gone if status is ItemStatus.NO_LONGER_LISTED else "",
                tuple(self._item(row) for row in rows if row.status is status),
            )
            for status in _ITEM_ORDER
        )
        return tuple(group for group in groups if group.items)

    def baselines(self) -> tuple[str, ...]:
        chosen = self._comparison.baselines if self._comparison else ()
        return tuple(f"{words.clean(b.ref.label)} ({b.why})" for b in chosen)

    def notes(self) -> tuple[str, ...]:
        return tuple(words.clean(n) for n in self._comparison.notes) if self._comparison else ()

    def _item(self, row: ItemChange) -> ItemView:
        return ItemView(
            self._now(row.now) if row.now else None,
            self._before(row.before) if row.before else None,
            clean_edits(row.redline),
        )

    def _now(self, quote: Quote) -> QuoteView:
        return QuoteView(words.clean(quote.text), quote.page, page_link(self._url, quote.page))

    def _before(self, quote: Quote, key: str = "") -> QuoteView:
        """A quote of a baseline; without its key it is linked where there is only one that it can be of."""
        baselines = self._comparison.baselines if self._comparison else ()
        if not key and len(baselines) == 1:
            key = baselines[0].ref.key
        link = page_link(key, quote.page)
        return QuoteView(words.clean(quote.text), quote.page, link, self._sources.get(key, ""))


def clean_edits(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """On one line, with the blanks at the ends of what was taken out or put in outside its marks."""
    return tuple(run for edit in edits for run in _unpadded(Edit(edit.op, words.clean_run(edit.text))))


def _unpadded(edit: Edit) -> tuple[Edit, ...]:
    core = edit.text.strip()
    if edit.op == "equal" or core == edit.text:
        return (edit,)
    lead, _, trail = edit.text.partition(core) if core else (edit.text, "", "")
    runs = (Edit("equal", lead), Edit(edit.op, core), Edit("equal", trail))
    return tuple(run for run in runs if run.text)


def _judgement(row: JudgementRow, told_below: frozenset[str]) -> JudgementView:
    before = f"before: page {row.before_page}" if row.before_page is not None else ""
    after = f"now: page {row.after_page}" if row.after_page is not None else ""
    return JudgementView(
        aspect=words.sentence(row.aspect),
        before=row.before or "",
        after=row.after or "",
        words=words.JUDGEMENT_WORDS[row.change],
        note="" if row.note in told_below else words.sentence(words.clean(row.note)),
        moved=row.change not in _STILL,
        pages=", ".join(filter(None, (before, after))),
    )
