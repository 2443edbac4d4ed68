"""Every event file in the order of the way, and what is to come of it; both ways of running them use this table."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples.portal import Portal
from scripts.make_events import FILES, FOLDER, SUBSCRIBERS, delivery_of
from tests.support.aws_home import AwsHome
from tests.support.ses import Account

from visitwatch.domain.delivery import DeliveryId, DeliveryStatus


@dataclass
class Surroundings:
    """What stands around the functions, and what they have done there."""

    home: AwsHome
    portal: Portal
    ses: Account

    def status(self, subscriber: str) -> DeliveryStatus | None:
        delivery = self.home.store().get_delivery(DeliveryId(delivery_of(subscriber)))
        return delivery.status if delivery else None

    def active(self, subscriber: str) -> bool:
        found = {str(s.id): s.active for s in self.home.subscribers().all_subscribers()}
        return found[subscriber]

    def event(self, name: str) -> Any:
        """A file's event, with the sample portal's address and SES's message ids."""
        text = (FOLDER / f"{name}.json").read_text().replace(FILES, self.portal.url)
        for subscriber in SUBSCRIBERS:
            delivery = self.home.store().get_delivery(DeliveryId(delivery_of(subscriber)))
            if delivery is not None and delivery.provider_id:
                text = text.replace(f"sent-to-{subscriber}", delivery.provider_id)
        return json.loads(text)


Check = Callable[[Any, Surroundings], object]


def failed(*numbers: int) -> dict[str, Any]:
    """The answer of a queue's handler that names these records, counted from 1."""
    prefix = "19dd0b57-b21e-4ac1-bd88-01bbb068cb"
    return {"batchItemFailures": [{"itemIdentifier": f"{prefix}{n:02d}"} for n in numbers]}


def answers(expected: Any) -> Check:
    return lambda answer, _: answer == expected


def done(**expected: Any) -> Check:
    """Of operate: ok, with these values among the result's."""
    return lambda answer, _: answer["ok"] and expected.items() <= answer["result"].items()


def result(holds: Callable[[dict[str, Any]], object]) -> Check:
    return lambda answer, _: answer["ok"] and holds(answer["result"])


def page(status: int, *, active: bool) -> Check:
    return lambda answer, around: answer["statusCode"] == status and around.active("ada") is active


def moved(subscriber: str, status: DeliveryStatus, *, active: bool) -> Check:
    return lambda answer, around: (
        answer == failed() and around.status(subscriber) is status and around.active(subscriber) is active
    )


POISON, MIXED = answers(failed(1)), answers(failed(2, 3))
PERMANENT, TEMPORARY = DeliveryStatus.PERMANENT_FAILURE, DeliveryStatus.TEMPORARY_FAILURE
CASES: dict[str, Check] = {
    "check_feeds-scheduled": lambda answer, _: answer["new"] == 4 and answer["failures"] == 0,
    "check_feeds-one-source": lambda answer, _: answer["new"] == 0 and answer["failures"] == 0,
    "collect_report-good": answers(failed()),
    "collect_report-poison": POISON,
    "collect_report-mixed": MIXED,
    "compare_visits-good": answers(failed()),
    "compare_visits-poison": POISON,
    "compare_visits-mixed": MIXED,
    "compose_alert-good": lambda answer, around: (
        answer == failed() and {around.status(s) for s in SUBSCRIBERS} == {DeliveryStatus.CREATED}
    ),
    "compose_alert-poison": POISON,
    "compose_alert-mixed": MIXED,
    "deliver_alert-good": lambda answer, around: (
        answer == failed()
        and {around.status(s) for s in SUBSCRIBERS} == {DeliveryStatus.SENT}
        and len(around.ses.messages) == len(SUBSCRIBERS)
    ),
    "deliver_alert-poison": POISON,
    "deliver_alert-mixed": lambda answer, around: (
        answer == failed(2, 3) and len(around.ses.messages) == len(SUBSCRIBERS)
    ),
    "record_delivery-delivery": moved("ada", DeliveryStatus.DELIVERED, active=True),
    "record_delivery-enveloped": answers(failed()),
    "record_delivery-mixed": answers(failed(2)),
    "record_delivery-not-ours": answers(failed()),
    "record_delivery-bounce": moved("bounce", PERMANENT, active=False),
    "record_delivery-softbounce": moved("softbounce", TEMPORARY, active=True),
    "record_delivery-complaint": moved("complaint", DeliveryStatus.DELIVERED, active=False),
    "record_delivery-reject": moved("reject", PERMANENT, active=True),
    "record_delivery-delay": moved("delay", DeliveryStatus.DELIVERED, active=True),
    "record_delivery-renderingfailure": moved("renderingfailure", PERMANENT, active=True),
    "send_digests-scheduled": answers({"digests": 0}),
    "publish_pages-scheduled": lambda answer, _: answer["pages"] > 0 and answer["written"] == answer["pages"],
    "operate-status": result(lambda r: r["sources"] and r["dead_letters"]["collect"] == 0),
    "operate-who": result(lambda r: {s["subscriber"] for s in r["subscribers"]} == set(SUBSCRIBERS)),
    "operate-preview": result(lambda r: [m["subscriber"] for m in r["messages"]] == ["ada"]),
    "operate-check": done(dry_run=True, not_known_yet=[]),
    "operate-collect": done(added=False),
    "operate-read-again": result(lambda r: r["read"] == 1),
    "operate-compare-again": done(differs=False, corrected=False),
    "operate-send-again": result(lambda r: {q["subscriber"] for q in r["queued"]} <= set(SUBSCRIBERS)),
    "operate-replay": done(queued=[]),
    "operate-backfill": result(lambda r: r["queued"] >= 0),
    "operate-redrive": done(given_back=0),
    "operate-release": done(released=0),
    "operate-digest": done(queued=0),
    "operate-measure": result(lambda r: r["measures"]["Measures"] == 1),
    "operate-close-problem": done(closed=False),
    "operate-add-subscriber": done(subscriber="new", replaced=False),
    "operate-list-subscribers": result(lambda r: "new" in {s["id"] for s in r["subscribers"]}),
    "operate-export-subscriber": result(lambda r: r["subscriber"]["target"] == "new@example.org"),
    "operate-remove-subscriber": done(subscriber="new", active=False),
    "operate-erase-subscriber": done(subscriber="new", erased=True),
    "operate-unknown": lambda answer, _: not answer["ok"] and "check" in answer["message"],
    "operate-wrong-field": lambda answer, _: not answer["ok"] and "change" in answer["message"],
    "manage_subscriptions-get": page(200, active=True),
    "manage_subscriptions-unknown": page(404, active=True),
    "manage_subscriptions-post": page(200, active=False),
}


def stage_of(name: str) -> str:
    return name.partition("-")[0]


def files() -> set[str]:
    return {path.stem for path in Path(FOLDER).glob("*.json")}
