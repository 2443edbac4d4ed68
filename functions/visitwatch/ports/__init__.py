"""What the flow needs of the outside, in our words. One contract test body per port runs on every implementation.

Embedded home: adapters/sqlite*.py, adapters/folder.py, adapters/smtp.py, adapters/outbox.py. AWS: adapters/dynamodb.py,
s3.py, sqs.py, ses.py. Memory: adapters/memory.py (tests and dry runs). All datetimes are aware UTC.
"""

from visitwatch.ports.fetching import Clock, Extractor, Fetched, Fetcher, NotModified, Source, Validators
from visitwatch.ports.queues import DeadLetters, Envelope, Locks, Queue, WorkQueue
from visitwatch.ports.records import (
    Changes,
    Deliveries,
    Documents,
    Notices,
    Problems,
    Publications,
    Reports,
    SourceState,
    SourceStates,
    Store,
    StoredReport,
)
from visitwatch.ports.telling import AlertItem, Page, PageRenderer, Renderer, Sender, Site, SubscriberAdmin, Subscribers

__all__ = [
    "AlertItem",
    "Changes",
    "Clock",
    "DeadLetters",
    "Deliveries",
    "Documents",
    "Envelope",
    "Extractor",
    "Fetched",
    "Fetcher",
    "Locks",
    "NotModified",
    "Notices",
    "Page",
    "PageRenderer",
    "Problems",
    "Publications",
    "Queue",
    "Renderer",
    "Reports",
    "Sender",
    "Site",
    "Source",
    "SourceState",
    "SourceStates",
    "Store",
    "StoredReport",
    "SubscriberAdmin",
    "Subscribers",
    "Validators",
    "WorkQueue",
]
