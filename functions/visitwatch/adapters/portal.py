"""Ofsted's reports portal as a source: search pages, then every authority's page (domain.md 1.1).

Trouble with the list of authorities never hides what was listed: those pages are polled first, then the error is
raised. About 10 February 2025 the portal began to cap a search page at 100 rows, and others lost a third of the
authorities without notice; so pages are walked by what they hold, and the count is asserted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visitwatch.adapters.links import file_hosts, is_on
from visitwatch.adapters.portal_pages import FileLink, ProviderPage, ProviderRow, SearchPage, read_provider, read_search
from visitwatch.domain.publication import Listing, Publication, SourceFailure, SourceItem, Unchanged, Validator
from visitwatch.domain.register import Register
from visitwatch.domain.report import Urn
from visitwatch.errors import (
    AuthoritiesMissingError,
    CountMismatchError,
    ErrorPageError,
    HostNotAllowedError,
    NoResultsError,
    SourceError,
    SourceUnreachableError,
    TransientError,
    VisitwatchError,
)
from visitwatch.ports import Clock, Fetched, Fetcher, NotModified, Validators
from visitwatch.settings import Settings

ROWS = 100
_SEARCH = "/search?q=&location=&lat=&lon=&radius=&level_1_types=3&level_2_types%5B%5D=12&start={start}&rows={rows}"
_PROVIDER = "/provider/44/{urn}"
# So many pages in a row without an answer: the site is down or has shut us out; asking on would take hours.
_GIVE_UP = 8


@dataclass(frozen=True, slots=True)
class PortalConfig:
    """expected: authorities that must be listed at least. file_hosts: where report files lie, "host" or "host:port"."""

    portal_url: str
    file_hosts: frozenset[str]
    allowed_hosts: frozenset[str]
    expected: int


def portal_config(settings: Settings) -> PortalConfig:
    """As set."""
    allowed = frozenset(host.lower() for host in settings.allowed_hosts)
    return PortalConfig(settings.portal_url.rstrip("/"), file_hosts(settings), allowed, settings.expected_authorities)


class PortalSource:
    """A `Source`: a Listing or Unchanged for each authority, a SourceFailure for each page or link that failed."""

    source_id = "ofsted-portal"

    def __init__(self, fetcher: Fetcher, register: Register, clock: Clock, config: PortalConfig) -> None:
        self._fetcher = fetcher
        self._register = register
        self._clock = clock
        self._config = config

    def poll(self, known: Validators) -> Iterator[SourceItem]:
        """Raises, after what could be polled, NoResultsError, AuthoritiesMissingError, CountMismatchError,
        ErrorPageError, LayoutChangedError, SourceUnreachableError.
        """
        rows, trouble = self._search()
        yield from self._pages(rows, known)
        if trouble:
            raise trouble

    def _pages(self, rows: tuple[ProviderRow, ...], known: Validators) -> Iterator[SourceItem]:
        """Failures wait until one page is good: if all fail alike, the site has changed, and that is one error."""
        waiting: list[SourceFailure] = []
        last: VisitwatchError | None = None
        good = refused = 0
        for row in rows:
            items: tuple[SourceItem, ...] = ()
            try:
                items = self._provider(row, known)
                good, refused = good + 1, 0
            except VisitwatchError as error:
                last = error
                refused = refused + 1 if _is_refusal(error) else 0
                waiting.append(_failure(error, row.url))
            if good:
                yield from (*waiting, *items)
                waiting.clear()
            if last and refused >= _GIVE_UP:
                message = f"{refused} pages in a row gave no answer; the last: {last.message}"
                raise SourceUnreachableError(message, subject=self._config.portal_url)
        if last and len(waiting) > 1 and len({failure.error for failure in waiting}) == 1:
            message = f"no authority's page can be used: {last.message}"
            raise type(last)(message, subject=self._config.portal_url)
        yield from waiting

    def of_authority(self, urn: Urn, name: str) -> AuthorityPage:
        """The page of one authority as a source of its own, for ops."""
        return AuthorityPage(self, ProviderRow(urn, name, self._config.portal_url + _PROVIDER.format(urn=urn)))

    def page_items(self, row: ProviderRow, known: Validators) -> tuple[SourceItem, ...]:
        """Of one authority's page. Raises what fetching and reading it raise."""
        return self._provider(row, known)

    def _search(self) -> tuple[tuple[ProviderRow, ...], VisitwatchError | None]:
        """What was listed, and what is wrong with the list. Raises where nothing was listed at all."""
        rows: dict[Urn, ProviderRow] = {}
        total = start = 0
        while True:
            url = self._config.portal_url + _SEARCH.format(start=start, rows=ROWS)
            try:
                page = self._search_page(url)
            except VisitwatchError as error:
                if not rows:
                    raise
                return self._completed(rows), error
            if not start and not page.total and not page.rows:
                raise NoResultsError("the search found no authority", subject=url)
            before, total = len(rows), page.total
            rows.update((row.urn, row) for row in page.rows)
            start += len(page.rows)
            if start >= total or len(rows) == before:
                trouble = self._trouble(rows, total, start)
                return self._completed(rows) if trouble else tuple(rows.values()), trouble

    def _search_page(self, url: str) -> SearchPage:
        try:
            return read_search(self._body(url), url)
        except ErrorPageError:
            # "Slim Application Error" comes and goes (domain.md 1.1): once more.
            return read_search(self._body(url), url)

    def _body(self, url: str) -> bytes:
        fetched = self._fetcher.get(url)
        return fetched.body if isinstance(fetched, Fetched) else b""

    def _trouble(self, rows: dict[Urn, ProviderRow], total: int, seen: int) -> VisitwatchError | None:
        subject = self._config.portal_url
        if not rows:
            return NoResultsError(f"the search counts {total} results and shows none", subject=subject)
        gone = {a.urn for a in self._register.authorities if a.abolished and a.abolished <= self._clock.now().date()}
        listed = len(set(rows) - gone)
        if listed < self._config.expected:
            missing = ", ".join(a.name for a in self._missing(rows)[:10])
            message = f"{listed} of {self._config.expected} authorities are listed; not, for example: {missing}"
            return AuthoritiesMissingError(message, subject=subject)
        if seen != total or len(rows) != total:
            message = f"the search counts {total} results and shows {seen}, {len(rows)} of them different"
            return CountMismatchError(message, subject=subject)
        return None

    def _missing(self, rows: dict[Urn, ProviderRow]) -> list[ProviderRow]:
        current = self._register.all_current(self._clock.now().date())
        url = self._config.portal_url + _PROVIDER
        return [ProviderRow(a.urn, a.name, url.format(urn=a.urn)) for a in current if a.urn not in rows]

    def _completed(self, rows: dict[Urn, ProviderRow]) -> tuple[ProviderRow, ...]:
        """With the pages of the known authorities that the search left out, unless it lists others altogether."""
        missing = self._missing(rows)
        known = len(self._register.all_current(self._clock.now().date())) - len(missing)
        return (*rows.values(), *(missing if len(missing) < known else ()))

    def _provider(self, row: ProviderRow, known: Validators) -> tuple[SourceItem, ...]:
        fetched = self._fetcher.get(row.url, validator=known.get_validator(row.url))
        if isinstance(fetched, NotModified):
            return (Unchanged(row.url, row.urn),)
        page = self._provider_page(fetched.body, row.url)
        own, foreign = self._sorted(page.links)
        unknown = tuple(dict.fromkeys(link.label.text for link in own if not link.label.known))
        publications = tuple(self._publication(link, row.urn) for link in own)
        # A refused link is looked at again by each check: a page "not modified" would end its problem while it stands.
        validator = None if foreign else _useful(fetched.validator)
        listing = Listing(row.urn, publications, True, validator, unknown, page.other_events)
        return (*(_failure(error, error.subject) for error in foreign), listing)

    def _provider_page(self, body: bytes, url: str) -> ProviderPage:
        try:
            return read_provider(body, url, self._config.file_hosts)
        except ErrorPageError:
            return read_provider(self._body(url), url, self._config.file_hosts)

    def _sorted(self, links: tuple[FileLink, ...]) -> tuple[list[FileLink], list[VisitwatchError]]:
        own, foreign = [], list[VisitwatchError]()
        for link in links:
            if is_on(link.url, self._config.allowed_hosts | self._config.file_hosts):
                own.append(link)
            else:
                foreign.append(HostNotAllowedError("a report is linked on a foreign host", subject=link.url))
        return own, foreign

    def _publication(self, link: FileLink, urn: Urn) -> Publication:
        return Publication(link.url, urn, link.label.text, link.published, link.event_date, self.source_id)


class AuthorityPage:
    """One authority's page; its state is kept apart from the whole portal's."""

    def __init__(self, portal: PortalSource, row: ProviderRow) -> None:
        self._portal = portal
        self._row = row

    @property
    def source_id(self) -> str:
        return f"{self._portal.source_id}:{self._row.urn}"

    def poll(self, known: Validators) -> Iterator[SourceItem]:
        """Raises the page's error, as a source does that cannot be trusted."""
        yield from self._portal.page_items(self._row, known)


def _failure(error: VisitwatchError, url: str) -> SourceFailure:
    message = error.message if error.subject in ("", url) else str(error)
    return SourceFailure(url, error.name, message, isinstance(error, TransientError))


def _is_refusal(error: VisitwatchError) -> bool:
    """No answer, or a plain status such as 403: asking on does not help."""
    return isinstance(error, TransientError) or type(error) is SourceError


def _useful(validator: Validator) -> Validator | None:
    return validator if validator.etag or validator.last_modified else None
