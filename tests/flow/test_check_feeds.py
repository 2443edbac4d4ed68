from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.flow.home import ASH, BROKEN, DAY_ONE, ELM, FIR, HTML, OAK, Feed, Home, a_home, letter, publication

from visitwatch.domain.change import ChangeKind
from visitwatch.domain.publication import (
    FeedPage,
    Listing,
    Notice,
    PublicationState,
    SourceFailure,
    SourceItem,
    Unchanged,
    Validator,
)
from visitwatch.errors import AuthoritiesMissingError, FeedEndedError, SourceUnreachableError, StoreBusyError
from visitwatch.flow.check_feeds import GIVE_UP_AFTER, GIVE_UP_CHECKS, check_feeds
from visitwatch.ports import Source, SourceState, Validators

OLD = date(2025, 9, 30)
SECOND = letter("Oakshire", 2, date(2026, 5, 5))


def test_the_first_check_of_an_empty_home_learns_what_exists_and_alerts_nobody() -> None:
    home = a_home()
    result = home.check()
    assert result.first
    assert result.learned == (OAK, ELM)
    assert (result.new, result.quiet, result.publications, result.listed) == ((), ("oak-1",), 1, 2)
    assert home.changes() == []
    assert home.files.asked == []
    assert not home.check().first


def test_a_report_published_on_the_very_first_day_is_learned_too() -> None:
    home = a_home()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    assert home.changes() == []


def test_a_first_check_is_quiet_whatever_dates_the_page_gives() -> None:
    home = a_home()
    home.publish("oak-2", SECOND, OAK, published=DAY_ONE.date() + timedelta(days=30))
    assert home.check().quiet == ("oak-1", "oak-2")


def test_a_report_that_a_learned_page_did_not_list_before_alerts_once() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    assert home.check().new == ("oak-2",)
    (change,) = home.changes()
    assert (change.kind, change.urns, change.url) == (ChangeKind.NEW_REPORT, (OAK,), "oak-2")
    assert change.title == "Oakshire: second monitoring visit, 5 and 6 May 2026"
    assert home.told_of(change) == {"oakley", "all"}
    told = list(home.told)
    assert home.check().new == ()
    assert home.changes() == [change]
    assert home.told == told


def test_a_report_alerts_however_old_its_date_if_the_page_did_not_list_it() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK, published=OLD)
    home.check()
    assert home.kinds() == [ChangeKind.NEW_REPORT]


def test_an_authority_first_seen_later_alerts_for_what_was_published_after_the_home_began() -> None:
    home = a_home()
    home.check()
    home.next_day(10)
    home.publish("ash-1", letter("Ashford Vale", 1, date(2025, 9, 2)), ASH, published=OLD)
    home.publish("ash-2", letter("Ashford Vale", 2, date(2026, 2, 2)), ASH, published=DAY_ONE.date())
    home.publish(
        "ash-3", letter("Ashford Vale", 3, date(2026, 5, 5)), ASH, published=DAY_ONE.date() + timedelta(days=1)
    )
    result = home.check()
    assert (result.new, set(result.quiet), result.learned) == (("ash-3",), {"ash-1", "ash-2"}, (ASH,))
    assert [change.url for change in home.changes()] == ["ash-3"]


def test_of_an_authority_first_seen_later_a_report_without_a_date_is_quiet_and_ops_are_told() -> None:
    home = a_home()
    home.portal.pages[ELM] = [publication("elm-0", ELM, None)]
    home.check()
    assert home.problems() == set()
    home.next_day()
    home.portal.pages[ASH] = [publication("ash-1", ASH, None)]
    assert home.check().quiet == ("ash-1",)
    assert home.problems() == {("unknown_date", "ash-1")}


def test_a_first_check_that_missed_a_page_learns_it_later_and_does_not_alert_for_its_old_reports() -> None:
    home = a_home()
    elm = home.portal.pages[ELM]
    home.portal.pages[ELM] = SourceFailure("page-of-elm", "source_unreachable", "timed out", transient=True)
    result = home.check()
    assert result.learned == (OAK,)
    assert [failure.url for failure in result.failures] == ["page-of-elm"]
    assert home.problems() == {("source_unreachable", "portal page-of-elm")}
    home.next_day(3)
    home.portal.pages[ELM] = elm
    home.publish("elm-1", letter("Elmshire", 1, date(2025, 9, 2)), ELM, published=OLD)
    home.check()
    assert home.changes() == []
    assert home.problems() == set()


def test_a_listing_that_is_not_complete_neither_learns_nor_withdraws() -> None:
    home = a_home()
    home.check()
    home.portal.complete = False
    home.portal.pages = {OAK: [], ASH: []}
    result = home.check()
    assert (result.learned, result.withdrawn) == ((), ())
    assert home.store.learned_at(ASH) is None


