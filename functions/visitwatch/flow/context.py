"""What a stage is given: the ports, the register and the settings, in one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitwatch.domain.register import Register
    from visitwatch.domain.report import Report
    from visitwatch.domain.subscription import Channel
    from visitwatch.ports import Clock, Documents, Extractor, Fetcher, Queue, Renderer, Sender, Store, Subscribers
    from visitwatch.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """annotate: adds themes, stance and change to a report's findings (`domain.findings.annotate`)."""

    store: Store
    documents: Documents
    queue: Queue
    subscribers: Subscribers
    renderer: Renderer
    senders: Mapping[Channel, Sender]
    fetcher: Fetcher
    extractor: Extractor
    register: Register
    clock: Clock
    settings: Settings
    annotate: Callable[[Report], Report]
