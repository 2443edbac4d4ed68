"""The local authorities with duties for children's services, by URN and by every name that they go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from visitwatch.domain.report import Urn


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority. name: the short form that Ofsted's portal uses ("Bristol"). ons_code: GSS code of its area.

    la_code: the DfE's three-digit code. abolished: the day it ceased, None for the 153 of today. trust: a
    children's trust that runs its services; former_trusts: those that did. neighbours: URNs of
    statistical neighbours, nearest first.
    """

    urn: Urn
    name: str
    aliases: tuple[str, ...]
    ons_code: str
    la_code: str
    region: str
    predecessors: tuple[Urn, ...] = ()
    successors: tuple[Urn, ...] = ()
    trust: str = ""
    abolished: date | None = None
    neighbours: tuple[Urn, ...] = ()
    former_trusts: tuple[str, ...] = ()
