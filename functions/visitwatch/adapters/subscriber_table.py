"""One [[subscriber]] table as a Subscriber. Errors name the subscriber, the key, and what is allowed there."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from visitwatch.adapters.post import is_postable
from visitwatch.domain.register import Register
from visitwatch.domain.report import Kind, Urn
from visitwatch.domain.subscription import Channel, Filters, Frequency, Subscriber, SubscriberId
from visitwatch.domain.theme_terms import theme_terms
from visitwatch.errors import SubscribersError

KEYS = (
    "name",
    "id",
    "email",
    "slack",
    "webhook",
    "secret",
    "owner",
    "authorities",
    "regions",
    "kinds",
    "themes",
    "only_if_judgement_moved",
    "notices",
    "frequency",
    "ops",
)
SECRET_LEAST = 16
SLACK_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com", "localhost", "127.0.0.1"})
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
# RFC 5321's dot-atom form: what every mail server takes.
_USER = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_USER_MOST, _ADDRESS_MOST = 64, 254
E = TypeVar("E", bound=StrEnum)


def subscriber_from_table(table: Any, number: int, register: Register, off: frozenset[str]) -> Subscriber:
    """The subscriber. number: its place in the file, from 1. off: ids that were switched off.

    Raises SubscribersError; no message repeats an address, a webhook or a secret.
    """
    if not isinstance(table, dict):
        raise SubscribersError(f"subscriber {number} is no table: begin it with [[subscriber]]")
    reader = _Reader(table, number)
    reader.check_keys()
    channel, target = _target(reader)
    found = SubscriberId(reader.text("id") or hashlib.sha256(f"{channel}\x00{target}".encode()).hexdigest()[:12])
    if not _ID.fullmatch(found):
        raise reader.error("id", "small letters, digits and hyphens, at most 64")
    return Subscriber(
        id=found,
        name=reader.required("name"),
        channel=channel,
        target=target,
        filters=_filters(reader, register),
        frequency=reader.one_of("frequency", Frequency) or Frequency.IMMEDIATELY,
        secret=_secret(reader, channel),
        ops=reader.flag("ops"),
        active=found not in off,
        owner=_owner(reader, channel),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    table: Mapping[str, Any]
    number: int

    def error(self, key: str, allowed: str) -> SubscribersError:
        name = self.table.get("name")
        called = f' ("{name}")' if isinstance(name, str) and "@" not in name else ""
        return SubscribersError(f"subscriber {self.number}{called}, {key}: {allowed}")

    def check_keys(self) -> None:
        for key in self.table:
            if key not in KEYS:
                raise self.error(key, f"no such key{_near(key, KEYS)}; allowed are {', '.join(KEYS)}")

    def text(self, key: str) -> str:
        value = self.table.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, "must be a text in quotation marks")
        return value.strip()

    def required(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.error(key, "is missing")
        return value

    def flag(self, key: str) -> bool:
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "must be true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            raise self.error(key, 'must be a list of texts, such as ["…", "…"]')
        if key in self.table and not values:
            raise self.error(key, "is empty: leave the key out to filter nothing")
        return tuple(v.strip() for v in values)

    def one_of(self, key: str, kinds: type[E]) -> E | None:
        value = self.text(key)
        return self._member(key, value, kinds) if value else None

    def some_of(self, key: str, kinds: type[E]) -> frozenset[E]:
        return frozenset(self._member(key, value, kinds) for value in self.texts(key))

    def _member(self, key: str, value: str, kinds: type[E]) -> E:
        try:
            return kinds(value.lower())
        except ValueError:
            raise self.unknown(key, value, [member.value for member in kinds]) from None

    def unknown(self, key: str, value: str, allowed: Iterable[str]) -> SubscribersError:
        known = list(allowed)
        return self.error(key, f'no "{value}"{_near(value, known)}; allowed are {", ".join(known)}')


def _near(value: str, known: Iterable[str]) -> str:
    by_lower = {k.lower(): k for k in known}
    close = difflib.get_close_matches(value.lower(), list(by_lower), n=1, cutoff=0.6)
    return f' (did you mean "{by_lower[close[0]]}"?)' if close else ""


def _target(reader: _Reader) -> tuple[Channel, str]:
    given = [channel for channel in Channel if channel.value in reader.table]
    if len(given) != 1:
        raise reader.error("email, slack or webhook", "exactly one of them is needed")
    channel = given[0]
    target = reader.required(channel.value)
    if channel is Channel.EMAIL:
        return channel, _address(reader, "email", target)
    if not is_postable(target) or not target.isascii() or any(c.isspace() for c in target):
        raise reader.error(channel.value, "must be an https link")
    if channel is Channel.SLACK and (urlsplit(target).hostname or "") not in SLACK_HOSTS:
        raise reader.error(
            "slack", "must be an incoming webhook on hooks.slack.com; other links are for the key webhook"
        )
    return channel, target


def _address(reader: _Reader, key: str, value: str) -> str:
    user, _, domain = value.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        ascii_domain = ""
    too_long = len(user) > _USER_MOST or len(value) > _ADDRESS_MOST
    if too_long or not _USER.fullmatch(user) or not _DOMAIN.fullmatch(ascii_domain):
        raise reader.error(key, "must be one address, such as name@example.org")
    return value


def _secret(reader: _Reader, channel: Channel) -> str:
    secret = reader.text("secret")
    if channel is Channel.WEBHOOK and len(secret) < SECRET_LEAST:
        raise reader.error("secret", f"a webhook needs one of at least {SECRET_LEAST} characters, to sign with")
    if channel is not Channel.WEBHOOK and secret:
        raise reader.error("secret", "only a webhook has one")
    return secret


def _owner(reader: _Reader, channel: Channel) -> str:
    owner = reader.text("owner")
    if owner and channel is Channel.EMAIL:
        raise reader.error("owner", "only slack and webhook have one: the address that hears when the channel is dead")
    return _address(reader, "owner", owner) if owner else ""


def _filters(reader: _Reader, register: Register) -> Filters:
    filters = Filters(
        authorities=frozenset(_authority(reader, name, register) for name in reader.texts("authorities")),
        regions=_regions(reader, register),
        kinds=reader.some_of("kinds", Kind),
        themes=_themes(reader),
        judgement_moved=reader.flag("only_if_judgement_moved"),
        notices=reader.flag("notices"),
    )
    if reader.flag("ops") and filters != Filters():
        raise reader.error("ops", "ops hear of problems, so they have no filters; add a second subscriber for alerts")
    return filters


def _authority(reader: _Reader, name: str, register: Register) -> Urn:
    found = register.find(name)
    if found is not None:
        return found.urn
    former = [f for f in register.former_names if f.name.lower() == name.lower()]
    if former:
        names = [a.name for urn in former[0].successors if (a := register.by_urn(urn)) is not None]
        raise reader.error("authorities", f'"{name}" no longer exists; it became {" and ".join(names)}')
    near = _near(name, (n for a in register.authorities for n in (a.name, *a.aliases)))
    raise reader.error("authorities", f'no authority is called "{name}"{near}; a name or a URN is allowed')


def _regions(reader: _Reader, register: Register) -> frozenset[str]:
    known = {a.region.lower(): a.region for a in register.authorities}
    values = reader.texts("regions")
    for value in values:
        if value.lower() not in known:
            raise reader.unknown("regions", value, sorted(known.values()))
    return frozenset(known[value.lower()] for value in values)


def _themes(reader: _Reader) -> frozenset[str]:
    terms = theme_terms()
    by_name = {**{t: t for t in terms}, **{term.lower(): t for t, term in terms.items()}}
    values = reader.texts("themes")
    for value in values:
        if value.lower() not in by_name:
            near = _near(value, by_name)
            raise reader.error("themes", f'no "{value}"{near}; allowed are {", ".join(terms)}')
    return frozenset(by_name[value.lower()] for value in values)
