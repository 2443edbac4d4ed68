"""One RSS or Atom feed as a source: reports that it links to, notices, and how many entries were neither."""

from __future__ import annotations

from collections.abc import Iterator

from visitwatch.adapters.feed_entries import Entry, parse_feed
from visitwatch.adapters.links import file_hosts, is_file_on
from visitwatch.domain.labels import read_label
from visitwatch.domain.notices import authorities_told_of
from visitwatch.domain.publication import FeedPage, Notice, Publication, SourceItem, Unchanged, Validator
from visitwatch.domain.register import Register
from visitwatch.domain.report import Urn
from visitwatch.errors import FeedEndedError, NotAFeedError
from visitwatch.ports import Fetcher, NotModified, Validators
from visitwatch.settings import Settings


class FeedSource:
    """A `Source`: one FeedPage a poll, or Unchanged.

    An entry whose own link is a report file is a publication; one that links to a file in its text may be a notice as
    well.
    """

    def __init__(self, fetcher: Fetcher, register: Register, url: str, settings: Settings) -> None:
        self._fetcher = fetcher
        self._register = register
        self._url = url
        self._file_hosts = file_hosts(settings)

    @property
    def source_id(self) -> str:
        return f"feed:{self._url}"

    def poll(self, known: Validators) -> Iterator[SourceItem]:
        """Raises FeedEndedError, NotAFeedError (after what a feed that was cut off still held), SourceUnreachableError
        and the fetcher's other errors.
        """
        fetched = self._fetcher.get(self._url, validator=known.get_validator(self._url))
        if isinstance(fetched, NotModified):
            yield Unchanged(self._url)
            return
        feed = parse_feed(fetched.body, fetched.url, fetched.content_type)
        given = fetched.validator
        keep = feed.whole and not feed.ended and bool(given.etag or given.last_modified)
        if feed.entries:
            yield self._page(feed.entries, given if keep else None)
        if feed.ended:
            raise FeedEndedError("the feed says that it has ended", subject=self._url)
        if not feed.whole:
            raise NotAFeedError("the feed was cut off", subject=self._url)

    def _page(self, entries: tuple[Entry, ...], validator: Validator | None) -> FeedPage:
        publications: dict[str, Publication] = {}
        notices: dict[str, Notice] = {}
        ignored = 0
        for entry in entries:
            own = self._files(entry.links)
            inner = self._files(entry.inner_links)
            urns = () if own else self._told_of(entry)
            for url in (*own, *inner):
                publications.setdefault(url, self._publication(url, entry))
            if urns:
                notices.setdefault(entry.id, self._notice(entry, urns))
            ignored += not (own or inner or urns)
        return FeedPage(tuple(publications.values()), tuple(notices.values()), ignored, validator)

    def _told_of(self, entry: Entry) -> tuple[Urn, ...]:
        texts = (entry.summary, entry.lead)
        return next((urns for text in texts if (urns := authorities_told_of(entry.title, text, self._register))), ())

    def _files(self, links: tuple[str, ...]) -> list[str]:
        return [link for link in links if is_file_on(link, self._file_hosts)]

    def _publication(self, url: str, entry: Entry) -> Publication:
        named = self._register.named_in(entry.title) or self._register.named_in(entry.summary)
        urn = named[0].urn if len(named) == 1 else Urn("")
        label = read_label(entry.title)
        published = label.published or (entry.updated.date() if entry.updated else None)
        return Publication(url, urn, label.text, published, None, self.source_id)

    def _notice(self, entry: Entry, urns: tuple[Urn, ...]) -> Notice:
        link = entry.links[0] if entry.links else self._url
        return Notice(entry.id, link, urns, entry.title, entry.updated, self.source_id)
