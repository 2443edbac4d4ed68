"""Where sentences end in Ofsted's prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from visitwatch.domain.reading.blocks import Block

_END = re.compile(r"[.?!…][’”\"')\]]*(?:\d{1,2}(?=\s))?\s+(?=[‘“\"'(\[]?[A-Z0-9£])")
"""A full stop, closing marks, perhaps a footnote's figure, then a capital, a figure or an opening mark."""

_REMARK = re.compile(r"\([^()]{1,90}\)[.;]?(?:\s+(?=[A-Z‘“])|$)")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|al|vs?|Mr|Mrs|Ms|Dr|Prof|Rev|Rt|Hon|Sir|St|Cllr|Ltd|No|Nos|no|nos|para|paras|pp?|ss?"
    r"|approx|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)|(?<![A-Za-z0-9])[A-Z]|^\d{1,2})\.$"
)
_ALWAYS_ENDS_BEFORE = re.compile(r"(?:The|This|These|Those|However|In|Inspectors|Children|Social)\b")
_MAY_END = re.compile(r"\b(?:etc|al|no|Ltd)\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words as printed and the page, from 1, on which they begin."""

    text: str
    page: int


def split(text: str) -> list[tuple[int, str]]:
    """The sentences of a text with the position at which each begins. White space between them is dropped.

    A remark in brackets alone ("(Recommendation)", "(Outcome 3, national framework)") stays with its sentence.
    """
    found = []
    begin = 0
    for end in _END.finditer(text):
        stop = end.start() + 1
        if end.start() < begin:
            continue
        remark = _REMARK.match(text, end.end()) if text[end.end()] == "(" else None
        if remark:
            found.append((begin, text[begin : remark.end()].rstrip()))
            begin = remark.end()
            continue
        if text[end.start()] == "." and _is_abbreviation(text, begin, stop, end.end()):
            continue
        found.append((begin, text[begin : end.end()].rstrip()))
        begin = end.end()
    if begin < len(text):
        found.append((begin, text[begin:].rstrip()))
    return found


def _is_abbreviation(text: str, begin: int, stop: int, following: int) -> bool:
    before = text[max(begin, stop - 12) : stop]
    if _NO_END.search(before) is None:
        return False
    return not (_MAY_END.search(before) and _ALWAYS_ENDS_BEFORE.match(text, following))


def sentences_of(block: Block) -> tuple[Sentence, ...]:
    """The sentences of a block, each with the page on which it begins."""
    if not block.turns:
        return tuple(Sentence(text, block.page) for _, text in split(block.text))
    return tuple(Sentence(text, block.page_at(begin)) for begin, text in split(block.text))
