"""What a sentence such as "Inspectors reviewed the progress made in the areas of …" says was looked at."""

from __future__ import annotations

import re

from visitwatch.domain.reading.letters_lists import begins_area, split_list, trimmed
from visitwatch.domain.reading.letters_text import straight

_PAPERS = r"(?:information|data|records?|files?|discussions|audits|findings)"
_EVIDENCE = re.compile(
    r"(?:an? |the )?(?:\w+ )?(?:range|variety|number|sample|selection) of\b"
    r"|(?:[\w'-]+,? (?:and )?){0,6}?"
    r"(?:performance (?:data|information|management)|quality assurance|case (?:records?|files?|discussions?)|records|"
    r"audits)"
    rf"\b[^.]{{0,60}}?{_PAPERS}\b"
    r"|(?:[\w'-]+ ){0,3}?(?:(?:case )?(?:records?|files)|audits|self-?(?:evaluation|assessment))\b"
    r"|(?:this |the )?evidence\b|(?:[\w'-]+ ){0,2}?documents?\b",
    re.IGNORECASE,
)
"""What was read or heard during the visit, which is told in the same words as what the visit was about."""

_OWNER = re.compile(
    r"(?:the |their |its |your )?"
    r"(?:local authorit(?:y|ies)|council|authority|authorities|trust|leaders|borough|partnership|city)(?:'s|s'|') ",
    re.IGNORECASE,
)
_MADE = (
    r"(?: (?:(?:that )?(?:(?:is|was|has|have|had) )?(?:(?:been|being) )*made|achieved"
    r"|(?:it|they|you|leaders|the local authority|the council|the trust) (?:has|have|had) made))?"
)
_BY_OR_SINCE = (
    r"(?: (?:by|since) [^:;]{1,90}?,?(?= (?:in|on|for|against|with|towards)\b"
    r"(?! (?:the )?(?:\w+ )?(?:inspection|visit|judgement)\b)))?"
)
_WITH_REGARD_TO = (
    r"(?: (?:in|on|for|against|with|towards|regarding|concerning|across)"
    r"(?: (?:relation|respect|regard) (?:to|of))?|,|:)?"
)
_PROGRESS = re.compile(
    rf"(?:the )?(?:\w+ )?progress(?: and impact)?{_MADE}{_BY_OR_SINCE}{_WITH_REGARD_TO}(?: |$)", re.IGNORECASE
)
"""\"the progress made [by …] [since …] in [respect of] \""""

_ARRANGEMENTS = re.compile(
    r"(?:the )?(?:current )?arrangements (?:for|to|at|in|regarding|around|relating to) ", re.IGNORECASE
)
_COUNT = r"(?:following|specific|key|particular|main|service|practice|one|two|three|four|five|six|\d)"
_CONCERN = (
    r"(?:concern|improvement|weakness(?:es)?|priority|development|practice|need|focus|service|social work practice)"
)
_IDENTIFIED = r"(?:identified|highlighted|raised|listed|noted|set out|found|judged|criticised|recommended|reported)"
_AREAS = re.compile(
    rf"(?:(?:all|each|both|some) (?:of )?)?(?:the |these |a number of )?(?:{_COUNT} )*(?:areas?|aspects?)"
    rf"(?: (?:of|for|in) {_CONCERN}\b[^:;,]*?)?"
    rf"(?:,? (?:(?:that|which) )?(?:(?:was|were|had been|have been|are) )?{_IDENTIFIED}\b[^:;]*?)?"
    r"(?: of (?=\S)|:| –| -|, (?:namely|including|specifically)| (?:including|namely)| in (?=\S)|$):?\s*",
    re.IGNORECASE,
)
"""\"the following areas [of concern] [identified at …]: \""""

_FOCUS = re.compile(
    r"[,;]? (?:and )?(?:with )?(?:an? |the )?"
    r"(?:(?:particular|specific|special|main|primary|additional|clear|strong) )*(?:focus|emphasis)(?: was)?(?: given)?"
    r" (?:on|upon|to)(?: the(?= following| areas|:|$))?(?: following)?(?: areas?)?(?: of(?= |:))?:?(?: |$)"
    r"|,? (?:specifically|in particular|particularly|namely|including)\b(?: on)?(?: the following)?:?(?: |$)|: ",
    re.IGNORECASE,
)
"""Between what was looked at and what at in particular."""

_FRAMEWORK = re.compile(r",? in (?:accordance|line) with .*", re.IGNORECASE)
_UNFINISHED = re.compile(r"(?:^|\s)(?:of|for|on|to|at|in|the|with|about|include[sd]?|were|was)$", re.IGNORECASE)
_HALF = re.compile(r"the \w+$", re.IGNORECASE)
"""Half of "the assessment and support of …", which is one thing."""

_AND_FOR = re.compile(r",? and for (?=\w)", re.IGNORECASE)
"""The preposition of "arrangements for" said again parts two areas, whatever each holds."""


def is_evidence(plain: str) -> bool:
    """Whether the words after "Inspectors looked at" name evidence and not an area."""
    return _PROGRESS.match(plain) is None and _EVIDENCE.match(plain) is not None


def object_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The rest of a lead sentence as one phrase, without a list that follows it, and as items."""
    framework = _FRAMEWORK.search(text)
    text = text[: framework.start()] if framework else text
    start, listed = _prefix_end(straight(text))
    text = trimmed(text[start:])
    phrases = text.split(": ", 1) if ";" in text else _phrases(text)
    topic = trimmed(text if phrases[-1] else phrases[0])
    if topic.endswith(" of"):  # "the areas of:" before a list names nothing
        topic = ""
    items: list[str] = []
    for number, phrase in enumerate(phrases):
        if phrase and not (_UNFINISHED.search(phrase) and number + 1 < len(phrases)):
            items += _items(phrase, listed=listed or (number > 0 and "," in phrase))
    return topic, tuple(items)


def _prefix_end(plain: str) -> tuple[int, bool]:
    """Where the object proper begins, and whether the words before it announce a list of areas."""
    at = 0
    listed = False
    for pattern in (_OWNER, _PROGRESS, _ARRANGEMENTS, _AREAS):
        skipped = pattern.match(plain, at)
        if skipped:
            at = skipped.end()
            listed = listed or pattern in (_PROGRESS, _AREAS)
    return at, listed


def _phrases(text: str) -> list[str]:
    found = []
    begin = 0
    for focus in _FOCUS.finditer(straight(text)):
        found.append(text[begin : focus.start()].strip())
        begin = focus.end()
    return [*found, text[begin:].strip()]


def _items(phrase: str, *, listed: bool) -> tuple[str, ...]:
    repeated = _AND_FOR.split(phrase)
    if len(repeated) > 1:
        return tuple(trimmed(part) for part in repeated)
    items = split_list(phrase)
    if listed or ";" in phrase or all(begins_area(item) and not _HALF.match(item) for item in items):
        return items
    return (trimmed(phrase),)
