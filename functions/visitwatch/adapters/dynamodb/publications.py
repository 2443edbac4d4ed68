"""Publications, what was learned of each authority, and validators.

PUB#<url> holds the record; URN#<urn> / PUB#<url> says on whose pages it stands (an authority has some dozens). Index
gsi2 (PUBLICATIONS / url) lists all: a scan would read every report in the table, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from visitwatch.adapters.dynamodb.table import ConditionFailedError, Table
from visitwatch.domain.publication import PublicationRecord, Validator, next_revision
from visitwatch.domain.report import Urn
from visitwatch.errors import NotFoundError, StoreBusyError


class PublicationItems:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get_publication(self, url: str) -> PublicationRecord | None:
        return self._table.get_value(f"PUB#{url}", PublicationRecord)

    def publications_of(self, urn: Urn) -> tuple[PublicationRecord, ...]:
        links = self._table.query(f"URN#{urn}", begins="PUB#")
        found = (self.get_publication(str(link["sk"]).removeprefix("PUB#")) for link in links)
        return tuple(record for record in found if record is not None and urn in record.urns)

    def all_publications(self) -> Iterator[PublicationRecord]:
        for item in self._table.query("PUBLICATIONS", index="gsi2"):
            yield self._table.value(item, PublicationRecord)

    def add_publication(self, record: PublicationRecord) -> bool:
        # Links first: a link without a record is skipped when read, a record without its link would be lost.
        self._link(record)
        return self._table.add(f"PUB#{record.url}", value=record, fields=_fields(record))

    def update_publication(self, record: PublicationRecord) -> PublicationRecord:
        written = next_revision(record)
        self._link(written)
        try:
            self._table.put(
                f"PUB#{record.url}",
                value=written,
                fields=_fields(written),
                condition="revision = :was",
                condition_values={"was": record.revision},
            )
        except ConditionFailedError:
            if self._table.get(f"PUB#{record.url}") is None:
                raise NotFoundError("no such publication", subject=record.url) from None
            raise StoreBusyError("the publication was written in between", subject=record.url) from None
        return written

    def _link(self, record: PublicationRecord) -> None:
        for urn in record.urns:
            self._table.put(f"URN#{urn}", f"PUB#{record.url}")

    def learned_at(self, urn: Urn) -> datetime | None:
        item = self._table.get(f"URN#{urn}", "LEARNED")
        return datetime.fromisoformat(str(item["at"])) if item else None

    def mark_learned(self, urn: Urn, at: datetime) -> None:
        self._table.add(f"URN#{urn}", "LEARNED", fields={"at": at.isoformat()})

    def began_at(self) -> datetime:
        item = self._table.get("HOME")
        if item is None:
            raise NotFoundError("this home has not begun to check")
        return datetime.fromisoformat(str(item["at"]))

    def begin(self, at: datetime) -> bool:
        return self._table.add("HOME", fields={"at": at.isoformat()})

    def get_validator(self, url: str) -> Validator | None:
        return self._table.get_value(f"VALIDATOR#{url}", Validator)

    def put_validator(self, validator: Validator) -> None:
        self._table.put(f"VALIDATOR#{validator.url}", value=validator)


def _fields(record: PublicationRecord) -> dict[str, str | int]:
    return {"revision": record.revision, "gsi2pk": "PUBLICATIONS", "gsi2sk": record.url}
