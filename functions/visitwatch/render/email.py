"""One RFC 5322 message: plain text and HTML from the same data, with the headers of RFC 8058, 2919 and 3834."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

from visitwatch.domain.delivery import RenderedMessage
from visitwatch.domain.subscription import Channel, Subscriber
from visitwatch.errors import SettingsError
from visitwatch.render import words
from visitwatch.render.pages import Pages
from visitwatch.settings import Settings

MAIL_SUBJECT_MOST = 150
MAIL_NAME_MOST = 70
LINE_MOST = 76
"""Of a line with encoded words (RFC 2047, 2)."""
WORD_MOST = 60
"""Letters of a word beyond which a subject is encoded: what has no blank cannot be folded."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into a mail. reference: makes the Message-ID, so that a mail sent again is known by its receiver."""

    reference: str
    subject: str
    at: datetime
    text: str
    html: str


class _MailPolicy(EmailPolicy):
    """CRLF. Links of List-Unsubscribe one a line, the first on the header's own (not every reader unfolds).

    Subjects and names are encoded by email.header: the policy's own folding doubles blanks where a line ends, and may
    leave the commas of a long quoted name bare, which makes two addresses of one.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value.replace(', ', f',{self.linesep} ')}{self.linesep}".encode("ascii")
        if name.lower() == "subject":
            plain = value.isascii() and all(len(word) <= WORD_MOST for word in value.split())
            encoded = _encoded(value, name, self.linesep, "us-ascii" if plain else "utf-8")
            return f"{name}: {encoded}{self.linesep}".encode("ascii")
        if name.lower() in ("from", "to") and isinstance(value, AddressHeader):
            return f"{name}: {_named_address(value.addresses[0], name, self.linesep)}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


def _encoded(value: str, header: str, linesep: str, charset: str = "utf-8") -> str:
    return Header(value, charset, maxlinelen=LINE_MOST, header_name=header).encode(linesep=linesep)


def _named_address(address: Address, header: str, linesep: str) -> str:
    """The name in encoded words wherever it is more than plain words; the address on a line of its own after those."""
    name, spec = address.display_name, address.addr_spec
    if not name:
        return spec
    if _PLAIN_NAME.fullmatch(name):
        fits = len(f"{header}: {name} <{spec}>") <= LINE_MOST
        return f"{name} <{spec}>" if fits else f"{name}{linesep} <{spec}>"
    return f"{_encoded(name, header, linesep)}{linesep} <{spec}>"


_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_LINKED = re.compile(r"[A-Za-z0-9.!#$*+/=^_{|}~-]+@[A-Za-z0-9.-]+")
"""An address that stands in a mailto link as it is."""
_POLICY = _MailPolicy(linesep="\r\n")


class Mailer:
    """Makes mails. Raises SettingsError where `mail_from` or `mail_unsubscribe` is no address (in ASCII)."""

    def __init__(self, settings: Settings, pages: Pages) -> None:
        name, address = parseaddr(settings.mail_from)
        user, _, domain = address.rpartition("@")
        if not user or not domain or not address.isascii():
            raise SettingsError("VISITWATCH_MAIL_FROM must be an address, such as Visitwatch <alerts@example.org>")
        if not _LINKED.fullmatch(settings.mail_unsubscribe):
            raise SettingsError("VISITWATCH_MAIL_UNSUBSCRIBE must be an address, such as stop@example.org")
        self._sender = Address(_name(name), user, domain)
        self._domain = domain
        self._pages = pages

    def mail(self, letter: Letter, subscriber: Subscriber) -> RenderedMessage:
        """The whole message, ready to hand over as it is (CRLF, 7-bit, lines of at most 78 characters)."""
        subject = words.shorten(letter.subject, MAIL_SUBJECT_MOST)
        message = EmailMessage(policy=_POLICY)
        message["From"] = self._sender
        message["To"] = _receiver(subscriber)
        message["Subject"] = _plain(subject)
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{letter.reference}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
        if not subscriber.ops:
            message["List-Id"] = f"Visitwatch alerts <alerts.{self._domain}>"
            self._add_unsubscribe(message, subscriber)
        message.set_content(letter.text, cte="quoted-printable")
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{letter.reference}")  # the same message has the same bytes
        return RenderedMessage(Channel.EMAIL, subject, message.as_bytes())

    def _add_unsubscribe(self, message: EmailMessage, subscriber: Subscriber) -> None:
        mail, url = self._pages.unsubscribe_mail(subscriber), self._pages.unsubscribe_url(subscriber)
        message["List-Unsubscribe"] = f"<{url}>, <{mail}>" if url else f"<{mail}>"
        if url:
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _plain(text: str) -> str:
    """Without what a mail reader would take for an encoded word (RFC 2047)."""
    return text.replace("=?", "= ?")


def _receiver(subscriber: Subscriber) -> Address:
    """The address with the name; a domain beyond ASCII in its IDNA form."""
    user, _, domain = subscriber.target.rpartition("@")
    return Address(_name(subscriber.name), user, domain.encode("idna").decode())


def _name(text: str) -> str:
    return words.shorten(_plain(words.clean(text)), MAIL_NAME_MOST)
