from __future__ import annotations

from pathlib import Path

import pytest
from tests.delivery_values import EXAMPLESHIRE, NORTHBOROUGH, NOW, REGISTER

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.subscribers_file import FileSubscribers
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Kind
from visitwatch.domain.subscription import Channel, Filters, Frequency, Subscriber, SubscriberId
from visitwatch.errors import SubscribersError

FULL = """
[[subscriber]]
name = "Improvement board"
id = "board"
email = "board@council.example"
authorities = ["Exampleshire County Council", "90002"]
regions = ["south west", "North East"]
kinds = ["monitoring visit"]
themes = ["supervision", "Front door"]
only_if_judgement_moved = true
notices = true
frequency = "weekly"

[[subscriber]]
name = "Room"
slack = "https://hooks.slack.com/services/T000/B000/hidden"
owner = "owner@council.example"

[[subscriber]]
name = "Data team"
webhook = "https://data.example/in"
secret = "an invented secret"

[[subscriber]]
name = "Ops"
email = "ops@council.example"
ops = true
"""


def subscribers(tmp_path: Path, text: str) -> FileSubscribers:
    path = tmp_path / "subscribers.toml"
    path.write_text(text, encoding="utf-8")
    return FileSubscribers(path, REGISTER, FixedClock(NOW))


def one(tmp_path: Path, lines: str) -> Subscriber:
    [found] = subscribers(tmp_path, f'[[subscriber]]\nname = "Ann"\n{lines}\n').all_subscribers()
    return found


def test_every_key_is_read(tmp_path: Path) -> None:
    board, room, data, ops = subscribers(tmp_path, FULL).all_subscribers()
    assert (board.id, board.channel, board.target) == ("board", Channel.EMAIL, "board@council.example")
    assert board.frequency is Frequency.WEEKLY
    assert board.filters == Filters(
        authorities=frozenset({EXAMPLESHIRE, NORTHBOROUGH}),
        regions=frozenset({"South West", "North East"}),
        kinds=frozenset({Kind.MONITORING_VISIT}),
        themes=frozenset({"supervision", "front_door"}),
        judgement_moved=True,
        notices=True,
    )
    assert (room.channel, room.owner, room.frequency) == (
        Channel.SLACK,
        "owner@council.example",
        Frequency.IMMEDIATELY,
    )
    assert (data.channel, data.secret, data.ops) == (Channel.WEBHOOK, "an invented secret", False)
    assert ops.ops
    assert room.filters == Filters()


def test_an_id_is_the_target_s_and_does_not_show_it(tmp_path: Path) -> None:
    ann = one(tmp_path, 'email = "ann@council.example"')
    assert ann.id == one(tmp_path, 'email = "ann@council.example"\nfrequency = "daily"').id
    assert ann.id != one(tmp_path, 'email = "bob@council.example"').id
    assert "ann" not in ann.id


def test_a_file_from_windows_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "subscribers.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    assert len(FileSubscribers(path, REGISTER, FixedClock(NOW)).all_subscribers()) == 4


def test_no_file_means_no_subscribers_unless_it_was_named(tmp_path: Path) -> None:
    path = tmp_path / "subscribers.toml"
    assert FileSubscribers(path, REGISTER, FixedClock(NOW)).all_subscribers() == ()
    with pytest.raises(SubscribersError, match="no such file"):
        FileSubscribers(path, REGISTER, FixedClock(NOW), required=True).all_subscribers()


