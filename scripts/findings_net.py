"""The network that ships: weights of named features and word filters, trained here in PyTorch, read by findings/model.py.

The 54 columns are four stances, four changes and the 46 themes, in the order of `NAMES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np  # type: ignore[import-not-found]
import torch  # type: ignore[import-not-found]
from scripts.findings_labels import Labelled

from visitwatch.domain.findings.features import Parsed, features
from visitwatch.domain.findings.filters import LONGEST, suffix_of
from visitwatch.domain.findings.themes import theme_terms

STANCE = ("strength", "concern", "mixed", "neutral")
CHANGE = ("none", "improved", "persisting", "worsened")
THEME = tuple(theme_terms())
NAMES = [f"stance:{s}" for s in STANCE] + [f"change:{c}" for c in CHANGE] + [f"theme:{t}" for t in THEME]
STANCES, CHANGES, THEMES = slice(0, 4), slice(4, 8), slice(8, len(NAMES))
NEAR, FAR, DEPTH = 128, 64, 64
TASKS = (1.0, 0.7, 0.4)
"""What stance, change and themes weigh."""
RATE, HOLD, BATCH, DROP = 2.5e-3, 2e-7, 96, 0.25
SEED = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence as numbers: its features, its words, where its last clause begins."""

    features: Any
    words: list[int]
    last: int


def prepare(text: str, names: dict[str, int], words: dict[str, int]) -> Prepared:
    parsed = Parsed.of(text)
    ids = [words[token] if token in words else words[suffix_of(token)] for token in parsed.tokens[:LONGEST]]
    known = np.array(sorted(names[name] for name in features(parsed) if name in names), np.int64)
    return Prepared(known, ids, min(parsed.last, len(ids) - 1))


def targets(rows: Sequence[Labelled]) -> Any:
    """One line of 54 for each sentence, 1 for what it is labelled with."""
    place = {name: column for column, name in enumerate(NAMES)}
    table = np.zeros((len(rows), len(NAMES)), np.float32)
    for index, row in enumerate(rows):
        for name in (f"stance:{row.stance}", f"change:{row.change}", *(f"theme:{theme}" for theme in row.themes)):
            table[index, place[name]] = 1
    return table


class Net(torch.nn.Module):  # type: ignore[misc]
    """vectors: of the last words of the list; those before them begin at random."""

    def __init__(self, names: int, words: int, vectors: Any, start: Any) -> None:
        super().__init__()
        self.linear = torch.nn.EmbeddingBag(names, len(NAMES), mode="sum")
        torch.nn.init.zeros_(self.linear.weight)
        self.words = torch.nn.Embedding(words, DEPTH, padding_idx=0)
        torch.nn.init.normal_(self.words.weight, std=0.3)
        with torch.no_grad():
            self.words.weight[0].zero_()
            self.words.weight[words - len(vectors) :] = torch.tensor(vectors, dtype=torch.float32)
        self.near = torch.nn.Conv1d(DEPTH, NEAR, 3, padding=1)
        self.far = torch.nn.Conv1d(DEPTH, FAR, 3, padding=2, dilation=2)
        self.head = torch.nn.Linear(2 * (NEAR + FAR), len(NAMES))
        self.bias = torch.nn.Parameter(start)

    def forward(self, batch: Any) -> Any:
        ids, offsets, words, mask, tail = batch
        seen = torch.nn.functional.dropout(self.words(words), 0.15, self.training).transpose(1, 2)
        values = torch.cat([self.near(seen), self.far(seen)], 1)
        strongest = [(values + (1 - part).unsqueeze(1) * -1e4).max(2).values for part in (mask, tail)]
        pooled = torch.nn.functional.dropout(torch.relu(torch.cat(strongest, 1)), 0.2, self.training)
        return self.bias + self.linear(ids, offsets) + self.head(pooled)


