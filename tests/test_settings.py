from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from visitwatch.errors import SettingsError
from visitwatch.settings import Settings, load_settings, variable

ELSEWHERE = {
    "VISITWATCH_DELIVERY": "smtp",
    "VISITWATCH_SMTP_HOST": "mail.example",
    "VISITWATCH_MAIL_FROM": "Visitwatch <alerts@council.example>",
    "VISITWATCH_MAIL_UNSUBSCRIBE": "stop@council.example",
}


def test_nothing_set_gives_the_defaults() -> None:
    assert load_settings({}) == Settings()
    assert load_settings({"HOME": "elsewhere", "VISITWATCH_TEST_LONG": "1"}) == Settings()


def test_an_empty_path_is_the_default() -> None:
    empty = {variable(f.name): "" for f in fields(Settings) if str(f.type).startswith("Path")}
    assert len(empty) == 3
    assert load_settings(empty) == Settings()
    assert load_settings({"VISITWATCH_DATA_DIR": "elsewhere"}).data_dir == Path("elsewhere")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BRAKES", "1", "VISITWATCH_BRAKES is no setting"),
        ("BRAKE", "many", "VISITWATCH_BRAKE must be a whole number, not 'many'"),
        ("BRAKE", "", "VISITWATCH_BRAKE must be a whole number, not ''"),
        ("BRAKE", "0", "VISITWATCH_BRAKE must be at least 1, not 0"),
        ("EXPECTED_AUTHORITIES", "-1", "VISITWATCH_EXPECTED_AUTHORITIES must be at least 1, not -1"),
        ("REQUEST_SPACING_S", "-0.5", "VISITWATCH_REQUEST_SPACING_S must be at least 0, not -0.5"),
        ("REQUEST_SPACING_S", "soon", "VISITWATCH_REQUEST_SPACING_S must be a number, not 'soon'"),
        ("REQUEST_TIMEOUT_S", "nan", "VISITWATCH_REQUEST_TIMEOUT_S must be at least 0.1, not nan"),
        ("REQUEST_TIMEOUT_S", "inf", "VISITWATCH_REQUEST_TIMEOUT_S must be at least 0.1, not inf"),
        ("REQUEST_TRIES", "0", "VISITWATCH_REQUEST_TRIES must be at least 1, not 0"),
        ("MAX_PAGE_BYTES", "0", "VISITWATCH_MAX_PAGE_BYTES must be at least 1, not 0"),
        ("MAX_DOCUMENT_BYTES", "-5", "VISITWATCH_MAX_DOCUMENT_BYTES must be at least 1, not -5"),
        ("MAX_DOCUMENT_PAGES", "0", "VISITWATCH_MAX_DOCUMENT_PAGES must be at least 1, not 0"),
        ("MAX_READ_S", "0", "VISITWATCH_MAX_READ_S must be at least 0.1, not 0.0"),
        ("RECHECK_DAYS", "-1", "VISITWATCH_RECHECK_DAYS must be at least 0, not -1"),
        ("SMTP_PORT", "65536", "VISITWATCH_SMTP_PORT must be at least 1 and at most 65535, not 65536"),
        ("SMTP_STARTTLS", "perhaps", "VISITWATCH_SMTP_STARTTLS must be yes or no, not 'perhaps'"),
        ("DELIVERY", "pigeon", "VISITWATCH_DELIVERY must be outbox or smtp, not 'pigeon'"),
        ("HOME", "moon", "VISITWATCH_HOME must be embedded or aws, not 'moon'"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({f"VISITWATCH_{name}": value})
    assert error.value.message == said


def test_the_least_values_are_allowed() -> None:
    least = {"VISITWATCH_REQUEST_SPACING_S": "0", "VISITWATCH_RECHECK_DAYS": "0", "VISITWATCH_BRAKE": "1"}
    assert load_settings(least).request_spacing_s == 0


def test_every_number_has_a_least_value() -> None:
    for setting in fields(Settings):
        if setting.type in ("int", "float"):
            with pytest.raises(SettingsError, match=f"{variable(setting.name)} must be at least"):
                load_settings({variable(setting.name): "-1"})


@pytest.mark.parametrize("name", ["VISITWATCH_MAIL_FROM", "VISITWATCH_MAIL_UNSUBSCRIBE"])
@pytest.mark.parametrize(
    "address", [None, "a@localhost", "A <a@LOCALHOST>", "a@host.localhost", "a@localhost.localdomain"]
)
def test_mail_by_another_host_needs_addresses_that_answers_reach(name: str, address: str | None) -> None:
    environ = dict(ELSEWHERE)
    if address is None:
        del environ[name]
    else:
        environ[name] = address
    with pytest.raises(SettingsError, match=name):
        load_settings(environ)
    for here in ("localhost", "127.0.0.1", "127.0.0.2", "::1"):
        load_settings(environ | {"VISITWATCH_SMTP_HOST": here})
    load_settings(environ | {"VISITWATCH_DELIVERY": "outbox"})


def test_without_a_mailbox_of_its_own_unsubscribing_goes_to_the_sender() -> None:
    settings = load_settings(ELSEWHERE | {"VISITWATCH_MAIL_UNSUBSCRIBE": ""})
    assert settings.mail_unsubscribe == "alerts@council.example"


def test_a_password_does_not_go_in_clear_to_another_host() -> None:
    signed_in = ELSEWHERE | {"VISITWATCH_SMTP_USER": "alerts", "VISITWATCH_SMTP_PASSWORD": "secret"}
    with pytest.raises(SettingsError, match="VISITWATCH_SMTP_STARTTLS") as error:
        load_settings(signed_in)
    assert "secret" not in str(error.value)
    assert load_settings(signed_in | {"VISITWATCH_SMTP_STARTTLS": "yes"}).smtp_user == "alerts"
    assert load_settings(signed_in | {"VISITWATCH_SMTP_HOST": "localhost"}).smtp_user == "alerts"
