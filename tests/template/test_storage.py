from __future__ import annotations

import pytest
from tests.template.model import of_type, resources

TABLES, BUCKETS = of_type("AWS::DynamoDB::Table"), of_type("AWS::S3::Bucket")


@pytest.mark.parametrize("name", [*TABLES, "DocumentsBucket"])
def test_what_cannot_be_had_again_stays_when_the_stack_goes(name: str) -> None:
    assert resources()[name]["DeletionPolicy"] == resources()[name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_paid_by_use_encrypted_and_can_be_set_back(table: str) -> None:
    assert TABLES[table]["BillingMode"] == "PAY_PER_REQUEST"
    assert TABLES[table]["SSESpecification"]["SSEEnabled"] is True
    assert TABLES[table]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


@pytest.mark.parametrize("bucket", BUCKETS)
def test_a_bucket_is_versioned_private_and_encrypted(bucket: str) -> None:
    assert BUCKETS[bucket]["VersioningConfiguration"] == {"Status": "Enabled"}
    assert set(BUCKETS[bucket]["PublicAccessBlockConfiguration"].values()) == {True}
    assert BUCKETS[bucket]["BucketEncryption"]


@pytest.mark.parametrize("bucket", BUCKETS)
def test_a_bucket_refuses_what_comes_without_tls(bucket: str) -> None:
    policies = [p for p in of_type("AWS::S3::BucketPolicy").values() if p["Bucket"] == {"Ref": bucket}]
    statements = [s for p in policies for s in p["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
    assert any(
        s["Condition"] == {"Bool": {"aws:SecureTransport": "false"}} and s["Action"] == "s3:*" for s in statements
    )


def test_all_events_of_mail_come_to_a_queue() -> None:
    (destination,) = of_type("AWS::SES::ConfigurationSetEventDestination").values()
    kinds = {"BOUNCE", "COMPLAINT", "DELIVERY", "REJECT", "RENDERING_FAILURE", "DELIVERY_DELAY"}
    assert set(destination["EventDestination"]["MatchingEventTypes"]) == kinds
    (subscription,) = [p for p in of_type("AWS::SNS::Subscription").values() if p["Protocol"] == "sqs"]
    assert subscription["RawMessageDelivery"] is True
