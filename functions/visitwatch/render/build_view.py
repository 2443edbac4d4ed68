"""From a change to the view that the templates fill in."""

from __future__ import annotations

from collections.abc import Iterable

from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.comparing.correction import document_name, what_was_corrected
from visitwatch.domain.comparing.headline import NOTHING_EARLIER
from visitwatch.domain.comparing.labels import days, visit_name
from visitwatch.domain.comparison import Comparison
from visitwatch.domain.report import Report
from visitwatch.ports import AlertItem
from visitwatch.render import words
from visitwatch.render.claims import Claims, clean_edits
from visitwatch.render.corrected import facts, sentences
from visitwatch.render.quotes import public_link
from visitwatch.render.theme_claims import Room, ThemeClaims
from visitwatch.render.view import AlertView

ALERT = Room(quotes=2, themes=12)
DIGEST = Room(quotes=1, themes=6)
"""A digest may hold many reports: mail readers cut off what is longer than about 100 KB."""
SUBJECT_MOST = 120


def alert_view(item: AlertItem, room: Room = ALERT) -> AlertView:
    """The view of one change."""
    return _Maker(item, room).view()


class _Maker:
    def __init__(self, item: AlertItem, room: Room) -> None:
        self.change: Change = item.change
        self.comparison: Comparison | None = item.change.comparison
        self.report: Report | None = item.change.report
        names = [a.name for a in item.authorities]
        if not names and self.report:
            names = [a.name for a in self.report.authorities]
        self.authority = words.listed(words.clean(n) for n in names) or "Authority not known"
        # A correction says what differs; what the report lists was told before.
        listed = None if self.change.kind is ChangeKind.CORRECTION else self.report
        self.claims = Claims(listed, self.comparison, self.change.url)
        self.themes = ThemeClaims(listed, self.comparison, room)

    def view(self) -> AlertView:
        change, claims = self.change, self.claims
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
            priority=claims.priority(),
            judgements=claims.judgements(),
            notes=claims.notes(),
            progress_now=claims.progress_now(),
            progress_before=claims.progress_before(),
            areas=claims.areas(),
            groups=self.themes.groups(),
            also=self.themes.also(),
            improvements=claims.improvements(),
            not_covered=self.themes.not_covered(),
            baselines=claims.baselines(),
            corrected_fields=facts(correction) if correction else (),
            corrections=sentences(correction, change.url) if correction else (),
            redline=clean_edits(correction.redline) if correction and not correction.changes else (),
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
            return f"correction of the {document_name(report)}"
        if self.change.kind is ChangeKind.RECOMPARED:
            return f"correction of what we said of the {self._document()}"
        return self._document()

    def _document(self) -> str:
        """Kind and ordinal: "second monitoring visit"."""
        return visit_name(self.report) if self.report is not None else "report"

    def _headline(self) -> str:
        """What changed, without the authority and the document, which the heading names."""
        if self._corrected():
            return f"{words.sentence(self._corrected())}."
        named = f"{self.authority}, {self._document()}"
        headline = self._full_headline()
        return "" if headline == f"{named}." else words.sentence(headline.removeprefix(f"{named}: "))

    def _corrected(self) -> str:
        """What a correction corrected; "" of other changes."""
        correction = self.change.correction
        return what_was_corrected(correction) if correction and self.change.kind is ChangeKind.CORRECTION else ""

    def _full_headline(self) -> str:
        if self.comparison and self.change.kind in (ChangeKind.NEW_REPORT, ChangeKind.RECOMPARED):
            return words.clean(self.comparison.headline)
        return ""

    def _subject(self) -> str:
        headline = self._full_headline()
        if self.change.kind is ChangeKind.NEW_REPORT and headline.startswith(self.authority):
            return words.shorten(headline.removesuffix("."), SUBJECT_MOST)
        corrected = f": {self._corrected()}" if self._corrected() else ""
        return words.shorten(f"{self.authority}: {self._what()}{corrected}", SUBJECT_MOST)

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
        alone = self.comparison is None or not self.comparison.baselines
        if kind is ChangeKind.NEW_REPORT and alone and NOTHING_EARLIER not in self._full_headline():
            return "There is no earlier report here to compare it with."
        return words.EXPLANATIONS.get(kind, "")

    def _facts(self) -> Iterable[tuple[str, str]]:
        report, change = self.report, self.change
        title = report.title if report is not None else change.title
        if title and change.kind is not ChangeKind.NOTICE:
            yield "Document", words.clean(title)
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
