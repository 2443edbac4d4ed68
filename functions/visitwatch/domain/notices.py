"""Which feed entries are notices: those that name an authority and what an inspector or a minister did there.

Seen: GOV.UK "Improvement notice issued to …", "Direction issued to …", trade press on a monitoring visit (the example
that the project started from). A notice is linked, never quoted as Ofsted's findings.
"""

from __future__ import annotations

import re

from visitwatch.domain.register import Register
from visitwatch.domain.report import Urn

_VISIT = r"(?:monitoring|focus+ed|assurance)\s+(?:inspection\s+)?(?:visit|letter|report|inspection)s?"
_NOTICE = (
    r"improvement\s+notice|notice\s+to\s+improve|statutory\s+(?:notice|direction|intervention)|"
    r"written\s+statement\s+of\s+action|"
    r"directions?\s+(?:\w+\s+){0,2}?(?:issued|revoked|withdrawn|lifted|notice|letter)|"
    r"(?:issues?|issued|issuing|revokes?|revoked)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?directions?\b"
)
# A direction in any other words is one where the rest speaks of a council's services.
_DIRECTION = (
    r"directions?\s+(?:given|made|to|under)|"
    r"(?:new|revised|updated|under|gives?|given|made)\s+(?:an?\s+|the\s+)?directions?"
)
_INSPECTION = r"(?:re-?)?inspect(?:ion|ions|ed|ing|ors?|orate)|ilacs|jtais?|joint\s+targeted\s+area|area\s+send"
# Ofsted alone is the publisher of a whole feed; it takes an outcome beside it.
_OUTCOME = (
    r"progress|rat(?:ed|ing|es)|grad(?:ed|es|ing)|judg\w+|inadequate|outstanding|requires?\s+improvement|report|letter|visit\w*|"
    r"prais\w+|criticis\w+|warn\w*|finds?|found|concern\w*|fail\w*|weak\w*|slow\w*|improv\w+|declin\w+"
)
# "Children's services … inadequate" needs no inspector to be about an inspection.
_SERVICES = r"child(?:ren)?'?s\s+(?:social\s+care\s+)?services|children'?s\s+social\s+care"
_GRADE = r"inadequate|requires?\s+improvement|rated|ratings?|judged|judge?ments?|special\s+measures|intervention"
_COMMISSIONER = r"commissioners?\b"
_OTHER_COMMISSIONERS = (
    r"police\s+and\s+crime\s+commissioners?|(?:information|traffic|charity|election)\s+commissioners?"
)
_CHILDRENS_COMMISSIONER = r"\bchildren'?s\s+commissioner(?!s?\s+(?:in|to|at|appointed))"
_CHILDREN = r"child(?:ren)?|\bsend\b|safeguarding|social\s+care|social\s+work"
_COUNCIL = (
    r"council|local\s+authorit|children'?s\s+(?:services|social\s+care)|social\s+(?:care|work)|safeguarding|\bsend\b|"
    r"looked\s+after|care\s+leavers|ilacs|jtai|youth\s+justice|fostering|adoption"
)
_SETTINGS = (
    r"\b(?:schools?|academy|academies|nursery|nurseries|pre-?schools?|childminders?|colleges?|universit(?:y|ies)|apprentice\w*|"
    r"prisons?|childcare|sixth\s+form|teacher\s+training|hospital)\b"
)

_DIRECTED = re.compile(rf"\b(?:{_DIRECTION})\b", re.IGNORECASE)
_STRONG = re.compile(rf"\b(?:{_VISIT}|{_NOTICE})", re.IGNORECASE)
_INSPECTED = re.compile(rf"\b(?:{_INSPECTION})\b", re.IGNORECASE)
_OFSTED = re.compile(r"\bofsted\b", re.IGNORECASE)
_RESULT = re.compile(rf"\b(?:{_OUTCOME})\b", re.IGNORECASE)
_OF_SERVICES = re.compile(rf"\b(?:{_SERVICES})\b", re.IGNORECASE)
_GRADED = re.compile(rf"\b(?:{_GRADE})\b", re.IGNORECASE)
_COMMISSIONED = re.compile(rf"\b{_COMMISSIONER}", re.IGNORECASE)
_NOT_COMMISSIONED = re.compile(rf"{_OTHER_COMMISSIONERS}|{_CHILDRENS_COMMISSIONER}", re.IGNORECASE)
_ABOUT_CHILDREN = re.compile(_CHILDREN, re.IGNORECASE)
_ABOUT_COUNCIL = re.compile(_COUNCIL, re.IGNORECASE)
_ABOUT_A_SETTING = re.compile(_SETTINGS, re.IGNORECASE)


def authorities_told_of(title: str, summary: str, register: Register) -> tuple[Urn, ...]:
    """Of the title, or of the summary where the title names none; () where the entry is no notice. Plain text.

    The name of an abolished authority means its successors.
    """
    if not tells_of_inspection(title, summary):
        return ()
    named = register.named_in(title) or register.named_in(summary)
    urns = (urn for authority in named for urn in (authority.successors or (authority.urn,)))
    return tuple(dict.fromkeys(urns))


def tells_of_inspection(title: str, summary: str) -> bool:
    """Whether an inspection, a visit, an improvement notice, a direction or a commissioner of a council is the matter.

    An inspection of a school, nursery or college somewhere is not.
    """
    text = f"{title}\n{summary}".replace("’", "'")
    if _STRONG.search(text) or (_DIRECTED.search(text) and _ABOUT_COUNCIL.search(text)):
        return True
    if _COMMISSIONED.search(_NOT_COMMISSIONED.sub(" ", text)) and _ABOUT_CHILDREN.search(text):
        return True
    if _OF_SERVICES.search(text) and _GRADED.search(text):
        return True
    inspected = _INSPECTED.search(text) or (_OFSTED.search(text) and _RESULT.search(text))
    return bool(inspected) and not (_ABOUT_A_SETTING.search(title) and not _ABOUT_COUNCIL.search(text))
