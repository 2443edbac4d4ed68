"""Our values as JSON bytes and back, for storage. The published JSON is another thing: render/published.py."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def encode(value: object) -> bytes:
    """UTF-8 JSON of a value of the domain."""
    import msgspec

    return msgspec.json.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """The value that `encode` was given. Raises msgspec.ValidationError naming the path that does not fit."""
    import msgspec

    return msgspec.json.decode(data, type=kind)
