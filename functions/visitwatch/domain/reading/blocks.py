"""What a document is made of, once its lines are put together: headings, paragraphs, items, rows, furniture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """An item of a bulleted list; the bullet is not in its text."""
    NUMBERED = "numbered"
    """A numbered paragraph; the number is in `number`, not in its text."""
    ROW = "row"
    """A row of a judgement table: aspect and grade. Never furniture, no finding."""
    FURNITURE = "furniture"
    """What stands on the page and is no part of the text; `furniture` tells the sort."""


class Furniture(StrEnum):
    RUNNING_HEAD = "running head"
    PAGE_NUMBER = "page number"
    FOOTNOTE = "footnote"
    """A footnote, or the small figure that refers to one."""
    CONTENTS = "contents"
    LETTERHEAD = "letterhead"
    """Ofsted's own address and numbers at the top of a letter."""
    BOILERPLATE = "boilerplate"
    """Complaints, licence, contact, and what the judgements mean in general."""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, item, row or piece of furniture, its lines joined by single spaces.

    text: without the bullet or the paragraph's number; line-end hyphens are joined. page: on which it begins,
    from 1. number: of a numbered paragraph, as printed. turns: where the text goes on to another page, as
    (position in text, page) in order. level: of a heading, 1 (a part of the report), 2 (a section), 3 (within a
    section); 0 for all else.
    """

    kind: BlockKind
    text: str
    page: int
    number: int | None = None
    furniture: Furniture | None = None
    turns: tuple[tuple[int, int], ...] = ()
    level: int = 0

    @property
    def is_heading(self) -> bool:
        return self.kind is BlockKind.HEADING

    @property
    def is_body(self) -> bool:
        """Whether its sentences are findings: a paragraph, an item or a numbered paragraph."""
        return self.kind in _BODY

    def page_at(self, position: int) -> int:
        """The page on which the character at a position of the text stands."""
        page = self.page
        for begins, on in self.turns:
            if begins > position:
                break
            page = on
        return page


_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.NUMBERED})
