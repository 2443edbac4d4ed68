"""What ops may ask for: one value an operation, the same for the command line and for the function on AWS.

A payload is JSON: {"operation": "collect", "url": "https://…"}. Unknown or wrong input is answered by what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from visitwatch.errors import OperationError


@dataclass(frozen=True, slots=True)
class Operation:
    """Common to all."""


@dataclass(frozen=True, slots=True)
class Check(Operation):
    """Check now: everything, one source by its id, or one authority. dry_run: only says what is not known yet."""

    source: str = ""
    authority: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Collect(Operation):
    """Fetch and read a link again; authority and label are needed where no source lists it."""

    url: str
    authority: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class ReadAgain(Operation):
    """Read archived bytes with this version's reader: one link, or what an older reader read. Alerts nobody."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class CompareAgain(Operation):
    """Compare a report again. correct: tell those who were told, if a class changed."""

    url: str
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Preview(Operation):
    """The messages that a change would send, without the addresses. subscriber: only this one."""

    change: str
    subscriber: str = ""


@dataclass(frozen=True, slots=True)
class Who(Operation):
    """Who is told of a change, and why not the others."""

    change: str


@dataclass(frozen=True, slots=True)
class SendAgain(Operation):
    """To those who missed it, and to nobody else."""

    change: str


@dataclass(frozen=True, slots=True)
class Replay(Operation):
    """Decide again who is told of the changes of these days (both included); nobody is told twice."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Backfill(Operation):
    """Collect and read what is only known by its link. Alerts nobody."""

    authority: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Redrive(Operation):
    """Give dead letters back to their queue. queue: collect, compare, compose, deliver, events; all if empty."""

    queue: str = ""


@dataclass(frozen=True, slots=True)
class Status(Operation):
    """Sources, publications, deliveries, dead letters, problems."""


@dataclass(frozen=True, slots=True)
class Release(Operation):
    """Release the alerts that the brake held. drop: give them up instead."""

    drop: bool = False


@dataclass(frozen=True, slots=True)
class Digest(Operation):
    """Queue the digests that are due."""


@dataclass(frozen=True, slots=True)
class Measure(Operation):
    """The numbers that alarms watch; also tells ops of new problems and queues what is stuck."""


@dataclass(frozen=True, slots=True)
class CloseProblem(Operation):
    """A problem that a person has dealt with."""

    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class AddSubscriber(Operation):
    """A subscriber, in the words of docs/subscribers.md (one table as JSON)."""

    subscriber: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListSubscribers(Operation):
    """Everybody, without addresses."""


@dataclass(frozen=True, slots=True)
class RemoveSubscriber(Operation):
    """Switches a subscription off for good; the ledger keeps its id."""

    subscriber: str


@dataclass(frozen=True, slots=True)
class ExportSubscriber(Operation):
    """All that is kept of a subscriber, the address included: for a subject access request."""

    subscriber: str


@dataclass(frozen=True, slots=True)
class EraseSubscriber(Operation):
    """Removes name, address and filters; deliveries keep only the opaque id."""

    subscriber: str


OPERATIONS: dict[str, type[Operation]] = {
    "check": Check,
    "collect": Collect,
    "read-again": ReadAgain,
    "compare-again": CompareAgain,
    "preview": Preview,
    "who": Who,
    "send-again": SendAgain,
    "replay": Replay,
    "backfill": Backfill,
    "redrive": Redrive,
    "status": Status,
    "release": Release,
    "digest": Digest,
    "measure": Measure,
    "close-problem": CloseProblem,
    "add-subscriber": AddSubscriber,
    "list-subscribers": ListSubscribers,
    "remove-subscriber": RemoveSubscriber,
    "export-subscriber": ExportSubscriber,
    "erase-subscriber": EraseSubscriber,
}


def parse_operation(payload: Mapping[str, Any]) -> Operation:
    """The operation of a payload. Raises OperationError saying what is allowed."""
    if not isinstance(payload, Mapping):
        raise OperationError(f'a payload is an object such as {{"operation": "status"}}, not {type(payload).__name__}')
    name = payload.get("operation")
    if name not in OPERATIONS:
        raise OperationError(f"unknown operation {name!r}; allowed: {', '.join(OPERATIONS)}")
    kind = OPERATIONS[str(name)]
    allowed = {f.name: f for f in fields(kind)}
    for key in payload:
        if key != "operation" and key not in allowed:
            raise OperationError(f"{name}: unknown field {key!r}; allowed: {', '.join(allowed) or 'none'}")
    values = {}
    for key, field in allowed.items():
        if key in payload:
            values[key] = _value(str(name), key, str(field.type), payload[key])
        elif field.default is MISSING:
            raise OperationError(f"{name}: field {key!r} is missing ({field.type})")
    return kind(**values)


_TRUE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _value(name: str, key: str, kind: str, given: Any) -> Any:
    """As JSON has it, or as a word of the command line."""
    error = OperationError(f"{name}: field {key!r} must be {_MEANT.get(kind, kind)}, not {given!r}")
    if kind.startswith("date"):
        try:
            return date.fromisoformat(str(given))
        except ValueError:
            raise error from None
    if kind == "bool":
        value = _TRUE.get(str(given).lower())
        if value is None:
            raise error
        return value
    wanted = Mapping if kind.startswith("Mapping") else str
    if not isinstance(given, wanted):
        raise error
    return given


_MEANT = {
    "date": "a day such as 2026-06-01",
    "date | None": "a day such as 2026-06-01",
    "bool": "true or false",
    "str": "text",
}
