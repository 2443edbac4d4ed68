from __future__ import annotations

import hashlib

import pytest

from visitwatch.errors import NotFoundError
from visitwatch.ports import Documents

DATA = b"%PDF-1.7\n\x00\xff invented"
SHA = hashlib.sha256(DATA).hexdigest()


def test_bytes_come_back_as_they_were_put(documents: Documents) -> None:
    documents.put_document(SHA, DATA)
    assert documents.get_document(SHA) == DATA
    assert documents.has_document(SHA)


def test_putting_again_changes_nothing(documents: Documents) -> None:
    documents.put_document(SHA, DATA)
    documents.put_document(SHA, DATA)
    assert documents.get_document(SHA) == DATA


def test_what_was_never_put_is_not_found(documents: Documents) -> None:
    assert not documents.has_document(SHA)
    with pytest.raises(NotFoundError):
        documents.get_document(SHA)


def test_an_empty_document_is_a_document(documents: Documents) -> None:
    empty = hashlib.sha256(b"").hexdigest()
    documents.put_document(empty, b"")
    assert documents.get_document(empty) == b""
