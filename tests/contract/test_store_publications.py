from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from visitwatch.domain.publication import (
    LINK_TOLD,
    Publication,
    PublicationRecord,
    PublicationState,
    Validator,
    Version,
)
from visitwatch.domain.report import (
    Aspect,
    AuthorityRef,
    Chances,
    DateRange,
    Finding,
    Grade,
    Improvement,
    Judgement,
    Kind,
    Movement,
    Quote,
    Report,
    Stance,
    Urn,
    YearMonth,
)
from visitwatch.errors import NotFoundError, StoreBusyError
from visitwatch.ports import Store, StoredReport

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
A, B = Urn("90001"), Urn("90002")
URL = "https://files.example/v1/file/1"
SHA, OTHER = "a" * 64, "b" * 64
SURE = Chances((0.01, 0.9, 0.07, 0.02), (0.7, 0.1, 0.15, 0.05), (("planning", 0.93), ("drift_and_delay", 0.31)))


def record(url: str = URL, urn: Urn = A, **changes: object) -> PublicationRecord:
    publication = Publication(url, urn, "monitoring visit, pdf - 30 january 2018", date(2018, 1, 30), None, "portal")
    made = PublicationRecord(publication, PublicationState.LISTED, quiet=False, first_seen=NOW)
    return replace(made, **changes)  # type: ignore[arg-type]


def full_report(sha256: str = SHA) -> Report:
    return Report(
        kind=Kind.MONITORING_VISIT,
        authorities=(AuthorityRef(A, "Exampleshire"),),
        sha256=sha256,
        pages=3,
        title="Monitoring visit",
        ordinal=2,
        visited=(DateRange(date(2018, 1, 9), date(2018, 1, 10)),),
        judged_inadequate=YearMonth(2017, 3),
        letter_date=date(2018, 1, 30),
        inspectors=("A. Person",),
        areas_covered=("the front door",),
        progress_statement=Quote("Progress is slow\u2009– “too slow”.", 1),
        judgements=(Judgement(Aspect.OVERALL, Grade.INADEQUATE, 1),),
        priority_actions=(Quote("Act.", 2),),
        improvements=(Improvement("Write it down.", 2, ("Outcome three",)),),
        findings=(
            Finding("It is better.", 2, "Findings", 1, True, ("supervision",), Stance.STRENGTH, Movement.IMPROVED),
            Finding("It was late.", 2, "Findings", themes=("planning",), chances=SURE),
        ),
        warnings=("odd",),
    )


def stored(url: str = URL, sha256: str = SHA, urns: tuple[Urn, ...] = (A,)) -> StoredReport:
    return StoredReport(url, sha256, urns, "1", NOW, full_report(sha256))


def test_a_publication_comes_back_as_it_was_put(store: Store) -> None:
    given = record(
        versions=(Version(SHA, NOW), Version(OTHER, NOW + timedelta(days=1))),
        outcome="same_bytes_new_link",
        also=(B,),
        tries=2,
        settled=LINK_TOLD,
    )
    assert store.add_publication(given)
    assert store.get_publication(URL) == given


def test_an_unknown_publication_is_none(store: Store) -> None:
    assert store.get_publication(URL) is None
    assert store.publications_of(A) == ()
    assert list(store.all_publications()) == []


def test_adding_again_changes_nothing(store: Store) -> None:
    store.add_publication(record())
    assert not store.add_publication(record(quiet=True, urn=B))
    assert store.get_publication(URL) == record()
    assert store.publications_of(B) == ()


def test_publications_are_found_by_every_authority_on_whose_page_they_stand(store: Store) -> None:
    store.add_publication(record())
    store.add_publication(record(URL + "2", B, also=(A,)))
    store.add_publication(record(URL + "3", Urn("")))
    assert {r.url for r in store.publications_of(A)} == {URL, URL + "2"}
    assert {r.url for r in store.publications_of(B)} == {URL + "2"}
    assert {r.url for r in store.all_publications()} == {URL, URL + "2", URL + "3"}


def test_an_update_raises_the_revision_and_moves_the_record_between_authorities(store: Store) -> None:
    store.add_publication(record())
    written = store.update_publication(record(also=(B,), state=PublicationState.READ))
    assert written.revision == 1
    assert store.publications_of(B) == (written,)
    assert store.update_publication(replace(written, also=())).revision == 2
    assert store.publications_of(B) == ()


def test_of_two_updates_of_one_revision_the_second_is_refused(store: Store) -> None:
    store.add_publication(record())
    store.update_publication(record(outcome="html"))
    with pytest.raises(StoreBusyError):
        store.update_publication(record(outcome="gone"))
    found = store.get_publication(URL)
    assert found is not None
    assert found.outcome == "html"


def test_updating_what_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.update_publication(record())


def test_an_authority_is_learned_once_and_keeps_its_first_time(store: Store) -> None:
    assert store.learned_at(A) is None
    store.mark_learned(A, NOW)
    store.mark_learned(A, NOW + timedelta(days=1))
    assert store.learned_at(A) == NOW
    assert store.learned_at(B) is None


def test_a_home_begins_once(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.began_at()
    assert store.begin(NOW)
    assert not store.begin(NOW + timedelta(days=1))
    assert store.began_at() == NOW


def test_times_of_other_zones_come_back_as_the_same_moment(store: Store) -> None:
    summer = datetime(2026, 6, 1, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    store.begin(summer)
    assert store.began_at() == NOW
    assert store.began_at().utcoffset() is not None


def test_the_newest_validator_of_a_url_is_kept(store: Store) -> None:
    assert store.get_validator(URL) is None
    store.put_validator(Validator(URL, etag='"1"'))
    store.put_validator(Validator(URL, last_modified="Mon, 01 Jun 2026 09:30:00 GMT"))
    assert store.get_validator(URL) == Validator(URL, last_modified="Mon, 01 Jun 2026 09:30:00 GMT")


def test_a_report_comes_back_as_it_was_put(store: Store) -> None:
    store.put_report(stored(urns=(A, B)))
    assert store.get_report(URL, SHA) == stored(urns=(A, B))
    assert store.get_report(URL, OTHER) is None


def test_a_newer_reading_replaces_the_older_and_its_authorities(store: Store) -> None:
    store.put_report(stored(urns=(A,)))
    newer = replace(stored(urns=(B,)), reader="2")
    store.put_report(newer)
    assert store.get_report(URL, SHA) == newer
    assert store.reports_of(A) == ()
    assert store.reports_of(B) == (newer,)


def test_all_versions_of_an_authoritys_reports_are_found(store: Store) -> None:
    store.put_report(stored())
    store.put_report(stored(sha256=OTHER))
    store.put_report(stored(URL + "2", urns=(B, A)))
    assert {(r.url, r.sha256) for r in store.reports_of(A)} == {(URL, SHA), (URL, OTHER), (URL + "2", SHA)}
    assert [r.url for r in store.reports_of(B)] == [URL + "2"]


def test_the_links_of_the_same_bytes_are_found(store: Store) -> None:
    store.put_report(stored())
    store.put_report(stored(URL + "2"))
    store.put_report(stored(URL + "3", OTHER))
    assert set(store.urls_with(SHA)) == {URL, URL + "2"}
    assert store.urls_with("c" * 64) == ()
