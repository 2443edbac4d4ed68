"""Themes that a sentence names outright, in words that are hardly ever used in passing.

An annotated finding has the themes that it is mainly about. For the row of a theme a sentence that only names it counts
too, a little: it comes after the others. Each theme's words were right in four of five labelled sentences or more.
"""

from __future__ import annotations

from dataclasses import replace

from visitwatch.domain.comparing.similarity import plain
from visitwatch.domain.report import Report

_NAMES = {
    "accommodation": "accommodation",
    "adoption": "adopti; adopter",
    "allegations": "lado ; designated officer",
    "caseloads": "caseload; workload; unallocated",
    "care_leavers": "care leaver; personal advis; care experienced; pathway plan",
    "child_protection_conferences": "child protection conference; core group",
    "childs_voice": "direct work; wishes and feelings; life story; children's voice; children's view; advoca",
    "corporate_parenting": "corporate parent",
    "disabled_children": "disabled children; children with disabilities; short breaks",
    "domestic_abuse": "domestic abuse; domestic violence",
    "drift_and_delay": "drift ; delay ; delays ",
    "early_help": "early help",
    "edge_of_care": "family group conferenc; edge of care; reunification; family breakdown",
    "education": "virtual school; personal education plan; pep ; peps ; attainment",
    "emergency_duty": "emergency duty; out of hours; edt ; eds ",
    "exploitation": "exploitation; extra familial",
    "foster_and_kinship_care": (
        "foster carer; fostering carer; kinship; connected carer; connected person; fostering service"
    ),
    "front_door": "front door; mash ; threshold",
    "health": (
        "camhs ; health assessment; mental health; emotional health; health need; health passport; health histor"
    ),
    "homeless_16_17": "homeless",
    "identity_and_diversity": "identity ; ethnicity ; culture ; cultural ; diversity ",
    "leadership": "leaders ; leadership",
    "management_oversight": "management oversight; manager's oversight; managers' oversight; managers oversight",
    "missing_children": (
        "return home interview; go missing; going missing; missing from home; missing from care; missing children"
    ),
    "missing_education": "elective home; electively home; missing education; missing from education; home educated",
    "neglect": "neglect ; neglectful ; cumulative harm",
    "partnership": "partner ; partners ; multi agency; police ",
    "performance_data": "performance information; performance data; performance management; performance report",
    "permanence": "permanence ; permanency ; special guardian",
    "pre_birth": "pre birth; unborn; before their birth; before the birth",
    "pre_proceedings": (
        "plo ; public law outline; pre proceedings; letter before proceedings; letters before proceedings"
    ),
    "private_fostering": "private foster; privately foster",
    "quality_assurance": "audit; quality assurance",
    "reviewing": (
        "independent reviewing; iro ; iros ; conference chair; review chair; reviewing officer; review officer"
    ),
    "strategy_discussions": "strategy discussion; strategy meeting; section 47",
    "sufficiency": "sufficiency ; unregistered; unregulated; placement stability",
    "supervision": "supervision ",
    "unaccompanied_children": "unaccompanied; asylum seeking",
    "workforce": (
        "turnover ; recruitment; retention; agency staff; agency social worker; agency worker; vacanc; "
        "morale ; changes of social worker; change of social worker; changes in social worker; "
        "change in social worker"
    ),
}
_PHRASES = tuple(
    (theme, tuple(f" {phrase.lstrip()}" for phrase in names.split(";"))) for theme, names in _NAMES.items()
)
"""A phrase begins with a word's beginning; it ends with a word's end only where a blank follows it."""
_NO_WORD = str.maketrans(dict.fromkeys('.,;:!?()[]/"-•◼', " "))


def with_named(report: Report) -> Report:
    """The same report; annotated findings have the themes that they name after those that they are mainly about."""
    return replace(
        report,
        findings=tuple(
            finding
            if finding.themes is None
            else replace(finding, themes=tuple(dict.fromkeys((*finding.themes, *named(finding.text)))))
            for finding in report.findings
        ),
    )


def named(text: str) -> tuple[str, ...]:
    """The themes that the sentence names, by id."""
    words = f" {' '.join(plain(text).translate(_NO_WORD).split())} "
    return tuple(theme for theme, phrases in _PHRASES if any(phrase in words for phrase in phrases))
