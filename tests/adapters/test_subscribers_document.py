"""docs/subscribers.md is true."""

from __future__ import annotations

import re
from pathlib import Path

from tests.delivery_values import NOW

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.subscriber_table import KEYS
from visitwatch.adapters.subscribers_file import FileSubscribers
from visitwatch.domain.register import packaged_register

TEXT = (Path(__file__).parents[2] / "docs" / "subscribers.md").read_text(encoding="utf-8")


def test_its_example_is_a_file_that_is_read(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    path = tmp_path / "subscribers.toml"
    text = example[1].replace("Exampleshire", "Bristol").replace("services/…", "services/T/B/x")
    path.write_text(text, encoding="utf-8")
    assert len(FileSubscribers(path, packaged_register(), FixedClock(NOW)).all_subscribers()) == 5


def test_it_explains_every_key_and_no_other() -> None:
    table = TEXT.split("| --- | --- |")[1].split("\n\n")[0]
    explained = {key for row in table.strip().splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert explained == set(KEYS)
