"""What a visit covered: a list with bullets, a list within a sentence, or one phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.letters_lists import split_list, trimmed
from visitwatch.domain.reading.letters_text import Running
from visitwatch.domain.reading.sentences import split

AREAS_HEADING = re.compile(
    r"(?:The )?Areas? (?:covered|reviewed|considered|looked at|inspected|visited|examined|of focus)\b.{0,40}"
    r"|(?:Focus|Scope) of (?:the|this)(?: \w+)? visit.{0,20}",
    re.IGNORECASE,
)
_WHO = r"(?:inspectors?|HMIs?|we|(?:the|this|our)(?: \w+)? visit|(?:her|his) majesty's inspectors?)"
_DID = (
    r"(?:(?:also|specifically|particularly|mainly|primarily|then|only) )?"
    r"(?:reviewed|looked(?: \w+ly)? (?:at|into)|considered|evaluated|focus(?:s?ed|es)(?: \w+ly)?(?: on)?|concentrated on|"
    r"examined|assessed|scrutinised|tested|explored|covered)"
)
_LEAD = re.compile(
    rf"\b{_WHO} {_DID}:?(?: |$)"
    r"|\b(?:the )?(?:main |particular |specific )?focus (?:of|for) (?:this|the|our)(?: \w+)? visit (?:was|were)(?: on)?:?(?: |$)"
    r"|\b(?:the )?areas? (?:covered|reviewed|considered|looked at)(?: (?:by|during|in|at) (?:this|the)(?: \w+)? visit)? "
    r"(?:was|were|are|included?):?(?: |$)"
    r"|\bprogress (?:was|has been) reviewed (?:in|against)(?: |$)",
    re.IGNORECASE,
)
_INCLUDED = re.compile(
    r"(?:this|these|it|they|the areas?|specifically, they|in particular, they)(?: areas?)?(?: \w+ly)? "
    r"(?:included?|includes|covered|focus(?:s?ed)(?: on)?|looked at|considered|were|was):?(?: |$)",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"(?:an? |the )?(?:\w+ )?(?:range|variety|number|sample|selection) of\b|\S+ \S+ performance management and quality|performance (?:data|information|management)\b"
    r"|(?:(?:local authority|electronic|children's|social work|case|a|sample|of) )*(?:case )?(?:records?|files)\b|(?:this |the )?evidence\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:the |their |its |your )?(?:local authorit(?:y|ies)|council|authority|authorities|trust|leaders|borough|partnership|city)(?:'s|s'|') ",
    re.IGNORECASE,
)
_PROGRESS = re.compile(
    r"(?:the )?(?:\w+ )?progress(?: and impact)?"
    r"(?: (?:(?:that )?(?:is|was|has|have|had)?(?: been)?(?: being)? ?made|achieved|(?:it|they|you|leaders|the local authority) (?:has|have|had) made))?"
    r"(?: (?:by|since)(?: [^\s,:;]+){1,9}?)??"
    r"(?: (?:in|on|for|against|with|towards|regarding|concerning)(?: (?:relation|respect|regard) to)?|,|:)?(?: |$)",
    re.IGNORECASE,
)
_ARRANGEMENTS = re.compile(
    r"(?:the )?(?:current )?arrangements (?:for|to|at|in|regarding|around|relating to) ", re.IGNORECASE
)
_AREAS = re.compile(
    r"(?:(?:all|each|both|some) (?:of )?)?(?:the |these |a number of )?(?:(?:following|specific|key|particular|main|service|practice|one|two|three|four|five|six|\d) )*"
    r"(?P<what>areas?|aspects?)"
    r"(?P<of_what> (?:of|for|in) (?:concern|improvement|weakness|priority|development|practice|need|focus|service|social work practice)[^:;,]*?)?"
    r"(?P<found>,? (?:(?:that|which) )?(?:(?:was|were|had been|have been|are) )?(?:identified|highlighted|raised|listed|noted|set out|found|judged|criticised|recommended)[^:;]*?)?"
    r"(?P<then> of (?=\S)|:| –| -|, (?:namely|including|specifically)| (?:including|namely)| in (?=\S)|$):?\s*",
    re.IGNORECASE,
)
_FOCUS = re.compile(
    r"[,;]? (?:and )?(?:with )?(?:an? |the )?(?:(?:particular|specific|special|main|primary|additional|clear|strong) )*(?:focus|emphasis)(?: was)?(?: given)?"
    r"(?: (?:on|upon|to))(?: the)?(?: following)?(?: areas?)?(?: of)?:? ?"
    r"|,? (?:specifically|in particular|particularly|namely|including)\b(?: on)?(?: the following)?:? ?|: ",
    re.IGNORECASE,
)
_FRAMEWORK = re.compile(r",? in (?:accordance|line) with .*", re.IGNORECASE)
_NEXT_SENTENCE = re.compile(
    r"(?<=[.;]) (?=(?:This|The|Our) (?:\w+ )?visit\b|A (?:\w+ )?range of|Inspectors|During|The methodology|We |In addition|Throughout|Her Majesty|His Majesty)"
)


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
    open: bool = False
    """Whether bullets that come now are areas."""


def read_areas(running: Running, start: int, end: int) -> Areas:
    """The areas between the formula's end and the body's first heading, which are positions in the running text."""
    found = _Found()
    begins: int | None = None
    position = start
    for block in running.between(start, end):
        at = running.text.find(block.text, position)
        position = at + len(block.text)
        before = found.topic
        _take(found, block)
        if begins is None and (found.open or found.topic != before):
            begins = at if block.is_heading else at + _first_lead(block)
    return Areas(tuple(found.items or found.inline), found.topic, begins)


def _first_lead(block: Block) -> int:
    text = block.text.replace("’", "'")
    return next((at for at, sentence in split(text) if _LEAD.search(sentence)), 0)


def _take(found: _Found, block: Block) -> None:
    if block.kind is BlockKind.ITEM:
        if found.open:
            found.items.append(trimmed(_NEXT_SENTENCE.split(block.text, maxsplit=1)[0]))
    elif block.is_heading:
        found.open = AREAS_HEADING.fullmatch(block.text) is not None
    else:
        for _, sentence in split(block.text):
            _take_sentence(found, sentence)


def _take_sentence(found: _Found, sentence: str) -> None:
    plain = sentence.replace("’", "'").replace("‘", "'")
    lead = _LEAD.search(plain)
    included = _INCLUDED.match(plain)
    if lead and not _EVIDENCE.match(plain, lead.end()):
        phrase, items = _object(sentence[lead.end() :])
        found.topic = found.topic or phrase
        found.inline += items
        found.open = True
    elif included and found.topic and not _EVIDENCE.match(plain, included.end()):
        found.inline += split_list(trimmed(sentence[included.end() :]))
        found.open = True
    else:
        found.open = found.open and plain.endswith(":") and "evidence" not in plain


def _object(text: str) -> tuple[str, tuple[str, ...]]:
    """What a lead sentence says was looked at: as one phrase, and as items."""
    plain = text.replace("’", "'").replace("‘", "'")
    framework = _FRAMEWORK.search(plain)
    if framework:
        text, plain = text[: framework.start()], plain[: framework.start()]
    at = 0
    for pattern in (_OWNER, _PROGRESS, _ARRANGEMENTS, _AREAS):
        skipped = pattern.match(plain, at)
        at = skipped.end() if skipped else at
    text, plain = trimmed(text[at:]), trimmed(plain[at:])
    phrases: list[str] = []
    begin = 0
    for focus in _FOCUS.finditer(plain):
        phrases.append(text[begin : focus.start()])
        begin = focus.end()
    phrases.append(text[begin:])
    topic = trimmed(text if len(phrases) == 1 or phrases[-1] else text[: len(phrases[0])])
    return topic, tuple(item for phrase in phrases if phrase.strip() for item in split_list(phrase))
