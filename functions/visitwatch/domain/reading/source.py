"""What every reader of a kind of report is given."""

from __future__ import annotations

from dataclasses import dataclass

from visitwatch.domain.document import Document
from visitwatch.domain.reading.blocks import Block
from visitwatch.domain.register import Register
from visitwatch.domain.report import Kind


@dataclass(frozen=True, slots=True)
class Source:
    """A document, its blocks, what kind it is. sha256: of the file's bytes."""

    kind: Kind
    document: Document
    blocks: tuple[Block, ...]
    sha256: str
    register: Register
