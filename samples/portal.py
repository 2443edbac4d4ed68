"""A small reports portal on loopback: `python samples/portal.py FOLDER… [--port N]`.

It serves folders of reports ("<urn>-<slug>/<published>-<kind>.pdf", labels from their truth.json) as
reports.ofsted.gov.uk does: search pages, an authority's page in both layouts, files under /v1/file/<id>, and feeds
under /feeds/. Every authority of the register is listed, most without reports. What is done to the shelf and which
faults are shown can be changed while it runs: by the methods of `Portal`, or by POST /control with the same words.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import argparse
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from samples.portal_faults import Fault, bent, fault_of, parse_fault
from samples.portal_feeds import Entry
from samples.portal_shelf import Document, Shelf
from samples.portal_wire import Answer, Request, Server, handler_of

from samples import portal_feeds, portal_html

LAYOUTS = ("mixed", "A", "B")


class Portal:
    """A running portal; a context manager that stops it. Reports are named by their path in the folder."""

    def __init__(self, folders: Iterable[Path], *, port: int = 0, layout: str = "mixed") -> None:
        first, *more = folders
        self.shelf = Shelf(first)
        for folder in more:
            self.shelf.add_folder(folder)
        self.feeds = {name: list(entries) for name, entries in portal_feeds.FEEDS.items()}
        self.requests: list[Request] = []
        self.stopping = threading.Event()
        self._layout = layout
        self._faults: list[Fault] = []
        self._guard = threading.Lock()
        self._server = Server(("127.0.0.1", port), handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def wait(self) -> None:
        self._thread.join()

    def link(self, path: str) -> str:
        """The report's present link."""
        return f"{self.url}/v1/file/{self.shelf.documents[path].file_id}"

    def hold_back(self, path: str) -> None:
        """Not listed and not served until it is published."""
        self.shelf.change(path, held=True)

    def publish(self, path: str, data: bytes | None = None, **truth: Any) -> str:
        """A report held back, or a new one with these bytes (truth: portal_label, visited, published). Its link."""
        if data is not None:
            self.shelf.add(path, data, truth)
        self.shelf.change(path, held=False, withdrawn=False)
        return self.link(path)

    def withdraw(self, path: str) -> None:
        """Taken off its page; the link answers 404."""
        self.shelf.change(path, withdrawn=True)

    def replace(self, path: str, data: bytes) -> None:
        """Other bytes under the same link."""
        self.shelf.replace(path, data)

    def move_link(self, path: str) -> str:
        """The same bytes under a new link, which is returned; the old one answers 404."""
        self.shelf.change(path, moved=self.shelf.documents[path].moved + 1)
        return self.link(path)

    def add_entry(self, feed: str, title: str, link: str, summary: str = "", updated: datetime | None = None) -> None:
        """At the head of a feed, which is made if there is none of that name."""
        entry = Entry(title, link, summary, updated or datetime.now(UTC))
        self.feeds[feed] = [entry, *self.feeds.get(feed, [])]

    def fault(self, kind: str, on: str = "", *, times: int | None = None, value: float | None = None) -> None:
        """From now on. Kinds and what `value` is: portal_faults.py."""
        fault = fault_of({"kind": kind, "on": on, "times": times, "value": value})
        with self._guard:
            self._faults.append(fault)

    def heal(self) -> None:
        """No faults from now on."""
        with self._guard:
            self._faults.clear()

    def faults_of(self, path: str) -> dict[str, Fault]:
        """Those that this request shows, by kind; counts them."""
        with self._guard:
            shown = {f.kind: f for f in self._faults if path.startswith(f.on) and f.times != 0}
            self._faults = [
                replace(f, times=f.times - 1) if f is shown.get(f.kind) and f.times else f for f in self._faults
            ]
        return shown

    def control(self, message: dict[str, Any]) -> Any:
        """A method by name: {"do": "publish", "path": …}. Raises KeyError, ValueError."""
        methods: dict[str, Callable[..., Any]] = {
            m.__name__: m for m in (self.hold_back, self.publish, self.withdraw, self.move_link, self.fault, self.heal)
        }
        words = dict(message)
        return methods[words.pop("do")](**words)

    def answer(self, target: str, faults: dict[str, Fault]) -> Answer:
        """What a healthy server, but for the faults of its pages, would send."""
        parts = urlsplit(target)
        kinds = set(faults)
        head, _, name = parts.path.rpartition("/")
        if parts.path == "/search":
            return self._search(parse_qs(parts.query), faults)
        if head == "/provider/44":
            return self._provider(name, kinds)
        if head == "/v1/file" and name.isdigit() and (document := self.shelf.by_id(int(name))):
            return _file(document)
        if head == "/feeds" and (name in self.feeds or "feed_ended" in kinds):
            return self._feed(name, kinds)
        return Answer(portal_html.NOT_FOUND, status=404)

    def _search(self, query: dict[str, list[str]], faults: dict[str, Fault]) -> Answer:
        rows = self.shelf.listing()
        if "fewer_authorities" in faults:
            rows = rows[: int(faults["fewer_authorities"].value or 100)]
        if "zero_results" in faults:
            rows = []
        total = len(rows) + 7 if "wrong_total" in faults else len(rows)
        start = int(query.get("start", ["0"])[0])
        per_page = min(int(query.get("rows", ["10"])[0]), portal_html.PER_PAGE)
        return Answer(portal_html.search(rows[start : start + per_page], total, start, per_page))

    def _provider(self, urn: str, kinds: set[str]) -> Answer:
        row = self.shelf.rows.get(urn)
        if row is None:
            return Answer(portal_html.NOT_FOUND, status=404)
        if "no_timeline" in kinds:
            return Answer(portal_html.page(row.name, f"<h1>{row.name}</h1>"))
        layout = ("A", "B")[int(urn) % 2] if self._layout == "mixed" else self._layout
        events = bent(self.shelf.events(urn), kinds, self.url)
        return Answer(portal_html.provider(row, events, layout, changed="layout_changed" in kinds))

    def _feed(self, name: str, kinds: set[str]) -> Answer:
        entries = [] if "no_entries" in kinds else self.feeds.get(name, [])
        if "feed_ended" in kinds:
            entries = [portal_feeds.ENDED]
        if "undated" in kinds:
            entries = [replace(e, updated=None) for e in entries]
        kind = "atom" if name.endswith(".atom") else "rss"
        return Answer(portal_feeds.render(name, entries, self.url), f"application/{kind}+xml; charset=utf-8")


