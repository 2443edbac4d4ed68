"""Environment = settings, both ways; what a stage needs is given to it, and nothing else."""

from __future__ import annotations

from dataclasses import fields

import pytest
from tests.template.model import environment, functions

from visitwatch.settings import Settings
from visitwatch.wiring_aws import QUEUES

OURS, LIBRARYS = "VISITWATCH_", {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"}
EVERYWHERE = {"home", "stage", "records_table", "authorities_file"}
FETCHING = {"portal_url", "files_url", "allowed_hosts", "contact", "request_spacing_s"}
MAILING = {"mail_from", "mail_unsubscribe", "configuration_set", "token_secret_id", "public_url"}
CHECKING = {"feeds", "expected_authorities"}
DEAD_LETTERS = {f.name for f in fields(Settings) if f.name.endswith("_dead_letters_url")}
NEEDS = {
    "check_feeds": FETCHING | CHECKING | {"collect_queue_url", "compose_queue_url"},
    "collect_report": FETCHING | {"documents_bucket", "compare_queue_url", "compose_queue_url"},
    "compare_visits": FETCHING | {"documents_bucket", "compare_queue_url", "compose_queue_url"},
    "compose_alert": {"subscribers_table", "brake", "deliver_queue_url"},
    "deliver_alert": MAILING | {"subscribers_table"},
    "record_delivery": {"subscribers_table"},
    "send_digests": {"subscribers_table", "deliver_queue_url"},
    "publish_pages": {"site_bucket"},
    "manage_subscriptions": {"subscribers_table", "token_secret_id"},
    "operate": FETCHING
    | CHECKING
    | MAILING
    | DEAD_LETTERS
    | {"documents_bucket", "subscribers_table", "brake", "events_queue_url"}
    | set(QUEUES.values()),
}
LOCAL = {
    "data_dir", "subscribers_file", "delivery", "smtp_host", "smtp_port", "smtp_starttls", "smtp_user", "smtp_password",
    "token_secret",
}  # fmt: skip
"""Of the embedded home. token_secret is a secret, and so never in a variable on AWS."""
DEFAULTS = {
    "request_timeout_s", "request_tries", "max_page_bytes", "max_document_bytes", "max_document_pages", "max_read_s",
    "recheck_days",
}  # fmt: skip
"""Their defaults serve on AWS, too."""


def settings_of(stage: str) -> set[str]:
    return {name.removeprefix(OURS).lower() for name in environment(stage) if name.startswith(OURS)}


def test_the_table_names_every_function() -> None:
    assert set(NEEDS) == set(functions())


@pytest.mark.parametrize("stage", NEEDS)
def test_a_function_is_given_exactly_what_its_stage_needs(stage: str) -> None:
    assert settings_of(stage) == NEEDS[stage] | EVERYWHERE


@pytest.mark.parametrize("stage", NEEDS)
def test_every_other_variable_is_a_librarys(stage: str) -> None:
    assert {n for n in environment(stage) if not n.startswith(OURS)} == LIBRARYS


def test_every_setting_is_given_or_named_as_not() -> None:
    known = {f.name for f in fields(Settings)}
    given = set().union(*(settings_of(stage) for stage in functions()))
    assert given <= known
    assert known - given == LOCAL | DEFAULTS


def test_no_secret_is_in_a_variable() -> None:
    for stage in functions():
        for name, value in environment(stage).items():
            assert "resolve:secretsmanager" not in str(value), name
            assert not ("SECRET" in name and not name.endswith("_ID")), name
