"""The public pages in a folder."""

from __future__ import annotations

from pathlib import Path


class FolderSite:
    """The port Site. A page is written beside its place and renamed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put_page(self, path: str, data: bytes, content_type: str) -> bool:  # noqa: ARG002  a file's ending says it
        target = self._folder / path
        if target.is_file() and target.read_bytes() == data:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.writing")
        beside.write_bytes(data)
        beside.replace(target)
        return True
