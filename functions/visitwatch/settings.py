"""The only reader of the environment. Every setting: `VISITWATCH_` + the field's name in capitals."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from visitwatch.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults are those of the local home. Durations in seconds, sizes in bytes.

    expected_authorities: how many the portal must list at least. feeds: links, separated by blanks.
    allowed_hosts: hosts that may be fetched, blanks between; "host:port" for one port.
    brake: more new deliveries than this from one check wait for ops. delivery: outbox | smtp (and HTTP).
    home: embedded | aws. The last group is set by template.yaml only; names and URLs of the stack's resources.
    """

    home: str = "embedded"
    stage: str = "prod"

    data_dir: Path = Path("visitwatch-data")
    subscribers_file: Path | None = None
    """None: subscribers.toml in data_dir."""
    authorities_file: Path | None = None
    """Further authorities, in the form of data/authorities.json (the samples' invented ones)."""
    portal_url: str = "https://reports.ofsted.gov.uk"
    files_url: str = "https://files.ofsted.gov.uk"
    feeds: tuple[str, ...] = (
        "https://www.gov.uk/government/organisations/ofsted.atom",
        "https://socialcareinspection.blog.gov.uk/feed/",
        "https://www.gov.uk/search/all.atom?organisations[]=department-for-education&keywords=children%27s+services+direction+improvement+notice",
    )
    allowed_hosts: tuple[str, ...] = (
        "reports.ofsted.gov.uk",
        "files.ofsted.gov.uk",
        "files.api.ofsted.gov.uk",
        "www.gov.uk",
        "assets.publishing.service.gov.uk",
        "socialcareinspection.blog.gov.uk",
    )
    contact: str = ""
    """Goes into the User-Agent; check refuses to run against Ofsted without it."""
    expected_authorities: int = 153
    request_spacing_s: float = 1.0
    request_timeout_s: float = 30.0
    request_tries: int = 3
    max_page_bytes: int = 5_000_000
    max_document_bytes: int = 30_000_000
    max_document_pages: int = 200
    max_read_s: float = 60.0
    recheck_days: int = 90
    """Reports published within so many days are fetched again (conditionally) to notice other bytes."""
    brake: int = 50
    delivery: str = "outbox"
    public_url: str = ""
    """Base of unsubscribe links; "" where there is none (List-Unsubscribe is then a mailto)."""
    mail_from: str = "Visitwatch <visitwatch@localhost>"
    mail_unsubscribe: str = "visitwatch-unsubscribe@localhost"
    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_starttls: bool = False
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    token_secret: str = field(default="", repr=False)
    """Signs unsubscribe tokens."""
    records_table: str = ""
    subscribers_table: str = ""
    documents_bucket: str = ""
    site_bucket: str = ""
    collect_queue_url: str = ""
    compare_queue_url: str = ""
    compose_queue_url: str = ""
    deliver_queue_url: str = ""
    events_queue_url: str = ""
    collect_dead_letters_url: str = ""
    compare_dead_letters_url: str = ""
    compose_dead_letters_url: str = ""
    deliver_dead_letters_url: str = ""
    events_dead_letters_url: str = ""
    configuration_set: str = ""
    token_secret_id: str = ""

    @property
    def user_agent(self) -> str:
        """Honest: name, version, contact."""
        from visitwatch.domain.version import VERSION

        contact = f" (+{self.contact})" if self.contact else ""
        return f"Visitwatch/{VERSION}{contact}"

    @property
    def subscribers_path(self) -> Path:
        return self.subscribers_file or self.data_dir / "subscribers.toml"


_TRUE = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _value(name: str, type_name: str, text: str) -> Any:
    try:
        if type_name == "bool":
            return _TRUE[text.lower()]
        if type_name == "int":
            return int(text)
        if type_name == "float":
            return float(text)
    except (ValueError, KeyError):
        raise SettingsError(f"{name} must be a {type_name}, not {text!r}") from None
    if type_name.startswith("tuple"):
        return tuple(text.split())
    if type_name.startswith("Path"):
        return Path(text) if text or "None" not in type_name else None
    return text


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """From the environment. Raises SettingsError naming a variable that is wrong or not known."""
    environ = os.environ if environ is None else environ
    known = {f"VISITWATCH_{f.name.upper()}": f for f in fields(Settings)}
    values: dict[str, Any] = {}
    for name, text in environ.items():
        if not name.startswith("VISITWATCH_") or name.startswith("VISITWATCH_TEST_"):
            continue
        if name not in known:
            raise SettingsError(f"{name} is no setting")
        values[known[name].name] = _value(name, str(known[name].type), text)
    settings = Settings(**values)
    if settings.delivery not in ("outbox", "smtp"):
        raise SettingsError(f"VISITWATCH_DELIVERY must be outbox or smtp, not {settings.delivery!r}")
    if settings.home not in ("embedded", "aws"):
        raise SettingsError(f"VISITWATCH_HOME must be embedded or aws, not {settings.home!r}")
    return settings
