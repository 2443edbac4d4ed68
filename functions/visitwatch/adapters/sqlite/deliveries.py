"""The ledger: one row per change, subscriber and channel."""

from __future__ import annotations

from datetime import datetime

from visitwatch.adapters.codec import decode, encode
from visitwatch.adapters.sqlite.database import Table, stamp
from visitwatch.domain.change import ChangeId
from visitwatch.domain.delivery import Delivery, DeliveryId, DeliveryStatus, moved
from visitwatch.domain.subscription import SubscriberId
from visitwatch.errors import StoreBusyError


class DeliveriesTable(Table):
    def add_delivery(self, delivery: Delivery) -> bool:
        return bool(
            self._db.write(
                "INSERT INTO deliveries (id, change_id, subscriber_id, status, attempts, provider_id, created_at, body)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                delivery.id,
                delivery.change_id,
                delivery.subscriber_id,
                delivery.status,
                delivery.attempts,
                delivery.provider_id,
                stamp(delivery.created_at),
                encode(delivery),
            )
        )

    def get_delivery(self, delivery_id: DeliveryId) -> Delivery | None:
        row = self._db.one("SELECT body FROM deliveries WHERE id = ?", delivery_id)
        return decode(row[0], Delivery) if row else None

    def move_delivery(
        self,
        delivery: Delivery,
        to: DeliveryStatus,
        *,
        at: datetime,
        provider_id: str = "",
        detail: str = "",
    ) -> Delivery:
        then = moved(delivery, to, at=at, provider_id=provider_id, detail=detail)
        done = self._db.write(
            "UPDATE deliveries SET status = ?, attempts = ?, provider_id = ?, body = ?"
            " WHERE id = ? AND status = ? AND attempts = ?",
            then.status,
            then.attempts,
            then.provider_id,
            encode(then),
            delivery.id,
            delivery.status,
            delivery.attempts,
        )
        if not done:
            raise StoreBusyError("the delivery was moved in between", subject=delivery.id)
        return then

    def deliveries_of(self, change_id: ChangeId) -> tuple[Delivery, ...]:
        return self._select("change_id = ? ORDER BY created_at, id", change_id)

    def deliveries_in(self, status: DeliveryStatus) -> tuple[Delivery, ...]:
        return self._select("status = ? ORDER BY created_at, id", status)

    def waiting_for(self, subscriber_id: SubscriberId) -> tuple[Delivery, ...]:
        return self._select(
            "status = ? AND subscriber_id = ? ORDER BY created_at, id", DeliveryStatus.WAITING, subscriber_id
        )

    def delivery_by_provider_id(self, provider_id: str) -> Delivery | None:
        found = self._select("provider_id = ? AND provider_id <> ''", provider_id)
        return found[0] if found else None

    def _select(self, where: str, *values: str) -> tuple[Delivery, ...]:
        rows = self._db.all(f"SELECT body FROM deliveries WHERE {where}", *values)  # noqa: S608  constants of this class
        return tuple(decode(body, Delivery) for (body,) in rows)
