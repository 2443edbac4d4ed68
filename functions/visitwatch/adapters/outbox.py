"""The outbox folder: every message a file (.eml, .json), nothing leaves the machine."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Channel, Subscriber
from visitwatch.errors import DeliveryDeferredError
from visitwatch.ports import Clock

_PLAIN = re.compile(r"[A-Za-z0-9-]{1,80}")


class OutboxSender:
    """Implements ports.Sender for every channel. A file is whole or absent, and is never overwritten."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:  # noqa: ARG002  the port's
        """The file's name: "20260601T083000Z-<reference>.eml". The same reference again gives the same file.

        Raises ValueError for a reference that is no plain word; DeliveryDeferredError where it cannot be written.
        """
        if not _PLAIN.fullmatch(reference):
            raise ValueError("a reference is made of letters, digits and hyphens")
        ending = "eml" if message.channel is Channel.EMAIL else "json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            written = sorted(self._folder.glob(f"*Z-{reference}.{ending}"))
            if written:
                return written[0].name
            name = f"{self._clock.now():%Y%m%dT%H%M%SZ}-{reference}.{ending}"
            self._write(self._folder / name, message.body)
        except OSError as error:
            raise DeliveryDeferredError(f"the outbox cannot be written: {type(error).__name__}") from error
        return name

    def _write(self, path: Path, body: bytes) -> None:
        handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, path)  # unlike a rename, it fails where a file of this name is
        finally:
            Path(temporary).unlink(missing_ok=True)
