"""The sample subscribers are a valid file, and nobody in it is real."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from visitwatch.adapters.subscribers_file import FileSubscribers
from visitwatch.domain.register import Register
from visitwatch.domain.subscription import Channel, Frequency

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 7, 1, 12, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        raise AssertionError("reading a file takes no waiting")


def test_the_sample_subscribers_are_read_and_show_every_way_to_subscribe(register: Register) -> None:
    found = FileSubscribers(SAMPLES / "subscribers.toml", register, StoppedClock(), required=True).all_subscribers()
    assert {s.channel for s in found} == set(Channel)
    assert {s.frequency for s in found} == set(Frequency)
    filters = [s.filters for s in found]
    assert any(f.authorities for f in filters)
    assert any(f.regions for f in filters)
    assert any(f.kinds for f in filters)
    assert any(f.themes for f in filters)
    assert any(f.judgement_moved for f in filters)
    assert [s.id for s in found if s.ops] == ["ops"]


def test_sample_targets_lead_nowhere() -> None:
    tables = tomllib.loads((SAMPLES / "subscribers.toml").read_text("utf-8"))["subscriber"]
    targets = [table[key] for table in tables for key in ("email", "slack", "webhook", "owner") if key in table]
    assert [t for t in targets if not t.endswith("example.org") and not t.startswith("http://127.0.0.1:")] == []
