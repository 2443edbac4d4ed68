from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.adapters.posting import free_port
from tests.delivery_values import NOW, REGISTER, SETTINGS, item, subscriber, visit_change

from visitwatch.adapters.smtp import SmtpSender
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Channel
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError
from visitwatch.flow.who import new_delivery
from visitwatch.render.renderer import MessageRenderer
from visitwatch.settings import Settings

ANN = subscriber("Ann")
DELIVERY = new_delivery(visit_change(), ANN, NOW)
MAIL = MessageRenderer(SETTINGS, REGISTER).render_alert(item(visit_change()), ANN, DELIVERY)


@dataclass
class Server:
    """An SMTP server whose answers can be set; "" means: as usual. quit_in: hang up in the middle of this command."""

    port: int = 0
    mail: str = ""
    rcpt: str = ""
    data: str = ""
    hang_up: bool = False
    got: list[Envelope] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any
    ) -> str:
        envelope.mail_from = address
        return self.mail or "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any
    ) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.hang_up:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 gone"
        if self.data:
            return self.data
        self.got.append(envelope)
        return "250 2.0.0 OK: queued as 4F2"


@contextmanager
def running(**options: Any) -> Iterator[Server]:
    server = Server(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as one:
        yield one


def settings(server: Server, **more: Any) -> Settings:
    return replace(SETTINGS, delivery="smtp", smtp_host="127.0.0.1", smtp_port=server.port, **more)


def send(server: Server, message: RenderedMessage = MAIL, **more: Any) -> str:
    return SmtpSender(settings(server, **more), timeout_s=3).send(message, ANN, DELIVERY.id)


def test_the_mail_arrives_byte_for_byte_under_the_bare_addresses(server: Server) -> None:
    assert send(server) == f"<{DELIVERY.id}@visitwatch.example>"
    [envelope] = server.got
    assert envelope.mail_from == "alerts@visitwatch.example"
    assert envelope.rcpt_tos == ["ann@council.example"]
    assert isinstance(envelope.content, bytes)
    assert envelope.content == MAIL.body
    received = message_from_bytes(envelope.content, policy=default)
    assert str(received["Subject"]).startswith("Exampleshire, second monitoring visit: “the pace")


def test_a_line_that_begins_with_a_dot_stays_whole(server: Server) -> None:
    body = b"Subject: x\r\n\r\nfirst\r\n.\r\n..second\r\n"
    send(server, RenderedMessage(Channel.EMAIL, "x", body))
    assert server.got[0].content == body


@pytest.mark.parametrize(
    ("answer", "dead"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user", True),
        ("553 5.1.2 bad destination", True),
        ("550 5.7.1 you are blocked", False),
        ("550 5.7.26 not authenticated", False),
        ("552 5.2.2 mailbox full", False),
    ],
)
def test_a_refused_receiver_is_given_up_and_ends_only_where_the_address_is_bad(
    server: Server,
    answer: str,
    dead: bool,  # noqa: FBT001  a column
) -> None:
    server.rcpt = answer
    with pytest.raises(DeliveryRefusedError) as refused:
        send(server)
    assert refused.value.disable is dead


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "451 4.7.1 try later", "452 too many"])
def test_a_receiver_that_is_put_off_is_tried_again(server: Server, answer: str) -> None:
    server.rcpt = answer
    with pytest.raises(DeliveryDeferredError):
        send(server)


@pytest.mark.parametrize("answer", ["550 5.7.1 not from you", "451 later", "530 sign in first"])
def test_a_refusal_of_us_waits_for_the_setting_to_be_mended(server: Server, answer: str) -> None:
    server.mail = answer
    with pytest.raises(DeliveryDeferredError):
        send(server)


def test_a_message_that_is_refused_is_given_up_and_its_receiver_stays(server: Server) -> None:
    server.data = "554 5.7.1 looks like spam"
    with pytest.raises(DeliveryRefusedError) as refused:
        send(server)
    assert not refused.value.disable


def test_a_message_that_is_put_off_is_tried_again(server: Server) -> None:
    server.data = "451 4.3.0 later"
    with pytest.raises(DeliveryDeferredError):
        send(server)


def test_a_server_that_hangs_up_after_the_message_leaves_its_end_unknown(server: Server) -> None:
    server.hang_up = True
    with pytest.raises(DeliveryUnknownError):
        send(server)


def test_where_nobody_listens_it_is_put_off() -> None:
    with pytest.raises(DeliveryDeferredError):
        send(Server(port=free_port()))


def test_a_server_without_starttls_is_not_used_where_it_is_asked_for(server: Server) -> None:
    with pytest.raises(DeliveryDeferredError, match="SMTPNotSupportedError"):
        send(server, smtp_starttls=True)
    assert server.got == []


def _accept(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"mailer", b"a word"))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # loopback
def test_it_signs_in_where_a_user_is_set() -> None:
    with running(auth_require_tls=False, auth_required=True, authenticator=_accept) as server:
        send(server, smtp_user="mailer", smtp_password="a word")
        assert len(server.got) == 1
        with pytest.raises(DeliveryDeferredError):
            send(server, smtp_user="mailer", smtp_password="another")


def test_a_domain_beyond_ascii_goes_out_in_its_idna_form(server: Server) -> None:
    ann = subscriber("Ann", target="ann@bücher.example")
    mail = MessageRenderer(SETTINGS, REGISTER).render_alert(item(visit_change()), ann, DELIVERY)
    SmtpSender(settings(server), timeout_s=3).send(mail, ann, DELIVERY.id)
    assert server.got[0].rcpt_tos == ["ann@xn--bcher-kva.example"]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate of 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return cert_file, key_file


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "not trusted"])
def test_with_starttls_the_mail_goes_only_to_a_server_that_proves_its_name(
    trusted: bool,  # noqa: FBT001  a column
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cert, key = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    with running(tls_context=tls, require_starttls=True) as server:
        if not trusted:
            with pytest.raises(DeliveryDeferredError, match="SSLCertVerificationError"):
                send(server, smtp_starttls=True)
            assert server.got == []
            return
        send(server, smtp_starttls=True)
        assert len(server.got) == 1
