"""The inspectors that a phrase names.

A phrase begins after its lead-in ("The inspectors were", "Lead inspector:") and is read for as long as it is a list of
names and roles, so that a missing full stop or a table that follows does no harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MAJESTY = (
    r"(?:senior\s+)?(?:her|his)\s+majesty['’‘`´]?s?['’]?\s+(?:senior\s+)?inspectors?"
    r"(?:\s+of\s+education,?\s+children['’]?s['’]?\s+services\s+and\s+skills)?"
)
_REMIT = r"(?:social\s+care|(?:further\s+)?education(?:\s+and\s+skills)?|early\s+years|schools?)"
_INSPECTOR = (
    rf"(?:(?:the|senior|lead|team|ofsted|seconded|associate|additional|contracted|regulatory|assistant|serving|{_REMIT})\s+)+"
    r"inspectors?"
)
_OTHER = (
    r"(?:social\s+care\s+)?regulatory\s+inspection\s+managers?|(?:the\s+)?quality[\s-]assurance\s+managers?"
    r"|(?:assistant\s+|acting\s+)?regional\s+directors?|specialist\s+advis[eo]rs?|(?:as\s+)?(?:an\s+)?observers?"
    r"|observing|shadowing|designates?"
)
_ABBREVIATION = rf"(?:(?:[Ss]enior|(?i:{_REMIT}))\s+)*S?HMIs?\b|SCRIMs?\b|SCRIs?\b|RIMs?\b|OIs?\b"
_COUNT = (
    r"(?:(?:all|both|each|two|three|four|five|six)\s+of\s+(?:whom\s+(?:are|were)\s+)?"
    r"|who\s+(?:are|is|were|was)\s+(?:both\s+|all\s+)?|(?:both|all|two|three|four|five|six|seven)\s+(?:of\s+)?"
    r"|one\s+of\s+|an?\s+|ofsted['’]s\s+)?"
)
_ROLE = re.compile(
    rf"{_COUNT}(?:{_MAJESTY}|{_INSPECTOR}|{_OTHER}|(?-i:{_ABBREVIATION})|\([^()]{{1,60}}\)|inspectors?\s+designates?)"
    rf"(?:,?\s+{_REMIT}\b)?(?:\s+(?:was|were)\b)?:?",
    re.IGNORECASE,
)
"""What an inspector is called, before or after the name, for one or for several."""

_SEPARATOR = re.compile(
    r"(?:[\s,;:&◼■•▪\uf06e\uf0b7]+|\b(?:and|together|with|also|as\s+well\s+as|accompanied\s+by|supported\s+by|"
    r"joined\s+by)\b)+",
    re.IGNORECASE,
)
"""Between names, and between a name and its role."""

_JOINED = re.compile(r"\band\b|&|;|\bwith\b|\bby\b|[◼■•▪]", re.IGNORECASE)
_TITLE = re.compile(r"(?:Mrs?|Ms|Miss|Mx|Dr|Sir|Dame|Prof(?:essor)?)\b\.?\s+")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’‘`´](?=[^\W\d_])|[-‐‑\ufffe\u00ad]\s*(?=[^\W\d_]))*")
_INITIAL = re.compile(r"[A-Z]\.(?=\s*[A-Z])")
_NICKNAME = re.compile(r"(?<=\w )\([A-Z]\w+\)(?= [A-Z])")
_BREAK = re.compile(r"[-‐‑\ufffe\u00ad]\s*")
_GAP = re.compile(r"\s+")
_NOT_INSPECTING = re.compile(r"observ|shadow|quality[\s-]assurance", re.IGNORECASE)
_PARTICLES = re.compile(r"(?:de|da|di|del|della|den|der|dos|du|la|le|van|von|bin|ibn|al|el|ap|ab|y|ten|ter)$")
_NO_NAME = re.compile(
    r"(?:a|all|an|and|areas?|at|both|by|children|children['’]s|context|council|dear|during|each|findings|focused|"
    r"for|grade|"
    r"headline|her|his|S?HMIs?|i|in|inspection|inspectors?|inspectors['’]|is|it|judge?ments?|lead|leaders|local|main|"
    r"majesty|majesty['’]s|method|methodology|monitoring|no|ofsted|on|our|outcome|overall|overview|senior|services|"
    r"services['’]|since|social|some|team|the|there|these|they|this|two|visit|we|what|when|where|while|who|you|"
    r"your|yours)$",
    re.IGNORECASE,
)
MAX_WORDS = 6


@dataclass(slots=True)
class _Named:
    names: list[str] = field(default_factory=list)
    skip_next: bool = False
    """Whether the next name is an observer's."""


def parse_names(text: str) -> tuple[str, ...]:
    """The inspectors named at the start of `text`, without titles and roles, in printed order.

    Roles may stand before or after names, once or for each ("HMI", "two of Her Majesty's Inspectors", "lead inspector
    X and team inspector Y"). Observers and quality-assurance managers are left out; inspectors designate are not.
    """
    found = _Named()
    position, joined = 0, True
    while position < len(text):
        if separator := _SEPARATOR.match(text, position):
            position = separator.end()
            joined = _JOINED.search(separator.group()) is not None
        elif role := _ROLE.match(text, position):
            position = role.end()
            _take_role(found, role.group(), joined=joined, ahead=bool(_name_at(text, _skip(text, position))[0]))
            joined = False
        else:
            name, position = _name_at(text, position)
            if not name:
                break
            _take_name(found, name)
            joined = False
    return tuple(found.names)


def _take_role(found: _Named, role: str, *, joined: bool, ahead: bool) -> None:
    """`joined`: "and" or the like stands before the role; `ahead`: a name stands right after it."""
    if _NOT_INSPECTING.search(role) is None:
        return
    if not found.names or ahead:
        found.skip_next = True
    elif not joined:
        found.names.pop()


def _skip(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _take_name(found: _Named, name: str) -> None:
    if not found.skip_next:
        found.names.append(name)
    found.skip_next = False


def _name_at(text: str, position: int) -> tuple[str, int]:
    """A name of two words or more (one after a title), and the place after it; "" if there is none."""
    title = _TITLE.match(text, position)
    words: list[str] = []
    end = position = title.end() if title else position
    while len(words) < MAX_WORDS:
        word = _INITIAL.match(text, position) or _WORD.match(text, position) or _NICKNAME.match(text, position)
        if word is None or not _may_be_name(word.group()) or (word.group()[0] != "(" and _ROLE.match(text, position)):
            break
        words.append(_BREAK.sub("-", word.group()))
        end = word.end()
        gap = _GAP.match(text, end)
        if gap is None:
            break
        position = gap.end()
    if words and _PARTICLES.match(words[-1]):
        return "", end
    return (" ".join(words), end) if len(words) > (0 if title else 1) else ("", end)


def _may_be_name(word: str) -> bool:
    return bool(_PARTICLES.match(word)) or word[0] == "(" or (word[0].isupper() and not _NO_NAME.match(word))
