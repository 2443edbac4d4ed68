"""What template.yaml makes, in moto or an emulator, and the environment of each function; nothing is typed twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.make_events import SECRET, SUBSCRIBERS
from tests.aws import REGION, records_table, subscribers_table, template
from tests.template.model import environment, of_type, resources

from visitwatch.adapters.dynamodb.store import DynamoStore
from visitwatch.adapters.dynamodb.subscribers import DynamoSubscribers
from visitwatch.domain.subscription import Channel, Subscriber, SubscriberId

TABLES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "RecordsTable": records_table,
    "SubscribersTable": subscribers_table,
}
ACCOUNT = {
    "AWS::Region": REGION,
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}


@dataclass
class AwsHome:
    """client: makes a client of a service. parameters: of the template, where not its default. physical: by logical id."""

    client: Callable[[str], Any]
    parameters: Mapping[str, str]
    physical: dict[str, str] = field(default_factory=dict)

    def make(self) -> None:
        """Tables, buckets, queues, the secret, the subscribers."""
        for name, definition in TABLES.items():
            self.client("dynamodb").create_table(TableName=name, **definition())
            self.physical[name] = name
        for name in of_type("AWS::S3::Bucket"):
            self.physical[name] = name.lower()
            self.client("s3").create_bucket(
                Bucket=name.lower(), CreateBucketConfiguration={"LocationConstraint": REGION}
            )
        for name in of_type("AWS::SQS::Queue"):
            self.physical[name] = self.client("sqs").create_queue(QueueName=name)["QueueUrl"]
        for name in of_type("AWS::SecretsManager::Secret"):
            made = self.client("secretsmanager").create_secret(Name=name, SecretString=SECRET)
            self.physical[name] = made["ARN"]
        for subscriber in SUBSCRIBERS:
            target = f"{subscriber}@example.org"
            self.subscribers().put_subscriber(Subscriber(SubscriberId(subscriber), subscriber, Channel.EMAIL, target))

    def store(self) -> DynamoStore:
        return DynamoStore(self.client("dynamodb"), self.physical["RecordsTable"])

    def subscribers(self) -> DynamoSubscribers:
        return DynamoSubscribers(self.client("dynamodb"), self.physical["SubscribersTable"])

    def environment(self, stage: str) -> dict[str, str]:
        """A function's variables with the values that they have here."""
        return {name: self._value(value) for name, value in environment(stage).items()}

    def _value(self, value: Any) -> str:
        match value:
            case {"Ref": name} | {"Fn::GetAtt": [name, _]}:
                return self._ref(name)
            case {"Fn::Sub": str(text)}:
                return re.sub(r"\$\{([^}]+)\}", lambda m: self._ref(m[1]), text)
        return str(value)

    def _ref(self, name: str) -> str:
        if name in template()["Parameters"]:
            return str(self.parameters.get(name, template()["Parameters"][name].get("Default", "")))
        made = resources().get(name, {}).get("Properties", {}).get("Name")
        return self.physical.get(name) or ACCOUNT.get(name) or (self._value(made) if made else name.lower())
