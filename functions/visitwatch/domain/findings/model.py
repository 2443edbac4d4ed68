"""A trained linear model over named features, read from the package's own data file.

The file (`data/model_findings.bin`, written by `scripts/train_findings.py`) is compressed with zlib: a line of JSON,
then the features' names joined by line feeds, then one row of bytes for each name (weight + 128 of each output).
Rows are added up as big integers, every second byte apart, so that 54 outputs cost two additions a feature.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Self

_ZERO = 128
"""What a weight of nought is stored as."""


@dataclass(frozen=True, slots=True)
class Model:
    """outputs: names in the order of the lanes; scales, bias: of each output."""

    outputs: tuple[str, ...]
    scales: tuple[float, ...]
    bias: tuple[float, ...]
    rows: Mapping[str, int]
    table: bytes
    width: int
    settings: Mapping[str, Any]

    @classmethod
    def read(cls, packed: bytes) -> Self:
        """The model of a file's bytes. Raises: zlib.error, ValueError where they are damaged."""
        data = zlib.decompress(packed)
        head, _, rest = data.partition(b"\n")
        header = json.loads(head)
        names, table = rest[: header["names"]], rest[header["names"] :]
        keys = names.decode("utf-8").split("\n")
        width = int(header["width"])
        if len(table) != len(keys) * width:
            raise ValueError(f"{len(table)} bytes of weights for {len(keys)} features of {width}")
        return cls(
            tuple(header["outputs"]),
            tuple(header["scales"]),
            tuple(header["bias"]),
            dict(zip(keys, range(0, len(table), width), strict=True)),
            table,
            width,
            header["settings"],
        )

    def scores(self, names: Iterable[str]) -> dict[str, float]:
        """The log-odds of each output; names that the model has not met count for nothing."""
        mask = int.from_bytes(b"\xff\x00" * (self.width // 2), "little")
        even = odd = count = 0
        for name in names:
            offset = self.rows.get(name)
            if offset is not None:
                row = int.from_bytes(self.table[offset : offset + self.width], "little")
                even += row & mask
                odd += (row >> 8) & mask
                count += 1
        lanes = (
            memoryview(even.to_bytes(self.width, "little")).cast("H"),
            memoryview(odd.to_bytes(self.width, "little")).cast("H"),
        )
        return {
            output: (lanes[index % 2][index // 2] - _ZERO * count) * self.scales[index] + self.bias[index]
            for index, output in enumerate(self.outputs)
        }


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
