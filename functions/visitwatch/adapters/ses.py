"""Mail over SES v2: the message goes out as it was rendered (raw), so every header of ours is in it.

SES replaces Message-ID and Date; the returned id is what its events carry. It has no idempotency token and no
Retry-After: the only sign is the exception's code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Subscriber
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

_LATER = {
    "TooManyRequestsException",
    "LimitExceededException",
    "SendingPausedException",
    "ThrottlingException",
    "InternalServiceErrorException",
    "ServiceUnavailable",
}


class SesSender:
    """The port Sender for e-mail."""

    def __init__(self, client: SESV2Client, configuration_set: str) -> None:
        self._client = client
        self._configuration_set = configuration_set

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:
        """SES's message id. Tags carry the reference, never the address.

        Raises DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError. The client must not retry by itself.
        """
        from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, ReadTimeoutError

        try:
            answer = self._client.send_email(
                Destination={"ToAddresses": [subscriber.target]},
                Content={"Raw": {"Data": message.body}},
                ConfigurationSetName=self._configuration_set,
                EmailTags=[
                    {"Name": "reference", "Value": reference},
                    {"Name": "channel", "Value": subscriber.channel.value},
                ],
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "unknown")
            if code in _LATER:
                raise DeliveryDeferredError(f"SES: {code}", subject=reference) from error
            # The text of SES's refusal may hold the address; only its code goes on.
            raise DeliveryRefusedError(f"SES: {code}", subject=reference) from None
        except (ReadTimeoutError, ConnectionClosedError) as error:
            # It was sent and not answered: SES may have taken it, and it has no token to ask again by.
            raise DeliveryUnknownError(f"SES: {type(error).__name__}", subject=reference) from error
        except BotoCoreError as error:
            raise DeliveryDeferredError(f"SES: {type(error).__name__}", subject=reference) from error
        return answer["MessageId"]
