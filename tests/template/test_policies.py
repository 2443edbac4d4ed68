"""Least privilege: what each function may do is what the ports of its stage do, and nothing else."""

from __future__ import annotations

import pytest
from tests.template.model import functions, grants, resources, statements

Grants = set[tuple[str, str]]

READ = ("dynamodb:GetItem", "dynamodb:Query")
WRITE = ("dynamodb:PutItem",)


def records(*actions: str, indexes: bool = False) -> Grants:
    """On the table of records. indexes: the stage lists by change, status or month."""
    targets = ["RecordsTable", "RecordsTable/index/*"] if indexes else ["RecordsTable"]
    return {(action, target) for action in actions for target in targets}


def subscribers(*actions: str) -> Grants:
    return {(f"dynamodb:{action}", "SubscribersTable") for action in actions}


def sends(*queues: str) -> Grants:
    return {("sqs:SendMessage", f"{queue}Queue") for queue in queues}


SECRET: Grants = {("secretsmanager:GetSecretValue", "TokenSecret")}
SES_ARN = "arn:AWS::Partition:ses:AWS::Region:AWS::AccountId"
MAILS: Grants = {
    ("ses:SendEmail", f"{SES_ARN}:identity/*"),
    ("ses:SendEmail", f"{SES_ARN}:configuration-set/visitwatch-Stage"),
}
ARCHIVES: Grants = {("s3:PutObject", "DocumentsBucket/documents/*")}
DEAD = ("Collect", "Compare", "Compose", "Deliver", "Events")
# Port methods of the stage -> calls of its adapters. put_report is the only delete (links of authorities that a newer
# reading no longer names); Subscribers.deactivate reads and updates; who() asks for all subscribers, and so
# does recipient() where an entry's subscriber is gone.
NEEDS: dict[str, Grants] = {
    "check_feeds": records(*READ, *WRITE, indexes=True) | sends("Collect", "Compose"),
    "collect_report": records(*READ, *WRITE, "dynamodb:DeleteItem") | ARCHIVES | sends("Compare", "Compose"),
    "compare_visits": records(*READ, *WRITE, "dynamodb:DeleteItem") | ARCHIVES | sends("Compare", "Compose"),
    "compose_alert": records(*READ, *WRITE, indexes=True) | subscribers("Scan") | sends("Deliver"),
    "deliver_alert": records(*READ, *WRITE, indexes=True)
    | subscribers("GetItem", "Scan", "UpdateItem")
    | MAILS
    | SECRET,
    "record_delivery": records("dynamodb:GetItem", *WRITE) | subscribers("GetItem", "Scan", "UpdateItem"),
    "send_digests": records(*READ, *WRITE, indexes=True) | subscribers("GetItem", "Scan") | sends("Deliver"),
    "publish_pages": records(*READ, indexes=True)
    | {("s3:GetObject", "SiteBucket/*"), ("s3:PutObject", "SiteBucket/*"), ("s3:ListBucket", "SiteBucket")},
    "manage_subscriptions": subscribers("GetItem", "UpdateItem") | SECRET,
    "operate": records(*READ, *WRITE, "dynamodb:DeleteItem", indexes=True)
    | subscribers("GetItem", "Scan", "PutItem", "UpdateItem", "DeleteItem")
    | {("s3:GetObject", "DocumentsBucket/documents/*"), ("s3:ListBucket", "DocumentsBucket")}
    | MAILS
    | SECRET
    | sends(*DEAD)
    | {
        (f"sqs:{action}", f"{queue}DeadLetters")
        for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
        for queue in DEAD
    },
}
WILDCARDS = {
    "RecordsTable/index/*": "both indexes of one table; an index has no rights of its own",
    "DocumentsBucket/documents/*": "objects are named by their hash",
    "SiteBucket/*": "pages are named by their authority",
    f"{SES_ARN}:identity/*": "the sender's domain or address is a parameter; SES checks the recipient's, too, in its sandbox",
}
"""Every target that ends in a star, and why."""


def test_the_table_names_every_function() -> None:
    assert set(NEEDS) == set(functions())


@pytest.mark.parametrize("stage", NEEDS)
def test_a_function_may_do_exactly_what_its_stage_needs(stage: str) -> None:
    assert grants(stage) == NEEDS[stage]


@pytest.mark.parametrize("stage", NEEDS)
def test_no_wildcard_is_without_a_reason(stage: str) -> None:
    for action, target in grants(stage):
        assert "*" not in action
        assert "*" not in target or target in WILDCARDS, target
    assert all(s["Effect"] == "Allow" for s in statements(stage))


def test_every_reason_is_needed() -> None:
    used = {target for stage in functions() for _, target in grants(stage) if "*" in target}
    assert used == set(WILDCARDS)


def test_a_star_elsewhere_only_denies() -> None:
    for name, resource in resources().items():
        document = resource.get("Properties", {}).get("PolicyDocument")
        for statement in document["Statement"] if isinstance(document, dict) else []:
            if statement["Principal"] == "*":
                assert statement["Effect"] == "Deny", name
