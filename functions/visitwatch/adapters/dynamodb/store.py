"""All records of the home on AWS in one DynamoDB table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitwatch.adapters.dynamodb.deliveries import DeliveryItems
from visitwatch.adapters.dynamodb.problems import ProblemItems, SourceItems
from visitwatch.adapters.dynamodb.publications import PublicationItems
from visitwatch.adapters.dynamodb.reports import ChangeItems, ReportItems
from visitwatch.adapters.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoStore(PublicationItems, ReportItems, ChangeItems, DeliveryItems, ProblemItems, SourceItems):
    """The port Store. The table's definition is RecordsTable in template.yaml."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        super().__init__(Table(client, table_name))
