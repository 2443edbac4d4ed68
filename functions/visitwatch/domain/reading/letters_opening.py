"""The opening formula of a visit's letter: when, which visit of the series, since which judgement, by whom.

Wordings seen from 2016 to 2026 (domain notes 2.1, 0b): "This letter summarises the findings of the monitoring visit to
… on …. The visit was / This was the … monitoring visit since the local authority was judged inadequate [for overall
effectiveness] in …. The inspectors were … / His Majesty's Inspectors for this visit were …".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from visitwatch.domain.reading.dates import MONTH, all_ranges, parse_month, parse_ranges
from visitwatch.domain.reading.letters_text import Running
from visitwatch.domain.reading.people import parse_names
from visitwatch.domain.report import DateRange, YearMonth

_LIMIT = 3000
"""Characters after the formula's begin within which its sentences stand (letters of 2020 put two others between)."""

_NAMES = 800
"""Characters that a list of inspectors may take."""

_ASIDE = re.compile(
    r"\([^()]*\)|,?\s*\b(?:remotely|virtually|on[- ]site|off[- ]site|in person|by video(?: call)?|face to face|"
    r"partly|fully)\b,?",
    re.IGNORECASE,
)
"""How the visit was made, told amid its days."""

_NOT_THE_VISIT = re.compile(
    r"\b(?:since|following|judged|inspected|inspection of|published|dated|letter of)\b", re.IGNORECASE
)
"""What the days after it are of: another visit, an inspection, a letter."""

_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            *_ONES,
            *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
            *("eighteenth", "nineteenth", "twentieth", *(f"twenty-{one}" for one in _ONES)),
        ),
        start=1,
    )
}
_ORDINAL = r"(?P<ordinal>\d{1,2} ?(?:st|nd|rd|th)|" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r")\b"
_VISIT_NAME = r"(?:(?!since\b|in\b|on\b|after\b)[\w'()-]+,? ){0,5}?(?:monitoring|quarterly) (?:visit|inspection)\b"
"""\"[published] monitoring visit", after an ordinal."""

_NTH_VISIT = re.compile(
    rf"\b(?:was|is|were|being|marks|represents|became|constituted?s?)\b[^.;]{{0,60}}?\b{_ORDINAL} "
    rf"(?!(?:time|point|stage|step|instance|year|day|week|inspection|two|three)\b)(?:{_VISIT_NAME}|"
    rf"(?:[\w'-]+ ){{0,6}}?visits?\b|since\b)",
    re.IGNORECASE,
)
"""\"was the second monitoring visit", "was the second of our visits", "was the second since"."""

_NAMED_NTH = re.compile(rf"\b{_ORDINAL} {_VISIT_NAME}", re.IGNORECASE)
_LAST_TIME = re.compile(
    r"(?:since|at|from|after|during|following|between)(?: the| our| your| its)?(?: last| previous)? $", re.IGNORECASE
)
"""Before the ordinal of an earlier visit: "since the second monitoring visit"."""

