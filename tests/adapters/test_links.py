import pytest

from visitwatch.adapters.links import absolute, file_hosts, is_file_on, is_on
from visitwatch.settings import Settings

HOSTS = frozenset({"files.example", "other.example:8443"})


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/v1/file/1#page=2", "https://files.example/v1/file/1"),
        ("//other.example/a", "https://other.example/a"),
        ("  https://files.example/a b ", "https://files.example/a b"),
        ("", ""),
        ("  ", ""),
        ("http://[bad", ""),
    ],
)
def test_a_link_is_made_absolute_or_is_none(href: str, expected: str) -> None:
    assert absolute("https://files.example/page", href) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://files.example/v1/file/1", True),
        ("http://files.example:9000/v1/file/1", True),
        ("https://FILES.example./v1/file/1", True),
        ("https://other.example:8443/", True),
        ("https://other.example/", False),
        ("https://files.example.evil.example/", False),
        ("https://evil.example/?files.example", False),
        ("https://evil.example\\@files.example/", False),
        ("ftp://files.example/", False),
        ("files.example", False),
        ("http://[bad", False),
        ("https://files.example:port/", False),
    ],
)
def test_a_link_is_on_a_host_or_not(url: str, expected: object) -> None:
    assert is_on(url, HOSTS) is expected


def test_a_report_file_is_known_by_its_path() -> None:
    assert is_file_on("https://files.example/v1/file/1", HOSTS)
    assert not is_file_on("https://files.example/privacy", HOSTS)


def test_the_hosts_of_files_are_those_of_the_settings() -> None:
    hosts = file_hosts(
        Settings(files_url="http://127.0.0.1:8044", allowed_hosts=("127.0.0.1:8044", "files.old.example"))
    )
    assert hosts == {"127.0.0.1:8044", "files.old.example"}
