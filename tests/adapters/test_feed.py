from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from samples.portal import Portal, serve

from visitwatch.adapters.feed import FeedSource
from visitwatch.adapters.feed_entries import ParsedFeed, parse_feed
from visitwatch.adapters.http import FetchPolicy, HttpFetcher
from visitwatch.domain.authority import Authority
from visitwatch.domain.publication import FeedPage, Notice, SourceItem, Unchanged, Validator
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Urn
from visitwatch.errors import (
    FeedEndedError,
    GoneError,
    HostNotAllowedError,
    NotAFeedError,
    SourceUnreachableError,
    TooLargeError,
    VisitwatchError,
)
from visitwatch.settings import Settings

WESTMARSH = Authority(Urn("9900001"), "Westmarsh", (), "", "", "South West")
REGISTER = packaged_register().extended([WESTMARSH])
LETTER = "9900001-westmarsh/2022-06-14-monitoring-visit.pdf"
URL = "https://news.example/feed.atom"


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.01))


@dataclass
class Kept:
    by_url: dict[str, Validator] = field(default_factory=dict)

    def get_validator(self, url: str) -> Validator | None:
        return self.by_url.get(url)

    def put_validator(self, validator: Validator) -> None:
        self.by_url[validator.url] = validator


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    (tmp_path / "9900001-westmarsh").mkdir()
    (tmp_path / LETTER).write_bytes(b"%PDF-1.7 letter")
    with serve(tmp_path) as running:
        yield running


def source(portal: Portal, name: str) -> FeedSource:
    host = portal.url.removeprefix("http://")
    fetcher = HttpFetcher(FetchPolicy("Visitwatch/test", (host,), spacing_s=0.0, timeout_s=2.0, tries=2), Clock())
    settings = replace(Settings(), files_url=portal.url, allowed_hosts=(host,))
    return FeedSource(fetcher, REGISTER, f"{portal.url}/feeds/{name}", settings)


def polled(source: FeedSource, known: Kept | None = None) -> tuple[list[SourceItem], VisitwatchError | None]:
    items: list[SourceItem] = []
    try:
        for item in source.poll(known or Kept()):
            items.append(item)  # noqa: PERF402  # what came before an error counts
    except VisitwatchError as error:
        return items, error
    return items, None


def page_of(portal: Portal, name: str) -> FeedPage:
    (page,), error = polled(source(portal, name))
    assert error is None
    assert isinstance(page, FeedPage)
    return page


def parsed(text: str, content_type: str = "application/atom+xml") -> ParsedFeed:
    return parse_feed(text.encode(), URL, content_type)


