"""The themes' standard terms, by id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from visitwatch.domain.packaged import packaged_text


@cache
def theme_terms() -> Mapping[str, str]:
    """{"front_door": "Front door", …}: every theme id with the term that people read."""
    data = json.loads(packaged_text("themes.json"))
    return MappingProxyType({theme: str(entry["term"]) for theme, entry in data.items()})


def theme_term(theme: str) -> str:
    """The term of an id; of one that is not known, the id with blanks."""
    return theme_terms().get(theme, theme.replace("_", " ").capitalize())
