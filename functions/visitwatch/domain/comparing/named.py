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
    "allegations": "lado ; designated officer; allegations ",
    "assessments": ("of assessments ; most assessments ; work assessments ; the assessments ; chronologies "),
    "care_leavers": "care leaver; personal advis; care experienced; pathway plan; pas ; staying put",
    "case_recording": "recording of ; of recording ; case recording; in children's records",
    "caseloads": "caseload; workload; unallocated",
    "child_protection_conferences": "child protection conference; core group",
    "childs_voice": (
        "direct work; wishes and feelings; life story; children's voice; children's view; voice ; voices ; "
        "their views ; participation "
    ),
    "corporate_parenting": "corporate parent",
    "disabled_children": "disabled children; children with disabilities; short breaks; disabled ; ehc ",
    "domestic_abuse": "domestic abuse; domestic violence",
    "drift_and_delay": "drift ; delay ; delays ; wait ; not timely ; long before ",
    "early_help": "early help",
    "edge_of_care": "family group conferenc; edge of care; family breakdown; to return home ",
    "education": (
        "virtual school; personal education plan; pep ; peps ; attainment; in education ; excluded ; "
        "exclusions ; pupil ; neet ; key stage; educational outcomes"
    ),
    "emergency_duty": "emergency duty; out of hours; edt ; eds ",
    "exploitation": "exploitation; extra familial; exploited ; gangs ; contextual safeguarding",
    "foster_and_kinship_care": (
        "foster carer; fostering carer; kinship; connected carer; connected person; fostering service"
    ),
    "front_door": "front door; mash ; threshold; contacts ; of referrals ; of contact ",
    "health": (
        "camhs ; health assessment; mental health; emotional health; health need; health passport; "
        "health histor; dental ; emotional well; nurses ; sexual health"
    ),
    "homeless_16_17": "homeless",
    "identity_and_diversity": "identity ; ethnicity ; cultural ; diversity ",
    "leadership": (
        "leaders ; leadership; dcs ; chief executive; improvement plan; the pace ; political ; "
        "self evaluation; lead member"
    ),
    "management_oversight": (
        "management oversight; manager's oversight; managers' oversight; managers oversight; team managers ; "
        "management decision"
    ),
    "missing_children": (
        "return home interview; go missing; going missing; missing from home; missing from care; missing children"
    ),
    "missing_education": (
        "elective home; electively home; missing education; missing from education; home educated; home education"
    ),
    "neglect": "neglect ; neglectful ; cumulative harm; neglected ",
    "partnership": (
        "partner ; partners ; multi agency; police ; lscb ; partnership working; partnerships ; all agencies "
    ),
    "performance_data": (
        "performance information; performance data; performance management; performance report; "
        "of performance ; the data ; data is "
    ),
    "permanence": "permanence ; permanency ; special guardian; sgos ; care order; long term foster",
    "planning": (
        "pathway plans ; contingency ; of plans ; protection planning ; written plans ; children's plans ; "
        "care planning is "
    ),
    "pre_birth": "pre birth; unborn; before their birth; before the birth",
    "pre_proceedings": (
        "plo ; public law outline; pre proceedings; letter before proceedings; letters before proceedings; "
        "proceedings ; family court"
    ),
    "private_fostering": "private foster; privately foster",
    "quality_assurance": "audit; quality assurance",
    "resources": "invested ; financial investment",
    "reviewing": (
        "independent reviewing; iro ; iros ; conference chair; review chair; reviewing officer; review officer"
    ),
    "risk": (
        "risks are ; risk to children ; unassessed ; reduce risk ; risk assessments ; management of risk ; "
        "analysis of risk ; safety plans "
    ),
    "strategy_discussions": "strategy discussion; strategy meeting; section 47; enquiries are ",
    "sufficiency": (
        "sufficiency ; unregistered; unregulated; placement stability; placement moves ; placement choice ; "
        "suitable placements ; of placements "
    ),
    "supervision": "supervision ",
    "training_and_practice_model": (
        "training and development; model of practice; model of social work; training programme; "
        "learning and development; learning culture"
    ),
    "unaccompanied_children": "unaccompanied; asylum seeking",
    "visits_and_relationships": (
        "are visited ; visits to ; visit children ; children are seen ; relationships with children ; "
        "relationships with them ; workers know ; "
        "meaningful relationships ; trusting relationships "
    ),
    "workforce": (
        "turnover ; retention; agency staff; agency social worker; agency worker; vacanc; morale ; "
        "changes of social worker; change of social worker; changes in social worker; change in social worker; "
        "recruitment and retention; staffing ; stable workforce; workforce stability; workforce strategy; "
        "working for "
    ),
}
_PHRASES = tuple((f" {phrase.lstrip()}", theme) for theme, names in _NAMES.items() for phrase in names.split(";"))
"""A phrase begins with a word's beginning; it ends with a word's end only where a blank follows it."""
_BEGINNINGS = tuple((phrase, theme) for phrase, theme in _PHRASES if " " not in phrase[1:])
_BY_FIRST_WORD: dict[str, list[tuple[str, str]]] = {}
for _phrase, _theme in _PHRASES:
    if " " in _phrase[1:]:
        _BY_FIRST_WORD.setdefault(_phrase.split()[0], []).append((_phrase, _theme))
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
    words = plain(text).translate(_NO_WORD).split()
    line = f" {' '.join(words)} "
    likely = [entry for word in words for entry in _BY_FIRST_WORD.get(word, ())]
    return tuple(dict.fromkeys(theme for phrase, theme in (*likely, *_BEGINNINGS) if phrase in line))
