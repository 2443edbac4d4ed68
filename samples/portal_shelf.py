"""What the sample portal has on its shelf: authorities, reports, and what is done to them while it runs."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from samples.portal_html import Event, Row

from visitwatch.domain.register import packaged_register

KINDS = {
    "inspection": "children's services inspection",
    "single": "single inspection of la children's services",
    "single-inspection": "single inspection of la children's services",
    "focused-visit": "children's services focused visit",
    "monitoring-visit": "children's services monitoring visit",
    "assurance-visit": "children's services assurance visit",
    "jtai": "joint area child protection inspection",
    "area-send": "area send full inspection",
}


@dataclass(frozen=True)
class Document:
    """A report file. path: "<urn>-<slug>/<published>-<kind>.pdf", its name here. moved: how often its link changed."""

    path: str
    urn: str
    label: str
    published: date
    event_date: date
    data: bytes
    held: bool = False
    withdrawn: bool = False
    moved: int = 0
    replaced: int = 0

    @property
    def file_id(self) -> int:
        """Stable over restarts; another one after each move."""
        return 50_000_000 + zlib.crc32(f"{self.path}#{self.moved}".encode()) % 40_000_000

    @property
    def modified(self) -> datetime:
        return datetime(self.published.year, self.published.month, self.published.day, 9, 30, tzinfo=UTC) + timedelta(
            days=self.replaced
        )

    @property
    def listed(self) -> bool:
        return not (self.held or self.withdrawn)


class Shelf:
    """Not for several writers at once; readers see a whole state, since documents are replaced, never changed."""

    def __init__(self, folder: Path) -> None:
        """Reads `<urn>-<slug>/*.pdf`, `truth.json` (there or beside the folder) and `authorities.json`, if there."""
        self.documents: dict[str, Document] = {}
        self.rows: dict[str, Row] = {a.urn: Row(a.urn, a.name, a.region, None) for a in _current()}
        self.add_folder(folder)

    def add_folder(self, folder: Path, *, held: bool = False) -> list[str]:
        """The paths added; a path that was there is replaced by the new bytes, under the same link."""
        truth = _json(folder / "truth.json", None) or _json(folder.parent / "truth.json", {})
        for data in _authorities(folder / "authorities.json"):
            self.rows[data["urn"]] = Row(data["urn"], data["name"], data.get("region", ""), None)
        paths = []
        for file in sorted(folder.glob("*-*/*.pdf")):
            path = f"{file.parent.name}/{file.name}"
            if path in self.documents:
                self.replace(path, file.read_bytes())
            else:
                self.add(path, file.read_bytes(), truth.get(path, {}), held=held)
            paths.append(path)
        return paths

    def add(self, path: str, data: bytes, truth: dict[str, Any] | None = None, *, held: bool = False) -> Document:
        """A report on the page of the URN that its path begins with. truth: may give portal_label, visited, inspected."""
        truth = truth or {}
        urn, _, slug = path.split("/", maxsplit=1)[0].partition("-")
        published = date.fromisoformat(truth.get("published") or Path(path).name[:10])
        days = truth.get("visited") or truth.get("inspected") or [[published.isoformat()]]
        label = truth.get("portal_label") or KINDS.get(Path(path).stem[11:], Path(path).stem[11:].replace("-", " "))
        event_date = date.fromisoformat(days[0][0])
        document = Document(path, urn, _type(label), published, event_date, data, held)
        self.documents[path] = document
        self.rows.setdefault(urn, Row(urn, slug.replace("-", " ").title(), "", None))
        return document

    def change(self, path: str, **fields: Any) -> Document:
        """Raises KeyError for a path that is not there."""
        self.documents[path] = replace(self.documents[path], **fields)
        return self.documents[path]

    def replace(self, path: str, data: bytes) -> Document:
        return self.change(path, data=data, replaced=self.documents[path].replaced + 1)

    def by_id(self, file_id: int) -> Document | None:
        return next((d for d in list(self.documents.values()) if d.file_id == file_id and d.listed), None)

    def listing(self) -> list[Row]:
        """Every authority by name, with the day of its latest report."""
        latest: dict[str, date] = {}
        for document in list(self.documents.values()):
            if document.listed:
                latest[document.urn] = max(document.published, latest.get(document.urn, date.min))
        return sorted((replace(r, latest=latest.get(r.urn)) for r in self.rows.values()), key=lambda r: r.name)

    def events(self, urn: str) -> list[Event]:
        """Newest first."""
        own = [d for d in list(self.documents.values()) if d.urn == urn and d.listed]
        own.sort(key=lambda d: (d.event_date, d.published), reverse=True)
        return [Event(d.label, f"/v1/file/{d.file_id}", d.event_date, d.published) for d in own]


def _type(label: str) -> str:
    """Without format and day: "single inspection of la children's services as pdf - 10 february 2015"."""
    return re.split(r",\s*pdf\b| as pdf\b", label)[0]


def _current() -> Any:
    return packaged_register().all_current(datetime.now(UTC).date())


def _json(path: Path, default: Any) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else default


def _authorities(path: Path) -> list[dict[str, Any]]:
    data = _json(path, [])
    return data if isinstance(data, list) else list(data["authorities"])
