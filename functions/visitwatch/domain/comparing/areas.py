"""What a visit looked at, in terms that hold over the years: "MASH" and "front door" are one area."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from visitwatch.domain.report import Report

_AREAS = {
    "front door": r"front[- ]door|\bmash\b|multi-?agency safeguarding hub|contacts?\b.{0,20}\breferrals?|thresholds?|"
    r"first (?:point of )?(?:contact|response)|receiving referrals|initial response|referral and assessment",
    "early help": r"early help",
    "help and protection": r"help and protection|child protection|children in need|child in need|in need of help|"
    r"need(?:ing)? (?:of )?(?:help|protection)|protection plans?|section 47|strategy (?:discussion|meeting)s?|"
    r"assessment (?:and|teams?)|safeguarding teams?",
    "pre-proceedings": r"pre-?proceedings|public law outline|\bplo\b|care proceedings|edge of care",
    "extra-familial harm": r"exploitation|extra-?familial|contextual safeguarding|missing from (?:home|care)|"
    r"go(?:ing)? missing|adolescents|gangs?\b",
    "children in care": r"children (?:in|who come into|coming into|entering) care|in the care of|looked[- ]after|"
    r"cared[- ]for children|"
    r"children in our care|placement decisions?|placements?\b|sufficiency",
    "permanence": r"permanence|permanency|adoption|special guardianship",
    "care leavers": r"care[- ]leavers?|leaving care|care[- ]experienced|leav(?:e|ing) the care",
    "disabled children": r"disabled children|children with disabilit|short breaks",
    "leadership": r"leadership|corporate|scrutiny|governance",
    "quality assurance": r"quality assurance|performance management|audit",
    "workforce": r"workforce|caseloads?|supervision|recruitment|management oversight",
    "neglect": r"neglect",
    "domestic abuse": r"domestic (?:abuse|violence)",
    "private fostering": r"private(?:ly)? foster",
    "fostering": r"foster carers?|fostering service|kinship|connected (?:carers|persons)",
    "homeless young people": r"homeless",
}
GENERAL = frozenset({"leadership", "quality assurance", "workforce"})
"""Nearly every visit looks at these as well: alone they make no two visits visits to the same area."""


def areas_of(report: Report) -> frozenset[str]:
    """The areas that a letter's list of areas, its topic and its title name. Empty where it names none that we know."""
    text = " \n".join((*report.areas_covered, report.topic, report.title))
    return frozenset(area for area, pattern in _patterns().items() if pattern.search(text))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Made when they are first needed: they cost a cold start 2 ms."""
    return {area: re.compile(pattern, re.IGNORECASE) for area, pattern in _AREAS.items()}


def same_area(one: Report, other: Report) -> bool:
    """Whether the two looked at one area at least that not every visit looks at."""
    return bool((areas_of(one) & areas_of(other)) - GENERAL)
