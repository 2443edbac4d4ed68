"""The only reader of the environment. Every setting: `VISITWATCH_` + the field's name in capitals."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from email.utils import parseaddr
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
    """`load_settings` puts the address of `mail_from` in place of ""."""
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
_KINDS = {"bool": "yes or no", "int": "a whole number", "float": "a number"}
_LEAST = {
    "expected_authorities": 1,
    "request_spacing_s": 0,
    "request_timeout_s": 0.1,
    "request_tries": 1,
    "max_page_bytes": 1,
    "max_document_bytes": 1,
    "max_document_pages": 1,
    "max_read_s": 0.1,
    "recheck_days": 0,
    "brake": 1,
    "smtp_port": 1,
}
_MOST = {"smtp_port": 65535}
_LOOPBACK = re.compile(r"localhost\.?|127(\.\d{1,3}){3}|::1|\[::1\]")
_NOWHERE = re.compile(r"(.*\.)?localhost\.?|localhost\.localdomain")
"""Domains that no mail from another host reaches (RFC 6761)."""


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """From the environment. Raises SettingsError naming a variable that is wrong or not known."""
    environ = os.environ if environ is None else environ
    known = {variable(f.name): f for f in fields(Settings)}
    values: dict[str, Any] = {}
    for name, text in environ.items():
        if not name.startswith("VISITWATCH_") or name.startswith("VISITWATCH_TEST_"):
            continue
        if name not in known:
            raise SettingsError(f"{name} is no setting")
        kind = str(known[name].type)
        if text or not kind.startswith("Path"):  # an empty path is the default
            values[known[name].name] = _value(name, kind, text)
    settings = Settings(**values)
    _check_words(settings)
    _check_numbers(settings)
    if settings.delivery == "smtp" and not _LOOPBACK.fullmatch(settings.smtp_host.lower()):
        _check_mail(settings)
    if not settings.mail_unsubscribe:
        settings = replace(settings, mail_unsubscribe=parseaddr(settings.mail_from)[1])
    return settings


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"VISITWATCH_{name.upper()}"


def _value(name: str, kind: str, text: str) -> Any:
    try:
        if kind == "bool":
            return _TRUE[text.lower()]
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
    except (ValueError, KeyError):
        raise SettingsError(f"{name} must be {_KINDS[kind]}, not {text!r}") from None
    if kind.startswith("tuple"):
        return tuple(text.split())
    return Path(text) if kind.startswith("Path") else text


def _check_words(settings: Settings) -> None:
    for name, allowed in (("delivery", ("outbox", "smtp")), ("home", ("embedded", "aws"))):
        value = getattr(settings, name)
        if value not in allowed:
            raise SettingsError(f"{variable(name)} must be {' or '.join(allowed)}, not {value!r}")


def _check_numbers(settings: Settings) -> None:
    for name, least in _LEAST.items():
        value, most = getattr(settings, name), _MOST.get(name)
        if not math.isfinite(value) or value < least or (most is not None and value > most):
            upto = f" and at most {most}" if most is not None else ""
            raise SettingsError(f"{variable(name)} must be at least {least}{upto}, not {value}")


def _check_mail(settings: Settings) -> None:
    """What would lose mail, or show a password, once the mail server is another host."""
    for name in ("mail_from", "mail_unsubscribe"):
        domain = parseaddr(getattr(settings, name))[1].rpartition("@")[2]
        if _NOWHERE.fullmatch(domain.lower()):
            raise SettingsError(f"{variable(name)} must be an address that answers reach, not one at {domain}")
    if settings.smtp_user and not settings.smtp_starttls:
        raise SettingsError(
            "VISITWATCH_SMTP_STARTTLS must be yes: the password of VISITWATCH_SMTP_USER would go in clear"
        )
