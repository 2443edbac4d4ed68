"""subscribers.toml as the port Subscribers (docs/subscribers.md). Whoever is switched off stands in a file beside it.

The user's file is never written. Its errors name the subscriber, the key and what is allowed.
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from visitwatch.adapters.subscriber_table import subscriber_from_table
from visitwatch.domain.register import Register
from visitwatch.domain.subscription import Subscriber, SubscriberId
from visitwatch.errors import SubscribersError
from visitwatch.ports import Clock

TABLE = "subscriber"


class FileSubscribers:
    """The file is read again whenever it has changed."""

    def __init__(self, path: Path, register: Register, clock: Clock, *, required: bool = False) -> None:
        """required: a file that is not there is an error (the user named it), and not "no subscribers yet"."""
        self._path = path
        self._state = path.with_name(f"{path.name}.off.json")
        self._register = register
        self._clock = clock
        self._required = required
        self._read: tuple[object, tuple[Subscriber, ...]] | None = None

    def all_subscribers(self) -> tuple[Subscriber, ...]:
        """Active and not, in the file's order. Raises SubscribersError."""
        stamp = (_stamp(self._path), _stamp(self._state))
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, self._load())
        return self._read[1]

    def get_subscriber(self, subscriber_id: SubscriberId) -> Subscriber | None:
        return next((s for s in self.all_subscribers() if s.id == subscriber_id), None)

    def deactivate(self, subscriber_id: SubscriberId, reason: str) -> None:
        """A second time changes nothing, and one who is gone stays gone. Raises SubscribersError."""
        off = self.switched_off()
        if subscriber_id not in off and self.get_subscriber(subscriber_id) is not None:
            self._write({**off, subscriber_id: {"reason": reason, "at": self._clock.now().isoformat()}})

    def activate(self, subscriber_id: SubscriberId) -> bool:
        """True if it had been switched off. For ops, when an address is mended."""
        off = self.switched_off()
        gone = off.pop(subscriber_id, None)
        if gone is not None:
            self._write(off)
        return gone is not None

    def switched_off(self) -> dict[str, dict[str, str]]:
        """{"<id>": {"reason": …, "at": …}}. Raises SubscribersError where the file beside is damaged."""
        try:
            text = self._state.read_text("utf-8")
        except FileNotFoundError:
            return {}
        except OSError as error:
            why = f"it cannot be read: {type(error).__name__}"
            raise SubscribersError(why, subject=self._state.name) from error
        try:
            data: Any = json.loads(text)
            return {str(key): {"reason": str(off["reason"]), "at": str(off["at"])} for key, off in data.items()}
        except (ValueError, AttributeError, KeyError, TypeError) as error:
            raise SubscribersError("the list of those switched off is damaged", subject=self._state.name) from error

    def _load(self) -> tuple[Subscriber, ...]:
        off = self.switched_off()
        subscribers: list[Subscriber] = []
        for number, table in enumerate(self._tables(), start=1):
            subscriber = subscriber_from_table(table, number, self._register, frozenset(off))
            twin = next((s for s in subscribers if s.id == subscriber.id), None)
            if twin is not None:
                raise SubscribersError(
                    f'subscriber {number} ("{subscriber.name}") and "{twin.name}" have the same id or target: '
                    'give each an "id" of its own, or make one of them',
                    subject=self._path.name,
                )
            subscribers.append(subscriber)
        return tuple(subscribers)

    def _tables(self) -> list[Any]:
        try:
            data = tomllib.loads(self._path.read_text("utf-8-sig"))  # Windows' Notepad writes a BOM
        except FileNotFoundError:
            if self._required:
                raise SubscribersError("there is no such file", subject=str(self._path)) from None
            return []
        except tomllib.TOMLDecodeError as error:
            raise SubscribersError(f"this is not TOML: {error}", subject=self._path.name) from None
        except (OSError, UnicodeDecodeError) as error:
            raise SubscribersError(f"it cannot be read: {type(error).__name__}", subject=self._path.name) from error
        unknown = sorted(set(data) - {TABLE})
        tables = data.get(TABLE, [])
        if unknown or not isinstance(tables, list):
            wrong = unknown[0] if unknown else TABLE
            raise SubscribersError(f'"{wrong}": the file holds [[{TABLE}]] tables only', subject=self._path.name)
        return tables

    def _write(self, off: dict[str, dict[str, str]]) -> None:
        try:
            self._replace(off)
        except OSError as error:
            why = f"it cannot be written: {type(error).__name__}"
            raise SubscribersError(why, subject=self._state.name) from error
        self._read = None

    def _replace(self, off: dict[str, dict[str, str]]) -> None:
        handle, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=".writing-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(off, file, indent=2, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(self._state)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
