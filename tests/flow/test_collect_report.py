from __future__ import annotations

import hashlib
from datetime import date

import pytest
from tests.flow.home import ASH, BROKEN, ELM, HTML, OAK, Feed, Home, a_home, letter

from visitwatch.adapters.memory import MemoryDocuments
from visitwatch.domain.change import ChangeKind
from visitwatch.domain.message import CollectReport, CompareVisits
from visitwatch.domain.publication import (
    LINK_TOLD,
    FeedPage,
    Publication,
    PublicationRecord,
    PublicationState,
    Validator,
)
from visitwatch.domain.report import Urn
from visitwatch.errors import GoneError, HostNotAllowedError, NotFoundError, SourceUnreachableError, VisitwatchError
from visitwatch.flow.collect_report import GIVE_UP_TRIES, Collected, collect_report

OLD = date(2025, 9, 30)
SECOND = letter("Oakshire", 2, date(2026, 5, 5))
THIRD = letter("Oakshire", 3, date(2026, 5, 20))


def learned() -> Home:
    home = a_home()
    home.check()
    return home


def record_of(home: Home, url: str) -> PublicationRecord:
    record = home.store.get_publication(url)
    assert record is not None
    return record


def listed(body: bytes | VisitwatchError, url: str = "oak-2", *urns: Urn) -> Home:
    """A learned home whose portal has one more report, recorded and not yet collected."""
    home = learned()
    home.publish(url, body, *(urns or (OAK,)))
    home.check(run=False)
    return home


def test_a_report_is_fetched_archived_read_and_handed_on() -> None:
    home = listed(SECOND)
    assert collect_report(CollectReport("oak-2"), home.context) is Collected.READ
    sha256 = hashlib.sha256(SECOND).hexdigest()
    record = record_of(home, "oak-2")
    assert (record.state, record.sha256, record.outcome) == (PublicationState.READ, sha256, "")
    assert home.documents.get_document(sha256) == SECOND
    stored = home.store.get_report("oak-2", sha256)
    assert stored is not None
    assert (stored.urns, stored.report.ordinal) == ((OAK,), 2)
    assert home.store.get_validator("oak-2") is not None
    home.queue.done(home.queue.take(home.clock.now()))  # type: ignore[arg-type]
    following = home.queue.take(home.clock.now())
    assert following is not None
    assert following.message == CompareVisits("oak-2", sha256)


def test_running_twice_gives_the_same_records_and_fetches_once() -> None:
    home = listed(SECOND)
    collect_report(CollectReport("oak-2"), home.context)
    record = record_of(home, "oak-2")
    assert collect_report(CollectReport("oak-2"), home.context) is Collected.ALREADY
    assert record_of(home, "oak-2") == record
    assert home.files.asked == ["oak-2"]
    assert home.queue.waiting() == 2


def test_what_nobody_listed_is_not_collected() -> None:
    with pytest.raises(NotFoundError):
        collect_report(CollectReport("https://elsewhere.example"), learned().context)


def test_a_recheck_of_the_same_bytes_is_not_modified_with_and_without_a_validator() -> None:
    home = listed(SECOND)
    home.run()
    again = CollectReport("oak-2", force=True)
    assert collect_report(again, home.context) is Collected.NOT_MODIFIED
    home.store.put_validator(Validator("oak-2", etag="lost"))
    assert collect_report(again, home.context) is Collected.NOT_MODIFIED
    assert len(record_of(home, "oak-2").versions) == 1
    assert home.queue.waiting() == 0


def test_other_bytes_under_the_same_link_are_a_new_version() -> None:
    home = listed(SECOND)
    home.run()
    home.files.content["oak-2"] = THIRD
    assert collect_report(CollectReport("oak-2", force=True), home.context) is Collected.REPLACED
    shas = [hashlib.sha256(body).hexdigest() for body in (SECOND, THIRD)]
    assert [version.sha256 for version in record_of(home, "oak-2").versions] == shas


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (HTML, "html"),
        (GoneError("404"), "gone"),
        (SourceUnreachableError("timed out"), "source_unreachable"),
        (HostNotAllowedError("elsewhere"), "host_not_allowed"),
    ],
)
def test_what_cannot_be_had_is_tried_again_and_told_by_its_link_in_the_end(
    body: bytes | VisitwatchError, name: str
) -> None:
    home = learned()
    home.publish("oak-2", body, OAK)
    for tries in range(1, GIVE_UP_TRIES):
        home.check()
        record = record_of(home, "oak-2")
        assert (record.state, record.outcome, record.tries) == (PublicationState.FAILED, name, tries)
        assert home.problems() == {(name, "oak-2")}
        assert home.changes() == []
    for _ in range(3):
        home.check()
        (change,) = home.changes()
    assert (change.kind, change.reason, change.url) == (ChangeKind.UNREADABLE, name, "oak-2")
    assert change.title == "Oakshire: new report that could not be read"
    assert home.told_of(change) == {"oakley", "all"}
    assert record_of(home, "oak-2").settled == LINK_TOLD
    assert len(home.told) == 2


