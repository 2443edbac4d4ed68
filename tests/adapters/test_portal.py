from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from samples.portal import Portal, serve

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.http import FetchPolicy, HttpFetcher
from visitwatch.adapters.memory import MemoryQueue, MemoryStore
from visitwatch.adapters.portal import PortalConfig, PortalSource, portal_config
from visitwatch.adapters.portal_pages import read_provider, read_search
from visitwatch.domain.publication import Listing, SourceFailure, SourceItem, Unchanged, Validator
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Urn
from visitwatch.errors import (
    AuthoritiesMissingError,
    CountMismatchError,
    ErrorPageError,
    LayoutChangedError,
    NoResultsError,
    SourceUnreachableError,
    VisitwatchError,
)
from visitwatch.flow.check_feeds import check_feeds
from visitwatch.flow.context import Context
from visitwatch.settings import Settings

HOSTS = frozenset({"files.example"})
URL = "https://portal.example/provider/44/99001"
WESTMARSH = "9900001"
INSPECTION = "9900001-westmarsh/2022-01-21-inspection.pdf"
LETTER = "9900001-westmarsh/2022-06-14-monitoring-visit.pdf"
EXPECTED = 154


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.01))


@dataclass
class Kept:
    """Validators in memory."""

    by_url: dict[str, Validator] = field(default_factory=dict)

    def get_validator(self, url: str) -> Validator | None:
        return self.by_url.get(url)

    def put_validator(self, validator: Validator) -> None:
        self.by_url[validator.url] = validator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports of an invented authority."""
    (tmp_path / "9900001-westmarsh").mkdir()
    for path in (INSPECTION, LETTER):
        (tmp_path / path).write_bytes(b"%PDF-1.7 " + path.encode())
    (tmp_path / "authorities.json").write_text('[{"urn": "9900001", "name": "Westmarsh", "region": "South West"}]')
    label = "children's services monitoring visit, pdf - 14 june 2022"
    visited = [["2022-05-10", "2022-05-11"]]
    truth = {LETTER: {"portal_label": label, "published": "2022-06-14", "visited": visited}}
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    return tmp_path


@pytest.fixture
def portal(folder: Path) -> Iterator[Portal]:
    with serve(folder, layout="A") as running:
        yield running


@pytest.fixture
def small(portal: Portal) -> Portal:
    """One that lists Westmarsh and two others alone."""
    for urn in list(portal.shelf.rows):
        if urn not in (WESTMARSH, "80441", "80453"):
            del portal.shelf.rows[urn]
    return portal


def source(portal: Portal, expected: int = EXPECTED, **policy: float) -> PortalSource:
    host = portal.url.removeprefix("http://")
    fetcher = HttpFetcher(
        FetchPolicy("Visitwatch/test", (host,), spacing_s=0.0, timeout_s=2.0, **policy),  # type: ignore[arg-type]
        Clock(),
    )
    config = PortalConfig(portal.url, frozenset({host}), frozenset({host}), expected)
    return PortalSource(fetcher, packaged_register(), Clock(), config)


def polled(source: PortalSource, known: Kept | None = None) -> tuple[list[SourceItem], VisitwatchError | None]:
    """All that came, and the error that ended it."""
    items: list[SourceItem] = []
    try:
        for item in source.poll(known or Kept()):
            items.append(item)  # noqa: PERF402  # what came before an error counts
    except VisitwatchError as error:
        return items, error
    return items, None


def listing_of(items: list[SourceItem], urn: str = WESTMARSH) -> Listing:
    return next(i for i in items if isinstance(i, Listing) and i.urn == urn)


def failures(items: list[SourceItem]) -> list[SourceFailure]:
    return [i for i in items if isinstance(i, SourceFailure)]


def test_every_authority_is_listed_and_most_have_no_reports(portal: Portal) -> None:
    items, error = polled(source(portal))
    assert error is None
    assert len(items) == EXPECTED
    assert {type(i) for i in items} == {Listing}
    assert sum(len(i.publications) for i in items if isinstance(i, Listing)) == 2
    assert all(i.complete for i in items if isinstance(i, Listing))


@pytest.mark.parametrize("layout", ["A", "B"])
def test_both_layouts_give_the_same_publications(folder: Path, layout: str) -> None:
    with serve(folder, layout=layout) as portal:
        listing = listing_of(polled(source(portal))[0])
        letter, inspection = listing.publications
        assert letter.url == portal.link(LETTER)
    assert letter.label == "children's services monitoring visit, pdf - 14 june 2022"
    assert (letter.published, letter.event_date) == (date(2022, 6, 14), date(2022, 5, 10))
    assert (letter.urn, letter.source_id) == (WESTMARSH, "ofsted-portal")
    assert inspection.label == "children's services inspection, pdf - 21 january 2022"
    assert listing.unknown_labels == ()


def test_the_search_is_walked_by_hundreds(portal: Portal) -> None:
    polled(source(portal))
    searches = [r.path for r in portal.requests if r.path.startswith("/search")]
    assert len(searches) == 2
    assert "level_2_types%5B%5D=12&start=0&rows=100" in searches[0]
    assert "&start=100&rows=100" in searches[1]


def test_a_page_that_did_not_change_is_unchanged_and_a_changed_one_is_listed(portal: Portal) -> None:
    known = Kept()
    items, _ = polled(source(portal), known)
    for item in items:
        assert isinstance(item, Listing)
        assert item.validator is not None
        known.put_validator(item.validator)
    portal.withdraw(LETTER)
    again, error = polled(source(portal), known)
    assert error is None
    assert sum(isinstance(i, Unchanged) for i in again) == EXPECTED - 1
    assert len(listing_of(again).publications) == 1


def test_a_server_without_validators_gives_none(small: Portal) -> None:
    small.fault("no_validator")
    assert listing_of(polled(source(small, 3))[0]).validator is None


def test_zero_results_are_an_error(small: Portal) -> None:
    small.fault("zero_results")
    items, error = polled(source(small, 3))
    assert items == []
    assert isinstance(error, NoResultsError)


def test_fewer_authorities_are_an_error_and_all_known_pages_are_polled_all_the_same(portal: Portal) -> None:
    portal.fault("fewer_authorities", value=100)
    items, error = polled(source(portal))
    assert isinstance(error, AuthoritiesMissingError)
    assert "100 of 154" in error.message
    assert "Redcar and Cleveland" in error.message
    # Westmarsh is not in the register and beyond the hundred: only it is not seen.
    assert len(items) == EXPECTED - 1


def test_a_total_that_does_not_fit_the_rows_is_an_error_after_all_pages(portal: Portal) -> None:
    portal.fault("wrong_total")
    items, error = polled(source(portal))
    assert isinstance(error, CountMismatchError)
    assert len(items) == EXPECTED


def test_an_application_error_is_asked_once_more(portal: Portal) -> None:
    portal.fault("error_page", "/search", times=1)
    items, error = polled(source(portal))
    assert error is None
    assert len(items) == EXPECTED


def test_an_application_error_that_stays_is_an_error(small: Portal) -> None:
    small.fault("error_page", "/search")
    items, error = polled(source(small, 3))
    assert items == []
    assert isinstance(error, ErrorPageError)


@pytest.mark.parametrize(
    ("fault", "error"), [("empty", ErrorPageError), ("html", LayoutChangedError), ("not_found_page", ErrorPageError)]
)
def test_anything_but_results_is_an_error(small: Portal, fault: str, error: type[VisitwatchError]) -> None:
    small.fault(fault, "/search")
    assert type(polled(source(small, 3))[1]) is error


def test_a_second_search_page_that_fails_costs_no_listed_authority(portal: Portal) -> None:
    portal.fault("500", "/search?q=&location=&lat=&lon=&radius=&level_1_types=3&level_2_types%5B%5D=12&start=100")
    items, error = polled(source(portal))
    assert isinstance(error, SourceUnreachableError)
    assert len(items) == EXPECTED - 1


@pytest.mark.parametrize(
    ("fault", "name", "transient"),
    [
        ("404", "gone", False),
        ("410", "gone", False),
        ("403", "source", False),
        ("500", "source_unreachable", True),
        ("truncated", "source_unreachable", True),
        ("error_page", "error_page", False),
        ("not_found_page", "error_page", False),
        ("empty", "error_page", False),
        ("cut", "error_page", False),
        ("html", "layout_changed", False),
        ("layout_changed", "layout_changed", False),
        ("no_timeline", "layout_changed", False),
        ("foreign_redirect", "host_not_allowed", False),
        ("redirect_loop", "source", False),
        ("too_large", "too_large", False),
    ],
)
def test_the_failure_of_one_page_is_named_and_the_others_go_on(
    small: Portal, fault: str, name: str, *, transient: bool
) -> None:
    small.fault(fault, f"/provider/44/{WESTMARSH}")
    items, error = polled(source(small, 3))
    assert error is None
    (failure,) = failures(items)
    assert (failure.error, failure.transient) == (name, transient)
    assert failure.url == f"{small.url}/provider/44/{WESTMARSH}"
    assert len(items) == 3


def test_when_no_page_is_in_a_known_layout_the_whole_source_fails(small: Portal) -> None:
    small.fault("layout_changed", "/provider")
    items, error = polled(source(small, 3))
    assert items == []
    assert isinstance(error, LayoutChangedError)
    assert error.subject == small.url


@pytest.mark.parametrize("status", ["403", "503"])
def test_a_site_that_is_down_or_shuts_us_out_is_not_asked_for_every_page(portal: Portal, status: str) -> None:
    portal.fault(status, "/provider")
    _, error = polled(source(portal, tries=1))
    assert isinstance(error, SourceUnreachableError)
    assert f"status {status}" in error.message
    assert len(portal.requests) < 20


def test_an_application_error_on_a_page_is_asked_once_more(small: Portal) -> None:
    small.fault("error_page", f"/provider/44/{WESTMARSH}", times=1)
    items, _ = polled(source(small, 3))
    assert failures(items) == []
    assert len(listing_of(items).publications) == 2


def test_an_unknown_label_is_kept_and_the_report_listed(small: Portal) -> None:
    small.fault("unknown_label")
    listing = listing_of(polled(source(small, 3))[0])
    assert listing.unknown_labels == (
        "letter of a new kind, pdf - 14 june 2022",
        "letter of a new kind, pdf - 21 january 2022",
    )
    assert [p.label for p in listing.publications] == list(listing.unknown_labels)


@pytest.mark.parametrize("layout", ["A", "B"])
def test_an_event_without_a_file_is_counted(folder: Path, layout: str) -> None:
    with serve(folder, layout=layout) as portal:
        portal.fault("closed_event")
        listing = listing_of(polled(source(portal))[0])
    assert listing.other_events == 1
    assert len(listing.publications) == 2


def test_a_link_that_stands_twice_is_listed_once(small: Portal) -> None:
    small.fault("duplicated_link")
    assert len(listing_of(polled(source(small, 3))[0]).publications) == 2


def test_a_relative_link_becomes_absolute(small: Portal) -> None:
    small.fault("relative_link")
    assert listing_of(polled(source(small, 3))[0]).publications[0].url == small.link(LETTER)


def test_a_link_to_a_foreign_host_is_a_failure_and_never_a_publication(small: Portal) -> None:
    small.fault("foreign_link", f"/provider/44/{WESTMARSH}")
    items, error = polled(source(small, 3))
    assert error is None
    (failure,) = failures(items)
    assert (failure.error, failure.url) == ("host_not_allowed", "http://192.0.2.1/v1/file/1")
    assert len(listing_of(items).publications) == 2


def test_a_foreign_link_is_met_by_every_check_as_long_as_it_stands(small: Portal) -> None:
    small.fault("foreign_link", f"/provider/44/{WESTMARSH}")
    store, clock, portal_source = MemoryStore(), FixedClock(datetime(2026, 6, 1, 9, 30, tzinfo=UTC)), source(small, 3)
    unused: Any = None
    context = Context(
        store, unused, MemoryQueue(clock), unused, unused, {}, unused, unused, packaged_register(), clock, Settings(),
        lambda report: report,
    )  # fmt: skip
    for _ in range(3):
        check_feeds(context, [portal_source])
        (problem,) = store.open_problems()
        assert (problem.name, problem.subject) == ("host_not_allowed", "ofsted-portal http://192.0.2.1/v1/file/1")
    assert problem.count == 3
    small.heal()
    check_feeds(context, [portal_source])
    assert store.open_problems() == ()


def test_a_report_whose_link_is_none_is_a_failure_of_that_link(small: Portal) -> None:
    small.fault("bad_link", f"/provider/44/{WESTMARSH}")
    items, error = polled(source(small, 3))
    assert error is None
    assert [f.error for f in failures(items)] == ["host_not_allowed"]
    assert len(listing_of(items).publications) == 2


def test_a_label_without_a_day_has_none(small: Portal) -> None:
    small.fault("undated_label")
    assert [p.published for p in listing_of(polled(source(small, 3))[0]).publications] == [None, None]


def test_one_authority_can_be_asked_for_alone(portal: Portal) -> None:
    page = source(portal).of_authority(Urn(WESTMARSH), "Westmarsh")
    (listing,) = page.poll(Kept())
    assert listing == listing_of(polled(source(portal))[0])
    assert page.source_id == f"ofsted-portal:{WESTMARSH}"
    assert not portal.requests[0].path.startswith("/search")


def test_an_abolished_authority_does_not_make_up_for_a_missing_one(folder: Path) -> None:
    (folder / "authorities.json").write_text('[{"urn": "137316", "name": "Poole", "region": "South West"}]')
    with serve(folder) as portal:  # 153 of today, Westmarsh of the reports, Poole
        assert isinstance(polled(source(portal, expected=155))[1], AuthoritiesMissingError)
        assert polled(source(portal, expected=154))[1] is None


def test_a_portal_of_other_authorities_is_polled_for_those_alone(portal: Portal) -> None:
    for urn in list(portal.shelf.rows):
        if urn != WESTMARSH:
            del portal.shelf.rows[urn]
    items, error = polled(source(portal, expected=1))
    assert error is None
    assert [i.urn for i in items if isinstance(i, Listing)] == [WESTMARSH]


def page(main: str) -> bytes:
    return f"<html><head><title>Westmarsh</title></head><body><main>{main}</main></body></html>".encode()


def test_an_empty_timeline_is_a_complete_page_without_reports() -> None:
    assert read_provider(page('<ol class="timeline"></ol>'), URL, HOSTS).links == ()


def test_a_page_may_say_that_there_are_no_reports() -> None:
    assert read_provider(page("<p>There are no reports for this authority.</p>"), URL, HOSTS).links == ()


def test_such_words_beside_a_report_are_not_believed() -> None:
    with pytest.raises(LayoutChangedError):
        read_provider(page('<p>No reports</p><a href="https://files.example/v1/file/1">A</a>'), URL, HOSTS)


def test_days_of_another_name_are_a_changed_layout() -> None:
    with pytest.raises(LayoutChangedError):
        read_provider(page('<ol class="timeline"><li class="era">x</li></ol>'), URL, HOSTS)


def test_a_report_without_a_link_is_a_changed_layout() -> None:
    timeline = '<ol class="timeline"><li class="timeline__day"><a class="publication-link">Visit</a></li></ol>'
    with pytest.raises(LayoutChangedError, match="no link"):
        read_provider(page(timeline), URL, HOSTS)


def test_a_report_outside_the_timeline_is_listed_too() -> None:
    found = read_provider(
        page(
            '<p><a href="https://files.example/v1/file/7#x">Monitoring visit, pdf - 3 May 2026</a></p><ol class="timeline"></ol>'
        ),
        URL,
        HOSTS,
    )
    assert [(link.url, link.published) for link in found.links] == [
        ("https://files.example/v1/file/7", date(2026, 5, 3))
    ]


def test_several_reports_of_one_day_are_all_listed() -> None:
    links = "".join(
        f'<div class="event"><a class="publication-link" href="//files.example/v1/file/{n}">Focused visit</a></div>'
        for n in (1, 2, 3)
    )
    timeline = f'<ol class="timeline"><li class="timeline__day"><p class="timeline__date"><time>3 May 2026</time></p>{links}</li></ol>'
    found = read_provider(page(timeline), URL, HOSTS).links
    assert [link.url for link in found] == [f"https://files.example/v1/file/{n}" for n in (1, 2, 3)]
    assert {link.event_date for link in found} == {date(2026, 5, 3)}


def test_each_event_of_a_day_may_have_its_own_date() -> None:
    events = "".join(
        f'<div class="event"><p class="timeline__date"><time>{n} May 2026</time></p>'
        f'<a class="publication-link" href="//files.example/v1/file/{n}">Focused visit</a></div>'
        for n in (1, 2)
    )
    timeline = f'<ol class="timeline"><li class="timeline__day">{events}</li></ol>'
    found = read_provider(page(timeline), URL, HOSTS).links
    assert [link.event_date for link in found] == [date(2026, 5, 1), date(2026, 5, 2)]


def test_a_grade_in_the_link_is_not_part_of_the_label() -> None:
    link = (
        '<a class="publication-link" href="https://files.example/v1/file/1">Children’s services inspection '
        "(<strong>Good</strong>): <time>3 May 2017</time><span class='filetype'>PDF</span></a>"
        "<div class='event__metadata'><time pubdate datetime='2017-06-13'>13 June 2017</time></div>"
    )
    timeline = f'<ol class="timeline"><li class="timeline__day"><div class="event">{link}</div></li></ol>'
    (found,) = read_provider(page(timeline), URL, HOSTS).links
    assert found.label.text == "children's services inspection, pdf - 13 june 2017"
    assert (found.event_date, found.published) == (date(2017, 5, 3), date(2017, 6, 13))


@pytest.mark.parametrize(
    "body",
    [
        b'<html><strong class="results-count">many</strong></html>',
        b'<html><strong class="results-count">1</strong><li class="search-result"><h3>x</h3></li></html>',
        b"%PDF-1.7",
    ],
)
def test_a_search_page_of_another_layout_is_an_error(body: bytes) -> None:
    with pytest.raises(LayoutChangedError):
        read_search(body, URL)


@pytest.mark.parametrize("count", ["1,234 results", " 1234 ", "1 to 100 of 1,234"])
def test_a_total_is_the_highest_number_of_its_words(count: str) -> None:
    body = f'<html><strong class="results-count">{count}</strong></html>'.encode()
    assert read_search(body, URL).total == 1234


def test_the_settings_make_the_configuration() -> None:
    config = portal_config(Settings())
    assert config.file_hosts == {"files.ofsted.gov.uk", "files.api.ofsted.gov.uk"}
    assert config.expected == 153


@pytest.mark.corpus
def test_the_real_documents_are_all_listed(corpus: Path) -> None:
    with serve(corpus / "reports") as portal:
        items, error = polled(source(portal, expected=153))
        assert error is None
        publications = [p for i in items if isinstance(i, Listing) for p in i.publications]
        assert {p.url for p in publications} == {portal.link(path) for path in portal.shelf.documents}
        assert len(publications) == len(list((corpus / "reports").glob("*/*.pdf")))
        assert not any(i.unknown_labels for i in items if isinstance(i, Listing))
        assert all(p.published for p in publications)