def test_a_report_withdrawn_from_its_page_is_named_and_comes_back_without_a_second_alert() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    page = home.portal.pages[OAK]
    assert isinstance(page, list)
    home.portal.pages[OAK] = page[:1]
    assert home.check().withdrawn == ("oak-2",)
    record = home.store.get_publication("oak-2")
    assert record is not None
    assert record.state is PublicationState.WITHDRAWN
    assert home.problems() == {("withdrawn", "oak-2")}
    assert home.check().withdrawn == ()
    home.portal.pages[OAK] = page
    assert home.check().back == ("oak-2",)
    record = home.store.get_publication("oak-2")
    assert record is not None
    assert record.state is PublicationState.READ
    assert home.problems() == set()
    assert len(home.changes()) == 1


def test_a_page_that_loses_all_its_reports_at_once_is_a_failure_of_the_page() -> None:
    home = a_home()
    for number in range(3):
        home.publish(f"elm-{number}", HTML, ELM, published=OLD)
    home.check()
    home.portal.pages[ELM] = []
    assert home.check().withdrawn == ()
    assert home.problems() == {("listing_emptied", ELM)}
    home.publish("elm-2", HTML, ELM, published=OLD)
    assert home.check().withdrawn == ("elm-0", "elm-1")
    assert ("listing_emptied", ELM) not in home.problems()


def test_one_link_on_two_pages_is_one_change_for_both_authorities() -> None:
    home = a_home()
    home.check()
    home.publish("joint", SECOND, OAK, ELM)
    assert home.check().new == ("joint",)
    (change,) = home.changes()
    assert set(change.urns) == {OAK, ELM}
    assert home.told_of(change) == {"oakley", "elmer", "all"}
    before = home.store.get_publication("joint")
    home.check()
    assert home.store.get_publication("joint") == before


def test_a_second_page_that_lists_the_link_later_tells_those_not_yet_told() -> None:
    home = a_home()
    home.check()
    home.publish("joint", SECOND, OAK)
    home.check()
    told = list(home.told)
    home.next_day()
    home.publish("joint", SECOND, ELM)
    home.check()
    (change,) = home.changes()
    assert set(change.urns) == {OAK, ELM}
    assert home.told_of(change) == {"oakley", "elmer", "all"}
    assert home.told[: len(told)] == told
    assert len(home.told) == len(told) + 1


def test_a_page_that_is_read_for_the_first_time_makes_no_news_quiet() -> None:
    home = a_home()
    home.check()
    home.publish("joint", SECOND, OAK, FIR)
    assert home.check().new == ("joint",)
    (change,) = home.changes()
    assert set(change.urns) == {OAK, FIR}
    assert home.told_of(change) == {"oakley", "all"}


def test_a_page_knows_better_than_a_feed_whose_report_it_is() -> None:
    home = a_home()
    home.check()
    home.feeds = [Feed("feed", [FeedPage((publication("joint", ELM, None, "feed"),), (), 0)])]
    home.check()
    home.publish("joint", SECOND, OAK)
    home.check()
    record = home.store.get_publication("joint")
    assert record is not None
    assert (record.publication.urn, record.also) == (OAK, ())
    assert home.problems() == set()


def test_a_joint_report_that_leaves_one_page_stays_on_the_other() -> None:
    home = a_home()
    home.check()
    home.publish("joint", SECOND, OAK, ELM)
    home.check()
    page = home.portal.pages[OAK]
    assert isinstance(page, list)
    page.pop()
    assert home.check().withdrawn == ("joint",)
    record = home.store.get_publication("joint")
    assert record is not None
    assert (record.urns, record.state) == ((ELM,), PublicationState.READ)


def test_the_words_of_a_label_may_change_without_an_alert() -> None:
    home = a_home()
    home.check()
    home.portal.pages[OAK] = [publication("oak-1", OAK, date(2025, 10, 1))]
    home.check()
    record = home.store.get_publication("oak-1")
    assert record is not None
    assert record.publication.published == date(2025, 10, 1)
    assert home.changes() == []


def test_an_unknown_label_reaches_ops() -> None:
    home = a_home()
    home.portal.labels = ("sector-led review",)
    assert "sector-led review" in home.check().unknown_labels
    assert home.problems() == {("unknown_label", "sector-led review")}


