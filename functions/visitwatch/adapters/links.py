"""Links as pages and feeds print them. `urllib.parse` raises ValueError for some; here those are no link."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from visitwatch.settings import Settings

_HOST = re.compile(r"[\w.:\[\]-]*")


def absolute(base: str, href: str) -> str:
    """The link relative to its page, without a fragment; "" where it is none."""
    try:
        return urldefrag(urljoin(base, href.strip())).url if href.strip() else ""
    except ValueError:
        return ""


def split(url: str) -> SplitResult:
    """Its parts; all empty where it is no link.

    None are: a port that is no number, a name or password before the host, a backslash, which parsers read differently.
    """
    nothing = SplitResult("", "", "", "", "")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return nothing
    return parts if _HOST.fullmatch(parts.netloc) else nothing


def is_on(url: str, hosts: frozenset[str]) -> bool:
    """Whether an http or https link leads to one of these, each "host" or "host:port", in lower case."""
    parts = split(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme in ("http", "https") and not hosts.isdisjoint({host, f"{host}:{port}"})


def is_file_on(url: str, hosts: frozenset[str]) -> bool:
    """Whether it leads to a report file: "https://files.ofsted.gov.uk/v1/file/50148774"."""
    return is_on(url, hosts) and "/file/" in split(url).path


def file_hosts(settings: Settings) -> frozenset[str]:
    """Where report files lie: the host of `files_url`, and every allowed host called "files…" (2018: another one)."""
    allowed = (host.lower() for host in settings.allowed_hosts if host.startswith("files."))
    return frozenset({split(settings.files_url).netloc.lower(), *allowed})