def test_two_reports_behind_the_same_error_page_are_two_changes() -> None:
    home = learned()
    home.publish("oak-2", HTML, OAK)
    home.publish("oak-3", HTML, OAK)
    for _ in range(GIVE_UP_TRIES):
        home.check()
    assert sorted(change.url for change in home.changes()) == ["oak-2", "oak-3"]


def test_a_report_that_comes_after_its_link_was_told_is_told_as_a_report() -> None:
    home = learned()
    home.publish("oak-2", HTML, OAK)
    for _ in range(GIVE_UP_TRIES):
        home.check()
    home.files.content["oak-2"] = SECOND
    home.check()
    assert home.kinds() == [ChangeKind.NEW_REPORT, ChangeKind.UNREADABLE]
    assert home.problems() == set()
    home.check()
    assert len(home.changes()) == 2


def test_bytes_that_cannot_be_read_are_archived_and_told_at_once() -> None:
    home = learned()
    home.publish("oak-2", BROKEN, OAK)
    home.check()
    (change,) = home.changes()
    assert (change.kind, change.reason) == (ChangeKind.UNREADABLE, "truncated")
    record = record_of(home, "oak-2")
    assert (record.state, record.outcome) == (PublicationState.UNREADABLE, "truncated")
    assert home.documents.has_document(hashlib.sha256(BROKEN).hexdigest())
    assert home.problems() == {("truncated", "oak-2")}
    home.check()
    assert home.changes() == [change]


@pytest.mark.parametrize("body", [HTML, BROKEN, GoneError("404")])
def test_a_report_that_was_read_keeps_its_version_when_its_link_breaks(body: bytes | VisitwatchError) -> None:
    home = listed(SECOND)
    home.run()
    before = record_of(home, "oak-2")
    home.files.content["oak-2"] = body
    for _ in range(GIVE_UP_TRIES + 1):
        home.check()
    record = record_of(home, "oak-2")
    assert (record.state, record.versions, record.outcome) == (before.state, before.versions, "")
    assert len(home.problems()) == 1
    assert home.kinds() == [ChangeKind.NEW_REPORT]
    home.files.content["oak-2"] = SECOND
    home.check()
    assert home.problems() == set()


def test_the_same_bytes_under_a_new_link_are_named_and_alert_nobody_again() -> None:
    home = listed(SECOND)
    home.run()
    home.publish("oak-2-moved", SECOND, OAK)
    home.check()
    assert record_of(home, "oak-2-moved").outcome == "same_bytes_new_link"
    assert home.problems() == {("same_bytes_new_link", "oak-2-moved")}
    assert len(home.changes()) == 1
    home.check()
    assert len(home.changes()) == 1


def test_a_known_report_that_moved_alerts_nobody_even_if_it_was_only_learned() -> None:
    home = a_home()
    home.check()
    home.publish("oak-1-moved", home.files.content["oak-1"], OAK)
    home.check()
    assert home.changes() == []
    assert home.problems() == {("same_bytes_new_link", "oak-1-moved")}


def test_the_same_bytes_on_another_authoritys_page_are_one_joint_change() -> None:
    home = listed(SECOND)
    home.run()
    told = list(home.told)
    home.publish("elm-2", SECOND, ELM)
    home.check()
    (change,) = home.changes()
    assert set(change.urns) == {OAK, ELM}
    assert home.told_of(change) == {"oakley", "elmer", "all"}
    assert len(home.told) == len(told) + 1
    assert home.check().resumed == 0


