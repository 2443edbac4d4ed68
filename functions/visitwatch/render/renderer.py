"""The port Renderer: one message for one subscriber on whatever channel that subscriber has."""

from __future__ import annotations

import hashlib
from datetime import datetime

from visitwatch.domain.delivery import Delivery, RenderedMessage
from visitwatch.domain.problem import Problem
from visitwatch.domain.register import Register
from visitwatch.domain.subscription import Channel, Frequency, Subscriber
from visitwatch.ports import AlertItem
from visitwatch.render import slack, webhook, words
from visitwatch.render.build_view import DIGEST, alert_view
from visitwatch.render.email import Letter, Mailer
from visitwatch.render.pages import Pages
from visitwatch.render.view import AlertView
from visitwatch.settings import Settings


class MessageRenderer:
    """Implements ports.Renderer. Raises SettingsError where a setting that messages need is wrong."""

    def __init__(self, settings: Settings, register: Register) -> None:
        self._pages = Pages(settings, register)
        self._mailer = Mailer(settings, self._pages)

    def render_alert(self, item: AlertItem, subscriber: Subscriber, delivery: Delivery) -> RenderedMessage:
        """Dated `delivery.updated_at`: when sending was begun."""
        if subscriber.channel is Channel.WEBHOOK:
            return webhook.alert_message(item, subscriber, delivery.id, delivery.updated_at)
        view = alert_view(item)
        footer = self._pages.footer(subscriber)
        if subscriber.channel is Channel.SLACK:
            return slack.alert_message(view, footer.why)
        values = {"a": view, "title": view.heading, "preheader": view.headline or view.explanation}
        letter = Letter(
            reference=delivery.id,
            subject=view.subject,
            at=delivery.updated_at,
            text=self._pages.fill("alert.txt.j2", footer, **values),
            html=self._pages.fill("alert.html.j2", footer, **values),
        )
        return self._mailer.mail(letter, subscriber)

    def render_digest(
        self, items: tuple[AlertItem, ...], subscriber: Subscriber, digest_id: str, at: datetime
    ) -> RenderedMessage:
        """Reports by authority, in the authorities' alphabetical order, then linked notices."""
        if subscriber.channel is Channel.WEBHOOK:
            return webhook.digest_message(items, subscriber, digest_id, at)
        views = sorted((alert_view(item, DIGEST) for item in items), key=lambda v: (v.is_notice, v.authority))
        title = _digest_title(views, subscriber.frequency, at)
        footer = self._pages.footer(subscriber)
        if subscriber.channel is Channel.SLACK:
            return slack.digest_message(title, tuple(views), footer.why)
        values = {
            "title": title,
            "preheader": words.listed(dict.fromkeys(v.authority for v in views)),
            "reports": _by_authority(views),
            "notices": [v for v in views if v.is_notice],
        }
        letter = Letter(
            reference=digest_id,
            subject=title,
            at=at,
            text=self._pages.fill("digest.txt.j2", footer, **values),
            html=self._pages.fill("digest.html.j2", footer, **values),
        )
        return self._mailer.mail(letter, subscriber)

    def render_problems(self, problems: tuple[Problem, ...], subscriber: Subscriber, at: datetime) -> RenderedMessage:
        """For ops, or for the owner of a channel that is dead."""
        reference = problems_reference(problems, subscriber)
        if subscriber.channel is Channel.WEBHOOK:
            return webhook.problems_message(problems, subscriber, reference, at)
        names = words.listed(dict.fromkeys(p.name for p in problems))
        title = words.shorten(f"Visitwatch: {len(problems)} new problem{'s' * (len(problems) != 1)}: {names}", 120)
        footer = self._pages.footer(subscriber)
        if subscriber.channel is Channel.SLACK:
            return slack.problems_message(title, problems, footer.why)
        values = {"title": title, "preheader": "", "problems": problems}
        letter = Letter(
            reference=reference,
            subject=title,
            at=at,
            text=self._pages.fill("problems.txt.j2", footer, **values),
            html=self._pages.fill("problems.html.j2", footer, **values),
        )
        return self._mailer.mail(letter, subscriber)


def problems_reference(problems: tuple[Problem, ...], subscriber: Subscriber) -> str:
    """The same for the same problems (as first seen) to the same subscriber."""
    seen = sorted(f"{p.id}\x00{p.first_seen.isoformat()}" for p in problems)
    return hashlib.sha256("\x00".join([subscriber.id, *seen]).encode()).hexdigest()[:24]


def _by_authority(views: list[AlertView]) -> list[tuple[str, list[AlertView]]]:
    groups: dict[str, list[AlertView]] = {}
    for view in views:
        if not view.is_notice:
            groups.setdefault(view.authority, []).append(view)
    return list(groups.items())


def _digest_title(views: list[AlertView], frequency: Frequency, at: datetime) -> str:
    """Front-loads the authorities: "Exampleshire, Northborough and 3 more: your weekly digest, 1 June 2026"."""
    names = list(dict.fromkeys(v.authority for v in views))
    shown, more = names[:3], len(names) - 3
    who = f"{', '.join(shown)} and {more} more" if more > 0 else words.listed(shown)
    return f"{who}: your {frequency} digest, {words.day(words.london_date(at))}"
