"""Reports as read, and the changes that came of them."""

from __future__ import annotations

from datetime import datetime

from visitwatch.adapters.codec import decode, encode
from visitwatch.adapters.sqlite.database import Table, stamp
from visitwatch.domain.change import Change, ChangeId, ChangeSummary, summarise
from visitwatch.domain.report import Urn
from visitwatch.ports import StoredReport


class ReportsTable(Table):
    def put_report(self, stored: StoredReport) -> None:
        key = (stored.url, stored.sha256)
        with self._db.transaction():
            self._db.write(
                "INSERT INTO reports (url, sha256, body) VALUES (?, ?, ?)"
                " ON CONFLICT (url, sha256) DO UPDATE SET body = excluded.body",
                *key,
                encode(stored),
            )
            self._db.write("DELETE FROM report_urns WHERE url = ? AND sha256 = ?", *key)
            for urn in dict.fromkeys(stored.urns):
                self._db.write("INSERT INTO report_urns (urn, url, sha256) VALUES (?, ?, ?)", urn, *key)

    def get_report(self, url: str, sha256: str) -> StoredReport | None:
        row = self._db.one("SELECT body FROM reports WHERE url = ? AND sha256 = ?", url, sha256)
        return decode(row[0], StoredReport) if row else None

    def reports_of(self, urn: Urn) -> tuple[StoredReport, ...]:
        rows = self._db.all(
            "SELECT body FROM reports JOIN report_urns USING (url, sha256) WHERE urn = ? ORDER BY url, sha256", urn
        )
        return tuple(decode(body, StoredReport) for (body,) in rows)

    def urls_with(self, sha256: str) -> tuple[str, ...]:
        return tuple(url for (url,) in self._db.all("SELECT url FROM reports WHERE sha256 = ? ORDER BY url", sha256))


class ChangesTable(Table):
    def add_change(self, change: Change) -> bool:
        return self._insert("ON CONFLICT DO NOTHING", change)

    def put_change(self, change: Change) -> None:
        self._insert(
            "ON CONFLICT (id) DO UPDATE SET occurred_at = excluded.occurred_at, summary = excluded.summary,"
            " body = excluded.body",
            change,
        )

    def _insert(self, on_conflict: str, change: Change) -> bool:
        return bool(
            self._db.write(
                f"INSERT INTO changes (id, occurred_at, summary, body) VALUES (?, ?, ?, ?) {on_conflict}",  # noqa: S608  two constants above
                change.id,
                stamp(change.occurred_at),
                encode(summarise(change)),
                encode(change),
            )
        )

    def get_change(self, change_id: ChangeId) -> Change | None:
        row = self._db.one("SELECT body FROM changes WHERE id = ?", change_id)
        return decode(row[0], Change) if row else None

    def changes_since(self, since: datetime, until: datetime | None = None) -> tuple[ChangeSummary, ...]:
        end = stamp(until) if until else "9999"
        rows = self._db.all(
            "SELECT summary FROM changes WHERE occurred_at >= ? AND occurred_at < ? ORDER BY occurred_at, id",
            stamp(since),
            end,
        )
        return tuple(decode(summary, ChangeSummary) for (summary,) in rows)
