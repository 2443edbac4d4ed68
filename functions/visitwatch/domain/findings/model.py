"""A trained model of the findings: a linear part over named features and a small part over word filters.

The file (`data/model_findings.bin`, written by `scripts/train_findings.py`) is compressed with zlib: a line of JSON,
the features' names joined by line feeds, one row of bytes for each name (weight + 128 of each output), the words of
the filters, their rows, and the rows that turn the filters' values into outputs. Rows are added up as big integers,
every second byte apart, so that 54 outputs cost two additions a feature.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import add
from typing import Any, Self

from visitwatch.domain.findings.features import Parsed, features
from visitwatch.domain.findings.filters import Filters

_ZERO = 128
"""What a weight of nought is stored as."""
_FULL = 257
"""So many bytes of 255 fill a lane of 16 bits."""
_LEVELS = 4095
"""In how many steps the filters' values are counted."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A row of bytes for every feature that the model has met."""

    rows: Mapping[str, int]
    table: bytes
    width: int
    scales: Sequence[float]

    def scores(self, names: Iterable[str]) -> list[float]:
        """The sum of the weights for each output; unknown names count for nothing."""
        offsets = [offset for name in names if (offset := self.rows.get(name)) is not None]
        sums = [0] * len(self.scales)
        for start in range(0, len(offsets), _FULL):
            sums = list(map(add, sums, self._sums(offsets[start : start + _FULL])))
        return [(value - _ZERO * len(offsets)) * scale for value, scale in zip(sums, self.scales, strict=True)]

    def _sums(self, offsets: Sequence[int]) -> Iterator[int]:
        """Of the bytes of at most `_FULL` rows, for each output."""
        mask = int.from_bytes(b"\xff\x00" * (self.width // 2), "little")
        even = odd = 0
        for offset in offsets:
            row = int.from_bytes(self.table[offset : offset + self.width], "little")
            even += row & mask
            odd += (row >> 8) & mask
        lanes = [memoryview(part.to_bytes(self.width, "little")).cast("H") for part in (even, odd)]
        return (lanes[i % 2][i // 2] for i in range(len(self.scales)))


@dataclass(frozen=True, slots=True)
class Head:
    """The rows, in lanes of 32 bits, that turn the filters' values into outputs. top: the largest value counted."""

    rows: Sequence[int]
    width: int
    scales: Sequence[float]
    top: float

    def scores(self, values: Sequence[float]) -> list[float]:
        step = _LEVELS / self.top
        counts = [min(_LEVELS, int(value * step + 0.5)) for value in values]
        total = sum(count * row for count, row in zip(counts, self.rows, strict=True) if count)
        lanes = memoryview(total.to_bytes(4 * self.width, "little")).cast("I")
        zero = _ZERO * sum(counts)
        return [(lanes[i] - zero) * scale / step for i, scale in enumerate(self.scales)]


@dataclass(frozen=True, slots=True)
class Model:
    """outputs: names in the order of the lanes ("stance:concern", "theme:supervision")."""

    outputs: Sequence[str]
    bias: Sequence[float]
    linear: Linear
    filters: Filters
    head: Head
    settings: Mapping[str, Any]

    @classmethod
    def read(cls, packed: bytes) -> Self:
        """The model of a file's bytes. Raises: zlib.error, ValueError where they are damaged."""
        data = zlib.decompress(packed)
        head, _, rest = data.partition(b"\n")
        header = json.loads(head)
        names, table, words, rows, weights = _parts(rest, header["sizes"])
        width = int(header["width"])
        keys = names.decode("utf-8").split("\n")
        linear = Linear(
            dict(zip(keys, range(0, len(table), width), strict=True)), table, width, tuple(header["scales"])
        )
        vocabulary = {word: index for index, word in enumerate(words.decode("utf-8").split("\n"))}
        about = header["filters"]
        filters = Filters(vocabulary, rows, about["near"], about["far"], about["scales"], about["bias"])
        lanes = [_lanes(weights[start : start + width]) for start in range(0, len(weights), width)]
        return cls(
            tuple(header["outputs"]),
            tuple(header["bias"]),
            linear,
            filters,
            Head(lanes, width, tuple(header["head"]["scales"]), header["head"]["top"]),
            header["settings"],
        )

    def scores(self, parsed: Parsed) -> dict[str, float]:
        """The log-odds of each output for a sentence."""
        line = self.linear.scores(features(parsed))
        deep = self.head.scores(self.filters.strongest(parsed.tokens, parsed.last))
        return {name: sum(parts) for name, *parts in zip(self.outputs, self.bias, line, deep, strict=True)}


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities that sum to 1."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def model() -> Model:
    """The model of the package, read once a process."""
    return Model.read(resources.files("visitwatch.data").joinpath("model_findings.bin").read_bytes())


def _parts(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    if len(data) != sum(sizes):
        raise ValueError(f"{len(data)} bytes where the header says {sum(sizes)}")
    ends = [sum(sizes[: count + 1]) for count in range(len(sizes))]
    return [data[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _lanes(row: bytes) -> int:
    """The bytes spread over lanes of 32 bits."""
    spread = bytearray(4 * len(row))
    spread[::4] = row
    return int.from_bytes(spread, "little")
