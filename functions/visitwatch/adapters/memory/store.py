from __future__ import annotations

from visitwatch.adapters.memory.alerts import MemoryAlerts
from visitwatch.adapters.memory.publications import MemoryPublications
from visitwatch.adapters.memory.sources import MemorySources


class MemoryStore(MemoryPublications, MemoryAlerts, MemorySources):
    """The port Store."""

    def __init__(self) -> None:
        MemoryPublications.__init__(self)
        MemoryAlerts.__init__(self)
        MemorySources.__init__(self)
