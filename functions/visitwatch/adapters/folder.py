"""Documents in a folder: documents/ab/abcdef….pdf, named by the SHA-256 of the bytes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from visitwatch.errors import NotFoundError

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderDocuments:
    """The port Documents. A file is whole or absent: it is written beside its place, synced, then renamed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where it is, or would be. Raises ValueError where this is no SHA-256 in small hexadecimal digits."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self._folder / sha256[:2] / f"{sha256}.pdf"

    def put_document(self, sha256: str, data: bytes) -> None:
        """Raises ValueError where the bytes have another hash."""
        path = self.path_of(sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError(f"the bytes do not have the hash {sha256}")
        if self.has_document(sha256):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def get_document(self, sha256: str) -> bytes:
        """Raises NotFoundError, also where the file's bytes are no longer those that were put."""
        try:
            data = self.path_of(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFoundError("no such document", subject=sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise NotFoundError("the archived file is damaged: its bytes have another hash", subject=sha256)
        return data

    def has_document(self, sha256: str) -> bool:
        """Whether it is there, whole: a damaged file is written again."""
        try:
            self.get_document(sha256)
        except NotFoundError:
            return False
        return True


def _sync_folder(folder: Path) -> None:
    """The rename itself must survive a loss of power, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
