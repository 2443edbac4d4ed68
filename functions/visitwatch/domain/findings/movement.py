"""Whether a sentence says that something has become better.

The model's opinion and the wordings that say so ("has improved", "is now", "starting to", "led to better …") are added
up; a wording counts for more in a sentence of praise. Weights and wordings are `data/change.json`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from visitwatch.domain.findings.lexicon import load
from visitwatch.domain.findings.model import sigmoid


@dataclass(frozen=True, slots=True)
class Wording:
    """alone, praised: what it weighs in any sentence and, beside that, in one of praise."""

    pattern: re.Pattern[str]
    alone: float
    praised: float


@dataclass(frozen=True, slots=True)
class Weights:
    bias: float
    model: float
    praise: float
    least: float
    wordings: Sequence[Wording]


@cache
def weights() -> Weights:
    data = load("change.json")
    wordings = [
        Wording(re.compile(entry["pattern"], re.IGNORECASE), entry["alone"], entry["praised"])
        for entry in data["patterns"].values()
    ]
    return Weights(data["bias"], data["model"], data["praise"], data["least"], wordings)


def improvement(text: str, opinion: float, praise: float) -> float:
    """The chance that the sentence states an improvement.

    opinion: the model's log-odds of "improved"; praise: its chance of a strength or a mixed sentence.
    """
    known = weights()
    total = known.bias + known.model * opinion + known.praise * praise
    for wording in known.wordings:
        if wording.pattern.search(text):
            total += wording.alone + wording.praised * praise
    return sigmoid(total)
