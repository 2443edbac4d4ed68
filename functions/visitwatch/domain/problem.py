"""Named outcomes that ops hear of. A problem stays open until what it is about succeeds or ops close it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """name: of the error or outcome ("authorities_missing", "withdrawn", "same_bytes_new_link"). subject: id or URL.

    about, advice: for a message to ops alone, "" in the store: whom or what the subject concerns, and what to do.
    """

    id: str
    name: str
    subject: str
    message: str
    first_seen: datetime
    last_seen: datetime
    count: int = 1
    open: bool = True
    about: str = ""
    advice: str = ""


def problem_id(name: str, subject: str) -> str:
    """The same problem with the same thing is one problem, however often it is met."""
    return hashlib.sha256(f"{name}\x00{subject}".encode()).hexdigest()[:16]
