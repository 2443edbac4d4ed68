"""One body per port, run on every implementation.

Another implementation joins by an entry in one of the registries: a name and a context manager that is given a
folder of its own and yields the port, empty. A home that needs a marker or a server wraps its entry in
`pytest.param`.
"""

from __future__ import annotations

import atexit
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws
from tests.aws import REGION, aws_client, records_table
from tests.support.processes import free_port
from tests.support.stack import MINISTACK, plain_emulator

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.dynamodb.store import DynamoStore
from visitwatch.adapters.folder import FolderDocuments
from visitwatch.adapters.memory import MemoryDocuments, MemoryQueue, MemoryStore
from visitwatch.adapters.s3 import S3Documents
from visitwatch.adapters.sqlite import open_store
from visitwatch.ports import Documents, Store, WorkQueue

NOW = datetime(2026, 6, 1, 9, 30, 0, 250_000, tzinfo=UTC)

Maker = Callable[[Path], AbstractContextManager[Any]]


@contextmanager
def _memory_store(folder: Path) -> Iterator[Store]:
    yield MemoryStore()


@contextmanager
def _sqlite_store(folder: Path) -> Iterator[Store]:
    store = open_store(folder)
    yield store
    store.close()


@contextmanager
def _sqlite_copy(folder: Path) -> Iterator[Store]:
    store = open_store(folder)
    copy = store.copy_in_memory()
    store.close()
    yield copy
    copy.close()


@contextmanager
def _memory_documents(folder: Path) -> Iterator[Documents]:
    yield MemoryDocuments()


@contextmanager
def _folder_documents(folder: Path) -> Iterator[Documents]:
    yield FolderDocuments(folder)


@contextmanager
def _memory_queue(folder: Path) -> Iterator[WorkQueue]:
    yield MemoryQueue(FixedClock(NOW))


@contextmanager
def _sqlite_queue(folder: Path) -> Iterator[WorkQueue]:
    store = open_store(folder)
    yield store.queue(FixedClock(NOW))
    store.close()


@contextmanager
def _dynamodb_store(folder: Path) -> Iterator[Store]:
    with mock_aws():
        client = aws_client("dynamodb")
        client.create_table(TableName="records", **records_table())
        yield DynamoStore(client, "records")


@cache
def _second_server() -> str:
    """The URL of an emulator that is strict where moto is not (batches, tokens, pages); ends with this process."""
    if not MINISTACK.exists():
        pytest.skip("the emulator is not installed: make .venv-stack/stamp")
    closing, folder = ExitStack(), Path(tempfile.mkdtemp(prefix="visitwatch-emulator-"))
    atexit.register(closing.close)
    return closing.enter_context(plain_emulator(folder, free_port()))


@contextmanager
def _dynamodb_second(folder: Path) -> Iterator[Store]:
    client, name = aws_client("dynamodb", _second_server()), f"records-{uuid.uuid4()}"
    client.create_table(TableName=name, **records_table())
    yield DynamoStore(client, name)
    client.delete_table(TableName=name)


@contextmanager
def _s3_second(folder: Path) -> Iterator[Documents]:
    client, name = aws_client("s3", _second_server()), f"documents-{uuid.uuid4()}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    yield S3Documents(client, name)


@contextmanager
def _s3_documents(folder: Path) -> Iterator[Documents]:
    with mock_aws():
        client = aws_client("s3")
        client.create_bucket(Bucket="documents", CreateBucketConfiguration={"LocationConstraint": REGION})
        yield S3Documents(client, "documents")


STORES: dict[str, Maker] = {
    "memory": _memory_store,
    "sqlite": _sqlite_store,
    "sqlite-copy": _sqlite_copy,
    "dynamodb-moto": _dynamodb_store,
    "dynamodb-second": _dynamodb_second,
}
DOCUMENTS: dict[str, Maker] = {
    "memory": _memory_documents,
    "folder": _folder_documents,
    "s3-moto": _s3_documents,
    "s3-second": _s3_second,
}
QUEUES: dict[str, Maker] = {"memory": _memory_queue, "sqlite": _sqlite_queue}


@pytest.fixture(params=list(STORES.values()), ids=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with request.param(tmp_path) as made:
        yield made


@pytest.fixture(params=list(DOCUMENTS.values()), ids=list(DOCUMENTS))
def documents(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Documents]:
    with request.param(tmp_path) as made:
        yield made


@pytest.fixture(params=list(QUEUES.values()), ids=list(QUEUES))
def queue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WorkQueue]:
    with request.param(tmp_path) as made:
        yield made
