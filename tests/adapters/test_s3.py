"""Documents and pages in buckets: what S3 refuses, and what is not written twice. On moto."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from tests.aws import REGION, aws_client

from visitwatch.adapters.s3 import S3Documents, S3Site
from visitwatch.errors import TransientError

DATA = b"%PDF-1.7 an invented report"
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        made = aws_client("s3")
        made.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
        made.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
        yield made


def versions(client: Any) -> int:
    return len(client.list_object_versions(Bucket="bucket").get("Versions", []))


def test_the_same_document_is_written_once(client: Any) -> None:
    documents = S3Documents(client, "bucket")
    documents.put_document(SHA256, DATA)
    documents.put_document(SHA256, DATA)
    assert versions(client) == 1


def test_bytes_that_do_not_have_their_names_hash_are_not_given_out(client: Any) -> None:
    documents = S3Documents(client, "bucket")
    documents.put_document(SHA256, DATA)
    key = client.list_objects_v2(Bucket="bucket")["Contents"][0]["Key"]
    client.put_object(Bucket="bucket", Key=key, Body=b"something else")
    with pytest.raises(TransientError, match="hash"):
        documents.get_document(SHA256)


class Refusing:
    """An S3 client that answers everything with one error."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __getattr__(self, name: str) -> Any:
        def refuse(**_: Any) -> None:
            raise ClientError({"Error": {"Code": self._code, "Message": ""}}, name)

        return refuse


def refusing(code: str) -> S3Documents:
    client: Any = Refusing(code)
    return S3Documents(client, "bucket")


@pytest.mark.parametrize("code", ["SlowDown", "ServiceUnavailable", "InternalError"])
def test_a_busy_bucket_is_to_be_tried_again(code: str) -> None:
    documents = refusing(code)
    with pytest.raises(TransientError, match=code):
        documents.put_document(SHA256, DATA)
    with pytest.raises(TransientError, match=code):
        documents.get_document(SHA256)


def test_a_missing_permission_is_not_taken_for_a_missing_document() -> None:
    documents = refusing("AccessDenied")
    with pytest.raises(ClientError):
        documents.get_document(SHA256)
    with pytest.raises(ClientError):
        documents.has_document(SHA256)


def test_a_page_is_written_only_where_it_changed(client: Any) -> None:
    site = S3Site(client, "bucket")
    assert site.put_page("index.html", b"<p>one", "text/html; charset=utf-8")
    assert not site.put_page("index.html", b"<p>one", "text/html; charset=utf-8")
    assert site.put_page("index.html", b"<p>two", "text/html; charset=utf-8")
    assert versions(client) == 2
    assert client.head_object(Bucket="bucket", Key="index.html")["ContentType"] == "text/html; charset=utf-8"
