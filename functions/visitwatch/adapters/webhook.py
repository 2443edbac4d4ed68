"""A subscriber's own webhook: https (or loopback), no redirects, any 2xx is success, 410 ends the subscription."""

from __future__ import annotations

from visitwatch.adapters.post import post, retry_after_s
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Subscriber
from visitwatch.domain.version import VERSION
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError
from visitwatch.ports import Clock

_GONE = 410
_ASKS_TO_WAIT = frozenset({408, 425, 429})
_SUCCESS = range(200, 300)
_SERVER_ERROR = 500


class WebhookSender:
    """Implements ports.Sender."""

    def __init__(self, clock: Clock, timeout_s: float = 20.0) -> None:
        self._clock = clock
        self._timeout_s = timeout_s

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:
        """The reference, which is the message's id for its receiver, too.

        Raises DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError.
        """
        headers = {"Content-Type": "application/json", "User-Agent": f"Visitwatch/{VERSION}", **dict(message.headers)}
        answer = post(subscriber.target, message.body, headers, self._timeout_s)
        if answer.status in _SUCCESS:
            return reference
        if answer.status in _ASKS_TO_WAIT or answer.status >= _SERVER_ERROR:
            wait_s = retry_after_s(answer.retry_after, self._clock.now())
            raise DeliveryDeferredError(f"the webhook answers with status {answer.status}", retry_after_s=wait_s)
        raise DeliveryRefusedError(f"the webhook answers with status {answer.status}", disable=answer.status == _GONE)
