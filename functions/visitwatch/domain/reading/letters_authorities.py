"""Which authorities a letter is about."""

from __future__ import annotations

import re

from visitwatch.domain.authority import Authority
from visitwatch.domain.register import Register
from visitwatch.domain.report import AuthorityRef, Urn

_HEAD = 1500
"""Characters in which address, title and opening stand."""

_PRINTED = re.compile(
    r"\b(?:visit|assurance) (?:to|of) (?:the )?([A-Z][^.:;]{2,60}?)(?:['’]s?)? children(?:['’]s)? services",
    re.IGNORECASE,
)
"""The name between "visit to" and "children's services", as printed."""

_TRUST = re.compile(
    r"(?:[A-Z][\w-]+ )+Children(?:['’]s)? (?:and Famil(?:y|ies) |Services |Social Care )*(?:Trust|First|Company|Ltd)\b"
)
"""A trust may work for two councils of which the letter names one beside it."""


def authorities_in(
    title: str, visit: str, text: str, register: Register
) -> tuple[tuple[AuthorityRef, ...], tuple[str, ...]]:
    """Those that the title names; without one, those of the opening sentence `visit`; else of the `text`'s begin.

    Second: what is doubtful about them.
    """
    by_title, by_opening = _named(title, register), _named(visit, register)
    found = by_title or by_opening or _named(text[:_HEAD], register)
    refs = tuple(AuthorityRef(authority.urn, authority.name) for authority in found)
    if not refs:
        printed = _PRINTED.search(title) or _PRINTED.search(visit)
        if printed:
            name = " ".join(printed[1].split())
            return (AuthorityRef(Urn(""), name),), (f"the register knows no authority {name!r}",)
        return refs, ("not found in the letter: an authority that is known",)
    if by_title and by_opening and not {a.urn for a in by_title} & {a.urn for a in by_opening}:
        return refs, (f"the title names {_listed(by_title)}, the opening {_listed(by_opening)}: as in the title",)
    return refs, ()


def _named(text: str, register: Register) -> tuple[Authority, ...]:
    return register.named_in(_TRUST.sub(" ", text)) or register.named_in(text)


def _listed(authorities: tuple[Authority, ...]) -> str:
    return " and ".join(authority.name for authority in authorities)
