"""Under which authorities a report is filed, and whether its bytes are known already."""

from __future__ import annotations

from dataclasses import dataclass, replace

from visitwatch.domain.publication import PublicationRecord
from visitwatch.domain.report import Report, Urn
from visitwatch.flow.context import Context

OTHER_AUTHORITY = "other_authority"
SAME_BYTES = "same_bytes_new_link"
JOINT = "joint_report"
REPUBLISHED = "republished"
"""Other bytes under a known link, and nobody hears of it but ops."""


@dataclass(frozen=True, slots=True)
class Filed:
    """urns: whose history the report belongs to. outcome: OTHER_AUTHORITY, SAME_BYTES (known_as: the other link) or "".

    record: with the document's authorities, where only a feed had named the link.
    """

    record: PublicationRecord
    urns: tuple[Urn, ...]
    outcome: str = ""
    known_as: str = ""


def file_report(ctx: Context, record: PublicationRecord, report: Report) -> Filed:
    """Page and document together where they agree (a joint report names more than its page), else the document."""
    # The URN is "" where the register knows no such authority.
    named = tuple(authority.urn for authority in report.authorities if authority.urn)
    if not record.urns and named:
        record = replace(record, publication=replace(record.publication, urn=named[0]), also=named[1:])
    if named and record.urns and not set(named) & _related(ctx, record.urns):
        return Filed(record, named, OTHER_AUTHORITY)
    urns = tuple(dict.fromkeys((*record.urns, *named)))
    known_as = same_bytes(ctx, record, report.sha256)
    if known_as is not None:
        return Filed(record, urns, SAME_BYTES, known_as.url)
    return Filed(record, urns)


def same_bytes(ctx: Context, record: PublicationRecord, sha256: str) -> PublicationRecord | None:
    """The oldest link of one of the same authorities under which these bytes were read, None where this is it."""
    others = (ctx.store.get_publication(url) for url in ctx.store.urls_with(sha256) if url != record.url)
    older = [
        other
        for other in others
        if other is not None
        and set(other.urns) & set(record.urns)
        and (other.first_seen, other.url) < (record.first_seen, record.url)
    ]
    return min(older, key=lambda other: (other.first_seen, other.url), default=None)


def _related(ctx: Context, urns: tuple[Urn, ...]) -> set[Urn]:
    """An authority's page lists its predecessors' reports, too."""
    related = set(urns)
    for urn in urns:
        authority = ctx.register.by_urn(urn)
        if authority is not None:
            related.update(authority.predecessors, authority.successors)
    return related