def atom(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{"".join(entries)}</feed>'


def entry(
    title: str = "A title", link: str = "https://news.example/1", updated: str = "2026-05-03T10:00:00Z", more: str = ""
) -> str:
    return (
        f'<entry><id>{link}</id><title>{title}</title><link href="{link}"/><updated>{updated}</updated>{more}</entry>'
    )


def test_an_improvement_notice_is_a_notice_of_its_authority(portal: Portal) -> None:
    page = page_of(portal, "directions.atom")
    link = "https://www.gov.example/government/publications/improvement-notice-westmarsh"
    assert page.notices == (
        Notice(
            f"{link}#2026-05-12T09:00:00Z",
            link,
            (WESTMARSH.urn,),
            "Notice: Improvement notice issued to Westmarsh County Council",
            datetime(2026, 5, 12, 9, tzinfo=UTC),
            f"feed:{portal.url}/feeds/directions.atom",
        ),
    )
    assert (page.publications, page.ignored) == ((), 0)


def test_the_trade_press_on_a_visit_is_a_notice_and_no_publication(portal: Portal) -> None:
    page = page_of(portal, "trade-press.rss")
    assert [n.urns for n in page.notices] == [(WESTMARSH.urn,)]
    assert page.publications == ()


@pytest.mark.parametrize(("name", "ignored"), [("ofsted.atom", 2), ("blog.rss", 1)])
def test_other_entries_are_ignored_and_counted(portal: Portal, name: str, ignored: int) -> None:
    assert page_of(portal, name) == replace(page_of(portal, name), publications=(), notices=(), ignored=ignored)


@pytest.mark.parametrize("name", ["ofsted.atom", "blog.rss"])
def test_an_entry_that_links_to_a_report_file_is_a_publication(portal: Portal, name: str) -> None:
    link = portal.link(LETTER)
    portal.add_entry(name, "Monitoring visit to Westmarsh", link, "A letter.", datetime(2026, 5, 3, 10, tzinfo=UTC))
    page = page_of(portal, name)
    (found,) = page.publications
    assert (found.url, found.urn, found.published) == (link, WESTMARSH.urn, date(2026, 5, 3))
    assert found.source_id == f"feed:{portal.url}/feeds/{name}"
    assert page.notices == ()


def test_a_report_of_two_authorities_or_of_nobody_named_leaves_the_authority_open(portal: Portal) -> None:
    portal.add_entry("ofsted.atom", "Letter to Rutland and Kent", portal.link(LETTER))
    (found,) = page_of(portal, "ofsted.atom").publications
    assert found.urn == ""


def test_an_article_that_links_to_a_report_in_its_text_is_both(portal: Portal) -> None:
    text = f'See <a href="{portal.link(LETTER)}">the letter</a>.'
    portal.add_entry("trade-press.rss", "Monitoring visit to Westmarsh", "https://press.example/2", text)
    page = page_of(portal, "trade-press.rss")
    assert [p.url for p in page.publications] == [portal.link(LETTER)]
    assert len(page.notices) == 2


def test_an_article_may_name_its_authority_only_in_its_text(portal: Portal) -> None:
    portal.feeds["wire.atom"] = []
    portal.add_entry("wire.atom", "A council is warned", "https://press.example/3", "After an inspection, said Ofsted.")
    page = page_of(portal, "wire.atom")
    assert page.notices == ()
    text = "<content type='html'>&lt;p&gt;Inspectors came back to Westmarsh in May.&lt;/p&gt;</content>"
    (found,) = parsed(atom(entry(more=f"<summary>After an inspection.</summary>{text}"))).entries
    assert (found.summary, found.lead) == ("After an inspection.", "Inspectors came back to Westmarsh in May.")
    assert source(portal, "wire.atom")._told_of(found) == (WESTMARSH.urn,)


def test_a_feed_that_did_not_change_is_unchanged(portal: Portal) -> None:
    known = Kept()
    (page,), _ = polled(source(portal, "directions.atom"), known)
    assert isinstance(page, FeedPage)
    assert page.validator is not None
    known.put_validator(page.validator)
    assert polled(source(portal, "directions.atom"), known) == (
        [Unchanged(f"{portal.url}/feeds/directions.atom")],
        None,
    )


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("feed_ended", FeedEndedError),
        ("html", NotAFeedError),
        ("empty", NotAFeedError),
        ("error_page", NotAFeedError),
        ("no_entries", NotAFeedError),
        ("404", GoneError),
        ("410", GoneError),
        ("500", SourceUnreachableError),
        ("truncated", SourceUnreachableError),
        ("too_large", TooLargeError),
        ("foreign_redirect", HostNotAllowedError),
    ],
)
@pytest.mark.parametrize("name", ["ofsted.atom", "blog.rss"])
def test_each_failure_of_a_feed_has_its_name(
    portal: Portal, name: str, fault: str, error: type[VisitwatchError]
) -> None:
    portal.fault(fault, "/feeds/")
    items, raised = polled(source(portal, name))
    assert items == []
    assert type(raised) is error
    assert name in raised.subject or fault == "foreign_redirect"


def test_a_feed_that_was_cut_off_is_an_error_after_its_whole_entries(portal: Portal) -> None:
    portal.add_entry("directions.atom", "Direction issued to Westmarsh", "https://www.gov.example/d")
    portal.fault("cut", "/feeds/")
    items, raised = polled(source(portal, "directions.atom"))
    assert isinstance(raised, NotAFeedError)
    assert all(isinstance(i, FeedPage) and i.validator is None for i in items)


def test_the_last_entry_of_a_feed_cut_off_is_not_trusted() -> None:
    whole = atom(entry("One"), entry("Two", "https://news.example/2"), entry("Three", "https://news.example/3"))
    feed = parsed(whole[: whole.index("Three") + 2])
    assert not feed.whole
    assert [e.title for e in feed.entries] == ["One", "Two"]


def test_an_entry_updated_again_is_another_one() -> None:
    feed = parsed(atom(entry(updated="2026-05-03T10:00:00Z"), entry(updated="2026-05-04T10:00:00Z")))
    assert len({e.id for e in feed.entries}) == 2


