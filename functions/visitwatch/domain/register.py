"""The register of local authorities: who a name, a URN or a code means.

Facts: data/authorities.json, made by scripts/make_authorities.py. An authority whose URN is not known (abolished
before Ofsted's present numbering) is a former name that points at its successors.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from visitwatch.domain.authority import Authority
from visitwatch.domain.names import name_forms, plain_name
from visitwatch.domain.packaged import packaged_text
from visitwatch.domain.report import Urn
from visitwatch.errors import UnknownAuthorityError

if TYPE_CHECKING:
    from visitwatch.domain.mentions import Phrase


@dataclass(frozen=True, slots=True)
class FormerName:
    """An authority that ceased and has no URN here; successors took over its services."""

    name: str
    abolished: date
    successors: tuple[Urn, ...]


class Register:
    """Immutable to its users. Every look-up answers None, or nothing, rather than guess."""

    __slots__ = ("_by_code", "_by_name", "_by_urn", "_former", "_phrases")

    def __init__(self, authorities: Iterable[Authority], former: Iterable[FormerName] = ()) -> None:
        """Raises ValueError where two authorities have one URN, or two present ones one name."""
        values = tuple(authorities)
        self._by_urn: Mapping[Urn, Authority] = MappingProxyType({a.urn: a for a in values})
        if len(self._by_urn) != len(values):
            raise ValueError("two authorities have one URN")
        self._former = tuple(former)
        self._by_code = {a.la_code: a for a in values if a.la_code}
        self._by_name = self._names(values)
        self._phrases: Mapping[str, tuple[Phrase, ...]] | None = None

    @property
    def authorities(self) -> tuple[Authority, ...]:
        """All, abolished ones too, in the register's order."""
        return tuple(self._by_urn.values())

    @property
    def former_names(self) -> tuple[FormerName, ...]:
        return self._former

    def all_current(self, on: date) -> tuple[Authority, ...]:
        """Those not abolished by that day."""
        return tuple(a for a in self._by_urn.values() if a.abolished is None or a.abolished > on)

    def by_urn(self, urn: str) -> Authority | None:
        return self._by_urn.get(Urn(urn))

    def by_la_code(self, code: str) -> Authority | None:
        """By the DfE's three-digit code."""
        return self._by_code.get(code)

    def find(self, name: str) -> Authority | None:
        """The one authority that a name (or a URN) means; None where none or more than one does.

        "Leicestershire City Council" and "Derby County Council" are nobody's names: a county is never taken for
        the city that it is called after.
        """
        if name.strip() in self._by_urn:
            return self._by_urn[Urn(name.strip())]
        for form, taken in name_forms(name):
            urns = self._by_name.get(form, frozenset())
            if len(urns) == 1 and not self._contradicts(form, taken):
                return self._by_urn[next(iter(urns))]
        return None

    def require(self, name: str) -> Authority:
        """As `find`. Raises UnknownAuthorityError."""
        found = self.find(name)
        if found is None:
            raise UnknownAuthorityError("no authority, or more than one, of this name", subject=name)
        return found

    def named_in(self, text: str) -> tuple[Authority, ...]:
        """Every authority that a running text names, once each, in the text's order."""
        from visitwatch.domain.mentions import mentioned, phrase_index

        if self._phrases is None:  # most stages read no text, and it costs a cold start 5 ms
            self._phrases = phrase_index(self._text_phrases(self.authorities))
        return tuple(self._by_urn[urn] for urn in mentioned(text, self._phrases))

    def extended(self, extra: Iterable[Authority]) -> Register:
        """The same and more authorities (the invented ones of the samples)."""
        return Register((*self._by_urn.values(), *extra), self._former)

    def _names(self, values: tuple[Authority, ...]) -> dict[str, frozenset[Urn]]:
        names: dict[str, set[Urn]] = {}
        for former in self._former:
            names.setdefault(plain_name(former.name), set()).update(u for u in former.successors if u in self._by_urn)
        present = {plain_name(n): {a.urn} for a in values for n in (a.name, *a.aliases)}
        trusts: dict[str, set[Urn]] = {}
        for authority in values:
            for trust in _trusts(authority):
                trusts.setdefault(plain_name(trust), set()).add(authority.urn)
        merged = {**names, **trusts, **present}
        return {name: frozenset(urns) for name, urns in merged.items() if urns}

    def _text_phrases(self, values: tuple[Authority, ...]) -> Iterable[Phrase]:
        from visitwatch.domain.mentions import LOOKUP_ONLY, phrase_of

        for authority in values:
            for name in (authority.name, *authority.aliases):
                if plain_name(name) not in LOOKUP_ONLY:
                    yield phrase_of(name, (authority.urn,))
        for trust in dict.fromkeys(t for a in values for t in _trusts(a)):
            yield phrase_of(trust, (a.urn for a in values if trust in _trusts(a)))
        north, west = (self._by_name.get(f"{side} northamptonshire", frozenset()) for side in ("north", "west"))
        if north and west:  # visited and reported on together (domain.md 0.6)
            yield phrase_of("North and West Northamptonshire", (*north, *west))

    def _contradicts(self, form: str, taken: frozenset[str]) -> bool:
        if "county" in taken:
            return any(name.endswith(f"{form}shire") for name in self._by_name)
        return "city" in taken and form.endswith("shire")


def _trusts(authority: Authority) -> tuple[str, ...]:
    return tuple(t for t in (authority.trust, *authority.former_trusts) if t)


def authorities_from_json(text: str) -> Register:
    """A register of a JSON file as made by scripts/make_authorities.py, or of its list of authorities alone.

    Optional keys may be left out. Raises ValueError (json.JSONDecodeError is one), KeyError naming the key that an
    authority lacks.
    """
    data: Any = json.loads(text)
    if isinstance(data, list):
        data = {"authorities": data}
    former = tuple(
        FormerName(f["name"], date.fromisoformat(f["abolished"]), _urns(f, "successors"))
        for f in data.get("former", ())
    )
    return Register((_authority(a) for a in data["authorities"]), former)


def _authority(data: dict[str, Any]) -> Authority:
    gone = data.get("abolished")
    return Authority(
        urn=Urn(data["urn"]),
        name=data["name"],
        aliases=tuple(data.get("aliases", ())),
        ons_code=data.get("ons_code", ""),
        la_code=data.get("la_code", ""),
        region=data["region"],
        predecessors=_urns(data, "predecessors"),
        successors=_urns(data, "successors"),
        trust=data.get("trust") or "",
        former_trusts=tuple(data.get("former_trusts", ())),
        abolished=date.fromisoformat(gone) if gone else None,
        neighbours=_urns(data, "neighbours"),
    )


def _urns(data: dict[str, Any], key: str) -> tuple[Urn, ...]:
    return tuple(Urn(u) for u in data.get(key) or ())


@cache
def packaged_register() -> Register:
    """The 153 authorities of today and those abolished since 2009."""
    return authorities_from_json(packaged_text("authorities.json"))
