"""The themes' names within a sentence, short enough for a headline."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "front_door": "the front door",
        "planning": "plans",
        "child_protection_conferences": "child protection conferences and core groups",
        "pre_proceedings": "pre-proceedings work",
        "exploitation": "the response to exploitation",
        "missing_children": "the response to children who go missing",
        "disabled_children": "services for disabled children",
        "health": "children’s health and well-being",
        "education": "education of children in care",
        "missing_education": "the response to children missing education",
        "foster_and_kinship_care": "foster and kinship care",
        "sufficiency": "sufficiency of homes",
        "care_leavers": "services for care leavers",
        "accommodation": "accommodation of care leavers",
        "homeless_16_17": "the response to homeless 16- and 17-year-olds",
        "unaccompanied_children": "support for unaccompanied children",
        "allegations": "the response to allegations against professionals",
        "emergency_duty": "the out-of-hours service",
        "pre_birth": "pre-birth work",
        "edge_of_care": "edge-of-care support",
        "visits_and_relationships": "visits and relationships",
        "childs_voice": "attention to the child’s voice",
        "identity_and_diversity": "attention to identity and diversity",
        "case_recording": "case records",
        "workforce": "workforce stability",
        "training_and_practice_model": "training and the practice model",
        "quality_assurance": "quality assurance",
        "performance_data": "performance information",
        "reviewing": "reviews and challenge by reviewing officers",
        "partnership": "work with partner agencies",
        "resources": "resources",
        "risk": "the response to risk",
        "neglect": "the response to neglect",
        "domestic_abuse": "the response to domestic abuse",
        "drift_and_delay": "timeliness",
    }
)


def theme_name(theme: str) -> str:
    """The theme's name in lower case; for a theme without one, its id with blanks."""
    return _NAMES.get(theme, theme.replace("_", " "))