_JUDGED = re.compile(
    r"\b(?:judged|found|graded|rated|assessed|deemed|declared|judgement|judgment|grade|rating)"
    r"\b[^.]{0,80}?\binadequate\b|\binadequate (?:judgement|judgment|inspection)\b",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(rf"\b{MONTH},? (?:of )?(?:19|20)\d\d\b", re.IGNORECASE)

_OF_VISIT = (
    r"(?: (?:for|on|of|carrying out|undertaking|conducting|who (?:carried out|conducted|undertook))"
    r" (?:this|the|your|our)(?: \w+)? visit)?"
)
_NAMING = re.compile(
    r"\b(?:the |our |your )?(?:lead |team |other |visiting )?inspect(?:ors?|ion team|ing team)(?: \(HMIs?\))?"
    rf"{_OF_VISIT} (?:were|was|are|is|comprised|consisted of)\b:?"
    r"|\b(?:her|his) majesty's inspectors?(?: \(HMIs?\))?(?: of education, children's services and skills)?"
    rf"{_OF_VISIT},? (?:were|was|are)\b:?"
    rf"|\b(?:HMIs?|team of inspectors){_OF_VISIT} (?:were|was|comprised|consisted of)\b:?"
    r"|\binspectors? ?:|\bvisit team(?: was| were|:)",
    re.IGNORECASE,
)
"""Words before the names of those who visited."""

_MADE_BY = re.compile(
    r"\b(?:visit|visited|this|it|which)\b[^.]{0,160}?"
    r"\b(?:carried out|conducted|undertaken|made|completed|led|performed) by\b:?",
    re.IGNORECASE,
)
"""The same, where nothing of _NAMING is there: other things are carried out by others."""

_QUALITY = re.compile(r"quality[ -]assur|observ|shadow", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """begins, ends: positions in the running text, of the formula's first sentence and after its last.

    visit: its first sentence, which names the authority and the days.
    """

    begins: int
    ends: int
    visit: str
    visited: tuple[DateRange, ...]
    ordinal: int | None
    judged_inadequate: YearMonth | None
    inspectors: tuple[str, ...]


NO_OPENING = Opening(0, 0, "", (), None, None, ())


def read_opening(
    running: Running, *, begins: int, until: int, written: date | None, monitoring: bool = True
) -> Opening:
    """The formula of a letter, whose first sentence begins at `begins`.

    `until`: where the opening must have ended (the first heading of the body). `written`: the letter's date, which
    gives the year where the visit's is not printed. monitoring: whether it is one of a series after a judgement.
    """
    limit = min(until, begins + _LIMIT)
    first = running.sentence_end(begins)
    visit = running.text[begins:first]
    visited = _visited(running.plain[begins:first], written)
    while not visited and first < limit:
        following = running.sentence_end(first + 1)
        visited = _visited(running.plain[first:following], None) if "visit" in running.plain[first:following] else ()
        first = following
    ordinal, ordinal_end = _ordinal(running, begins, limit) if monitoring else (None, begins)
    judged, judged_end = _judged(running, begins, limit) if monitoring else (None, begins)
    inspectors, inspectors_end = _inspectors(running, begins, limit)
    ends = max(begins + len(visit), ordinal_end, judged_end, inspectors_end)
    return Opening(begins, ends, visit, visited, ordinal, judged, inspectors)


def ordinal_in(text: str) -> int | None:
    """The ordinal of a visit that a title or phrase names: "Second monitoring visit to …"."""
    found = _NAMED_NTH.search(text)
    return _number(found["ordinal"]) if found else None


def _visited(sentence: str, written: date | None) -> tuple[DateRange, ...]:
    past = _NOT_THE_VISIT.search(sentence)
    phrase = _ASIDE.sub(" ", sentence[: past.start()] if past else sentence)
    found = all_ranges(phrase) or parse_ranges(phrase, written=written)
    if found or past is None:
        return found
    return parse_ranges(_ASIDE.sub(" ", sentence[past.start() :]), written=written)


def _ordinal(running: Running, begins: int, limit: int) -> tuple[int | None, int]:
    for found in _NTH_VISIT.finditer(running.plain, begins, limit):
        if not _LAST_TIME.search(running.plain, 0, found.start("ordinal")):
            return _number(found["ordinal"]), running.sentence_end(found.end())
    for found in _NAMED_NTH.finditer(running.plain, begins, limit):
        before = running.plain[max(0, found.start() - 30) : found.start()]
        if not _LAST_TIME.search(before):
            return _number(found["ordinal"]), running.sentence_end(found.end())
    return None, begins


def _number(word: str) -> int:
    return _ORDINALS.get(word.lower()) or int(re.sub(r"\D", "", word))


def _judged(running: Running, begins: int, limit: int) -> tuple[YearMonth | None, int]:
    for found in _JUDGED.finditer(running.plain, begins, limit):
        end = running.sentence_end(found.end())
        after = _MONTH_AND_YEAR.search(running.plain, found.end(), end)
        if after:
            return parse_month(after.group()), end
        before = _month_before(running.plain, begins, found.start())
        if before:
            return before, end
    return None, begins


def _month_before(plain: str, begins: int, end: int) -> YearMonth | None:
    """The month named last before a judgement: "since the inspection of July 2017, which judged it …"."""
    starts = sorted((plain.rfind(word, begins, end) for word in ("since", "following", "after")), reverse=True)
    months = (_MONTH_AND_YEAR.search(plain, start, end) for start in starts if start >= 0)
    return next((parse_month(month.group()) for month in months if month), None)


def _inspectors(running: Running, begins: int, limit: int) -> tuple[tuple[str, ...], int]:
    for wording in (_NAMING, _MADE_BY):
        names: dict[str, None] = {}
        ends = begins
        for found in wording.finditer(running.plain, begins, limit):
            if _QUALITY.search(running.plain, max(begins, found.end() - 60), found.end()):
                continue
            named = parse_names(running.text[found.end() : found.end() + _NAMES].lstrip(" :"))
            if named:
                names.update(dict.fromkeys(named))
                ends = max(ends, _after(running, found.end(), named[-1]))
        if names:
            return tuple(names), ends
    return (), begins


def _after(running: Running, position: int, name: str) -> int:
    """The end of the sentence that a list of names ends with."""
    last = name.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
    at = running.text.find(last, position)
    return running.sentence_end(at if at >= 0 else position)