def test_a_page_that_stands_in_two_govuk_feeds_is_one_entry() -> None:
    organisation = entry(link="https://www.gov.example/n").replace(
        "<id>https://www.gov.example/n</id>", "<id>https://www.gov.example/n#2026-05-03T11:00:00+01:00</id>"
    )
    search = entry(link="https://www.gov.example/n").replace(
        "<id>https://www.gov.example/n</id>", "<id>tag:www.gov.example,2005:/n</id>"
    )
    one, other = parsed(atom(organisation, search)).entries
    assert one.id == other.id == "https://www.gov.example/n#2026-05-03T10:00:00Z"


def test_a_missing_date_stays_missing_and_warns_nobody() -> None:
    (found,) = parsed(atom(entry().replace("<updated>2026-05-03T10:00:00Z</updated>", ""))).entries
    assert (found.updated, found.id) == (None, "https://news.example/1")


def test_published_stands_in_for_updated() -> None:
    published = entry().replace("updated>", "published>")
    assert parsed(atom(published)).entries[0].updated == datetime(2026, 5, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Sun, 03 May 2026 10:00:00 BST", 9),
        ("Sun, 03 May 2026 10:00:00 GMT", 10),
        ("Sun, 03 May 2026 10:00:00 +0100", 9),
    ],
)
def test_british_summer_time_is_an_hour_ahead(text: str, hour: int) -> None:
    rss = (
        f"<rss version='2.0'><channel><title>N</title><item><title>A</title><link>https://news.example/1</link>"
        f"<pubDate>{text}</pubDate></item></channel></rss>"
    )
    assert parsed(rss).entries[0].updated == datetime(2026, 5, 3, hour, tzinfo=UTC)


def test_a_date_in_another_form_is_no_date() -> None:
    assert parsed(atom(entry(updated="03/05/2026"))).entries[0].updated is None


def test_a_guid_stands_in_for_a_missing_link() -> None:
    rss = "<rss version='2.0'><channel><item><title>A</title><guid>https://news.example/7</guid></item></channel></rss>"
    assert parsed(rss).entries[0].links == ("https://news.example/7",)


def test_relative_links_are_relative_to_the_feed() -> None:
    assert parsed(atom(entry(link="/seven"))).entries[0].links == ("https://news.example/seven",)


def test_links_that_cannot_be_fetched_are_left_out() -> None:
    more = (
        '<link rel="related" href="mailto:a@news.example"/><link rel="enclosure" href="//files.example/v1/file/1#p2"/>'
    )
    assert parsed(atom(entry(more=more))).entries[0].links == (
        "https://news.example/1",
        "https://files.example/v1/file/1",
    )


def test_a_link_that_is_none_is_left_out() -> None:
    more = '<link rel="related" href="http://[bad"/>'
    assert parsed(atom(entry(more=more))).entries[0].links == ("https://news.example/1",)


def test_entries_without_title_or_without_id_and_link_do_not_count() -> None:
    feed = parsed(atom("<entry><title>Only a title</title></entry>", "<entry><id>x</id></entry>", entry()))
    assert [e.title for e in feed.entries] == ["A title"]


def test_markup_is_taken_out_of_titles_and_summaries() -> None:
    more = "<summary type='html'>&lt;p&gt;Fish &amp;amp; chips&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</summary>"
    assert parsed(atom(entry(more=more))).entries[0].summary == "Fish & chips"


@pytest.mark.parametrize("content_type", ["text/html", "text/xml", "application/xml; charset=utf-8", ""])
def test_a_wrong_or_missing_type_does_not_spoil_the_letters(content_type: str) -> None:
    assert parsed(atom(entry("Café – “so”")), content_type).entries[0].title == "Café – “so”"


def test_a_stray_ampersand_does_not_spoil_a_feed() -> None:
    feed = parsed(atom(entry("Fish & chips"), entry("More", "https://news.example/2")))
    assert feed.whole
    assert len(feed.entries) == 2


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"<html><body><h1>Hello</h1></body></html>", b'{"items": []}', b"\x00\xff"]
)
def test_what_is_no_feed_is_an_error(body: bytes) -> None:
    with pytest.raises(NotAFeedError) as caught:
        parse_feed(body, URL, "text/html")
    assert caught.value.subject == URL


def test_an_ended_feed_is_known_by_its_id_too() -> None:
    feed = parsed(atom(entry("Gone", "https://www.gov.example/search/all.atom/feed-ended")))
    assert feed.ended
    assert feed.entries == ()


def test_a_bomb_of_entities_is_no_feed() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "' + "&a;" * 100 + '"><!ENTITY c "' + "&b;" * 100 + '">]>'
    bomb += atom(entry("&c;" * 100))
    assert len(parsed(bomb).entries[0].title) < 100_000
