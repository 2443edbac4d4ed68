from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.delivery_values import NOW, subscriber

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.outbox import OutboxSender
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Channel
from visitwatch.errors import DeliveryDeferredError

MAIL = RenderedMessage(Channel.EMAIL, "s", b"Subject: s\r\n\r\nhello\r\n")


def test_mails_and_cards_are_files_named_by_time_and_reference(tmp_path: Path) -> None:
    sender = OutboxSender(tmp_path / "outbox", FixedClock(NOW))
    assert sender.send(MAIL, subscriber(), "abc") == "20260601T084500Z-abc.eml"
    card = RenderedMessage(Channel.SLACK, "s", b"{}")
    assert sender.send(card, subscriber("Room", Channel.SLACK), "def") == "20260601T084500Z-def.json"
    assert {p.name: p.read_bytes() for p in (tmp_path / "outbox").iterdir()} == {
        "20260601T084500Z-abc.eml": MAIL.body,
        "20260601T084500Z-def.json": b"{}",
    }


def test_the_same_reference_gives_the_same_file_and_never_another(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    sender = OutboxSender(tmp_path, clock)
    first = sender.send(MAIL, subscriber(), "abc")
    clock.advance(timedelta(hours=1))
    assert sender.send(RenderedMessage(Channel.EMAIL, "s", b"other"), subscriber(), "abc") == first
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [MAIL.body]


def test_a_folder_that_cannot_be_written_puts_the_message_off(tmp_path: Path) -> None:
    in_the_way = tmp_path / "outbox"
    in_the_way.write_text("a file")
    with pytest.raises(DeliveryDeferredError):
        OutboxSender(in_the_way, FixedClock(NOW)).send(MAIL, subscriber(), "abc")


@pytest.mark.parametrize("reference", ["", "../up", "a b", "*", "x" * 81])
def test_a_reference_that_is_no_plain_word_is_refused(tmp_path: Path, reference: str) -> None:
    with pytest.raises(ValueError, match="reference"):
        OutboxSender(tmp_path, FixedClock(NOW)).send(MAIL, subscriber(), reference)
