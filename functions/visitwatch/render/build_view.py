"""From a change to the view that the templates fill in.

No claim is made without its quote: a row of the comparison that cannot show one is left out (design.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.comparing.labels import days, kind_name, ordinal
from visitwatch.domain.comparison import (
    Comparison,
    Direction,
    Edit,
    Evidence,
    ItemChange,
    ItemStatus,
    JudgementChange,
    ThemeChange,
)
from visitwatch.domain.report import Quote, Report
from visitwatch.domain.theme_terms import theme_term
from visitwatch.ports import AlertItem
from visitwatch.render import words
from visitwatch.render.view import (
    AlertView,
    ItemGroup,
    ItemView,
    JudgementView,
    PriorityView,
    QuoteView,
    ThemeGroup,
    ThemeView,
)

MOST_QUOTES = 2
"""Of a theme, a side. The comparison holds up to three, the clearest first."""
SUBJECT_MOST = 120
Quoted = Callable[[Evidence], QuoteView]


def alert_view(item: AlertItem) -> AlertView:
    """The view of one change."""
    return _Maker(item).view()


def public_link(url: str) -> str:
    """The link if a reader can open it, "" otherwise (a file's path)."""
    plain = words.clean(url).replace(" ", "%20")
    return plain if plain.startswith(("https://", "http://")) else ""


class _Maker:
    def __init__(self, item: AlertItem) -> None:
        self.change: Change = item.change
        self.comparison: Comparison | None = item.change.comparison
        self.report: Report | None = item.change.report
        names = [a.name for a in item.authorities]
        if not names and self.report:
            names = [a.name for a in self.report.authorities]
        self.authority = words.listed(words.clean(n) for n in names) or "Authority not known"
        self.sources = _sources(self.comparison)

    def view(self) -> AlertView:
        change, comparison = self.change, self.comparison
        correction = change.correction
        return AlertView(
            change_id=change.id,
            subject=self._subject(),
            authority=self.authority,
            what=words.sentence(self._what()),
            heading=f"{self.authority}: {self._what()}",
            headline=self._headline(),
            url=public_link(change.url),
            link_words=self._link_words(),
            facts=tuple(self._facts()),
            explanation=self._explanation(),
            priority=self._priority(),
            judgements=self._judgements(),
            notes=tuple(words.clean(n) for n in comparison.notes) if comparison else (),
            progress_now=self._progress_now(),
            progress_before=self._before(comparison.progress.before) if comparison else None,
            areas=self._areas(),
            groups=_groups(comparison, self._evidence) if comparison else (),
            improvements=self._improvements(),
            not_covered=_not_covered(comparison),
            baselines=tuple(f"{words.clean(b.ref.label)} ({b.why})" for b in comparison.baselines)
            if comparison
            else (),
            corrected_fields=tuple(words.FIELD_WORDS.get(f, f) for f in correction.fields) if correction else (),
            redline=_edits(correction.redline) if correction else (),
            redline_cut=bool(correction and correction.truncated),
            warnings=tuple(words.clean(w) for w in self.report.warnings) if self.report else (),
            is_notice=change.kind is ChangeKind.NOTICE,
        )

    def _what(self) -> str:
        """What came, in a few words: "second monitoring visit", "correction of the second monitoring visit"."""
        if self.change.kind is ChangeKind.NOTICE:
            return words.clean(self.change.title)
        report = self.report
        if report is None or self.change.kind is ChangeKind.UNKNOWN_KIND:
            return words.KIND_WORDS[self.change.kind][:1].lower() + words.KIND_WORDS[self.change.kind][1:]
        if self.change.kind is ChangeKind.CORRECTION:
            return f"correction of the {self._document()}"
        if self.change.kind is ChangeKind.RECOMPARED:
            return f"correction of what we said of the {self._document()}"
        return self._document()

    def _document(self) -> str:
        """Kind and ordinal: "second monitoring visit"."""
        if self.report is None:
            return "report"
        name = kind_name(self.report.kind)
        return f"{ordinal(self.report.ordinal)} {name}" if self.report.ordinal else name

    def _headline(self) -> str:
        """What changed, without the authority and the document, which the heading names."""
        return words.sentence(self._full_headline().removeprefix(f"{self.authority}, {self._document()}: "))

    def _full_headline(self) -> str:
        if self.comparison and self.change.kind in (ChangeKind.NEW_REPORT, ChangeKind.RECOMPARED):
            return words.clean(self.comparison.headline)
        return ""

    def _subject(self) -> str:
        headline = self._full_headline()
        if self.change.kind is ChangeKind.NEW_REPORT and headline.startswith(self.authority):
            return words.shorten(headline.removesuffix("."), SUBJECT_MOST)
        return words.shorten(f"{self.authority}: {self._what()}", SUBJECT_MOST)

    def _link_words(self) -> str:
        if self.change.kind is ChangeKind.NOTICE:
            return "Read the notice"
        letter = self.report is not None and self.report.is_letter
        return f"Read {'the letter' if letter else 'the report'} on Ofsted’s website"

    def _explanation(self) -> str:
        kind = self.change.kind
        if kind is ChangeKind.UNREADABLE:
            reason = words.clean(words.REASON_WORDS.get(self.change.reason, self.change.reason))
            why = f": {reason}" if reason else ""
            return f"A new report was published and could not be read{why}. Please read it at the link."
        if kind is ChangeKind.NEW_REPORT and (self.comparison is None or not self.comparison.baselines):
            return "There is no earlier report here to compare it with."
        return words.EXPLANATIONS.get(kind, "")

    def _facts(self) -> Iterable[tuple[str, str]]:
        report, change = self.report, self.change
        if change.title and change.kind is not ChangeKind.NOTICE:
            yield "Document", words.clean(change.title)
        if report is not None:
            yield from self._report_facts(report)
        published = (change.publication.published if change.publication else None) or (report and report.published)
        if published:
            yield "Published", words.day(published)
        if change.notice is not None and change.notice.updated:
            yield "Updated", words.moment(change.notice.updated)

    def _report_facts(self, report: Report) -> Iterable[tuple[str, str]]:
        yield "Kind", self._kind_words(report)
        if report.topic:
            yield "Topic", words.clean(report.topic)
        if report.visited:
            yield "On site", words.listed(days(r) for r in report.visited)
        if report.letter_date:
            yield "Letter dated", words.day(report.letter_date)
        if report.inspectors:
            yield "Inspectors", words.clean(words.listed(report.inspectors))
        if report.outcome in words.OUTCOME_WORDS:
            yield "Outcome", words.OUTCOME_WORDS[report.outcome]

    def _kind_words(self, report: Report) -> str:
        text = self._document()
        if report.judged_inadequate:
            since = words.month(report.judged_inadequate.year, report.judged_inadequate.month)
            text += f" since the authority was judged inadequate in {since}"
        return words.sentence(text)

    def _areas(self) -> tuple[str, ...]:
        areas = self.comparison.areas if self.comparison else ()
        return tuple(words.clean(a) for a in areas or (self.report.areas_covered if self.report else ()))

    def _quote(self, quote: Quote | None) -> QuoteView | None:
        if quote is None:
            return None
        return QuoteView(words.clean(quote.text), quote.page, _page_link(self.change.url, quote.page))

    def _before(self, quote: Quote | None) -> QuoteView | None:
        """A quote of a baseline; named where there is only one that it can be of."""
        if quote is None or self.comparison is None:
            return None
        only = self.comparison.baselines[0].ref if len(self.comparison.baselines) == 1 else None
        link = _page_link(only.key, quote.page) if only else ""
        return QuoteView(words.clean(quote.text), quote.page, link, words.clean(only.label) if only else "")

    def _evidence(self, evidence: Evidence) -> QuoteView:
        return QuoteView(
            words.clean(evidence.text),
            evidence.page,
            _page_link(evidence.key, evidence.page),
            self.sources.get(evidence.key, ""),
        )

    def _progress_now(self) -> QuoteView | None:
        now = self.comparison.progress.now if self.comparison else None
        return self._quote(now or (self.report.progress_statement if self.report else None))

    def _priority(self) -> tuple[PriorityView, ...]:
        rows = [(p.status, p.quote) for p in self.comparison.priority_actions] if self.comparison else []
        if not rows and self.report:
            return tuple(PriorityView("", q) for q in map(self._quote, self.report.priority_actions) if q)
        views = []
        for status, quote in rows:
            view = self._before(quote) if status is ItemStatus.NO_LONGER_LISTED else self._quote(quote)
            if view is not None:
                views.append(PriorityView(words.ITEM_WORDS[status], view))
        return tuple(views)

    def _judgements(self) -> tuple[JudgementView, ...]:
        rows = self.comparison.judgements if self.comparison else ()
        if rows:
            still = (JudgementChange.UNCHANGED, JudgementChange.NOT_COMPARABLE)
            return tuple(
                JudgementView(
                    words.sentence(row.aspect),
                    row.before or "",
                    row.after or "",
                    words.JUDGEMENT_WORDS[row.change],
                    words.sentence(words.clean(row.note)),
                    row.change not in still,
                    _pages(row.before_page, row.after_page),
                )
                for row in rows
            )
        given = self.report.judgements if self.report else ()
        return tuple(
            JudgementView(words.sentence(j.aspect), "", j.grade, "", "", moved=False, pages=f"page {j.page}")
            for j in given
        )

    def _improvements(self) -> tuple[ItemGroup, ...]:
        rows = self.comparison.improvements if self.comparison else ()
        if not rows:
            given = self.report.improvements if self.report else ()
            items = tuple(ItemView(self._quote(Quote(i.text, i.page)), None, ()) for i in given)
            return (ItemGroup("Listed in this report", "", items),) if items else ()
        order = (ItemStatus.NEW, ItemStatus.CARRIED_OVER, ItemStatus.CANNOT_TELL, ItemStatus.NO_LONGER_LISTED)
        gone = "Not listed any more does not mean resolved."
        groups = (
            ItemGroup(
                words.ITEM_WORDS[status],
                gone if status is ItemStatus.NO_LONGER_LISTED else "",
                tuple(self._item(row) for row in rows if row.status is status),
            )
            for status in order
        )
        return tuple(group for group in groups if group.items)

    def _item(self, row: ItemChange) -> ItemView:
        return ItemView(self._quote(row.now), self._before(row.before), _edits(row.redline))


def _sources(comparison: Comparison | None) -> dict[str, str]:
    """The baselines' names by key; a quote of the report itself needs none."""
    if comparison is None:
        return {}
    return {b.ref.key: words.clean(b.ref.label) for b in comparison.baselines}


def _page_link(key: str, page: int) -> str:
    """PDF viewers open "#page=4" at that page."""
    link = public_link(key)
    return f"{link}#page={page}" if link and "#" not in link else link


def _pages(before: int | None, after: int | None) -> str:
    parts = []
    if before is not None:
        parts.append(f"before: page {before}")
    if after is not None:
        parts.append(f"now: page {after}")
    return ", ".join(parts)


def _edits(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return tuple(Edit(e.op, words.clean_run(e.text)) for e in edits)


def _groups(comparison: Comparison, quoted: Quoted) -> tuple[ThemeGroup, ...]:
    groups = []
    for direction, title, note in words.GROUPS:
        rows = [t for t in comparison.themes if t.direction is direction and _shows_evidence(t)]
        rows.sort(key=lambda t: (not t.stated, -t.confidence))
        if rows:
            groups.append(ThemeGroup(direction, title, note, tuple(_theme(t, quoted) for t in rows)))
    return tuple(groups)


def _shows_evidence(theme: ThemeChange) -> bool:
    """What the report states itself, or raises newly, needs its own words; the rest those of both reports."""
    alone = theme.stated or theme.direction in (Direction.NEW, Direction.CANNOT_TELL)
    return bool(theme.now) and (alone or bool(theme.before))


def _theme(theme: ThemeChange, quoted: Quoted) -> ThemeView:
    how = "the report says so" if theme.stated else "inferred from two statements"
    if theme.direction in (Direction.NEW, Direction.CANNOT_TELL):
        how = ""
    sure = f"confidence {theme.confidence:.0%}"
    return ThemeView(
        name=theme_term(theme.theme),
        how=f"{how}; {sure}" if how else sure,
        now=tuple(quoted(e) for e in theme.now[:MOST_QUOTES]),
        before=tuple(quoted(e) for e in theme.before[:MOST_QUOTES]),
    )


def _not_covered(comparison: Comparison | None) -> tuple[str, ...]:
    rows = comparison.themes if comparison else ()
    return tuple(theme_term(t.theme) for t in rows if t.direction is Direction.NOT_COVERED)
