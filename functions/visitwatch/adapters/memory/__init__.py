"""All ports of storage in memory, for dry runs and tests, held to the same contract as the real ones."""

from visitwatch.adapters.memory.documents import MemoryDocuments
from visitwatch.adapters.memory.queue import MemoryQueue
from visitwatch.adapters.memory.store import MemoryStore

__all__ = ["MemoryDocuments", "MemoryQueue", "MemoryStore"]
