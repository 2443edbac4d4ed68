"""Dead letters of both homes, and how they are given back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from visitwatch.errors import OperationError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

    from visitwatch.ports import WorkQueue

WORK = "work"


class BuriedMessages:
    """The embedded home's port DeadLetters: what its queue buried."""

    def __init__(self, queue: WorkQueue) -> None:
        self._queue = queue

    def counts(self) -> dict[str, int]:
        return {WORK: len(self._queue.buried())}

    def redrive(self, queue: str = "") -> int:
        if queue not in ("", WORK):
            raise OperationError(f"no queue {queue!r}; allowed: {WORK}")
        return self._queue.dig_up()


class SqsDeadLetters:
    """The port DeadLetters on AWS: receive, send, delete.

    Not StartMessageMoveTask: that needs no less permission, and no emulator at hand has it. A message is deleted only
    after it was sent, so a crash in between sends it twice; every stage may run twice.
    """

    def __init__(self, client: SQSClient, queues: Mapping[str, tuple[str, str]]) -> None:
        """queues: by name, the URLs of the dead-letter queue and of its source."""
        self._client = client
        self._queues = queues

    def counts(self) -> dict[str, int]:
        return {queue: self._count(dead) for queue, (dead, _) in self._queues.items()}

    def _count(self, url: str) -> int:
        answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

    def redrive(self, queue: str = "") -> int:
        if queue and queue not in self._queues:
            raise OperationError(f"no queue {queue!r}; allowed: {', '.join(self._queues)}")
        chosen = [urls for name, urls in self._queues.items() if queue in ("", name)]
        return sum(self._moved(dead, source) for dead, source in chosen)

    def _moved(self, dead: str, source: str) -> int:
        count = 0
        while True:
            answer = self._client.receive_message(
                QueueUrl=dead, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=60
            )
            messages = answer.get("Messages", [])
            if not messages:
                return count
            for message in messages:
                self._client.send_message(QueueUrl=source, MessageBody=message["Body"])
                self._client.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
                count += 1