def test_a_source_that_cannot_be_trusted_is_a_problem_until_it_succeeds_and_what_it_gave_is_kept() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.portal.fails = AuthoritiesMissingError("100 of 153")
    result = home.check()
    assert [(failure.error, failure.url) for failure in result.failures] == [("authorities_missing", "portal")]
    assert home.kinds() == [ChangeKind.NEW_REPORT]
    assert home.problems() == {("authorities_missing", "portal")}
    state = home.store.get_source_state("portal")
    assert state == SourceState("portal", DAY_ONE, DAY_ONE, "authorities_missing", 2)
    home.portal.fails = None
    home.check()
    assert home.problems() == set()


def test_a_failing_source_does_not_keep_the_others_from_being_asked() -> None:
    home = a_home()
    home.check()
    home.portal.pages, home.portal.fails = {}, SourceUnreachableError("timed out")
    notice = Notice("n#1", "https://gov.example/n", (OAK,), "Improvement notice: Oakshire", DAY_ONE, "feed")
    home.feeds = [Feed("feed", [FeedPage((), (), 3)])]
    home.check()
    home.feeds = [Feed("feed", [FeedPage((), (notice,), 3)])]
    assert home.check().notices == (notice.url,)


def test_a_source_that_is_silent_for_long_is_a_problem_of_its_own() -> None:
    home = a_home()
    home.check()
    home.portal.fails = SourceUnreachableError("timed out")
    home.next_day(1)
    home.check()
    assert ("source_silent", "portal") not in home.problems()
    home.next_day(1)
    home.check()
    assert ("source_silent", "portal") in home.problems()
    home.portal.fails = None
    home.check()
    assert home.problems() == set()


def test_a_feed_that_never_succeeded_is_silent_since_the_home_began() -> None:
    home = a_home()

    class Ended(Feed):
        def poll(self, known: Validators) -> Iterator[SourceItem]:
            raise FeedEndedError("This feed has ended")

    home.feeds = [Ended("feed")]
    home.check()
    home.next_day(2)
    home.check()
    assert home.problems() == {("feed_ended", "feed"), ("source_silent", "feed")}


def test_the_validator_of_a_page_is_kept_only_after_everything_on_it() -> None:
    home = a_home()
    home.check()
    seen: list[bool] = []

    class Watching(Feed):
        def poll(self, known: Validators) -> Iterator[SourceItem]:
            yield Listing(OAK, (publication("oak-9", OAK, OLD),), complete=True, validator=Validator("page", '"1"'))

    put = home.store.put_validator

    def watched(validator: Validator) -> None:
        seen.append(home.store.get_publication("oak-9") is not None and home.queue.waiting() > 0)
        put(validator)

    home.store.put_validator = watched  # type: ignore[method-assign]
    check_feeds(home.context, [Watching("portal")])
    assert seen == [True]
    assert home.store.get_validator("page") == Validator("page", '"1"')


def test_the_first_poll_of_a_feed_learns_quietly_and_a_notice_is_told_once() -> None:
    home = a_home()
    old = Notice("n#1", "https://gov.example/n", (OAK,), "Improvement notice: Oakshire", DAY_ONE, "feed")
    new = Notice("n#2", "https://gov.example/n", (OAK,), "Improvement notice: Oakshire, updated", DAY_ONE, "feed")
    home.feeds = [Feed("feed", [FeedPage((), (old,), 2)])]
    first = home.check()
    assert (first.notices, first.ignored) == ((), 2)
    home.feeds = [Feed("feed", [FeedPage((), (old, new), 2)])]
    for _ in range(2):
        home.check()
    (change,) = home.changes()
    assert (change.kind, change.notice, change.urns) == (ChangeKind.NOTICE, new, (OAK,))


def test_a_report_that_a_feed_names_is_collected_and_its_authority_taken_from_it() -> None:
    home = a_home()
    home.feeds = [Feed("feed", [FeedPage((), (), 1)])]
    home.check()
    nobody = publication("oak-2", OAK, None, "feed")
    home.feeds[0].pages = [FeedPage((nobody.__class__("oak-2", OAK.__class__(""), "", None, None, "feed"),), (), 0)]
    home.files.content["oak-2"] = SECOND
    home.check()
    (change,) = home.changes()
    assert change.urns == (OAK,)
    assert [record.url for record in home.store.publications_of(OAK)] == ["oak-1", "oak-2"]


def test_what_a_feed_made_quiet_on_its_first_poll_still_alerts_when_the_page_lists_it_as_new() -> None:
    home = a_home()
    home.check()
    home.feeds = [Feed("feed", [FeedPage((publication("oak-2", OAK, None, "feed"),), (), 0)])]
    home.publish("oak-2", SECOND, OAK)
    sources: list[Source] = [*home.feeds, home.portal]
    assert check_feeds(home.context, sources).new == ("oak-2",)
    record = home.store.get_publication("oak-2")
    assert record is not None
    assert (record.publication.source_id, record.urns, record.quiet) == ("portal", (OAK,), False)
    home.run()
    assert home.kinds() == [ChangeKind.NEW_REPORT]


