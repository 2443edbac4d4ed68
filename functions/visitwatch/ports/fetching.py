"""What is fetched and read: the clock, HTTP, sources, the text of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from visitwatch.domain.document import Document
    from visitwatch.domain.publication import SourceItem, Validator


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def sleep(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 200. url: after redirects."""

    url: str
    body: bytes
    content_type: str
    validator: Validator


@dataclass(frozen=True, slots=True)
class NotModified:
    url: str


class Fetcher(Protocol):
    def get(
        self, url: str, *, validator: Validator | None = None, max_bytes: int | None = None
    ) -> Fetched | NotModified:
        """Conditional where a validator is given.

        Raises: SourceUnreachableError after the retries; GoneError (404, 410); TooLargeError;
        HostNotAllowedError; SourceError for any other status.
        """
        ...


class Validators(Protocol):
    """ETags and Last-Modified by URL; written only after what came with them was recorded."""

    def get_validator(self, url: str) -> Validator | None: ...

    def put_validator(self, validator: Validator) -> None: ...


class Source(Protocol):
    """The portal, or one feed."""

    @property
    def source_id(self) -> str: ...

    def poll(self, known: Validators) -> Iterator[SourceItem]:
        """Yields as it goes, so that what was had before a failure is kept.

        Raises a SourceError where the whole source cannot be trusted (NoResultsError, AuthoritiesMissingError,
        CountMismatchError, FeedEndedError, NotAFeedError, ErrorPageError, LayoutChangedError); the failure of one
        page is a SourceFailure item.
        """
        ...


class Extractor(Protocol):
    def extract(self, data: bytes) -> Document:
        """The lines of a PDF (or of plain text). Raises NotAReportError, UnreadableError."""
        ...
