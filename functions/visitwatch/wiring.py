"""The only place where settings become adapters. Imports stand inside: a command or function loads what it uses.

The embedded home; the home on AWS is in wiring_aws.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from visitwatch.domain.register import Register, authorities_from_json, packaged_register
from visitwatch.domain.report import Report
from visitwatch.errors import SettingsError
from visitwatch.settings import Settings, load_settings

if TYPE_CHECKING:
    from visitwatch.adapters.extract import FileExtractor
    from visitwatch.adapters.http import HttpFetcher
    from visitwatch.ports import Clock, Renderer


@cache
def settings() -> Settings:
    """Of this process. Raises SettingsError."""
    return load_settings()


def make_register(of: Settings | None = None) -> Register:
    """The packaged authorities and those of the settings' authorities_file. Raises SettingsError."""
    path = (of or settings()).authorities_file
    if path is None:
        return packaged_register()
    try:
        extra = authorities_from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise SettingsError(f"VISITWATCH_AUTHORITIES_FILE cannot be read: {error}", subject=str(path)) from error
    return packaged_register().extended(extra.authorities)


def make_extractor(of: Settings | None = None) -> FileExtractor:
    """Reads PDF and plain text within the settings' limits."""
    from visitwatch.adapters.extract import FileExtractor

    s = of or settings()
    return FileExtractor(s.max_document_bytes, s.max_document_pages, s.max_read_s)


def make_annotate() -> Callable[[Report], Report]:
    """Adds themes, stance and change."""
    from visitwatch.domain.findings.annotate import annotate

    return annotate


def make_renderer(of: Settings | None = None) -> Renderer:
    """Emails, Slack cards, webhook bodies."""
    from visitwatch.render.renderer import MessageRenderer

    s = of or settings()
    return MessageRenderer(s, make_register(s))


def make_fetcher(of: Settings, clock: Clock) -> HttpFetcher:
    """HTTP, polite. Raises SettingsError without a contact address for anything but loopback."""
    from visitwatch.adapters.http import HttpFetcher, fetch_policy

    loopback = all(host.split(":")[0] in ("127.0.0.1", "localhost") for host in of.allowed_hosts)
    if not of.contact and not loopback:
        raise SettingsError("VISITWATCH_CONTACT is not set: say in the User-Agent how you can be reached")
    return HttpFetcher(fetch_policy(of), clock)
