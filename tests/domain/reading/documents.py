"""Documents of invented text, without a file."""

from __future__ import annotations

from visitwatch.adapters.plain_text import read_text
from visitwatch.domain.document import Document
from visitwatch.domain.reading.blocks import Block
from visitwatch.domain.reading.layout import blocks_of
from visitwatch.domain.reading.read import read_document
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Report


def document(text: str) -> Document:
    return read_text(text.encode(), max_pages=200)


def blocks(text: str) -> tuple[Block, ...]:
    return blocks_of(document(text))


def read(text: str) -> Report:
    return read_document(document(text), sha256="0" * 64, register=packaged_register())
