from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from visitwatch.adapters.ses import SesSender
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Channel, Subscriber, SubscriberId
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError

MAIL = RenderedMessage(Channel.EMAIL, "Subject", b"Subject: x\r\nList-Unsubscribe: <https://x.example/u/t>\r\n\r\nbody")
READER = Subscriber(SubscriberId("ann"), "Ann", Channel.EMAIL, "ann@example.org")


class Ses:
    """Answers, or raises what it is given."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.sent: list[dict[str, Any]] = []

    def send_email(self, **arguments: Any) -> dict[str, str]:
        self.sent.append(arguments)
        if self.error:
            raise self.error
        return {"MessageId": "0100"}


def refused(code: str) -> ClientError:
    message = "Address ann@example.org is not verified"
    return ClientError({"Error": {"Code": code, "Message": message}}, "SendEmail")


def test_the_message_goes_out_as_rendered_with_the_configuration_set_and_without_the_address_in_tags() -> None:
    ses = Ses()
    assert SesSender(ses, "visitwatch-prod").send(MAIL, READER, "d1") == "0100"  # type: ignore[arg-type]
    (sent,) = ses.sent
    assert sent["Content"] == {"Raw": {"Data": MAIL.body}}
    assert sent["ConfigurationSetName"] == "visitwatch-prod"
    assert "ann@example.org" not in str(sent["EmailTags"])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refused("TooManyRequestsException"), DeliveryDeferredError),
        (refused("SendingPausedException"), DeliveryDeferredError),
        (refused("MessageRejected"), DeliveryRefusedError),
        (EndpointConnectionError(endpoint_url="https://email.example"), DeliveryDeferredError),
        (ReadTimeoutError(endpoint_url="https://email.example"), DeliveryUnknownError),
    ],
)
def test_each_failure_has_its_kind_and_shows_no_address(error: Exception, kind: type[Exception]) -> None:
    with pytest.raises(kind) as raised:
        SesSender(Ses(error), "visitwatch-prod").send(MAIL, READER, "d1")  # type: ignore[arg-type]
    assert "ann@example.org" not in str(raised.value)
