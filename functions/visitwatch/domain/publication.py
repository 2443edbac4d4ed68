"""What a source says is published, and what we have made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from visitwatch.domain.report import Urn


@dataclass(frozen=True, slots=True)
class Publication:
    """A report file that a source lists. Identity: `url`; version: the SHA-256 of its bytes.

    urn: the authority on whose page it stands ("" where a feed does not say). label: the source's words,
    lower-cased ("children's services focused visit, pdf - 01 august 2024"). event_date: the visit's or
    inspection's date as the page gives it.
    """

    url: str
    urn: Urn
    label: str
    published: date | None
    event_date: date | None
    source_id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A feed entry that names an authority and an inspection, direction or improvement notice.

    It is linked, never quoted as Ofsted's findings (shared example: trade press). entry_id: the feed's id
    and the entry's `updated`, since GOV.UK reuses ids.
    """

    entry_id: str
    url: str
    urns: tuple[Urn, ...]
    title: str
    updated: datetime | None
    source_id: str


class PublicationState(StrEnum):
    LISTED = "listed"
    """Seen on a page; not fetched."""
    READ = "read"
    """Fetched, archived and read as a report."""
    UNREADABLE = "unreadable"
    """Fetched and archived; no report could be read from it, and the reason is known."""
    FAILED = "failed"
    """Could not be fetched; a problem says why."""
    WITHDRAWN = "withdrawn"
    """No longer on its page."""


LINK_TOLD = "link told"
"""`settled` of a publication that could not be had, and that subscribers were told of by its link."""


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a publication's link."""

    sha256: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class PublicationRecord:
    """A publication and its life here. quiet: learned or backfilled, so it alerts nobody.

    versions: oldest first; the last is the current one. outcome: a named outcome ("html", "gone",
    "other_authority", "same_bytes_new_link"), "" when all is well. revision: raised by each write, for
    conditional updates. also: further authorities on whose pages the same link stands. tries: fetches that
    failed since the last good one. settled: the SHA-256 of the version whose consequence (a change, or the
    decision that there is none) is recorded, LINK_TOLD where only the link could be told, "" for neither. resumed: how
    many checks found its work undone, since it was last settled.
    """

    publication: Publication
    state: PublicationState
    quiet: bool
    first_seen: datetime
    versions: tuple[Version, ...] = ()
    outcome: str = ""
    revision: int = 0
    also: tuple[Urn, ...] = ()
    tries: int = 0
    settled: str = ""
    resumed: int = 0

    @property
    def urns(self) -> tuple[Urn, ...]:
        """Every authority on whose page it stands; empty where only a feed named it."""
        return tuple(dict.fromkeys(u for u in (self.publication.urn, *self.also) if u))

    @property
    def url(self) -> str:
        return self.publication.url

    @property
    def sha256(self) -> str | None:
        """Of the current version, None before the first fetch."""
        return self.versions[-1].sha256 if self.versions else None


def next_revision(record: PublicationRecord) -> PublicationRecord:
    """What a conditional write stores."""
    return replace(record, revision=record.revision + 1)


@dataclass(frozen=True, slots=True)
class Validator:
    """What a server gave for a conditional GET of a URL."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """All that one authority's page lists now. complete: absence from it means withdrawal.

    other_events: entries of the page that have no report file ("Closed").
    """

    urn: Urn
    publications: tuple[Publication, ...]
    complete: bool
    validator: Validator | None = None
    unknown_labels: tuple[str, ...] = ()
    other_events: int = 0


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One poll of a feed: reports to collect, notices, and how many entries were neither."""

    publications: tuple[Publication, ...]
    notices: tuple[Notice, ...]
    ignored: int
    validator: Validator | None = None


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """One part of a source (a page) that could not be had; the rest goes on. error: VisitwatchError.name."""

    url: str
    error: str
    message: str
    transient: bool


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page or feed that the server says is not modified since our validator."""

    url: str
    urn: Urn | None = None


SourceItem = Listing | FeedPage | SourceFailure | Unchanged