@pytest.mark.parametrize(
    ("lines", "key", "said"),
    [
        ('email = "a@b.example"\nfrequncy = "daily"', "frequncy", 'did you mean "frequency"'),
        ('email = "a@b.example"\nfrequency = "hourly"', "frequency", "immediately, daily, weekly"),
        ('email = "a@b.example"\nauthorities = ["Exampleshir"]', "authorities", 'did you mean "Exampleshire"'),
        ('email = "a@b.example"\nauthorities = "Atlantis"', "authorities", "a name or a URN is allowed"),
        ('email = "a@b.example"\nauthorities = []', "authorities", "leave the key out"),
        ('email = "a@b.example"\nauthorities = [90001]', "authorities", "list of texts"),
        ('email = "a@b.example"\nregions = ["Southwest"]', "regions", 'did you mean "South West"'),
        ('email = "a@b.example"\nkinds = ["monitoring"]', "kinds", "monitoring visit, focused visit"),
        ('email = "a@b.example"\nthemes = ["supervison"]', "themes", 'did you mean "supervision"'),
        ('email = "a@b.example"\nnotices = "yes"', "notices", "true or false"),
        ('email = "a@b.example"\nonly_if_judgement_moved = 1', "only_if_judgement_moved", "true or false"),
        ('email = "a@b.example"\nops = true\nthemes = ["supervision"]', "ops", "no filters"),
        ('email = "a@b.example"\nid = "Ann Smith"', "id", "small letters, digits and hyphens"),
        ('email = "a@b.example"\nsecret = "an invented secret"', "secret", "only a webhook"),
        ('email = "a@b.example"\nowner = "o@b.example"', "owner", "only slack and webhook"),
        ('email = "hidden at b.example"', "email", "one address"),
        ('email = "hidden@b.example, c@d.example"', "email", "one address"),
        ('email = "hidden@b.example\\nBcc: c@d.example"', "email", "one address"),
        ('email = "hidden@"', "email", "one address"),
        ("email = 5", "email", "quotation marks"),
        ('email = ""', "email", "is missing"),
        ('slack = "http://hooks.slack.com/services/hidden"', "slack", "https link"),
        ('slack = "https://evil.example/services/hidden"', "slack", "hooks.slack.com"),
        ('webhook = "ftp://hidden.example/in"', "webhook", "https link"),
        ('webhook = "https://a.example/hidden"', "secret", "at least 16 characters"),
        ('webhook = "https://a.example/hidden"\nsecret = "short"', "secret", "at least 16 characters"),
        ("", "email, slack or webhook", "exactly one"),
        ('email = "a@b.example"\nslack = "https://hooks.slack.com/x"', "email, slack or webhook", "exactly one"),
    ],
)
def test_an_error_names_subscriber_and_key_and_what_is_allowed(tmp_path: Path, lines: str, key: str, said: str) -> None:
    with pytest.raises(SubscribersError) as wrong:
        one(tmp_path, lines)
    assert str(wrong.value).startswith(f'subscriber 1 ("Ann"), {key}: ')
    assert said in str(wrong.value)
    assert "hidden" not in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[subscriber]]\nname = ", "not TOML"),
        ('[[subscribers]]\nname = "Ann"', r"\[\[subscriber\]\] tables only"),
        ('subscriber = "Ann"', r"\[\[subscriber\]\] tables only"),
        ('subscriber = ["Ann"]', "subscriber 1 is no table"),
        ('[[subscriber]]\nemail = "a@b.example"', "name: is missing"),
        (FULL + '[[subscriber]]\nname = "Twin"\nid = "board"\nemail = "x@b.example"', '"Twin".*"Improvement board"'),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SubscribersError, match=said):
        subscribers(tmp_path, text).all_subscribers()


def test_an_authority_that_ceased_is_answered_with_its_successors(tmp_path: Path) -> None:
    path = tmp_path / "subscribers.toml"
    register = packaged_register()
    gone = next(f for f in register.former_names if register.find(f.name) is None)
    path.write_text(f'[[subscriber]]\nname = "Ann"\nemail = "a@b.example"\nauthorities = ["{gone.name}"]\n', "utf-8")
    with pytest.raises(SubscribersError, match="no longer exists; it became"):
        FileSubscribers(path, register, FixedClock(NOW)).all_subscribers()


def test_switching_off_is_kept_beside_the_file_which_stays_as_it_is(tmp_path: Path) -> None:
    found = subscribers(tmp_path, FULL)
    before = (tmp_path / "subscribers.toml").read_bytes()
    found.deactivate(SubscriberId("board"), "the address bounced")
    found.deactivate(SubscriberId("board"), "again")
    board = found.get_subscriber(SubscriberId("board"))
    assert board is not None
    assert not board.active
    assert (tmp_path / "subscribers.toml").read_bytes() == before
    again = FileSubscribers(tmp_path / "subscribers.toml", REGISTER, FixedClock(NOW))
    assert [s.active for s in again.all_subscribers()] == [False, True, True, True]
    assert again.switched_off()["board"] == {"reason": "the address bounced", "at": NOW.isoformat()}
    assert again.activate(SubscriberId("board"))
    assert not again.activate(SubscriberId("board"))
    assert all(s.active for s in found.all_subscribers())


def test_a_damaged_list_of_those_switched_off_is_an_error_and_not_a_list_of_none(tmp_path: Path) -> None:
    found = subscribers(tmp_path, FULL)
    (tmp_path / "subscribers.toml.off.json").write_text("{", "utf-8")
    with pytest.raises(SubscribersError, match="damaged"):
        found.all_subscribers()


def test_a_file_that_was_changed_is_read_again(tmp_path: Path) -> None:
    found = subscribers(tmp_path, FULL)
    assert len(found.all_subscribers()) == 4
    (tmp_path / "subscribers.toml").write_text('[[subscriber]]\nname = "Ann"\nemail = "a@b.example"\n', "utf-8")
    assert len(found.all_subscribers()) == 1


def test_a_folder_that_may_not_be_written_is_an_error_that_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = subscribers(tmp_path, FULL)

    def refused(*_: object, **__: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied")  # what root is never told

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(SubscribersError, match=r"cannot be written: PermissionError.*subscribers\.toml\.off\.json"):
        found.deactivate(SubscriberId("board"), "the address bounced")


def test_a_list_of_those_switched_off_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "subscribers.toml.off.json").mkdir()
    with pytest.raises(SubscribersError, match=r"cannot be read: IsADirectoryError.*subscribers\.toml\.off\.json"):
        subscribers(tmp_path, FULL).all_subscribers()