def _file(document: Document) -> Answer:
    kind = "application/pdf" if document.data.startswith(b"%PDF") else "text/html; charset=utf-8"
    return Answer(document.data, kind, modified=document.modified)


def serve(folder: Path, *more: Path, port: int = 0, layout: str = "mixed") -> Portal:
    """A running portal of these folders; a later one replaces and adds to an earlier. port 0: any free one.

    Links stay the same over restarts as long as the port does.
    """
    return Portal((folder, *more), port=port, layout=layout)


def main() -> None:
    parser = argparse.ArgumentParser(description="A sample reports portal on 127.0.0.1.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--port", type=int, default=8044)
    parser.add_argument("--layout", choices=LAYOUTS, default="mixed")
    parser.add_argument("--hold-back", action="append", default=[], metavar="PATH", help="not listed until published")
    parser.add_argument("--fault", action="append", default=[], metavar="KIND[=VALUE][@PATH]")
    options = parser.parse_args()
    with serve(*options.folders, port=options.port, layout=options.layout) as portal:
        for path in options.hold_back:
            portal.hold_back(path)
        for fault in map(parse_fault, options.fault):
            portal.fault(fault.kind, fault.on, value=fault.value)
        print(f"{portal.url} serves {len(portal.shelf.documents)} reports; stop it with Ctrl-C", flush=True)
        try:
            portal.wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
