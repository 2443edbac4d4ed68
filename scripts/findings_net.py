"""The network that `train_findings.py` trains: a linear part over named features and word filters, in PyTorch.

Our own labels and the shared ones differ a little in their habits, so every feature has, beside its common weight, one
for the shared labels alone (held near nought); what is shipped is their sum.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np  # type: ignore[import-not-found]
import torch  # type: ignore[import-not-found]

from visitwatch.domain.findings.features import Parsed, features
from visitwatch.domain.findings.filters import LONGEST, suffix_of

OUTPUTS = 54
STANCES, CHANGES = slice(0, 4), slice(4, 8)
THEMES = slice(8, OUTPUTS)
NEAR, FAR, DEPTH = 64, 32, 64


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence as numbers: its features, its words, where its last clause begins."""

    features: list[int]
    words: list[int]
    last: int


def prepare(text: str, names: dict[str, int], words: dict[str, int]) -> Prepared:
    parsed = Parsed.of(text)
    read = list(parsed.tokens)[:LONGEST]
    ids = [words[token] if token in words else words[suffix_of(token)] for token in read]
    return Prepared([names[name] for name in sorted(features(parsed)) if name in names], ids, parsed.last)


class Net(torch.nn.Module):  # type: ignore[misc]
    def __init__(self, names: int, words: int, *, dropout: float = 0.2) -> None:
        super().__init__()
        self.w = torch.nn.EmbeddingBag(names, OUTPUTS, mode="sum")
        self.w2 = torch.nn.EmbeddingBag(names, OUTPUTS, mode="sum")
        torch.nn.init.zeros_(self.w.weight)
        torch.nn.init.zeros_(self.w2.weight)
        self.b = torch.nn.Parameter(torch.zeros(OUTPUTS))
        self.b2 = torch.nn.Parameter(torch.zeros(OUTPUTS))
        self.e = torch.nn.Embedding(words, DEPTH, padding_idx=0)
        torch.nn.init.normal_(self.e.weight, std=0.3)
        with torch.no_grad():
            self.e.weight[0].zero_()
        self.c = torch.nn.Conv1d(DEPTH, NEAR, 3, padding=1)
        self.c5 = torch.nn.Conv1d(DEPTH, FAR, 3, padding=2, dilation=2)
        self.out = torch.nn.Linear(2 * (NEAR + FAR), OUTPUTS)
        self.dr = torch.nn.Dropout(dropout)

    def pooled(self, words: Any, mask: Any, tail: Any) -> Any:
        embedded = self.dr(self.e(words)).transpose(1, 2)
        values = torch.cat([self.c(embedded), self.c5(embedded)], 1)
        parts = [(values + (1 - part).unsqueeze(1) * -1e4).max(2).values for part in (mask, tail)]
        return torch.relu(torch.cat(parts, 1))

    def forward(self, batch: Any, shared: Any = None) -> Any:
        ids, offsets, words, mask, tail = batch
        own = self.b2 + self.w2(ids, offsets)
        total = self.b + self.w(ids, offsets) + (own if shared is None else own * shared.unsqueeze(1))
        return total + self.out(self.dr(self.pooled(words, mask, tail)))


def batch_of(rows: Sequence[Prepared], drop: float = 0.0) -> Any:
    ids: list[int] = []
    offsets: list[int] = []
    longest = max(len(row.words) for row in rows)
    words = torch.zeros(len(rows), longest, dtype=torch.long)
    mask, tail = torch.zeros(len(rows), longest), torch.zeros(len(rows), longest)
    for index, row in enumerate(rows):
        offsets.append(len(ids))
        ids += [name for name in row.features if drop == 0 or random.random() > drop]
        words[index, : len(row.words)] = torch.tensor(row.words)
        mask[index, : len(row.words)] = 1
        tail[index, min(row.last, len(row.words) - 1) : len(row.words)] = 1
    return torch.tensor(ids, dtype=torch.long), torch.tensor(offsets), words, mask, tail


@dataclass(frozen=True, slots=True)
class Plan:
    """How a net is trained: what stance, change and themes weigh, how often, and how far weights are held down."""

    tasks: tuple[float, float, float]
    epochs: int
    rate: float = 3e-3
    hold: float = 3e-5
    hold_own: float = 3e-3
    size: int = 64
    drop: float = 0.15


def train(net: Net, rows: Sequence[Prepared], targets: Any, weights: Any, shared: Any, plan: Plan) -> None:
    """targets: probabilities, one row of 54 for each sentence; shared: 1 for the shared labels, 0 for ours."""
    linear = {"w.weight", "w2.weight"}
    groups = [
        {"params": [net.w.weight, net.w2.weight], "lr": plan.rate / 2},
        {"params": [value for name, value in net.named_parameters() if name not in linear]},
    ]
    optimiser = torch.optim.Adam(groups, lr=plan.rate)
    steps = plan.epochs * (len(rows) // plan.size + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    for _ in range(plan.epochs):
        net.train()
        for chosen in _chunks(rows, plan.size):
            output = net(batch_of([rows[i] for i in chosen], plan.drop), shared[chosen])
            loss = _loss(output, targets[chosen], weights[chosen], plan)
            held = plan.hold * (net.w.weight**2).sum() + plan.hold_own * (net.w2.weight**2).sum()
            optimiser.zero_grad()
            (loss + held / len(chosen)).backward()
            optimiser.step()
            schedule.step()


def predict(net: Net, rows: Sequence[Prepared], size: int = 256) -> Any:
    """Log-odds in the habit of the shared labels."""
    net.eval()
    with torch.no_grad():
        parts = [net(batch_of(rows[start : start + size])).numpy() for start in range(0, len(rows), size)]
    return np.concatenate(parts)


def start_bias(net: Net, targets: Any) -> None:
    """The outputs begin at their frequencies."""
    mean = targets.mean(0).clamp(1e-3, 0.999)
    with torch.no_grad():
        net.b[:] = torch.log(mean)
        net.b[THEMES] = torch.log(mean[THEMES] / (1 - mean[THEMES]))


def _loss(output: Any, wanted: Any, weights: Any, plan: Plan) -> Any:
    functional = torch.nn.functional
    stance = -(wanted[:, STANCES] * functional.log_softmax(output[:, STANCES], 1)).sum(1)
    change = -(wanted[:, CHANGES] * functional.log_softmax(output[:, CHANGES], 1)).sum(1)
    themes = functional.binary_cross_entropy_with_logits(output[:, THEMES], wanted[:, THEMES], reduction="none").sum(1)
    return ((plan.tasks[0] * stance + plan.tasks[1] * change + plan.tasks[2] * themes) * weights).mean()


def _chunks(rows: Sequence[Prepared], size: int) -> list[list[int]]:
    """Batches of sentences of like length, in random order."""
    order = list(range(len(rows)))
    random.shuffle(order)
    found: list[list[int]] = []
    for start in range(0, len(order), size * 20):
        part = sorted(order[start : start + size * 20], key=lambda i: len(rows[i].words))
        found += [part[k : k + size] for k in range(0, len(part), size)]
    random.shuffle(found)
    return found
