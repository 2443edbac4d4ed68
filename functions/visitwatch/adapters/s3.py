"""Documents in a bucket, by hash; and the public site's pages."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from visitwatch.errors import NotFoundError, TransientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Documents:
    """The port Documents. Bytes are checked against their name when they are read."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put_document(self, sha256: str, data: bytes) -> None:
        from botocore.exceptions import ClientError

        try:
            # IfNoneMatch: the same document is written once; versions would otherwise pile up.
            self._client.put_object(Bucket=self._bucket, Key=_key(sha256), Body=data, IfNoneMatch="*")
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code == "PreconditionFailed":
                return
            if code in ("ConditionalRequestConflict", "SlowDown", "InternalError", "ServiceUnavailable"):
                raise TransientError(f"S3: {code}", subject=sha256) from error
            raise

    def get_document(self, sha256: str) -> bytes:
        from botocore.exceptions import ClientError

        try:
            data = self._client.get_object(Bucket=self._bucket, Key=_key(sha256))["Body"].read()
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code in ("NoSuchKey", "404"):
                raise NotFoundError("no such document", subject=sha256) from error
            if code in ("SlowDown", "InternalError", "ServiceUnavailable"):
                raise TransientError(f"S3: {code}", subject=sha256) from error
            raise
        if hashlib.sha256(data).hexdigest() != sha256:
            raise TransientError("the stored bytes do not have the hash that they are filed under", subject=sha256)
        return data

    def has_document(self, sha256: str) -> bool:
        from botocore.exceptions import ClientError

        try:
            self._client.head_object(Bucket=self._bucket, Key=_key(sha256))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code", "") in ("404", "NoSuchKey", "NotFound"):
                return False
            raise
        return True


def _key(sha256: str) -> str:
    return f"documents/{sha256[:2]}/{sha256}"


class S3Site:
    """The port Site. A page's SHA-256 is kept as metadata, so that an unchanged page is not written again."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put_page(self, path: str, data: bytes, content_type: str) -> bool:
        from botocore.exceptions import ClientError

        digest = hashlib.sha256(data).hexdigest()
        try:
            if self._client.head_object(Bucket=self._bucket, Key=path)["Metadata"].get("sha256") == digest:
                return False
        except ClientError as error:
            if error.response.get("Error", {}).get("Code", "") not in ("404", "NoSuchKey", "NotFound"):
                raise TransientError("S3: the page cannot be looked up", subject=path) from error
        self._client.put_object(
            Bucket=self._bucket,
            Key=path,
            Body=data,
            ContentType=content_type,
            CacheControl="public, max-age=300",
            Metadata={"sha256": digest},
        )
        return True
