"""Makes the sample reports: `python -m samples.make_reports [--into FOLDER]`.

Each file of `texts/` becomes one PDF (or an HTML page under a .pdf name) in `reports/`, `later/1/` or `later/2/`, and a row in the
`truth.json` beside it: what a reader must find, in the form of the labels that the project is measured with.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from samples.layouts import ASIDE, DASH_INDENT, DASH_MARK, LAYOUTS, SUBHEADING, Layout, Meta
from samples.typeset import BODY, Sheet

HERE = Path(__file__).parent
LABELS = {
    "inspection": "children's services inspection, pdf - ",
    "single": "single inspection of la children's services as pdf - ",
    "monitoring-visit": "children's services monitoring visit, pdf - ",
    "focused-visit": "children's services focused visit, pdf - ",
    "jtai": "joint area child protection inspection, pdf - ",
    "area-send": "area send full inspection, pdf - ",
}
IMPROVE = re.compile(r"What needs to improve")
PRIORITY = re.compile(r"Areas? for priority action$")
TAGS = re.compile(r"\s*\(((?:Outcome|Enabler|Principle) \w+)(?:, national framework)?\)$")


def blocks(body: str) -> list[tuple[str, str]]:
    """(mark, text) of every block between blank lines; "" marks a plain paragraph. See README.md."""
    found = []
    for block in re.split(r"\n\s*\n", body.strip()):
        for part in re.split(r"\n(?=(?:#+1?|[-+=|]|--) )", block):
            match = re.match(r"(#+1?|--|[-+=|])(?: |$)", part)
            mark = match[1] if match else ""
            found.append((mark, " ".join(part[len(mark) :].split())))
    return found


def cells(row: str) -> tuple[str, str]:
    first, _, second = row.partition("|")
    return first.strip(), second.strip()


class Setter:
    """Sets one body; paragraphs with "+" are numbered from 1 throughout."""

    def __init__(self, sheet: Sheet, layout: Layout, meta: Meta) -> None:
        self.sheet, self.layout, self.meta = sheet, layout, meta
        self.number = 0

    def set(self, mark: str, text: str) -> None:
        layout, sheet = self.layout, self.sheet
        if mark.startswith("#"):
            style = {"#": layout.heading, "##": SUBHEADING, "###": ASIDE}[mark.rstrip("1")]
            sheet.heading(text, style, self.meta["footnote"] if mark.endswith("1") else "")
        elif mark == "+":
            self.number += 1
            sheet.paragraph(text, indent=layout.numbered, mark=f"{self.number}.")
        elif mark == "-":
            sheet.paragraph(text, replace(BODY, after=9), layout.hang, layout.bullet)
        elif mark == "--":
            sheet.paragraph(text, replace(BODY, after=6), DASH_INDENT + 17, DASH_MARK, DASH_INDENT)
        elif mark == "=":
            sheet.new_page()
        elif mark == "|":
            sheet.table([cells(row) for row in text.split("||")], 226)
        else:
            sheet.paragraph(text)


def set_report(meta: Meta, body: str, path: Path) -> int:
    """The number of pages."""
    layout = LAYOUTS[meta["layout"]]
    frame = replace(layout.frame, furniture=lambda sheet: layout.furniture(sheet, meta))
    if "shift" in meta:
        frame = replace(frame, right=frame.right - meta["shift"], top=frame.top - meta["shift"])
    if "bullet" in meta:
        layout = replace(layout, bullet=meta["bullet"])
    sheet = Sheet(path, frame, meta["title"])
    layout.front(sheet, meta)
    setter = Setter(sheet, layout, meta)
    for mark, text in blocks(body):
        setter.set(mark, text)
    layout.close(sheet, meta)
    sheet.save()
    return sheet.page


def listed(body: str, heading: re.Pattern[str]) -> list[str]:
    """The bullets under a heading."""
    items, inside = [], False
    for mark, text in blocks(body):
        if mark.startswith("#"):
            inside = bool(heading.match(text))
        elif inside and mark == "-":
            items.append(text)
    return items


def truth(meta: Meta, body: str, pages: int | None) -> dict[str, Any]:
    """The head's `truth` table, with what the text and the head's other fields say."""
    day: date = meta["published"]
    row: dict[str, Any] = {
        "authority": meta["slugs"][0].partition("-")[2],
        "urn": meta["slugs"][0].partition("-")[0],
        "urns": [slug.partition("-")[0] for slug in meta["slugs"]],
        "published": day.isoformat(),
        "portal_label": LABELS[meta["label"]] + f"{day:%d %B %Y}".lower(),
        **meta["truth"],
    }
    if pages is None:
        return row
    row["pages"] = pages
    if meta["layout"] in ("single", "send"):
        return row | {"improvement_items": None}
    items = listed(body, IMPROVE)
    row |= {
        "improvement_items": len(items),
        "improvements": [{"text": TAGS.sub("", item), "tags": TAGS.findall(item)} for item in items],
        "priority_actions": listed(body, PRIORITY),
        "priority_action": bool(listed(body, PRIORITY)),
    }
    return row


def load(source: Path) -> tuple[Meta, str]:
    _, head, body = source.read_text("utf-8").split("+++\n", 2)
    meta = tomllib.loads(head)
    if "same_text_as" in meta:
        base, body_of_base = load(source.with_name(meta["same_text_as"]))
        for before, after in meta.get("replace", []):
            assert body_of_base.count(before) == 1, (source.name, before)
            body_of_base = body_of_base.replace(before, after)
        return base | meta, body_of_base
    return meta, body


def make(into: Path) -> list[Path]:
    """Writes every sample and the truth tables below `into`; the paths written, relative to it."""
    tables: dict[str, dict[str, Any]] = {}
    written: list[Path] = []
    for source in sorted((HERE / "texts").glob("*.txt")):
        meta, body = load(source)
        name = f"{meta['published']}-{meta['file_kind']}.pdf"
        for slug in meta["slugs"]:
            path = into / meta["folder"] / slug / name
            path.parent.mkdir(parents=True, exist_ok=True)
            pages = None
            if meta["layout"] == "html":
                path.write_text(body.lstrip("\n"), "utf-8", newline="\n")
            else:
                pages = set_report(meta, body, path)
            tables.setdefault(meta["folder"], {})[f"{slug}/{name}"] = truth(meta, body, pages)
            written.append(path.relative_to(into))
    for folder, rows in tables.items():
        text = json.dumps(dict(sorted(rows.items())), indent=1, ensure_ascii=False)
        (into / folder / "truth.json").write_text(text + "\n", "utf-8", newline="\n")
        written.append(Path(folder, "truth.json"))
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the sample reports.")
    parser.add_argument("--into", type=Path, default=HERE, help="the folder that gets reports/ and later/")
    into: Path = parser.parse_args().into
    with tempfile.TemporaryDirectory() as scratch:
        written = make(Path(scratch))
        for stale in [*into.glob("reports/*/*.pdf"), *into.glob("later/*/*/*.pdf")]:
            stale.unlink()
        for path in written:
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(scratch, path), into / path)
    print(f"{len(written)} files")


if __name__ == "__main__":
    main()
