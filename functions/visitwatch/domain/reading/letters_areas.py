"""What a visit covered: a list with bullets, a list within a sentence, or one phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.letters_lists import split_list, trimmed
from visitwatch.domain.reading.letters_objects import is_evidence, object_of
from visitwatch.domain.reading.letters_text import Running, joined, straight
from visitwatch.domain.reading.sentences import split

AREAS_HEADING = re.compile(
    r"(?:The )?Areas? (?:covered|reviewed|considered|looked at|inspected|visited|examined|of focus)\b.{0,40}"
    r"|(?:Focus|Scope) of (?:the|this)(?: \w+)? visit.{0,20}",
    re.IGNORECASE,
)
_WHO = r"(?:inspectors?|HMIs?|we|(?:the|this|our)(?: \w+)? visit|(?:her|his) majesty's inspectors?)"
_DID = (
    r"(?:(?:also|specifically|particularly|mainly|primarily|then|only) )?"
    r"(?:reviewed|looked(?: \w+ly)? (?:at|into)|considered|evaluated|focus(?:s?ed|es)(?: \w+ly)?(?: on)?|"
    r"concentrated on|examined|assessed|scrutinised|tested|explored|covered)"
)
_THIS_VISIT = r"(?:this|the|our)(?: \w+)? visit"
_LEAD = re.compile(
    rf"\b{_WHO} {_DID}:?(?: |$)"
    rf"|\b(?:the )?(?:main |particular |specific )?focus (?:of|for) {_THIS_VISIT} (?:was|were)(?: on)?:?(?: |$)"
    rf"|\b{_THIS_VISIT} had an? (?:particular |specific )?focus on:?(?: |$)"
    rf"|\b(?:the )?areas? (?:covered|reviewed|considered|looked at)(?: (?:by|during|in|at) {_THIS_VISIT})?"
    r" (?:was|were|are|included?):?(?: |$)"
    r"|\bprogress (?:was|has been) (?:reviewed|considered|evaluated|assessed) (?=in|against|on)",
    re.IGNORECASE,
)
"""Words before what was looked at."""

_INCLUDED = re.compile(
    r"(?:this|these|it|they|the areas?|(?:specifically|in particular),? (?:they|this))(?: areas?)?(?: \w+ly)?(?: also)?"
    r" (?:included?|includes|covered|focus(?:s?ed)(?: on)?|looked at|considered|evaluated|reviewed|were|was):?(?: |$)",
    re.IGNORECASE,
)
"""A further sentence about it."""

_NEXT_SENTENCE = re.compile(
    r"(?<=[.;]) (?=(?:This|The|Our) (?:\w+ )?visit\b|Inspectors\b|During\b|The methodology|We |In addition|Throughout"
    r"|(?:Her|His) Majesty)"
    r"| (?=An? (?:\w+ )?(?:range|variety) of (?:\w+ )?(?:evidence|information|documents)\b"
    r"|(?:This|The) visit was (?:carried|conducted)|The visit considered\b"
    r"|Inspectors (?:also )?(?:looked at|considered|spoke|met|held|used)\b)"
)
"""Where a paragraph begins that plain text may have glued to the last item."""


@dataclass(frozen=True, slots=True)
class Areas:
    """items: each area, without bullet and closing mark. topic: the phrase that says what was looked at.

    begins: where in the running text the heading or first sentence about areas stands, None without one.
    """

    items: tuple[str, ...]
    topic: str
    begins: int | None


@dataclass(slots=True)
class _Found:
    items: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    topic: str = ""
    begins: int | None = None
    open: bool = False
    """Whether bullets that come now are areas."""

    def begin(self, position: int) -> None:
        self.open = True
        if self.begins is None:
            self.begins = position


def read_areas(running: Running, start: int, end: int) -> Areas:
    """The areas between the formula's end and the body's first heading, which are positions in the running text."""
    found = _Found()
    position = start
    for block in joined(running.between(start, end)):
        position = running.text.find(block.text, position)
        _take(found, block, position)
        position += len(block.text)
    return Areas(tuple(found.items or found.inline), found.topic, found.begins)


def _take(found: _Found, block: Block, position: int) -> None:
    if block.kind in (BlockKind.ITEM, BlockKind.NUMBERED):
        if found.open:
            found.items.append(trimmed(_NEXT_SENTENCE.split(block.text, maxsplit=1)[0]))
    elif block.is_heading and AREAS_HEADING.fullmatch(block.text):
        found.begin(position)
    else:
        for at, sentence in split(block.text):
            _take_sentence(found, sentence, position + at)


def _take_sentence(found: _Found, sentence: str, position: int) -> None:
    plain = straight(sentence)
    lead = _LEAD.search(plain)
    included = None if lead else _INCLUDED.match(plain)
    if lead and not is_evidence(plain[lead.end() :]):
        topic, items = object_of(sentence[lead.end() :])
        found.topic = found.topic or topic
        found.inline += items
        found.begin(position)
    elif included and found.begins is not None and not is_evidence(plain[included.end() :]):
        found.inline += split_list(trimmed(sentence[included.end() :]))
        found.open = True
    else:
        found.open = found.open and plain.endswith(":") and "evidence" not in plain
