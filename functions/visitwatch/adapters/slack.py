"""Slack's incoming webhooks. Success is status 200 with the body "ok"; errors are one word of text.

Rules: conventions.md "Slack incoming webhooks". The URL is a secret: it is in no error and no log.
"""

from __future__ import annotations

import hashlib

from visitwatch.adapters.post import Answer, post, retry_after_s
from visitwatch.adapters.spacing import Spacing
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Subscriber
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError
from visitwatch.ports import Clock

DEAD = frozenset(
    {"invalid_token", "no_service", "no_team", "channel_not_found", "channel_is_archived", "action_prohibited"}
)
OUR_FAULT = frozenset({"invalid_payload", "invalid_blocks"})
_GONE = frozenset({403, 404, 410})
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500


class SlackSender:
    """Implements ports.Sender. One message a second to each webhook."""

    def __init__(self, clock: Clock, timeout_s: float = 20.0, spacing_s: float = 1.0) -> None:
        self._clock = clock
        self._timeout_s = timeout_s
        self._spacing = Spacing(clock, spacing_s)

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:  # noqa: ARG002  the port's
        """Nothing: Slack gives no id. Raises DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        with self._spacing.turn(hashlib.sha256(subscriber.target.encode()).hexdigest()):
            answer = post(subscriber.target, message.body, headers, self._timeout_s)
        word = answer.text.strip()
        if answer.status != _OK or word != "ok":
            self._fail(answer, word)
        return ""

    def _fail(self, answer: Answer, word: str) -> None:
        if answer.status == _TOO_MANY:
            wait_s = retry_after_s(answer.retry_after, self._clock.now())
            raise DeliveryDeferredError("Slack asks to wait", retry_after_s=wait_s)
        if answer.status >= _SERVER_ERROR:
            raise DeliveryDeferredError(f"Slack answers with status {answer.status}")
        if word in DEAD or (answer.status in _GONE and word not in OUR_FAULT):
            raise DeliveryRefusedError(f"Slack refuses the webhook: {_named(word, DEAD)}", disable=True)
        # Also an answer that is not Slack's (a proxy's page with status 200): nobody was told, and ops must look.
        raise DeliveryRefusedError(
            f"Slack does not take the message: status {answer.status}, {_named(word, OUR_FAULT)}", our_fault=True
        )


def _named(word: str, known: frozenset[str]) -> str:
    """The answer's word where it is one of Slack's; anything else may hold whatever it likes."""
    return word if word in known or word == "user_not_found" else "no word that is known"
