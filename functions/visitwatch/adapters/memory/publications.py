"""Publications, what was learned, reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from visitwatch.domain.publication import PublicationRecord, next_revision
from visitwatch.domain.report import Urn
from visitwatch.errors import NotFoundError, StoreBusyError
from visitwatch.ports import StoredReport


class MemoryPublications:
    def __init__(self) -> None:
        self._records: dict[str, PublicationRecord] = {}
        self._learned: dict[Urn, datetime] = {}
        self._began: datetime | None = None
        self._reports: dict[tuple[str, str], StoredReport] = {}

    def get_publication(self, url: str) -> PublicationRecord | None:
        return self._records.get(url)

    def publications_of(self, urn: Urn) -> tuple[PublicationRecord, ...]:
        return tuple(r for r in self._records.values() if urn in r.urns)

    def all_publications(self) -> Iterator[PublicationRecord]:
        yield from tuple(self._records.values())

    def add_publication(self, record: PublicationRecord) -> bool:
        return self._records.setdefault(record.url, record) is record

    def update_publication(self, record: PublicationRecord) -> PublicationRecord:
        stored = self._records.get(record.url)
        if stored is None:
            raise NotFoundError("no such publication", subject=record.url)
        if stored.revision != record.revision:
            raise StoreBusyError("the publication was written in between", subject=record.url)
        self._records[record.url] = next_revision(record)
        return self._records[record.url]

    def learned_at(self, urn: Urn) -> datetime | None:
        return self._learned.get(urn)

    def mark_learned(self, urn: Urn, at: datetime) -> None:
        self._learned.setdefault(urn, at)

    def began_at(self) -> datetime:
        if self._began is None:
            raise NotFoundError("this home has not begun to check")
        return self._began

    def begin(self, at: datetime) -> bool:
        first = self._began is None
        self._began = self._began or at
        return first

    def put_report(self, stored: StoredReport) -> None:
        self._reports[stored.url, stored.sha256] = stored

    def get_report(self, url: str, sha256: str) -> StoredReport | None:
        return self._reports.get((url, sha256))

    def reports_of(self, urn: Urn) -> tuple[StoredReport, ...]:
        return tuple(r for r in self._reports.values() if urn in r.urns)

    def urls_with(self, sha256: str) -> tuple[str, ...]:
        return tuple(sorted(url for url, sha in self._reports if sha == sha256))
