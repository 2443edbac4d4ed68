"""Word filters: what runs of three neighbouring words, and of every other word, say of a sentence.

A convolution over word vectors, with the vectors already multiplied by the filters when the model was trained, so that
a word is three rows of small numbers and a place in the sentence is their sum. The largest value of each filter over
the whole sentence, and over its last clause, is what `model` weighs. The numbers lie in lanes of 16 bits of one large
integer: five additions a word, without any library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_ZERO = 128
_ROWS = 3
LONGEST = 70
"""How many tokens of a sentence are read; the rest, which hardly ever comes, is left to the linear part."""
_SUFFIXES = ("ly", "ing", "ed", "tion", "ment", "ness", "ity", "al", "ive", "able")
_Token = tuple[int, int, int, int, int]


def suffix_of(word: str) -> str:
    """The stand-in for a word that the model has not met: "?ly" for an adverb, "?" where no ending tells."""
    return next((f"?{ending}" for ending in _SUFFIXES if word.endswith(ending)), "?")


@dataclass(frozen=True, slots=True)
class Filters:
    """rows: of each word, three rows of `near` and `far` bytes. scales, bias: of each filter."""

    words: Mapping[str, int]
    table: bytes
    near: int
    far: int
    scales: Sequence[float]
    bias: Sequence[float]
    _known: dict[int, _Token] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return self.near + self.far

    def strongest(self, tokens: Sequence[str], last: int) -> list[float]:
        """The filters' largest values, none below 0: over all tokens, then over those from `last` on."""
        read = tokens[:LONGEST]
        values = self._values([self._token(token) for token in read])
        cut = min(last, len(read) - 1)
        tail = self._largest(values[cut:])
        whole = list(map(max, self._largest(values[:cut]), tail)) if cut else tail
        return self._scaled(whole) + self._scaled(tail)

    def _scaled(self, sums: Sequence[int]) -> list[float]:
        zero = _ZERO * _ROWS
        values = [
            (value - zero) * scale + bias for value, scale, bias in zip(sums, self.scales, self.bias, strict=True)
        ]
        return [value if value > 0 else 0.0 for value in values]

    @staticmethod
    def _largest(values: Sequence[memoryview]) -> list[int]:
        return list(map(max, *values)) if len(values) > 1 else list(values[0])

    def _values(self, rows: Sequence[_Token]) -> list[memoryview]:
        edge = self._row(0)
        padded = [edge, edge, *rows, edge, edge]
        size = 2 * self.count
        return [
            memoryview((here[0] + before[1] + after[2] + first[3] + last[4]).to_bytes(size, "little")).cast("H")
            for first, before, here, after, last in zip(
                padded, padded[1:], padded[2:], padded[3:], padded[4:], strict=False
            )
        ]

    def _token(self, token: str) -> _Token:
        index = self.words.get(token)
        return self._row(self.words.get(suffix_of(token), 1) if index is None else index)

    def _row(self, index: int) -> _Token:
        known = self._known.get(index)
        if known is None:
            known = self._known[index] = self._unpacked(index)
        return known

    def _unpacked(self, index: int) -> _Token:
        """Of a word: its own place (both kinds), then the neighbour before and after, near and far."""
        start = index * _ROWS * self.count
        rows = [self.table[start + k * self.count : start + (k + 1) * self.count] for k in range(_ROWS)]
        near = [_lanes(row[: self.near]) for row in rows]
        far = [_lanes(row[self.near :]) << (16 * self.near) for row in rows]
        return near[1] + far[1], near[0], near[2], far[0], far[2]


def _lanes(row: bytes) -> int:
    """The bytes spread over lanes of 16 bits."""
    spread = bytearray(2 * len(row))
    spread[::2] = row
    return int.from_bytes(spread, "little")
