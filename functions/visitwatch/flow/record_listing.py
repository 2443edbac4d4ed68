"""Recording what an authority's page lists: what is new, what alerts, what has gone, what is back.

The rule of alerting. A page that was recorded whole before (a "learned" authority): every link that it did not list
then alerts. A page recorded for the first time: links published after the day on which this home began alert, since
nobody could have heard of them; all others are history and stay quiet. The authority counts as learned only when
every link is recorded, so a first check that dies half-way is simply continued by the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from visitwatch.domain.message import CollectReport
from visitwatch.domain.publication import Listing, Publication, PublicationRecord, PublicationState
from visitwatch.errors import StoreBusyError
from visitwatch.flow.announce import join_authority, names, tell_unread
from visitwatch.flow.check_result import CheckResult
from visitwatch.flow.context import Context

WITHDRAWN = "withdrawn"
"""Of a report that is no longer on its page: the problem for ops, and the reason where it had not been read yet."""
EMPTIED = 3
"""A page that listed so many reports and now lists none is a failure of the page, not so many withdrawals."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Whether a link that was not known alerts."""

    learned: bool
    began: date
    today: date

    def alerts(self, publication: Publication) -> bool:
        if self.learned:
            return True
        later = publication.published is not None and publication.published > self.began
        return later and self.today > self.began

    def doubtful(self, publication: Publication) -> bool:
        """Quiet, though it may be news: ops should look."""
        return not self.learned and publication.published is None and self.today > self.began


def record_listing(ctx: Context, listing: Listing, source_id: str) -> CheckResult:
    """Records all of it, then queues what alerts; the page's validator last, so that nothing unrecorded is skipped."""
    now = ctx.clock.now()
    learned = ctx.store.learned_at(listing.urn) is not None
    rule = _Rule(learned, ctx.store.began_at().date(), now.date())
    found = CheckResult(listed=1, unknown_labels=listing.unknown_labels)
    for publication in listing.publications:
        found += _record(ctx, publication, rule, now)
    if listing.complete:
        found += _withdraw(ctx, listing, source_id)
        if not learned:
            ctx.store.mark_learned(listing.urn, now)
            found += CheckResult(learned=(listing.urn,))
    for url in found.new:
        ctx.queue.send(CollectReport(url))
    for label in listing.unknown_labels:
        message = f"a label that is not known, on the page of {names(ctx, (listing.urn,))}"
        ctx.store.report_problem("unknown_label", label, message, now)
    if listing.validator is not None:
        ctx.store.put_validator(listing.validator)
    return found


def _record(ctx: Context, publication: Publication, rule: _Rule, now: datetime) -> CheckResult:
    quiet = not rule.alerts(publication)
    url = publication.url
    known = ctx.store.get_publication(url)
    record = PublicationRecord(publication, PublicationState.LISTED, quiet, first_seen=now)
    if known is None and rule.doubtful(publication):
        message = "a report without a date on a page that was read for the first time; it alerted nobody"
        ctx.store.report_problem("unknown_date", url, message, now)
    if known is None and ctx.store.add_publication(record):
        return CheckResult(publications=1, new=() if quiet else (url,), quiet=(url,) if quiet else ())
    if known is None:
        raise StoreBusyError("the publication was recorded in between", subject=url)
    return CheckResult(publications=1) + _seen_again(ctx, known, publication, quiet=quiet)


def _seen_again(ctx: Context, known: PublicationRecord, publication: Publication, *, quiet: bool) -> CheckResult:
    record, found = known, CheckResult()
    if publication.urn not in known.urns or publication.source_id != known.publication.source_id:
        record, found = _on_a_further_page(ctx, known, publication, quiet=quiet)
    elif publication.urn == known.publication.urn and publication != known.publication:
        record = replace(known, publication=publication)
    if known.state is PublicationState.WITHDRAWN:
        record = replace(record, state=_state_before(ctx, known))
        ctx.store.close_problem(WITHDRAWN, known.url)
        found += CheckResult(back=(known.url,))
    if record != known:
        ctx.store.update_publication(record)
    return found


def _on_a_further_page(
    ctx: Context, known: PublicationRecord, publication: Publication, *, quiet: bool
) -> tuple[PublicationRecord, CheckResult]:
    """A joint report, or one that so far only a feed had named. To a learned page it is news, though it was quiet."""
    news = known.quiet and not quiet
    found = CheckResult(new=(known.url,) if news else ())
    if known.urns and known.publication.source_id == publication.source_id:
        join_authority(ctx, known, publication.urn)  # before it is written down: done again if we die here
        return replace(known, also=(*known.also, publication.urn), quiet=known.quiet and quiet), found
    return replace(known, publication=publication, also=(), quiet=known.quiet and quiet), found


def _state_before(ctx: Context, record: PublicationRecord) -> PublicationState:
    if record.sha256 is None:
        return PublicationState.LISTED
    read = ctx.store.get_report(record.url, record.sha256) is not None
    return PublicationState.READ if read else PublicationState.UNREADABLE


def _withdraw(ctx: Context, listing: Listing, source_id: str) -> CheckResult:
    now = ctx.clock.now()
    listed = {publication.url for publication in listing.publications}
    missing = [
        record
        for record in ctx.store.publications_of(listing.urn)
        if record.url not in listed
        and record.state is not PublicationState.WITHDRAWN
        and record.publication.source_id == source_id
    ]
    page = f"the page of {names(ctx, (listing.urn,))}"
    if not listed and len(missing) >= EMPTIED:
        ctx.store.report_problem("listing_emptied", listing.urn, f"{page} lists none of {len(missing)} reports", now)
        return CheckResult()
    ctx.store.close_problem("listing_emptied", listing.urn)
    for record in missing:
        # Ops and subscribers first: once it is written as withdrawn, no later check would tell of it.
        ctx.store.report_problem(WITHDRAWN, record.url, f"no longer on {page}", now)
        without = _without(record, listing)
        if _never_had(without):
            without = replace(_told_by_its_link(ctx, record), state=PublicationState.WITHDRAWN)
        ctx.store.update_publication(without)
    return CheckResult(withdrawn=tuple(record.url for record in missing))


def _without(record: PublicationRecord, listing: Listing) -> PublicationRecord:
    """Off this page; withdrawn where no other page lists it."""
    others = tuple(urn for urn in record.urns if urn != listing.urn)
    if not others:
        return replace(record, state=PublicationState.WITHDRAWN)
    return replace(record, publication=replace(record.publication, urn=others[0]), also=others[1:])


def _never_had(record: PublicationRecord) -> bool:
    """Published, taken off before it could be fetched, and nobody was told."""
    gone = record.state is PublicationState.WITHDRAWN
    return gone and not record.quiet and record.sha256 is None and not record.settled


def _told_by_its_link(ctx: Context, record: PublicationRecord) -> PublicationRecord:
    """Settled. A report was published, and that must never be known to nobody; nothing will fetch it any more."""
    settled = tell_unread(ctx, record, WITHDRAWN)
    for problem in ctx.store.open_problems():
        if problem.subject == record.url and problem.name != WITHDRAWN:
            ctx.store.close_problem(problem.name, problem.subject)
    return settled
