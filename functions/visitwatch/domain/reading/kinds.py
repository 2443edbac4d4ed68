"""What sort of document it is, told from its own first words, never from a file's name or a portal's label.

Titles and openings of every kind seen 2013 to 2026 (domain.md section 2). A report's text names other kinds ("since the
last monitoring visit"), so only beginnings of blocks count, and of a letter the formula that it opens with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.report import Kind

_HEAD = 4000
"""Characters, furniture apart, in which a document says what it is. A letter to a partnership lists many people."""

_FORMULA = re.compile(
    r"(?:summari[sz]es?|sets? out|contains|outlines|describes|provides) (?:the |our )?(?:main |key )?"
    r"(?:findings|outcome)s? (?:of|from) (?:the |an? |our |your |this |an Ofsted |Ofsted.s )*"
    r"(?:\w+,?[ -]){0,4}?(?:(?P<monitoring>monitoring)|(?P<focused>focus+ed)"
    r"|(?P<assurance>assurance)) (?:assurance )?visit",
    re.IGNORECASE,
)
_JOINT_FORMULA = re.compile(r"findings (?:of|from) (?:the|a|this|our) joint targeted area inspection", re.IGNORECASE)
_LETTERS = {
    "monitoring": Kind.MONITORING_VISIT,
    "focused": Kind.FOCUSED_VISIT,
    "assurance": Kind.ASSURANCE_VISIT,
}
_TITLES: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"(?:\w+ ){0,2}monitoring visit (?:to|of|report|letter)\b", Kind.MONITORING_VISIT),
        (r"(?:Ofsted )?(?:COVID.19 )?focus+ed (?:assurance )?visit (?:to|of|report|letter)\b", Kind.FOCUSED_VISIT),
        (r"(?:Ofsted )?(?:COVID.19 )?assurance visit (?:to|of|report|letter)\b", Kind.ASSURANCE_VISIT),
        (r"joint targeted area inspection\b", Kind.JTAI),
        (r"(?:joint )?(?:local )?area SEND (?:full |monitoring )?(?:inspection|re-?visit)\b", Kind.AREA_SEND),
        (r"local area partnership report|joint (?:local )?area SEND (?:inspection|re-?visit)", Kind.AREA_SEND),
        (r"inspection of looked after children.?s? services", Kind.LOOKED_AFTER),
        (r"(?:re-?)?inspections? of (?:the )?services for children in need of help", Kind.SINGLE),
        (r"review of the effectiveness of the (?:[\w-]+ ){1,4}safeguarding children", Kind.BOARD_REVIEW),
        (
            r"(?:re-?)?inspection of (?:.{2,110}? )?(?:children|people|family|families).s (?:social care )?services\b",
            Kind.ILACS,
        ),
        (r"(?:re-?)?inspection of .{2,80} (?:trust|local authority)\b", Kind.ILACS),
    )
)
_SINGLE = re.compile(r"inspections? of (?:the )?services for children in need of help", re.IGNORECASE)
_TITLE_PAGE = 500
"""Characters; a single inspection's title may follow the council's name in one line, and the board's review follows."""

_ILACS_ROW = re.compile(r"The impact of leaders", re.IGNORECASE)
_DATED = re.compile(r"inspection dates?\b", re.IGNORECASE)


def kind_of(blocks: Iterable[Block]) -> Kind:
    """The kind, UNKNOWN where the first words are those of no kind that we know."""
    head = list(_head(blocks))
    formula = _formula_kind(head)
    if formula is not None:
        return formula
    kinds = [kind for block in head for kind in _title_kind(block)]
    dated = any(_DATED.search(block.text) for block in head)
    rows = dated and any(_ILACS_ROW.match(block.text) for block in head)
    if Kind.SINGLE in kinds or _SINGLE.search(" ".join(block.text for block in head[:6])[:_TITLE_PAGE]):
        return Kind.SINGLE
    if Kind.ILACS in kinds[:1] and not dated:
        return Kind.UNKNOWN
    if kinds:
        return kinds[0]
    return Kind.ILACS if rows else Kind.UNKNOWN


def _head(blocks: Iterable[Block]) -> Iterator[Block]:
    length = 0
    for block in blocks:
        if block.kind is not BlockKind.FURNITURE:
            yield block
            length += len(block.text)
            if length > _HEAD:
                return


def _formula_kind(head: list[Block]) -> Kind | None:
    for block in head:
        text = block.text.lower()
        if "findings" not in text and "outcome" not in text:
            continue
        found = _FORMULA.search(text)
        if found and found.lastgroup:
            return _LETTERS[found.lastgroup]
        if _JOINT_FORMULA.search(text):
            return Kind.JTAI
    return None


def _title_kind(block: Block) -> Iterator[Kind]:
    if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
        for pattern, kind in _TITLES:
            if pattern.match(block.text):
                yield kind
                return