def trained(
    rows: Sequence[Prepared], wanted: Any, weights: Any, sizes: tuple[int, int], vectors: Any, epochs: int
) -> Net:
    """wanted: chances, 54 for each sentence; weights: one for each; sizes: how many features and words there are."""
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    wanted, weights = torch.tensor(wanted), torch.tensor(weights)
    net = Net(*sizes, vectors, start_bias(wanted))
    slow = {"params": [net.linear.weight], "share": 0.4}
    fast = {"params": [value for name, value in net.named_parameters() if name != "linear.weight"], "share": 1.0}
    optimiser = torch.optim.Adam([slow, fast], lr=RATE)
    steps, step = epochs * (len(rows) // BATCH + 1), 0
    for _ in range(epochs):
        net.train()
        for chosen in _batches(rows, chance):
            for group in optimiser.param_groups:
                group["lr"] = group["share"] * RATE * max(0.02, 1 - step / steps) * min(1, (step + 1) / 50)
            output = net(_batch([rows[i] for i in chosen], chance))
            held = HOLD * (net.linear.weight**2).sum()
            optimiser.zero_grad()
            (_loss(output, wanted[chosen], weights[chosen]) + held).backward()
            optimiser.step()
            step += 1
    return net


def chances(net: Net, rows: Sequence[Prepared], size: int = 256) -> Any:
    """54 for each sentence."""
    net.eval()
    with torch.inference_mode():
        parts = [probabilities(net(_batch(rows[start : start + size]))) for start in range(0, len(rows), size)]
    return torch.cat(parts).numpy()


def probabilities(logits: Any) -> Any:
    stance, change = logits[:, STANCES].softmax(1), logits[:, CHANGES].softmax(1)
    return torch.cat([stance, change, logits[:, THEMES].sigmoid()], 1)


def start_bias(wanted: Any) -> Any:
    """The outputs begin at their frequencies."""
    mean = wanted.mean(0).clamp(1e-3, 0.999)
    return torch.cat([mean[:8].log(), torch.log(mean[THEMES] / (1 - mean[THEMES]))])


def _loss(output: Any, wanted: Any, weights: Any) -> Any:
    functional = torch.nn.functional
    stance = -(wanted[:, STANCES] * functional.log_softmax(output[:, STANCES], 1)).sum(1)
    change = -(wanted[:, CHANGES] * functional.log_softmax(output[:, CHANGES], 1)).sum(1)
    themes = functional.binary_cross_entropy_with_logits(output[:, THEMES], wanted[:, THEMES], reduction="none").sum(1)
    return ((TASKS[0] * stance + TASKS[1] * change + TASKS[2] * themes) * weights).mean()


def _batches(rows: Sequence[Prepared], chance: Any) -> list[Any]:
    """Sentences of like length together, in random order."""
    order = chance.permutation(len(rows))
    found = []
    for start in range(0, len(order), BATCH * 20):
        part = sorted(order[start : start + BATCH * 20], key=lambda i: len(rows[i].words))
        found += [part[k : k + BATCH] for k in range(0, len(part), BATCH)]
    return [found[i] for i in chance.permutation(len(found))]


def _batch(rows: Sequence[Prepared], chance: Any = None) -> Any:
    """chance: where given, features and words are left out at random."""
    kept = [row.features if chance is None else row.features[chance.random(len(row.features)) > DROP] for row in rows]
    offsets = np.cumsum([0, *(len(part) for part in kept[:-1])])
    longest = max(len(row.words) for row in rows)
    words = np.zeros((len(rows), longest), np.int64)
    mask, tail = np.zeros((len(rows), longest), np.float32), np.zeros((len(rows), longest), np.float32)
    for index, row in enumerate(rows):
        words[index, : len(row.words)] = row.words
        mask[index, : len(row.words)] = 1
        tail[index, row.last : len(row.words)] = 1
    if chance is not None:
        words = np.where((chance.random(words.shape) < 0.05) & (words > 0), 1, words)
    return tuple(map(torch.from_numpy, (np.concatenate(kept), offsets.astype(np.int64), words, mask, tail)))