def test_work_that_an_interrupted_run_left_undone_is_queued_again() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check(run=False)
    home.__post_init__()  # another process, whose queue has nothing
    assert home.check().resumed == 1
    assert home.kinds() == [ChangeKind.NEW_REPORT]
    assert home.check().resumed == 0


def test_recent_reports_are_asked_for_again_and_old_ones_are_not() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.publish("oak-3", letter("Oakshire", 3, date(2026, 5, 20)), OAK, published=OLD)
    assert home.check().rechecked == 0
    assert home.check().rechecked == 1
    assert home.files.asked.count("oak-2") == 2
    assert home.files.asked.count("oak-3") == 1
    home.next_day(91)
    assert home.check().rechecked == 0


@pytest.mark.parametrize("body", [HTML, BROKEN])
def test_reports_that_could_not_be_read_are_asked_for_again(body: bytes) -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", body, OAK)
    home.check()
    home.files.content["oak-2"] = SECOND
    home.check()
    assert ChangeKind.NEW_REPORT in home.kinds()


def test_a_store_that_somebody_else_writes_stops_the_check_and_is_no_failure_of_a_source() -> None:
    home = a_home()
    home.check()
    page = home.portal.pages[OAK]
    assert isinstance(page, list)
    page.append(publication("oak-2", OAK, OLD))

    def busy(record: object) -> bool:
        raise StoreBusyError("held")

    home.store.add_publication = busy  # type: ignore[method-assign]
    with pytest.raises(StoreBusyError):
        home.check()
    assert home.problems() == set()


def test_a_home_knows_when_it_began() -> None:
    home = Home()
    home.check()
    home.next_day()
    home.check()
    assert home.store.began_at() == datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def test_a_check_of_a_part_tells_what_is_new_and_closes_no_problem_of_the_rest() -> None:
    home = a_home()
    home.check()
    pages = dict(home.portal.pages)
    home.portal.pages[ELM] = SourceFailure("page-of-elm", "error_page", "an application error", transient=False)
    home.next_day()
    home.check()
    state = home.store.get_source_state("portal")
    home.portal.pages = {OAK: pages[OAK]}
    home.publish("oak-2", SECOND, OAK)
    home.next_day()
    assert check_feeds(home.context, [home.portal], partial=True).new == ("oak-2",)
    assert home.problems() == {("error_page", "portal page-of-elm")}
    assert home.store.get_source_state("portal") == state


def test_pages_that_are_not_modified_are_counted_and_a_source_keeps_its_count_of_entries() -> None:
    home = a_home()
    home.check()
    items: list[SourceItem] = []

    class Sleeping(Feed):
        def poll(self, known: Validators) -> Iterator[SourceItem]:
            yield Unchanged("page-of-oak", OAK)

    result = check_feeds(home.context, [Sleeping("portal")], lambda _, item: items.append(item))
    assert (result.unchanged, result.listed, result.failures) == (1, 0, ())
    assert items == [Unchanged("page-of-oak", OAK)]
    state = home.store.get_source_state("portal")
    assert state is not None
    assert (state.entries, state.last_error) == (1, "")
    assert home.problems() == set()


def test_the_validator_of_a_feed_is_kept() -> None:
    home = a_home()
    home.feeds = [Feed("feed", [FeedPage((), (), 1, Validator("feed", '"1"'))])]
    home.check()
    assert home.store.get_validator("feed") == Validator("feed", '"1"')


def test_a_report_that_no_run_can_finish_is_told_by_its_link() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    for _ in range(GIVE_UP_CHECKS + 1):  # a stage that fails each time, elsewhere: its message is lost
        home.check(run=False)
        home.__post_init__()
        assert home.changes() == []
    home.clock.advance(GIVE_UP_AFTER)
    home.check()
    (change,) = home.changes()
    assert (change.kind, change.reason) == (ChangeKind.UNREADABLE, "our_failure")
    assert home.told_of(change) == {"oakley", "all"}
    assert ("unfinished", "oak-2") in home.problems()
    home.check()
    assert home.kinds() == [ChangeKind.NEW_REPORT, ChangeKind.UNREADABLE]
    assert home.problems() == set()


def test_a_report_whose_work_was_taken_up_again_is_patiently_begun_anew() -> None:
    home = a_home()
    home.check()
    home.publish("oak-2", SECOND, OAK)
    home.check(run=False)
    home.__post_init__()
    home.check()
    record = home.store.get_publication("oak-2")
    assert record is not None
    assert record.resumed == 0