def test_a_document_that_names_another_authority_than_its_page_is_named_and_told_to_both_with_a_warning() -> None:
    home = learned()
    home.publish("oak-2", letter("Elmshire", 2, date(2026, 5, 5)), OAK)
    home.check()
    (change,) = home.changes()
    assert record_of(home, "oak-2").outcome == "other_authority"
    assert home.problems() == {("other_authority", "oak-2")}
    assert change.report is not None
    assert change.report.warnings[-1] == "The document names Elmshire but stands on the page of Oakshire."
    assert home.told_of(change) == {"oakley", "elmer", "all"}
    assert [stored.url for stored in home.store.reports_of(ELM)] == ["oak-2"]
    assert home.store.reports_of(OAK) == ()  # what is read of Oakshire's past is not this


def test_a_letter_to_two_authorities_on_one_page_concerns_both() -> None:
    home = learned()
    home.publish("oak-2", letter("Oakshire and Elmshire", 2, date(2026, 5, 5)), OAK)
    home.check()
    (change,) = home.changes()
    assert set(change.urns) == {OAK, ELM}
    assert record_of(home, "oak-2").outcome == ""


def test_a_document_of_a_feed_that_names_no_authority_is_told_to_those_who_hear_of_everything() -> None:
    home = a_home()
    home.feeds = [Feed("feed", [FeedPage((), (), 0)])]
    home.check()
    home.feeds[0].pages = [FeedPage((Publication("x", Urn(""), "", None, None, "feed"),), (), 0)]
    home.files.content["x"] = b"%PDF \nA report\nof something quite different"
    home.check()
    (change,) = home.changes()
    assert change.kind is ChangeKind.UNKNOWN_KIND
    assert "all" in home.told_of(change)


def test_a_quiet_publication_is_read_and_makes_no_change() -> None:
    home = learned()
    assert collect_report(CollectReport("oak-1"), home.context) is Collected.READ
    assert home.queue.waiting() == 0
    home.files.content["oak-1"] = letter("Oakshire", 1, date(2025, 9, 2), "Now it says something else.")
    assert collect_report(CollectReport("oak-1", force=True), home.context) is Collected.REPLACED
    assert home.queue.waiting() == 0
    assert home.problems() == {("republished", "oak-1")}
    assert home.changes() == []


def test_a_report_withdrawn_before_it_could_be_had_is_told_once_by_its_link() -> None:
    home = learned()
    home.publish("oak-2", SourceUnreachableError("503"), OAK)
    home.check()
    page = home.portal.pages[OAK]
    assert isinstance(page, list)
    page.pop()
    for _ in range(GIVE_UP_TRIES + 1):
        home.check()
    (change,) = home.changes()
    assert (change.kind, change.reason, change.url) == (ChangeKind.UNREADABLE, "withdrawn", "oak-2")
    assert home.told_of(change) == {"oakley", "all"}
    assert home.problems() == {("withdrawn", "oak-2")}
    assert record_of(home, "oak-2").state is PublicationState.WITHDRAWN


def test_a_report_told_by_its_link_and_then_withdrawn_is_not_told_twice() -> None:
    home = learned()
    home.publish("oak-2", SourceUnreachableError("503"), OAK)
    for _ in range(GIVE_UP_TRIES):
        home.check()
    page = home.portal.pages[OAK]
    assert isinstance(page, list)
    page.pop()
    home.check()
    assert [change.reason for change in home.changes()] == ["source_unreachable"]


def test_an_old_report_that_nobody_awaits_is_withdrawn_in_silence() -> None:
    home = a_home()
    home.check()
    home.portal.pages[OAK] = []
    home.check()
    assert home.changes() == []
    assert home.problems() == {("withdrawn", "oak-1")}


def test_a_page_lists_reports_of_the_authority_that_went_before() -> None:
    home = learned()
    home.publish("ash-1", letter("Elmshire", 2, date(2026, 5, 5)), ASH)
    home.next_day()
    home.check()
    record = record_of(home, "ash-1")
    assert record.outcome == ""
    assert home.problems() == set()


def test_what_a_dry_run_writes_goes_over_the_documents_it_reads() -> None:
    under, sha256 = MemoryDocuments(), hashlib.sha256(SECOND).hexdigest()
    under.put_document(sha256, SECOND)
    over = MemoryDocuments(under)
    assert over.has_document(sha256)
    assert over.get_document(sha256) == SECOND
    other = hashlib.sha256(THIRD).hexdigest()
    over.put_document(other, THIRD)
    assert not under.has_document(other)
