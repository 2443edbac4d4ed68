"""Mail by SMTP (RFC 5321), step by step: what a failure means depends on how far the message had come.

Before the message's last line nothing was accepted, so it can be tried again. After it, without an answer, nobody
knows. A refusal of the receiver is the receiver's; a refusal of us (sign-in, sender) is a setting to mend, so the
message waits.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Subscriber
from visitwatch.errors import DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError
from visitwatch.settings import Settings

_OK = range(200, 300)
_REFUSED = range(500, 600)
_NO_SUCH_BOX = frozenset({550, 551, 553})
_BAD_ADDRESS = re.compile(rb"\b5\.1\.\d+\b")
_ENHANCED = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


class SmtpSender:
    """Implements ports.Sender for mail."""

    def __init__(self, settings: Settings, timeout_s: float = 30.0) -> None:
        self._settings = settings
        self._timeout_s = timeout_s

    def send(self, message: RenderedMessage, subscriber: Subscriber, reference: str) -> str:  # noqa: ARG002  the port's
        """The message's own Message-ID. Raises DeliveryDeferredError, DeliveryRefusedError, DeliveryUnknownError."""
        smtp = self._connected()
        try:
            self._envelope(smtp, subscriber)
            _data(smtp, message.body)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()
        return str(BytesHeaderParser().parsebytes(message.body)["Message-ID"] or "").strip()

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        try:
            smtp = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=self._timeout_s)
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryDeferredError(f"the mail server cannot be reached: {type(error).__name__}") from None
        try:
            smtp.ehlo_or_helo_if_needed()
            if settings.smtp_starttls:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password)
        except (smtplib.SMTPException, OSError) as error:
            smtp.close()
            # "from None": a server's words may repeat what was sent to it.
            raise DeliveryDeferredError(f"the mail server cannot be used: {type(error).__name__}") from None
        return smtp

    def _envelope(self, smtp: smtplib.SMTP, subscriber: Subscriber) -> None:
        user, _, domain = subscriber.target.rpartition("@")
        try:
            code, _ = smtp.mail(parseaddr(self._settings.mail_from)[1])
            if code not in _OK:
                raise DeliveryDeferredError(f"the mail server does not take the sender: {code}")
            code, reply = smtp.rcpt(f"{user}@{domain.encode('idna').decode()}")
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryDeferredError(f"the mail server broke off: {type(error).__name__}") from None
        if code in _REFUSED:
            raise DeliveryRefusedError(f"the receiver is refused: {code}", disable=_no_such_box(code, reply))
        if code not in _OK:
            raise DeliveryDeferredError(f"the receiver is put off: {code}")


def _no_such_box(code: int, reply: bytes) -> bool:
    """The address is bad (RFC 3463: 5.1.x), and not only we, or this message, unwelcome (5.7.x)."""
    if _ENHANCED.search(reply):
        return bool(_BAD_ADDRESS.search(reply))
    return code in _NO_SUCH_BOX


def _data(smtp: smtplib.SMTP, body: bytes) -> None:
    try:
        code, _ = smtp.data(body)
    except smtplib.SMTPDataError as error:  # not 354: the message was not begun
        code = error.smtp_code
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryUnknownError(f"no answer after sending: {type(error).__name__}") from None
    if code in _REFUSED:
        raise DeliveryRefusedError(f"the message is refused: {code}")
    if code not in _OK:
        raise DeliveryDeferredError(f"the message is put off: {code}")
