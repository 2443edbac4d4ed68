"""Letters after a visit: monitoring, focused and assurance visits, 2016 to today, read by one reader.

A letter is: letterhead, date, addressee, title, an opening formula, the areas covered, findings under headings, and a
close. None gives a grade.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from visitwatch.domain.document import Document
from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.findings import findings_of
from visitwatch.domain.reading.letters_areas import Areas, read_areas
from visitwatch.domain.reading.letters_authorities import authorities_in
from visitwatch.domain.reading.letters_frame import Frame, frame_of, letter_date
from visitwatch.domain.reading.letters_opening import NO_OPENING, Opening, ordinal_in, read_opening
from visitwatch.domain.reading.letters_progress import statement_of_progress
from visitwatch.domain.reading.letters_sections import improvements_in, priority_actions_in
from visitwatch.domain.reading.letters_text import Running
from visitwatch.domain.reading.letters_warnings import warnings_of
from visitwatch.domain.register import Register
from visitwatch.domain.report import Finding, Kind, Quote, Report

_HEADLINE = re.compile(r"(?:Headline|Key|Main headline) findings\b.{0,20}", re.IGNORECASE)


def read_letter(kind: Kind, document: Document, blocks: Sequence[Block], *, sha256: str, register: Register) -> Report:
    """The report of a letter. `blocks`: of the whole document, in order.

    What the letter does not say is None or empty; what contradicts itself is kept as printed, with a warning.
    """
    running = Running.of(block for block in blocks if block.kind is not BlockKind.FURNITURE)
    frame = frame_of(running)
    written = letter_date(document, running, frame)
    monitoring = kind is Kind.MONITORING_VISIT
    opening = NO_OPENING
    if frame.formula is not None:
        opening = read_opening(running, begins=frame.formula, until=frame.body, written=written, monitoring=monitoring)
    if monitoring and opening.ordinal is None:
        opening = replace(opening, ordinal=ordinal_in(frame.title))
    authorities, doubts = authorities_in(frame.title, opening.visit, running.text, register)
    areas = read_areas(running, max(opening.ends, frame.text), frame.body)
    parts = _text_parts(running, frame, opening)
    findings = findings_of(parts)
    statement = _progress(running, frame, opening, areas, findings) if monitoring else None
    return Report(
        kind=kind,
        authorities=authorities,
        sha256=sha256,
        pages=len(document.pages),
        title=frame.title,
        ordinal=opening.ordinal,
        visited=opening.visited,
        judged_inadequate=opening.judged_inadequate,
        letter_date=written,
        inspectors=opening.inspectors,
        areas_covered=areas.items,
        topic=areas.topic,
        progress_statement=statement,
        priority_actions=priority_actions_in(parts),
        improvements=improvements_in(parts),
        findings=findings,
        warnings=(*doubts, *warnings_of(kind, opening, written, statement)),
    )


def _text_parts(running: Running, frame: Frame, opening: Opening) -> tuple[Block, ...]:
    """The blocks of the letter's own text: without address, title, opening formula and close."""
    before = running.between(frame.text, opening.begins)
    return (*before, *running.between(max(opening.ends, frame.text), frame.close))


def _progress(
    running: Running, frame: Frame, opening: Opening, areas: Areas, findings: Sequence[Finding]
) -> Quote | None:
    before = findings_of(running.between(opening.ends, areas.begins if areas.begins is not None else frame.body))
    headline = [finding for finding in findings if _HEADLINE.fullmatch(finding.section)]
    rest = findings_of(running.between(frame.body, frame.close))
    return statement_of_progress(before, headline, rest)
