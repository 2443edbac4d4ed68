"""template.yaml, built for this machine and deployed to an emulator; nothing of its wiring is typed again here.

Names of queues, tables, functions and URLs come from the deployed stack, everything else from template.yaml.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import boto3
from scripts.build import ROOT, tool, tool_environment
from tests.aws import REGION, template
from tests.support.processes import free_port, running, wait_for

MINISTACK = ROOT / ".venv-stack" / "bin" / "ministack"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
"""The emulator's own root keys; functions get those of their roles."""


def clean_environment() -> dict[str, str]:
    """This process's, without settings, AWS variables and proxies' certificates."""
    drop = ("AWS_", "VISITWATCH_", "PYTHON")
    return {k: v for k, v in os.environ.items() if not k.startswith(drop)} | KEYS


@contextlib.contextmanager
def emulator(folder: Path, ses_url: str, port: int) -> Iterator[str]:
    """A running ministack that enforces IAM and listens on loopback only; its URL."""
    environment = clean_environment() | {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "LAMBDA_EXECUTOR": "local",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "AUTH": "true",
        "USE_SSL": "1",  # the buckets refuse what comes without TLS
        "TMPDIR": str(folder),
        "AWS_ENDPOINT_URL_SESV2": ses_url,
    }
    url, log = f"https://127.0.0.1:{port}", folder / "ministack.log"
    with running([str(MINISTACK)], environment, log) as process:
        wait_for(f"{url}/_ministack/health", process, log)
        yield url


@contextlib.contextmanager
def plain_emulator(folder: Path, port: int) -> Iterator[str]:
    """As `emulator`, without TLS and IAM: a second server for what moto is wrong about. Its URL."""
    environment = clean_environment() | {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(folder),
    }
    url, log = f"http://127.0.0.1:{port}", folder / "ministack.log"
    with running([str(MINISTACK)], environment, log) as process:
        wait_for(f"{url}/_ministack/health", process, log)
        yield url


def certificate(folder: Path) -> Path:
    """The emulator's own, made when it starts."""
    return folder / "ministack-tls" / "server.crt"


@contextlib.contextmanager
def ses(folder: Path, smtp_port: int, emulator_port: int) -> Iterator[str]:
    """The SES stand-in, running; its URL."""
    port = free_port()
    command = [
        sys.executable, str(ROOT / "tests" / "support" / "ses.py"), "--port", str(port),
        "--smtp", f"127.0.0.1:{smtp_port}", "--folder", str(folder / "ses"), "--sns", f"https://127.0.0.1:{emulator_port}",
    ]  # fmt: skip
    log = folder / "ses.log"
    environment = clean_environment() | {"AWS_CA_BUNDLE": str(certificate(folder))}
    with running(command, environment, log) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/_messages", process, log)
        yield url


