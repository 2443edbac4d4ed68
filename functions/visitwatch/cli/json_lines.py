"""One JSON object a line on standard output, UTF-8 whatever the terminal says."""

from __future__ import annotations

import sys
from typing import Any

import msgspec


def write(value: Any) -> None:
    """The value as one line."""
    sys.stdout.buffer.write(msgspec.json.encode(value))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
