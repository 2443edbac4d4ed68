"""Who wants to hear of what."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from visitwatch.domain.report import Kind, Urn

SubscriberId = NewType("SubscriberId", str)


class Channel(StrEnum):
    EMAIL = "email"
    SLACK = "slack"
    WEBHOOK = "webhook"


class Frequency(StrEnum):
    IMMEDIATELY = "immediately"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty sets let everything through. All that are set must hold.

    judgement_moved: only if a judgement moved. notices: linked notices alert at once, too (otherwise they are
    listed in digests only).
    """

    authorities: frozenset[Urn] = frozenset()
    regions: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    themes: frozenset[str] = frozenset()
    judgement_moved: bool = False
    notices: bool = False


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One person or room on one channel.

    target: an e-mail address or a webhook's URL; a secret, it is never logged or shown (repr leaves it out).
    secret: signs generic webhooks. ops: hears of problems, not of changes. owner: the e-mail address that is
    told when a webhook is dead, "" where nobody is; as secret as the target.
    """

    id: SubscriberId
    name: str
    channel: Channel
    target: str
    filters: Filters = Filters()
    frequency: Frequency = Frequency.IMMEDIATELY
    secret: str = ""
    ops: bool = False
    active: bool = True
    owner: str = ""

    @property
    def target_key(self) -> str:
        """The same for one person or room whatever the id: a hash of channel and target (mail without its case)."""
        target = self.target.lower() if self.channel is Channel.EMAIL else self.target
        return hashlib.sha256(f"{self.channel}\x00{target}".encode()).hexdigest()

    def __repr__(self) -> str:
        return f"Subscriber(id={self.id!r}, channel={self.channel.value!r})"
