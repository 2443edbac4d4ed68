from __future__ import annotations

import hashlib
import hmac
import ssl
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.adapters.posting import Hook, Reply, drip, free_port, hang_up, hook_server
from tests.adapters.test_smtp_sender import certificate
from tests.delivery_values import NOW, REGISTER, SETTINGS, item, subscriber, visit_change

from visitwatch.adapters.clock import FixedClock
from visitwatch.adapters.post import is_postable
from visitwatch.adapters.webhook import WebhookSender
from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Channel
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError
from visitwatch.flow.who import new_delivery
from visitwatch.render.renderer import MessageRenderer

MESSAGE = RenderedMessage(Channel.WEBHOOK, "s", b"{}", (("X-Visitwatch-Id", "r1"),))


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hook_server("/in?key=hidden-part") as server:
        yield server


def send(url: str, message: RenderedMessage = MESSAGE, timeout_s: float = 2) -> str:
    target = subscriber("Hook", Channel.WEBHOOK, target=url)
    return WebhookSender(FixedClock(NOW), timeout_s).send(message, target, "r1")


def test_a_receiver_can_check_that_it_came_from_us(hook: Hook) -> None:
    who = subscriber("Hook", Channel.WEBHOOK, target=hook.url)
    message = MessageRenderer(SETTINGS, REGISTER).render_alert(
        item(visit_change()), who, new_delivery(visit_change(), who, NOW)
    )
    assert send(hook.url, message) == "r1"
    [got] = hook.received
    assert got.path == "/in?key=hidden-part"
    stamp, mac = (part.split("=")[1] for part in got.headers["X-Visitwatch-Signature"].split(","))
    assert mac == hmac.new(who.secret.encode(), stamp.encode() + b"." + got.body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_will_do(hook: Hook, status: int) -> None:
    hook.replies = [Reply(status, "")]
    assert send(hook.url) == "r1"


@pytest.mark.parametrize(("status", "dead"), [(410, True), (400, False), (401, False), (404, False), (301, False)])
def test_only_gone_ends_the_subscription(hook: Hook, status: int, dead: bool) -> None:  # noqa: FBT001  a column
    hook.replies = [Reply(status, "", {"Location": hook.url})]
    with pytest.raises(DeliveryRefusedError) as refused:
        send(hook.url)
    assert refused.value.disable is dead
    assert len(hook.received) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_a_receiver_that_cannot_now_is_asked_again(hook: Hook, status: int) -> None:
    hook.replies = [Reply(status, "", {"Retry-After": format_datetime(NOW + timedelta(minutes=2), usegmt=True)})]
    with pytest.raises(DeliveryDeferredError) as deferred:
        send(hook.url)
    assert deferred.value.retry_after_s == 120


def test_a_retry_after_that_cannot_be_read_is_none(hook: Hook) -> None:
    hook.replies = [Reply(503, "", {"Retry-After": "soon"})]
    with pytest.raises(DeliveryDeferredError) as deferred:
        send(hook.url)
    assert deferred.value.retry_after_s is None


def test_where_nobody_listens_it_is_put_off() -> None:
    with pytest.raises(DeliveryDeferredError):
        send(f"http://127.0.0.1:{free_port()}/in")


def test_a_connection_that_breaks_after_the_message_leaves_its_end_unknown(hook: Hook) -> None:
    hook.misbehave = hang_up
    with pytest.raises(DeliveryUnknownError):
        send(hook.url)


def test_an_answer_that_drips_is_cut_off(hook: Hook) -> None:
    hook.misbehave = drip
    started = time.monotonic()
    with pytest.raises(DeliveryUnknownError):
        send(hook.url, timeout_s=0.4)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.example/in", True),
        ("http://127.0.0.1:80/in", True),
        ("http://[::1]/in", True),
        ("http://localhost/in", True),
        ("http://hooks.example/in", False),
        ("http://127.0.0.1.evil.example/in", False),
        ("https://user:word@hooks.example/in", False),
        ("ftp://hooks.example/in", False),
        ("file:///etc/passwd", False),
        ("https://hooks.example:port/in", False),
        ("https:///in", False),
        ("", False),
    ],
)
def test_only_https_and_this_machine_are_posted_to(url: str, allowed: bool) -> None:  # noqa: FBT001  a column
    assert is_postable(url) is allowed
    if not allowed and url:
        with pytest.raises(DeliveryRefusedError):
            send(url)


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "not trusted"])
def test_https_goes_only_to_a_server_that_proves_its_name(
    trusted: bool,  # noqa: FBT001  a column
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cert, key = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    with hook_server(tls=tls) as hook:
        if trusted:
            assert send(hook.url) == "r1"
            assert len(hook.received) == 1
            return
        with pytest.raises(DeliveryDeferredError, match="SSLCertVerificationError"):
            send(hook.url)
        assert hook.received == []