@dataclass
class Stack:
    """A deployed stack. physical: id by logical id."""

    url: str
    ses_url: str
    name: str
    certificate: Path
    deploy_s: float = 0.0
    physical: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        endpoint = self.ses_url if service == "sesv2" else self.url
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name=REGION,
            endpoint_url=endpoint,
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
            verify=str(self.certificate) if endpoint.startswith("https:") else None,
        )

    def load(self) -> None:
        """Reads the ids of the deployed resources."""
        cloudformation = self.client("cloudformation")
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.name)
        found = [r for page in pages for r in page["StackResourceSummaries"]]
        self.physical = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in found}
        described = cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]
        self.outputs = {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", [])}

    def of_type(self, kind: str) -> list[str]:
        """Logical ids of template.yaml's resources of a type."""
        return [name for name, r in template()["Resources"].items() if r["Type"] == kind]

    def invoke(self, function: str, payload: Mapping[str, Any]) -> Any:
        """The answer of a function, by logical id. Raises RuntimeError with the function's error."""
        answer = self.client("lambda").invoke(FunctionName=self.physical[function], Payload=json.dumps(payload))
        body = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            raise RuntimeError(f"{function}: {body}")
        return body

    def schedule(self, function: str, event: str) -> str:
        """The name of a function's schedule."""
        arn = self.physical[f"{function}{event}"]
        return arn.rsplit("/", 1)[-1]

    def fire(self, function: str, event: str, after_s: int = 2) -> None:
        """Lets a schedule fire once, in a moment; all else of it stays as deployed."""
        scheduler = self.client("scheduler")
        schedule = scheduler.get_schedule(Name=self.schedule(function, event))
        at = datetime.now(ZoneInfo(schedule["ScheduleExpressionTimezone"])) + timedelta(seconds=after_s)
        known = ("Name", "GroupName", "ScheduleExpressionTimezone", "FlexibleTimeWindow", "Target", "State")
        kept = {name: schedule[name] for name in known if name in schedule}
        scheduler.update_schedule(**kept, ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})")

    def queue_depth(self, queue: str) -> int:
        """Messages of a queue, waiting or in hand."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.client("sqs").get_queue_attributes(QueueUrl=self.physical[queue], AttributeNames=names)
        return sum(int(v) for v in answer["Attributes"].values())

    def log_lines(self, function: str) -> list[str]:
        """Everything that a function wrote."""
        group = self.physical[function.removesuffix("Function") + "Logs"]
        logs = self.client("logs")
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [e["message"] for page in pages for e in page["events"]]


def deploy(stack: Stack, folder: Path, build_folder: Path, parameters: Mapping[str, str]) -> None:
    """`sam deploy` of a built template. Raises AssertionError with sam's words."""
    started = time.monotonic()
    bucket = "deployments"
    stack.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    overrides = [f"{name}={json.dumps(value)}" for name, value in parameters.items()]
    command = [
        tool("sam"), "deploy", "--template-file", str(build_folder / "template.yaml"), "--stack-name", stack.name,
        "--s3-bucket", bucket, "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-progressbar",
        "--region", REGION, "--parameter-overrides", *overrides,
    ]  # fmt: skip
    keep = {k: v for k, v in tool_environment().items() if not k.startswith(("AWS_", "VISITWATCH_"))}
    environment = (
        keep
        | KEYS
        | {
            "AWS_ENDPOINT_URL": stack.url,
            "AWS_CA_BUNDLE": str(stack.certificate),
            "AWS_EC2_METADATA_DISABLED": "true",
        }
    )
    # In the scratch folder, so that samconfig.toml, which is for real stages, is not read.
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    (folder / "deploy.log").write_text(done.stdout + done.stderr)
    log = folder / "ministack.log"
    said = [line for line in done.stdout.splitlines() if "FAILED" in line] + [
        done.stderr[-1500:],
        log.read_text()[-1500:],
    ]
    assert done.returncode == 0, "\n".join(said)
    stack.load()
    stack.deploy_s = time.monotonic() - started


def tell_ses(stack: Stack, identity: str) -> None:
    """Gives the SES stand-in what the stack asked CloudFormation for: configuration sets and where their events go."""
    client = stack.client("sesv2")
    client.create_email_identity(EmailIdentity=identity)
    for name in stack.of_type("AWS::SES::ConfigurationSet"):
        client.create_configuration_set(ConfigurationSetName=stack.physical[name])
    for name in stack.of_type("AWS::SES::ConfigurationSetEventDestination"):
        properties = template()["Resources"][name]["Properties"]
        wanted = properties["EventDestination"]
        topic = stack.physical[wanted["SnsDestination"]["TopicARN"]["Ref"]]
        client.create_configuration_set_event_destination(
            ConfigurationSetName=stack.physical[properties["ConfigurationSetName"]["Ref"]],
            EventDestinationName=wanted["Name"],
            EventDestination={
                "Enabled": wanted["Enabled"],
                "MatchingEventTypes": wanted["MatchingEventTypes"],
                "SnsDestination": {"TopicArn": topic},
            },
        )


def eventually(what: str, holds: Callable[[], object], seconds: float = 60, every: float = 0.5) -> None:
    """Waits. Raises AssertionError naming what did not come true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(every)
