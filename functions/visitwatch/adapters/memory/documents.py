from __future__ import annotations

from visitwatch.errors import NotFoundError
from visitwatch.ports import Documents


class MemoryDocuments:
    """under: documents that can be read and are never written to (a dry run over a real home)."""

    def __init__(self, under: Documents | None = None) -> None:
        self._data: dict[str, bytes] = {}
        self._under = under

    def put_document(self, sha256: str, data: bytes) -> None:
        self._data.setdefault(sha256, data)

    def get_document(self, sha256: str) -> bytes:
        if sha256 in self._data:
            return self._data[sha256]
        if self._under is not None:
            return self._under.get_document(sha256)
        raise NotFoundError("no such document", subject=sha256)

    def has_document(self, sha256: str) -> bool:
        return sha256 in self._data or (self._under is not None and self._under.has_document(sha256))
