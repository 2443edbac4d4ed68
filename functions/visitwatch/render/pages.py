"""The templates, and what stands below every message: who sent it and why, how to stop it, whose words it quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from visitwatch.domain.register import Register
from visitwatch.domain.subscription import Channel, Subscriber
from visitwatch.domain.unsubscribe import make_token, unsubscribe_url
from visitwatch.errors import SettingsError
from visitwatch.render import words
from visitwatch.render.corrected import SENTENCES_MOST, more_sentences
from visitwatch.settings import Settings

UNOFFICIAL = (
    "Visitwatch is an unofficial service. It is not part of Ofsted or of the government, and Ofsted has not checked "
    "what it says. Only the words in quotation marks are Ofsted’s; check them in the document before you rely on them."
)
LICENCE = "Contains public sector information from Ofsted, licensed under the "
LICENCE_NAME = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True, slots=True)
class Footer:
    """stop_url: the unsubscribe page, "" where there is none. stop_mail: the address to write to instead."""

    why: str
    stop_url: str = ""
    stop_mail: str = ""
    stop_mail_link: str = ""
    unofficial: str = UNOFFICIAL
    licence: str = f"{LICENCE}{LICENCE_NAME}: {LICENCE_URL}"
    licence_before: str = LICENCE
    licence_url: str = LICENCE_URL


class Pages:
    """Fills templates in. HTML is escaped unless a template says otherwise, and none does."""

    def __init__(self, settings: Settings, register: Register) -> None:
        """Raises SettingsError where unsubscribe links could be made up by anybody, or are not https (RFC 8058)."""
        url = settings.public_url
        if url and not (url.startswith("https://") and url.isascii() and url.isprintable() and " " not in url):
            raise SettingsError("VISITWATCH_PUBLIC_URL must be a link that begins with https://")
        if settings.public_url and not settings.token_secret:
            raise SettingsError("VISITWATCH_TOKEN_SECRET must be set where VISITWATCH_PUBLIC_URL is")
        self._settings = settings
        self._register = register
        self._templates = Environment(
            loader=PackageLoader("visitwatch.render"),
            autoescape=select_autoescape(("html.j2",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._templates.filters["sentence"] = words.sentence
        self._templates.globals.update(
            wrapped=words.wrapped, moment=words.moment, more_sentences=more_sentences, sentences_most=SENTENCES_MOST
        )

    def fill(self, template: str, footer: Footer, **values: Any) -> str:
        """The template's text."""
        return self._templates.get_template(template).render(f=footer, **values)

    def unsubscribe_url(self, subscriber: Subscriber) -> str:
        """The subscription's own link; "" where no public URL is set."""
        if not self._settings.public_url:
            return ""
        token = make_token(self._settings.token_secret, subscriber.id)
        return unsubscribe_url(self._settings.public_url, token)

    def unsubscribe_mail(self, subscriber: Subscriber) -> str:
        """A mailto link whose subject names the subscription by its id."""
        return f"mailto:{self._settings.mail_unsubscribe}?subject=unsubscribe%20{subscriber.id}"

    def footer(self, subscriber: Subscriber) -> Footer:
        """Who sent it, why this person gets it, and how it ends."""
        name = words.clean(subscriber.name)
        if subscriber.ops:
            return Footer(f"Visitwatch sent this because {name} is set to hear of its problems.")
        asked = words.filters_in_words(subscriber.filters, subscriber.frequency, self._register)
        why = f"Visitwatch sent this because {name} subscribed to {asked}."
        if subscriber.channel is not Channel.EMAIL:
            return Footer(why)
        url = self.unsubscribe_url(subscriber)
        if url:
            return Footer(why, stop_url=url)
        return Footer(why, stop_mail=self._settings.mail_unsubscribe, stop_mail_link=self.unsubscribe_mail(subscriber))
