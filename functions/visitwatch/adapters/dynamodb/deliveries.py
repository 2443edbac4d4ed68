"""The ledger: DELIVERY#<id> holds a delivery.

gsi1 finds it by change; gsi2 by status while something is still to be done or known. A digest's waiting ones are
found by subscriber (WAITING#<subscriber>). PROVIDER#<id> leads from SES's message id to the delivery.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from visitwatch.adapters.dynamodb.table import ConditionFailedError, Table
from visitwatch.errors import StoreBusyError

if TYPE_CHECKING:  # at run time with the first delivery: most stages touch none, and it costs a cold start 6 ms
    from visitwatch.domain.change import ChangeId
    from visitwatch.domain.delivery import Delivery, DeliveryId, DeliveryStatus
    from visitwatch.domain.subscription import SubscriberId


class DeliveryItems:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add_delivery(self, delivery: Delivery) -> bool:
        return self._table.add(f"DELIVERY#{delivery.id}", value=delivery, fields=_fields(delivery))

    def get_delivery(self, delivery_id: DeliveryId) -> Delivery | None:
        from visitwatch.domain.delivery import Delivery

        return self._table.get_value(f"DELIVERY#{delivery_id}", Delivery)

    def move_delivery(
        self,
        delivery: Delivery,
        to: DeliveryStatus,
        *,
        at: datetime,
        provider_id: str = "",
        detail: str = "",
    ) -> Delivery:
        from visitwatch.domain.delivery import moved

        then = moved(delivery, to, at=at, provider_id=provider_id, detail=detail)
        if then.provider_id and then.provider_id != delivery.provider_id:
            # Before the move: an event may come in before the ledger says "sent".
            self._table.put(f"PROVIDER#{then.provider_id}", fields={"delivery": then.id})
        try:
            self._table.put(
                f"DELIVERY#{then.id}",
                value=then,
                condition="delivery_status = :status AND attempts = :attempts",
                condition_values={"status": delivery.status.value, "attempts": delivery.attempts},
                fields=_fields(then),
            )
        except ConditionFailedError:
            raise StoreBusyError("the delivery was moved in between", subject=delivery.id) from None
        return then

    def deliveries_of(self, change_id: ChangeId) -> tuple[Delivery, ...]:
        return self._indexed("gsi1", f"CHANGE#{change_id}")

    def deliveries_in(self, status: DeliveryStatus) -> tuple[Delivery, ...]:
        return self._indexed("gsi2", f"STATUS#{status.value}")

    def waiting_for(self, subscriber_id: SubscriberId) -> tuple[Delivery, ...]:
        from visitwatch.domain.delivery import DeliveryStatus

        return tuple(d for d in self.deliveries_in(DeliveryStatus.WAITING) if d.subscriber_id == subscriber_id)

    def delivery_by_provider_id(self, provider_id: str) -> Delivery | None:
        from visitwatch.domain.delivery import DeliveryId

        link = self._table.get(f"PROVIDER#{provider_id}") if provider_id else None
        return self.get_delivery(DeliveryId(str(link["delivery"]))) if link else None

    def _indexed(self, index: str, key: str) -> tuple[Delivery, ...]:
        from visitwatch.domain.delivery import Delivery

        return tuple(self._table.value(item, Delivery) for item in self._table.query(key, index=index))


def _fields(delivery: Delivery) -> dict[str, str | int]:
    order = f"{delivery.created_at.astimezone(UTC).isoformat(timespec='microseconds')}#{delivery.id}"
    return {
        "gsi1pk": f"CHANGE#{delivery.change_id}",
        "gsi1sk": order,
        "gsi2pk": f"STATUS#{delivery.status.value}",
        "gsi2sk": order,
        "delivery_status": delivery.status.value,
        "attempts": delivery.attempts,
    }
