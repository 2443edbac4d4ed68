"""Changes and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from visitwatch.domain.change import Change, ChangeId, ChangeSummary, summarise
from visitwatch.domain.delivery import Delivery, DeliveryId, DeliveryStatus, moved
from visitwatch.domain.subscription import SubscriberId
from visitwatch.errors import StoreBusyError


class MemoryAlerts:
    def __init__(self) -> None:
        self._changes: dict[ChangeId, Change] = {}
        self._deliveries: dict[DeliveryId, Delivery] = {}

    def add_change(self, change: Change) -> bool:
        return self._changes.setdefault(change.id, change) is change

    def put_change(self, change: Change) -> None:
        self._changes[change.id] = change

    def get_change(self, change_id: ChangeId) -> Change | None:
        return self._changes.get(change_id)

    def changes_since(self, since: datetime, until: datetime | None = None) -> tuple[ChangeSummary, ...]:
        found = [c for c in self._changes.values() if c.occurred_at >= since and (not until or c.occurred_at < until)]
        return tuple(summarise(c) for c in sorted(found, key=lambda c: (c.occurred_at, c.id)))

    def add_delivery(self, delivery: Delivery) -> bool:
        return self._deliveries.setdefault(delivery.id, delivery) is delivery

    def get_delivery(self, delivery_id: DeliveryId) -> Delivery | None:
        return self._deliveries.get(delivery_id)

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
        stored = self._deliveries.get(delivery.id)
        if stored is None or (stored.status, stored.attempts) != (delivery.status, delivery.attempts):
            raise StoreBusyError("the delivery was moved in between", subject=delivery.id)
        self._deliveries[delivery.id] = then
        return then

    def deliveries_of(self, change_id: ChangeId) -> tuple[Delivery, ...]:
        return self._sorted(d for d in self._deliveries.values() if d.change_id == change_id)

    def deliveries_in(self, status: DeliveryStatus) -> tuple[Delivery, ...]:
        return self._sorted(d for d in self._deliveries.values() if d.status is status)

    def waiting_for(self, subscriber_id: SubscriberId) -> tuple[Delivery, ...]:
        return tuple(d for d in self.deliveries_in(DeliveryStatus.WAITING) if d.subscriber_id == subscriber_id)

    def delivery_by_provider_id(self, provider_id: str) -> Delivery | None:
        return next((d for d in self._deliveries.values() if provider_id and d.provider_id == provider_id), None)

    @staticmethod
    def _sorted(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
        return tuple(sorted(deliveries, key=lambda d: (d.created_at, d.id)))
