"""Unsubscribe tokens (RFC 8058): opaque, unguessable, never expiring; the token alone says whose messages stop.

A token is the subscriber's id and an HMAC-SHA256 of it under the home's secret, so nothing has to be stored and no
token can be made up. An address is never in it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from visitwatch.domain.subscription import SubscriberId

_MAC_BYTES = 18


def _mac(secret: str, subscriber: str) -> bytes:
    return hmac.new(secret.encode(), b"unsubscribe\x00" + subscriber.encode(), hashlib.sha256).digest()[:_MAC_BYTES]


def make_token(secret: str, subscriber: SubscriberId) -> str:
    """URL-safe letters. Raises ValueError where there is no secret: such a token could be made by anybody."""
    if not secret:
        raise ValueError("unsubscribe tokens need a secret")
    return base64.urlsafe_b64encode(_mac(secret, subscriber) + subscriber.encode()).decode().rstrip("=")


def read_token(secret: str, token: str) -> SubscriberId | None:
    """Whose token it is, None where it is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        subscriber = raw[_MAC_BYTES:].decode()
    except ValueError:
        return None
    if not secret or not subscriber or not hmac.compare_digest(raw[:_MAC_BYTES], _mac(secret, subscriber)):
        return None
    return SubscriberId(subscriber)


def unsubscribe_url(public_url: str, token: str) -> str:
    """The page behind the link (GET: a button) and the one-click endpoint (POST)."""
    return f"{public_url.rstrip('/')}/unsubscribe/{token}"
