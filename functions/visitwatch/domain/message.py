"""The messages between stages: small, versioned, ids and never documents."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from visitwatch.errors import MessageError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Message:
    """Common to all: `to_json` and `from_json` are each other's reverse."""

    def to_json(self) -> str:
        return json.dumps({"v": VERSION, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_json(cls, body: str) -> Self:
        """Raises MessageError naming the field that is missing, wrong or not known."""
        try:
            data: Any = json.loads(body)
        except ValueError as error:
            raise MessageError(f"{cls.__name__}: not JSON") from error
        if not isinstance(data, dict) or data.pop("v", None) != VERSION:
            raise MessageError(f"{cls.__name__}: field v is not {VERSION}")
        kinds = {name: f.type for name, f in cls.__dataclass_fields__.items()}
        for name in data:
            if name not in kinds:
                raise MessageError(f"{cls.__name__}: unknown field {name}")
        for name, field in cls.__dataclass_fields__.items():
            value = data.get(name, field.default)
            wanted = bool if field.type == "bool" else str
            if not isinstance(value, wanted):
                raise MessageError(f"{cls.__name__}: field {name} is missing or no {wanted.__name__}")
        return cls(**data)


@dataclass(frozen=True, slots=True)
class CollectReport(Message):
    """Fetch, archive and read the publication at `url`. force: fetch again though it was read."""

    url: str
    force: bool = False
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class CompareVisits(Message):
    """Compare the current version of the publication at `url` with the authority's earlier reports."""

    url: str
    sha256: str
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class ComposeAlert(Message):
    """Decide who is told of a change."""

    change_id: str
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class DeliverAlert(Message):
    """Render and send one delivery (or one digest: delivery_id is then the digest's)."""

    delivery_id: str
    correlation_id: str = ""


MESSAGES: dict[str, type[Message]] = {
    kind.__name__: kind for kind in (CollectReport, CompareVisits, ComposeAlert, DeliverAlert)
}
"""By the name under which a queue stores or tags them."""


def parse_message(name: str, body: str) -> Message:
    """Raises MessageError, also where no message has this name."""
    if name not in MESSAGES:
        raise MessageError(f"no message is called {name}")
    return MESSAGES[name].from_json(body)


def message_key(message: Message) -> str:
    """The same for messages that ask for the same; the correlation id does not count."""
    fields = {name: value for name, value in asdict(message).items() if name != "correlation_id"}
    return json.dumps([type(message).__name__, fields], sort_keys=True)
