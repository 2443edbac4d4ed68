"""Which lines are headings: by their type where it is known, by wording where it is not."""

from __future__ import annotations

import re

from visitwatch.domain.document import Line

BOLD = 600
_TITLE_SIZE, _PART_SIZE, _SECTION_SIZE = 20.0, 15.5, 13.0
"""26 points a report's title, 16 to 18 its parts, 14 its sections, 12 bold what is within (since 2013)."""

_LONGEST = 160

_ENDS = r"(?:\s?\d{1,2})?[:?.]?(?:\s?\d{1,2})?"
_GRADE = r"(?:outstanding|good|inadequate|requires? improvement(?: to be good)?)"
_SECTIONS = (
    r"What needs to improve(?: in this area of (?:social work )?practice)?",
    (
        r"What (?:does|do) (?:the|it|the area partnership|the local area partnership|the LSCB"
        r"|the local authority).{0,30} (?:need to (?:improve|do better)|doing that is effective)"
    ),
    r"What is (?:it like to be a child.{0,60}|the (?:local )?area partnership doing that is effective)",
    r"Areas? for (?:priority action|improvement)s?",
    r"Priority and immediate action|Headline findings|Overview|Main findings|Findings|Evaluation of progress",
    r"Findings and evaluation of progress|Areas covered by the visit|Area covered by the visit|Summary of findings",
    r"Executive summary|Recommendations?|Summary|Inspection findings.{0,60}|Inspection outcome|Context|Background",
    (
        r"Key strengths|Key findings|Case stud(?:y|ies).{0,80}|Next steps|Strengths|Areas of strength"
        r"|Information about .{0,60}"
    ),
    r"Local area partnership details|Inspection team|The inspection team|The local authority(?:’s strengths)?",
    r"Progress since the last inspection|Summary for children and young people|The LSCB’s strengths",
    r"The Local Safeguarding Children Board(?: \(LSCB\))?|Inspection judgements? about the .{0,30}",
    (
        r"Previous Ofsted inspections|Other Ofsted inspections|Local leadership|(?:Children living"
        r"|Child protection) in this area"
    ),
    r"Children looked after in this area|Other information about this area|Leadership, management and governance",
    r"The experiences and progress of (?:children|care leavers|care experienced|disabled).{0,110}" + _GRADE,
    r"The experiences and progress of children (?:who need help and protection|looked after and achieving permanence)",
    r"The impact of leaders.{0,90}" + _GRADE,
    r"The graded judgement (?:about|for) .{0,110}" + _GRADE + r"|The graded judgement for adoption performance",
    r"(?:Monitoring|Focused|Assurance) visit (?:to|of) .{0,80}(?:services|trust|council)",
)
_KNOWN = re.compile("(?:" + "|".join(_SECTIONS) + ")" + _ENDS, re.IGNORECASE)
_OPENS = re.compile(
    r"The experiences and progress of |The impact of leaders |The graded judgement |Leadership, management and"
    r"|What is it like to be"
    r"|(?:Monitoring|Focused|Assurance) visit (?:to|of) |What needs to improve in this area"
)
"""How headings of more than one line begin."""


def is_known(text: str) -> bool:
    """Whether the words are those of a section that Ofsted's templates have."""
    return len(text) < _LONGEST and text[:1].isupper() and _KNOWN.fullmatch(text) is not None


_GRADED = re.compile(
    r"The (?:experiences and progress of|impact of leaders) .{0,110}" + _GRADE + r"[.:]?", re.IGNORECASE
)


def is_graded(text: str) -> bool:
    """Whether it is a section's heading with its grade, which no sentence reads like."""
    return len(text) < _LONGEST and _GRADED.fullmatch(text) is not None


def opens_known(text: str) -> bool:
    """Whether a heading of several lines may begin so."""
    return _OPENS.match(text) is not None


def is_printed_heading(line: Line, body: float) -> bool:
    """Whether a line's type is a heading's: bold, or much larger than the text (body: the text's size)."""
    return line.weight >= BOLD or line.size >= max(_TITLE_SIZE, body + 3)


def level_of(size: float) -> int:
    """1 for titles and parts, 2 for sections, 3 within; sizes in points."""
    if size >= _PART_SIZE:
        return 1
    return 2 if size >= _SECTION_SIZE else 3
