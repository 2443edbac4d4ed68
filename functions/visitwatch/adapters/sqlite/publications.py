"""Publications, what was learned of each authority, and validators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from visitwatch.adapters.codec import decode, encode
from visitwatch.adapters.sqlite.database import Table, moment, stamp
from visitwatch.domain.publication import PublicationRecord, Validator, next_revision
from visitwatch.domain.report import Urn
from visitwatch.errors import NotFoundError, StoreBusyError


class PublicationsTable(Table):
    def get_publication(self, url: str) -> PublicationRecord | None:
        row = self._db.one("SELECT body FROM publications WHERE url = ?", url)
        return decode(row[0], PublicationRecord) if row else None

    def publications_of(self, urn: Urn) -> tuple[PublicationRecord, ...]:
        rows = self._db.all(
            "SELECT body FROM publications JOIN publication_urns USING (url) WHERE urn = ? ORDER BY url", urn
        )
        return tuple(decode(body, PublicationRecord) for (body,) in rows)

    def all_publications(self) -> Iterator[PublicationRecord]:
        for (body,) in self._db.all("SELECT body FROM publications ORDER BY url"):
            yield decode(body, PublicationRecord)

    def add_publication(self, record: PublicationRecord) -> bool:
        with self._db.transaction():
            added = self._db.write(
                "INSERT INTO publications (url, revision, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                record.url,
                record.revision,
                encode(record),
            )
            if added:
                self._index(record)
        return bool(added)

    def update_publication(self, record: PublicationRecord) -> PublicationRecord:
        written = next_revision(record)
        with self._db.transaction():
            done = self._db.write(
                "UPDATE publications SET revision = ?, body = ? WHERE url = ? AND revision = ?",
                written.revision,
                encode(written),
                record.url,
                record.revision,
            )
            if not done:
                known = self._db.one("SELECT 1 FROM publications WHERE url = ?", record.url)
                error = StoreBusyError if known else NotFoundError
                raise error(
                    "the publication was written in between" if known else "no such publication", subject=record.url
                )
            self._index(written)
        return written

    def _index(self, record: PublicationRecord) -> None:
        self._db.write("DELETE FROM publication_urns WHERE url = ?", record.url)
        for urn in record.urns:
            self._db.write("INSERT INTO publication_urns (urn, url) VALUES (?, ?)", urn, record.url)

    def learned_at(self, urn: Urn) -> datetime | None:
        row = self._db.one("SELECT at FROM learned WHERE urn = ?", urn)
        return moment(row[0]) if row else None

    def mark_learned(self, urn: Urn, at: datetime) -> None:
        self._db.write("INSERT INTO learned (urn, at) VALUES (?, ?) ON CONFLICT DO NOTHING", urn, stamp(at))

    def began_at(self) -> datetime:
        row = self._db.one("SELECT began_at FROM home")
        if row is None:
            raise NotFoundError("this home has not begun to check")
        return moment(row[0])

    def begin(self, at: datetime) -> bool:
        return bool(self._db.write("INSERT INTO home (only, began_at) VALUES (1, ?) ON CONFLICT DO NOTHING", stamp(at)))

    def get_validator(self, url: str) -> Validator | None:
        row = self._db.one("SELECT url, etag, last_modified FROM validators WHERE url = ?", url)
        return Validator(*row) if row else None

    def put_validator(self, validator: Validator) -> None:
        self._db.write(
            "INSERT OR REPLACE INTO validators (url, etag, last_modified) VALUES (?, ?, ?)",
            validator.url,
            validator.etag,
            validator.last_modified,
        )
