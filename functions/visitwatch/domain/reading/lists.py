"""Lists of a report: what needs to improve, areas for priority action, recommendations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.report import Improvement, Quote

WHAT_NEEDS_TO_IMPROVE = re.compile(r"What needs to improve\b", re.IGNORECASE)
PRIORITY_ACTION = re.compile(r"Areas? for priority action|Responsible body", re.IGNORECASE)
AREAS_FOR_IMPROVEMENT = re.compile(r"Areas? (?:for|of) improvement", re.IGNORECASE)

_NONE = re.compile(r"(?:There (?:are|were|is) )?(?:no|none)\b[^.]{0,80}\.?$|Not applicable", re.IGNORECASE)
"""What stands in a list that is empty."""

_TAG = re.compile(
    r"\s*\((?P<tag>(?:National Framework,?:?\s*)?(?:Outcome|Enabler|Principle)s?\b[^()]*"
    r"|[^()]*\bNational Framework[^()]*)\)\s*[.;]?$",
    re.IGNORECASE,
)
_FRAMEWORK = re.compile(r"[\s,:;-]*\b(?:the\s+)?national framework\b[\s,:;-]*", re.IGNORECASE)
_TAGS = re.compile(r"\s*(?:;|,?\s+and\s+|/|,)\s*(?=(?:outcome|enabler|principle)s?\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, its inner items joined to it."""

    text: str
    page: int


def under(blocks: Iterable[Block], opens: re.Pattern[str], through: re.Pattern[str] | None = None) -> tuple[Block, ...]:
    """The body blocks under the first headings that match, down to a heading that matches neither pattern."""
    found: list[Block] = []
    inside = done = False
    for block in blocks:
        if block.is_heading:
            matches = opens.match(block.text) is not None
            if inside and not matches and not (through and through.match(block.text)):
                inside, done = False, bool(found)
            elif matches and not done:
                inside = True
        elif inside and block.is_body:
            found.append(block)
    return tuple(found)


def items_of(blocks: Sequence[Block]) -> tuple[Item, ...]:
    """The items; where nothing is bulleted or numbered, the paragraphs that do not only introduce."""
    blocks = [block for block in blocks if not _NONE.match(block.text)]
    listed = [block for block in blocks if block.kind is not BlockKind.PARAGRAPH]
    chosen = listed or [block for block in blocks if not block.text.endswith(":")]
    items: list[Item] = []
    inner = False
    for block in chosen:
        if inner and block.kind is BlockKind.ITEM and block.text[:1].islower():
            items[-1] = Item(f"{items[-1].text} {block.text}", items[-1].page)
            inner = not block.text.endswith(".")
            continue
        items.append(Item(block.text, block.page))
        inner = block.text.endswith(":")
    return tuple(items)


def improvements_of(blocks: Sequence[Block]) -> tuple[Improvement, ...]:
    """The items with the National Framework's tags (from March 2025) taken off as data."""
    return tuple(improvement_of(item) for item in items_of(blocks))


def quotes_of(blocks: Sequence[Block]) -> tuple[Quote, ...]:
    return tuple(Quote(item.text, item.page) for item in items_of(blocks))


def improvement_of(item: Item) -> Improvement:
    """The item; the tags at its end are taken off as data."""
    text, tags = item.text, list[str]()
    while found := _TAG.search(text):
        tags[:0] = _tags(found["tag"])
        text = text[: found.start()].rstrip()
    return Improvement(text, item.page, tuple(tags))


def _tags(printed: str) -> list[str]:
    parts = (" ".join(_FRAMEWORK.sub(" ", part).split()).strip(" ,;:") for part in _TAGS.split(printed))
    return [part[0].upper() + part[1:] for part in parts if part]
