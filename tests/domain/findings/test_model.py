"""The model's file and sums."""

from __future__ import annotations

import json
import time
import zlib

import pytest

from visitwatch.domain.findings.features import Parsed, features
from visitwatch.domain.findings.model import Head, Linear, Model, model, sigmoid, softmax


def test_rows_are_added_for_known_names_only() -> None:
    linear = Linear({"a": 0, "b": 4}, bytes([129, 127, 130, 128, 128, 138, 28, 128]), 4, [1.0, 0.5, 2.0])
    assert linear.scores(["a"]) == [1.0, -0.5, 4.0]
    assert linear.scores(["a", "b", "unknown"]) == [1.0, 4.5, -196.0]
    assert linear.scores([]) == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("many", [256, 257, 258, 514, 515, 3000])
def test_rows_are_added_however_many_there_are(many: int) -> None:
    linear = Linear({str(n): 0 for n in range(many)}, bytes([255, 0, 255, 255]), 4, [1.0, 1.0, 0.5, 1.0])
    assert linear.scores(map(str, range(many))) == [127.0 * many, -128.0 * many, 63.5 * many, 127.0 * many]


def test_a_text_without_a_full_stop_is_weighed_too() -> None:
    words = [name for name in model().linear.rows if name.isalpha()]
    scores = model().scores(Parsed.of(" ".join(words)))
    assert all(abs(score) < len(words) for score in scores.values())


def test_the_head_counts_values_in_steps_up_to_a_top() -> None:
    rows = [int.from_bytes(b"\x81\0\0\0\x7f\0\0\0", "little"), int.from_bytes(b"\xff\0\0\0\0\0\0\0", "little")]
    head = Head(rows, 2, [1.0, 0.5], 8.0)
    assert head.scores([0.0, 0.0]) == [0.0, 0.0]
    assert head.scores([8.0, 0.0]) == pytest.approx([8.0, -4.0])
    assert head.scores([80.0, 8.0]) == pytest.approx([8.0 + 127 * 8.0, -4.0 - 64 * 8.0])
    step = 8.0 / 4095
    assert head.scores([1.49 * step, 0.0]) == pytest.approx([step, -step / 2])
    assert head.scores([1.51 * step, 0.0]) == pytest.approx([2 * step, -step])


def test_each_filter_has_its_row() -> None:
    with pytest.raises(ValueError, match="argument"):
        Head([1], 1, [1.0], 8.0).scores([1.0, 2.0])


def test_a_file_that_is_not_a_model_is_refused() -> None:
    with pytest.raises(zlib.error):
        Model.read(b"nonsense")


def test_a_file_cut_short_is_refused() -> None:
    header = {"sizes": [3, 4, 0, 0, 0], "width": 4}
    with pytest.raises(ValueError, match="6 bytes where the header says 7"):
        Model.read(zlib.compress(json.dumps(header).encode() + b"\nabcdef"))


def test_chances_sum_to_one() -> None:
    assert sum(softmax([1.0, -3.0, 800.0])) == pytest.approx(1)
    assert sigmoid(0) == 0.5
    assert sigmoid(-1000) == sigmoid(-30) > 0
    assert sigmoid(1000) == sigmoid(30) < 1
    assert sigmoid(-29.5) > sigmoid(-30)


def test_the_model_gives_every_output_for_any_text() -> None:
    for text in ("", "?", "Words.", "word " * 500):
        assert len(model().scores(Parsed.of(text))) == 54


def test_the_model_is_small_and_quick_to_read() -> None:
    from importlib import resources

    packed = resources.files("visitwatch.data").joinpath("model_findings.bin").read_bytes()
    assert len(packed) < 3_200_000
    started = time.process_time()
    Model.read(packed)
    assert time.process_time() - started < 0.2


def test_the_same_text_has_the_same_features() -> None:
    text = "Although plans are clear, drift remains."
    assert features(Parsed.of(text)) == features(Parsed.of(text))
