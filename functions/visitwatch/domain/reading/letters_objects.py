"""What a sentence such as "Inspectors reviewed the progress made in the areas of …" says was looked at."""

from __future__ import annotations

import re

from visitwatch.domain.reading.letters_lists import split_list, trimmed
from visitwatch.domain.reading.letters_text import straight

_EVIDENCE = re.compile(
    r"(?:an? |the )?(?:\w+ )?(?:range|variety|number|sample|selection) of\b"
    r"|(?:[\w'-]+,? (?:and )?){0,6}?(?:performance (?:data|information|management)|quality assurance|"
    r"case (?:records?|files?|discussions?)|"
    r"records|audits)\b[^.]{0,60}?(?:information|data|records?|files?|discussions|audits|findings)\b"
    r"|(?:[\w'-]+ ){0,3}?(?:case )?(?:records?|files|audits|self-?(?:evaluation|assessment))\b|(?:this |"
    r"the )?evidence\b"
    r"|(?:[\w'-]+ ){0,2}?documents?\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:the |their |its |your )?(?:local authorit(?:y|ies)|council|authority|authorities|trust|leaders|borough|"
    r"partnership|city)"
    r"(?:'s|s'|') ",
    re.IGNORECASE,
)
_PROGRESS = re.compile(
    r"(?:the )?(?:\w+ )?progress(?: and impact)?"
    r"(?: (?:(?:that )?(?:(?:is|was|has|have|had) )?(?:(?:been|being) )*made|achieved"
    r"|(?:it|they|you|leaders|the local authority|the council|the trust) (?:has|have|had) made))?"
    r"(?: (?:by|since) [^:;]{1,90}?,?(?= (?:in|on|for|against|with|towards)\b(?! (?:the )?(?:\w+ )?(?:inspection|"
    r"visit|judgement)\b)))?"
    r"(?: (?:in|on|for|against|with|towards|regarding|concerning|across)(?: (?:relation|respect|regard) (?:to|"
    r"of))?|,|:)?"
    r"(?: |$)",
    re.IGNORECASE,
)
_ARRANGEMENTS = re.compile(
    r"(?:the )?(?:current )?arrangements (?:for|to|at|in|regarding|around|relating to) ", re.IGNORECASE
)
_IDENTIFIED = r"(?:identified|highlighted|raised|listed|noted|set out|found|judged|criticised|recommended|reported)"
_AREAS = re.compile(
    r"(?:(?:all|each|both|some) (?:of )?)?(?:the |these |a number of )?"
    r"(?:(?:following|specific|key|particular|main|service|practice|one|two|three|four|five|six|\d) )*(?:areas?|"
    r"aspects?)"
    r"(?: (?:of|for|in) (?:concern|improvement|weakness(?:es)?|priority|development|practice|need|focus|service|"
    r"social work practice)\b"
    r"[^:;,]*?)?"
    rf"(?:,? (?:(?:that|which) )?(?:(?:was|were|had been|have been|are) )?{_IDENTIFIED}\b[^:;]*?)?"
    r"(?: of (?=\S)|:| –| -|, (?:namely|including|specifically)| (?:including|namely)| in (?=\S)|$):?\s*",
    re.IGNORECASE,
)
_FOCUS = re.compile(
    r"[,;]? (?:and )?(?:with )?(?:an? |the )?"
    r"(?:(?:particular|specific|special|main|primary|additional|clear|strong) )*(?:focus|emphasis)(?: was)?(?: given)?"
    r" (?:on|upon|to)(?: the(?= following| areas|:|$))?(?: following)?(?: areas?)?(?: of(?= |:))?:?(?: |$)"
    r"|,? (?:specifically|in particular|particularly|namely|including)\b(?: on)?(?: the following)?:?(?: |$)|: ",
    re.IGNORECASE,
)
_FRAMEWORK = re.compile(r",? in (?:accordance|line) with .*", re.IGNORECASE)
_UNFINISHED = re.compile(r"(?:^|\s)(?:of|for|on|to|at|in|the|with|about|include[sd]?|were|was)$", re.IGNORECASE)
_STARTS = re.compile(
    r"(?:the )?(?:[‘'])?(?:children|care leavers|care[- ]experienced|young people|older|younger|disabled|"
    r"vulnerable|unaccompanied|"
    r"quality|effectiveness|experiences?|progress|impact|response|management|protection|application|timeliness|"
    r"front[- ]door|"
    r"support|arrangements|permanence|placements?|matching|contacts?|thresholds?|assessments?|plans?|planning|"
    r"early help|"
    r"supervision|workforce|leadership|performance|quality assurance|decision-making|extra-familial|care planning|"
    r"edge of care|"
    r"fostering|adoption|special guardianship|private fostering|pre-proceedings|child protection|child in need|"
    r"corporate parenting|help)\b",
    re.IGNORECASE,
)

_HALF = re.compile(r"the \w+$", re.IGNORECASE)
"""Half of "the assessment and support of …", which is one thing."""


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
    items = split_list(phrase)
    if listed or ";" in phrase or all(_STARTS.match(item) and not _HALF.match(item) for item in items):
        return items
    return (trimmed(phrase),)
