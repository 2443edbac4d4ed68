"""The queues between stages on AWS: one per message type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from visitwatch.domain.message import Message
from visitwatch.errors import SettingsError, TransientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MAX_BYTES = 1_048_576
"""SQS's limit of a message (1 MiB); ours carry ids and stay far below."""


class SqsQueue:
    """The port Queue. urls: queue URL by message class name; a stage knows only those that it sends to."""

    def __init__(self, client: SQSClient, urls: Mapping[str, str]) -> None:
        self._client = client
        self._urls = urls

    def send(self, message: Message) -> None:
        """Raises TransientError; SettingsError where this function knows no queue for the message."""
        from botocore.exceptions import BotoCoreError, ClientError

        name = type(message).__name__
        url = self._urls.get(name)
        if not url:
            raise SettingsError(f"no queue is set for {name}")
        body = message.to_json()
        if len(body.encode()) > MAX_BYTES:
            raise SettingsError(f"{name} is larger than SQS takes")
        try:
            self._client.send_message(QueueUrl=url, MessageBody=body)
        except (ClientError, BotoCoreError) as error:
            raise TransientError(f"SQS: {type(error).__name__}", subject=name) from error
