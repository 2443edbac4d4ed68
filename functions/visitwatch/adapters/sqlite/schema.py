"""The tables of the embedded home, as the steps that made them; `PRAGMA user_version` counts the steps done.

A step is never changed once released: a new one is added at the end. `body` columns hold the whole value as JSON
(adapters/codec.py), the columns beside it are what is looked up by.
"""

from __future__ import annotations

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE home (only INTEGER PRIMARY KEY CHECK (only = 1), began_at TEXT NOT NULL) STRICT;
    CREATE TABLE validators (url TEXT PRIMARY KEY, etag TEXT NOT NULL, last_modified TEXT NOT NULL) STRICT;
    CREATE TABLE publications (url TEXT PRIMARY KEY, revision INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE TABLE publication_urns (
        urn TEXT NOT NULL,
        url TEXT NOT NULL REFERENCES publications (url) ON DELETE CASCADE,
        PRIMARY KEY (urn, url)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX publication_urns_by_url ON publication_urns (url);
    CREATE TABLE learned (urn TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE reports (
        url TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (url, sha256)
    ) STRICT;
    CREATE INDEX reports_by_sha256 ON reports (sha256);
    CREATE TABLE report_urns (
        urn TEXT NOT NULL, url TEXT NOT NULL, sha256 TEXT NOT NULL,
        PRIMARY KEY (urn, url, sha256),
        FOREIGN KEY (url, sha256) REFERENCES reports (url, sha256) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX report_urns_by_report ON report_urns (url, sha256);
    CREATE TABLE changes (
        id TEXT PRIMARY KEY, occurred_at TEXT NOT NULL, summary BLOB NOT NULL, body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX changes_by_time ON changes (occurred_at, id);
    CREATE TABLE deliveries (
        id TEXT PRIMARY KEY, change_id TEXT NOT NULL, subscriber_id TEXT NOT NULL, status TEXT NOT NULL,
        attempts INTEGER NOT NULL, provider_id TEXT NOT NULL, created_at TEXT NOT NULL, body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX deliveries_by_change ON deliveries (change_id, id);
    CREATE INDEX deliveries_by_status ON deliveries (status, subscriber_id, created_at);
    CREATE INDEX deliveries_by_provider ON deliveries (provider_id) WHERE provider_id <> '';
    CREATE TABLE problems (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL,
        first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, count INTEGER NOT NULL, open INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX problems_open ON problems (first_seen) WHERE open;
    CREATE TABLE source_states (source_id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
    CREATE TABLE notices (entry_id TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE queue (
        id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
        due TEXT NOT NULL, attempts INTEGER NOT NULL, buried INTEGER NOT NULL, error TEXT NOT NULL
    ) STRICT;
    CREATE INDEX queue_due ON queue (due, id) WHERE NOT buried;
    """,
)

SCHEMA_VERSION = len(STEPS)
