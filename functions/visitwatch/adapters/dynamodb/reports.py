"""Reports as read, and the changes that came of them.

REPORT#<url> / <sha256> holds the report; URN#<urn> / REPORT#… and SHA#<sha256> / <url> find it. CHANGE#<id> holds a
change; index gsi1 (CHANGES#<month> / time) lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from visitwatch.adapters.dynamodb.table import Table
from visitwatch.domain.change import Change, ChangeId, ChangeSummary, summarise
from visitwatch.domain.report import Urn
from visitwatch.ports import StoredReport


class ReportItems:
    def __init__(self, table: Table) -> None:
        self._table = table

    def put_report(self, stored: StoredReport) -> None:
        before = self.get_report(stored.url, stored.sha256)
        for urn in dict.fromkeys(stored.urns):
            self._table.put(f"URN#{urn}", f"REPORT#{stored.sha256}#{stored.url}", fields={"sha": stored.sha256})
        self._table.put(f"SHA#{stored.sha256}", stored.url)
        self._table.put(f"REPORT#{stored.url}", stored.sha256, value=stored)
        for urn in set(before.urns if before else ()) - set(stored.urns):
            self._table.delete(f"URN#{urn}", f"REPORT#{stored.sha256}#{stored.url}")

    def get_report(self, url: str, sha256: str) -> StoredReport | None:
        return self._table.get_value(f"REPORT#{url}", StoredReport, sha256)

    def reports_of(self, urn: Urn) -> tuple[StoredReport, ...]:
        found: list[StoredReport] = []
        for link in self._table.query(f"URN#{urn}", begins="REPORT#"):
            _, sha256, url = str(link["sk"]).split("#", 2)
            stored = self.get_report(url, sha256)
            if stored is not None:
                found.append(stored)
        return tuple(sorted(found, key=lambda s: (s.url, s.sha256)))

    def urls_with(self, sha256: str) -> tuple[str, ...]:
        return tuple(str(item["sk"]) for item in self._table.query(f"SHA#{sha256}"))


class ChangeItems:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add_change(self, change: Change) -> bool:
        return self._table.add(f"CHANGE#{change.id}", value=change, fields=_index(change))

    def put_change(self, change: Change) -> None:
        self._table.put(f"CHANGE#{change.id}", value=change, fields=_index(change))

    def get_change(self, change_id: ChangeId) -> Change | None:
        return self._table.get_value(f"CHANGE#{change_id}", Change)

    def changes_since(self, since: datetime, until: datetime | None = None) -> tuple[ChangeSummary, ...]:
        end = until or datetime.now(UTC).replace(year=datetime.now(UTC).year + 1)
        found: list[ChangeSummary] = []
        for month in _months(since, end):
            items = self._table.query(f"CHANGES#{month}", index="gsi1", between=(_stamp(since), "9999"))
            found += [summarise(self._table.value(item, Change)) for item in items]
        return tuple(
            s for s in sorted(found, key=lambda s: (s.occurred_at, s.id)) if until is None or s.occurred_at < until
        )


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _index(change: Change) -> dict[str, str | int]:
    stamp = _stamp(change.occurred_at)
    return {"gsi1pk": f"CHANGES#{stamp[:7]}", "gsi1sk": f"{stamp}#{change.id}"}


def _months(since: datetime, until: datetime) -> Iterator[str]:
    year, month = since.astimezone(UTC).year, since.astimezone(UTC).month
    while (year, month) <= (until.astimezone(UTC).year, until.astimezone(UTC).month):
        yield f"{year:04d}-{month:02d}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004  December
