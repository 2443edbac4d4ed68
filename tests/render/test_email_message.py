from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery_values import (
    COMPARISON,
    CORRECTED,
    EXAMPLESHIRE,
    FIRST_URL,
    LETTER,
    NORTHBOROUGH,
    NOW,
    REGISTER,
    SETTINGS,
    URL,
    correction_change,
    inspection_change,
    item,
    priority_change,
    subscriber,
    unreadable_change,
    visit_change,
)
from tests.render.hostile import TEXTS, changes

from visitwatch.domain.change import Change, ChangeKind, Correction, FieldChange
from visitwatch.domain.comparing.correction import correction_headline
from visitwatch.domain.comparison import Direction, Evidence, ThemeChange
from visitwatch.domain.report import Finding, Kind, Quote, Stance
from visitwatch.domain.subscription import Filters, Frequency, Subscriber, SubscriberId
from visitwatch.domain.unsubscribe import read_token
from visitwatch.errors import SettingsError
from visitwatch.flow.who import new_delivery
from visitwatch.render import words
from visitwatch.render.renderer import MessageRenderer
from visitwatch.settings import Settings

PUBLIC = replace(SETTINGS, public_url="https://alerts.example", token_secret="an invented secret")
RENDERER = MessageRenderer(SETTINGS, REGISTER)
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Id",
    "List-Unsubscribe",
    "MIME-Version",
    "Content-Type",
}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td", "p", "a", "h1", "h2", "h3", "h4"),
    *("h5", "strong", "span", "ul", "li", "hr", "br", "ins", "del"),
}


def sent(change: Change, to: Subscriber | None = None, settings: Settings = SETTINGS) -> bytes:
    who = to or subscriber()
    renderer = RENDERER if settings is SETTINGS else MessageRenderer(settings, REGISTER)
    return renderer.render_alert(item(change), who, new_delivery(change, who, NOW)).body


def mail(change: Change, to: Subscriber | None = None, settings: Settings = SETTINGS) -> EmailMessage:
    message = message_from_bytes(sent(change, to, settings), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def seen_text(element: lxml.html.HtmlElement) -> str:
    return "".join(str(text) for text in element.itertext())


def correction_of(change: Change) -> Correction:
    assert change.correction is not None
    return change.correction


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_is_text_and_html_of_the_same_words() -> None:
    message = mail(visit_change())
    assert message.get_content_type() == "multipart/alternative"
    seen = flat(seen_text(lxml.html.fromstring(part(message, "html"))))
    text = flat(part(message, "plain"))
    for theme in COMPARISON.themes[:4]:
        for evidence in (*theme.now, *theme.before):
            assert f"“{evidence.text}” (page {evidence.page}" in text
            assert f"“{evidence.text}” (page {evidence.page}" in seen


def test_headers_say_who_and_that_a_machine_wrote_it() -> None:
    message = mail(visit_change())
    delivery = new_delivery(visit_change(), subscriber(), NOW)
    assert message["Message-ID"] == f"<{delivery.id}@visitwatch.example>"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"].addresses[0].addr_spec == "ann@council.example"


def test_the_subject_begins_with_the_authority_and_says_what_changed() -> None:
    assert (
        mail(visit_change())["Subject"]
        == "Exampleshire, second monitoring visit: “the pace of change is too slow”; caseloads improved"
    )
    assert mail(unreadable_change())["Subject"] == "Exampleshire: new report, could not be read"


def test_a_correction_s_subject_says_what_was_corrected_and_where() -> None:
    change = correction_change(visit_change())
    assert str(mail(change)["Subject"]) == (
        "Exampleshire: correction of the second monitoring visit letter: one sentence changed (page 1), one added (page 3), one…"
    )
    one = replace(change, correction=replace(correction_of(change), changes=CORRECTED[:1], fields=()))
    assert str(mail(one)["Subject"]) == correction_headline(one)
    assert part(mail(one), "plain").count("One sentence changed (page 1).") == 1


def test_without_a_public_page_unsubscribing_is_a_mail() -> None:
    message = mail(visit_change())
    assert message["List-Unsubscribe"] == "<mailto:stop@visitwatch.example?subject=unsubscribe%20ann>"
    assert message["List-Unsubscribe-Post"] is None


def test_with_a_public_page_it_is_one_click_by_a_token_of_the_subscriber() -> None:
    message = mail(visit_change(), settings=PUBLIC)
    link, _, other = message["List-Unsubscribe"].partition(", ")
    assert link.startswith("<https://alerts.example/unsubscribe/")
    assert read_token(PUBLIC.token_secret, link.strip("<>").rsplit("/", 1)[1]) == SubscriberId("ann")
    assert other.startswith("<mailto:")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.strip("<>") in part(message, "html")
    assert link.strip("<>") in part(message, "plain")


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (replace(SETTINGS, public_url="http://alerts.example", token_secret="x"), "VISITWATCH_PUBLIC_URL"),
        (replace(SETTINGS, public_url="https://alerts.example"), "VISITWATCH_TOKEN_SECRET"),
        (replace(SETTINGS, public_url="https://alerts.example/\r\nX: y", token_secret="x"), "VISITWATCH_PUBLIC_URL"),
        (replace(SETTINGS, mail_from="Visitwatch"), "VISITWATCH_MAIL_FROM"),
        (replace(SETTINGS, mail_from="Visitwatch <alerts@bücher.example>"), "VISITWATCH_MAIL_FROM"),
        (replace(SETTINGS, mail_unsubscribe="stop"), "VISITWATCH_MAIL_UNSUBSCRIBE"),
        (replace(SETTINGS, mail_unsubscribe="a@b.example>, <https://evil.example"), "VISITWATCH_MAIL_UNSUBSCRIBE"),
    ],
)
def test_settings_that_make_no_mail_are_named(wrong: Settings, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        MessageRenderer(wrong, REGISTER)


def test_priority_actions_stand_first() -> None:
    text = part(mail(priority_change()), "plain")
    assert text.index("AREAS FOR PRIORITY ACTION") < text.index("THE DOCUMENT") < text.index("STATEMENT OF PROGRESS")


def test_parts_stand_in_the_order_in_which_readers_value_them() -> None:
    text = part(mail(visit_change()), "plain")
    titles = (
        "THE DOCUMENT",
        "STATEMENT OF PROGRESS",
        "AREAS COVERED",
        "GOT WORSE",
        "NEWLY RAISED",
        "STILL A CONCERN",
        "IMPROVED",
        "OTHER THEMES",
        "WHAT NEEDS TO IMPROVE",
        "NOT COVERED THIS TIME",
        "HOW WELL IT WAS READ",
    )
    places = [text.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)
    graded = part(mail(inspection_change()), "plain")
    assert graded.index("JUDGEMENTS") < graded.index("GOT WORSE")


def test_a_claim_that_cannot_show_its_quote_is_not_made() -> None:
    assert "A claim without its other half" not in part(mail(visit_change()), "plain")
    assert "Care leavers" not in part(mail(visit_change()), "html")


def test_stated_and_inferred_are_told_apart() -> None:
    text = flat(part(mail(visit_change()), "plain"))
    assert "Caseloads, workload, unallocated work [the report says so]" in text
    assert "Supervision of social workers [inferred from two statements]" in text


def test_what_was_not_covered_is_never_called_resolved() -> None:
    text = flat(part(mail(visit_change()), "plain"))
    assert "this one says nothing of them, or hardly anything. That does not mean resolved." in text
    assert "ILACS inspection: adoption (page 6)." in text
    assert "Not listed any more does not mean resolved." in text


def test_judgements_show_old_and_new_with_the_framework_s_note() -> None:
    text = flat(part(mail(inspection_change()), "plain"))
    assert "Help and protection: inadequate -> requires improvement, improved (before: page 2, now: page 1)" in text
    assert "Impact of leaders: not given -> good, new judgement" in text
    assert "The framework changed" in text


def test_a_redline_marks_words_in_both_forms() -> None:
    message = mail(correction_change(visit_change()))
    assert "“The visit was on [-28-] {+27+} April.” (page 1)" in flat(part(message, "plain"))
    assert "The visit was on <del>28</del> <ins>27</ins> April." in part(message, "html")


def test_each_corrected_sentence_has_its_page_and_what_is_left_out_is_counted_by_page() -> None:
    change = correction_change(visit_change())
    text, page = flat(part(mail(change), "plain")), flat(seen_text(lxml.html.fromstring(part(mail(change), "html"))))
    assert "“{+Plans for children are reviewed in time.+}” (page 3)" in text
    assert "“[-Some plans are not reviewed at all.-]” (page 4 of the version before)" in text
    assert "“Plans for children are reviewed in time.” (page 3)" in page
    assert "“Some plans are not reviewed at all.” (page 4 of the version before)" in page
    moved = replace(CORRECTED[0], now=Quote("The visit was on 27 April.", 2))
    many = replace(change, correction=replace(correction_of(change), changes=(moved, *CORRECTED[1:2] * 41)))
    text = flat(part(mail(many), "plain"))
    assert "April.” (page 2; before: page 1)" in text
    assert "And 2 more sentences (page 3)." in text


def test_a_corrected_fact_is_told_as_it_is_and_as_it_was() -> None:
    change = correction_change(visit_change())
    assert "- the dates on site: 27 and 28 April 2026; before: 28 and 29 April 2026" in flat(
        part(mail(change), "plain")
    )
    for fact, told in (
        (FieldChange("visited", "", "27 April 2026"), "- the dates on site: 27 April 2026; not given before"),
        (FieldChange("visited", "28 April 2026", ""), "- the dates on site: no longer given; before: 28 April 2026"),
        (FieldChange("visited", "", ""), "- the dates on site [-was"),
    ):
        made = replace(change, correction=replace(correction_of(change), facts=(fact,)))
        assert told in flat(part(mail(made), "plain"))


def test_a_correction_kept_from_before_sentences_were_told_shows_its_redline() -> None:
    change = correction_change(visit_change())
    old = replace(change, correction=replace(correction_of(change), changes=()))
    assert "The visit was on [-28-]{+27+} April." in flat(part(mail(old), "plain"))
    assert "The visit was on <del>28</del><ins>27</ins> April." in part(mail(old), "html")


def many_themes(direction: Direction, names: str, confidence: float = 0.7) -> tuple[ThemeChange, ...]:
    return tuple(
        ThemeChange(
            f"{direction.value}_{name}",
            direction,
            False,
            confidence,
            tuple(Evidence(FIRST_URL, f"Before, {direction.value} {name} {n}.", 7) for n in range(3)),
            tuple(Evidence(URL, f"Now, {direction.value} {name} {n}.", 8) for n in range(3)),
        )
        for name in names
    )


def with_themes(*themes: ThemeChange, **report: Any) -> Change:
    base = visit_change()
    assert base.comparison is not None
    return replace(base, comparison=replace(base.comparison, themes=themes), report=replace(LETTER, **report))


def test_what_moved_most_is_told_in_full_and_the_rest_is_named_with_a_page() -> None:
    directions = (Direction.IMPROVED, Direction.STILL_STRENGTH, Direction.STILL_CONCERN, Direction.WORSENED)
    text = flat(part(mail(with_themes(*(t for d in directions for t in many_themes(d, "abcdef")))), "plain"))
    assert text.count("[inferred from two statements]") == 12
    assert all(f"“Now, worsened {name} 0.” (page 8)" in text for name in "abcdef")
    assert [name for name in "abcdef" if f"“Now, worsened {name} 1.” (page 8)" in text] == ["a", "b"]
    assert "Now, worsened a 2." not in text
    assert all(f"“Now, improved {name} 0.” (page 8)" in text for name in "ab")
    assert "Also improved: improved c (page 8); improved d (page 8)" in text
    assert "Also still a concern: still concern e (page 8); still concern f (page 8)." in text
    assert "Also still a strength: still strength a (page 8); " in text
    assert "Now, still_strength" not in text


def test_new_concerns_are_told_before_new_strengths() -> None:
    strengths, concerns = many_themes(Direction.NEW, "abcdef"), many_themes(Direction.NEW, "ghijklmnopqr", 0.6)
    findings = tuple(Finding(t.now[0].text, t.now[0].page, "", stance=Stance.STRENGTH) for t in strengths)
    text = flat(part(mail(with_themes(*strengths, *concerns, findings=findings)), "plain"))
    assert all(f"“Now, new {name} 0.”" in text for name in "ghijklmnopqr")
    assert "Also newly raised: new a (page 8)" in text


def test_no_mail_gives_a_number_for_how_sure_it_is() -> None:
    for change in (visit_change(), inspection_change(), priority_change()):
        assert "confidence" not in mail(change).as_string()


def test_a_report_that_says_itself_that_it_stands_alone_does_not_say_so_twice() -> None:
    headline = "Exampleshire, second monitoring visit: nothing earlier to compare with."
    alone = replace(visit_change(), comparison=replace(COMPARISON, baselines=(), headline=headline))
    text = flat(part(mail(alone), "plain"))
    assert "Nothing earlier to compare with." in text
    assert "There is no earlier report" not in text


def test_a_report_with_nothing_earlier_says_so_and_shows_what_it_lists() -> None:
    alone = replace(visit_change(), comparison=None)
    text = flat(part(mail(alone), "plain"))
    assert "There is no earlier report here to compare it with." in text
    assert "“The quality and regularity of supervision.” (page 2)" in text


def test_who_sent_it_and_why_and_whose_words_they_are_stand_below() -> None:
    ann = subscriber(
        frequency=Frequency.IMMEDIATELY,
        filters=Filters(authorities=frozenset({EXAMPLESHIRE}), themes=frozenset({"supervision"})),
    )
    text = flat(part(mail(visit_change(), ann), "plain"))
    assert "because Ann subscribed to reports on Exampleshire, on supervision of social workers, at once." in text
    assert "unofficial service" in text
    assert "Open Government Licence v3.0" in text


def test_html_names_its_language_and_needs_no_picture() -> None:
    page = lxml.html.fromstring(part(mail(visit_change()), "html"))
    assert page.get("lang") == "en"
    assert not page.findall(".//img")
    assert all(table.get("role") == "presentation" for table in page.iter("table"))
    assert all(len(seen_text(link).strip()) > 3 for link in page.iter("a"))


def test_page_links_open_the_pdf_at_that_page() -> None:
    page = lxml.html.fromstring(part(mail(visit_change()), "html"))
    links = {link.get("href"): seen_text(link) for link in page.iter("a")}
    assert links["https://files.example/v1/file/50300002#page=3"] == "page 3"
    assert links["https://files.example/v1/file/50300001#page=4"] == "page 4"


def test_files_of_this_machine_are_no_links() -> None:
    local = replace(
        visit_change(),
        url="letters/second.pdf",
        comparison=replace(COMPARISON, later=replace(COMPARISON.later, key="x")),
    )
    page = lxml.html.fromstring(part(mail(local), "html"))
    assert "letters/second.pdf" not in {link.get("href") for link in page.iter("a")}


def test_the_same_delivery_gives_the_same_bytes() -> None:
    who = subscriber()
    delivery = new_delivery(visit_change(), who, NOW)
    first, second = (RENDERER.render_alert(item(visit_change()), who, delivery) for _ in range(2))
    assert first == second


def test_lines_and_bytes_are_what_every_mail_server_takes() -> None:
    body = RENDERER.render_alert(
        item(visit_change()), subscriber(), new_delivery(visit_change(), subscriber(), NOW)
    ).body
    assert body.isascii()
    assert all(len(line) <= 998 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")


@given(changes(), TEXTS)
def test_no_text_of_a_report_becomes_mark_up_or_a_header(change: Change, name: str) -> None:
    who = replace(subscriber(), name=name)
    message = mail(change, who)
    assert set(message.keys()) == HEADERS
    assert len(message.keys()) == len(HEADERS)
    assert len(message["To"].addresses) == 1
    page = lxml.html.fromstring(part(message, "html"))
    assert {str(element.tag) for element in page.iter()} <= TAGS
    assert not [name for element in page.iter() for name in element.attrib if str(name).startswith("on")]
    for link in page.iter("a"):
        assert link.get("href", "").startswith(("https://", "http://", "mailto:"))


def receivers(name: str) -> list[tuple[str, str]]:
    """Names and addresses of a mail to one of that name."""
    return addresses(sent(visit_change(), replace(subscriber(), name=name)), "To")


def addresses(body: bytes, header: str) -> list[tuple[str, str]]:
    """Read by the older parser too, as the newer one keeps the blank between two encoded words."""
    assert len(message_from_bytes(body, policy=default)[header].addresses) == 1
    found = getaddresses([str(message_from_bytes(body)[header])])
    return [(str(make_header(decode_header(display))), address) for display, address in found]


@given(TEXTS)
def test_a_name_comes_back_as_it_was_written_with_one_address(name: str) -> None:
    expected = words.shorten(words.clean(name).replace("=?", "= ?"), 70)
    assert receivers(name) == [(expected, subscriber().target)]


@pytest.mark.parametrize(
    "name",
    [
        "Ann Able",
        "Able, Ann",
        'Ann "the" Able',
        "Ünal, Ä",
        "Board (Improvement); Chairs",
        f"Ann, {'é' * 200}, Able",
        "a" * 69,
    ],
)
def test_a_receiver_is_one_address_whatever_the_name(name: str) -> None:
    assert receivers(name) == [(words.shorten(name, 70), subscriber().target)]


def test_the_sender_is_one_address_whatever_the_name() -> None:
    name = "Visitwatch, Improvement (Board), " + "x, " * 30
    settings = replace(SETTINGS, mail_from=f'"{name}" <alerts@example.org>')
    found = addresses(sent(visit_change(), settings=settings), "From")
    assert found == [(words.shorten(name, 70), "alerts@example.org")]


@pytest.mark.parametrize("title", ["w" * 130, f"mixed é {'w' * 140}", "short", "plain words " * 20, "é" * 90])
def test_a_subject_is_folded_into_lines_that_may_be(title: str) -> None:
    change = replace(visit_change(), kind=ChangeKind.NOTICE, title=title, report=None, comparison=None)
    head = sent(change, replace(subscriber(), name="a " * 30 + "é" * 20)).split(b"\r\n\r\n")[0]
    lines = head.split(b"\r\n")
    at = next(i for i, line in enumerate(lines) if line.startswith(b"Subject: "))
    assert lines[at].strip() != b"Subject:"
    assert all(len(line) <= 76 for line in lines[at : at + 3])
    assert all(len(word) <= 75 for line in lines for word in line.split() if word.startswith(b"=?"))
    assert str(message_from_bytes(head + b"\r\n\r\n", policy=default)["Subject"]).startswith("Exampleshire: ")


@given(TEXTS)
def test_a_subject_comes_back_as_it_was_written(text: str) -> None:
    change = replace(visit_change(), kind=ChangeKind.NOTICE, title=text, report=None, comparison=None)
    expected = words.shorten(f"Exampleshire: {words.clean(text)}", 120).replace("=?", "= ?")
    assert str(mail(change)["Subject"]) == expected


@given(st.text(max_size=3000), st.integers(20, 300))
def test_shortening_keeps_within_and_cuts_nothing_that_fits(text: str, most: int) -> None:
    short, whole = words.shorten(text, most), words.clean(text)
    assert len(short) <= most
    assert short == whole if len(whole) <= most else short.endswith("…")


def test_every_change_kind_and_reason_has_words() -> None:
    for kind in ChangeKind:
        text = part(mail(replace(visit_change(), kind=kind, reason="damaged")), "plain")
        assert text.startswith("EXAMPLESHIRE: ")
    for reason, said in words.REASON_WORDS.items():
        assert said in flat(part(mail(unreadable_change(reason)), "plain"))


def test_a_report_on_an_authority_that_is_not_known_is_told_all_the_same() -> None:
    nowhere = replace(unreadable_change(), urns=())
    assert mail(nowhere)["Subject"] == "Authority not known: new report, could not be read"
    named = replace(visit_change(), urns=())
    assert part(mail(named), "plain").startswith("EXAMPLESHIRE: ")
    assert LETTER.authorities[0].name == "Exampleshire"


@pytest.mark.parametrize(
    ("filters", "frequency", "said"),
    [
        (Filters(), Frequency.IMMEDIATELY, "reports on every authority, at once"),
        (
            Filters(authorities=frozenset({NORTHBOROUGH, EXAMPLESHIRE}), notices=True),
            Frequency.DAILY,
            "reports on Exampleshire and Northborough, linked notices too, once a day",
        ),
        (
            Filters(regions=frozenset({"South West", "North East"}), kinds=frozenset({Kind.ILACS, Kind.JTAI})),
            Frequency.WEEKLY,
            (
                "reports on authorities, in the region North East or South West, of the kind ilacs inspection or jtai,"
                " once a week"
            ),
        ),
        (
            Filters(authorities=frozenset({EXAMPLESHIRE}), regions=frozenset({"South West"}), judgement_moved=True),
            Frequency.IMMEDIATELY,
            "reports on Exampleshire, in the region South West, only if a judgement moved, at once",
        ),
        (
            Filters(themes=frozenset({"pre_proceedings", "supervision"})),
            Frequency.IMMEDIATELY,
            (
                "reports on every authority, on public law outline (PLO), pre-proceedings, care proceedings, entry to care"
                " decisions at court or supervision of social workers, at once"
            ),
        ),
    ],
)
def test_the_reason_why_somebody_gets_it_is_said_in_words(filters: Filters, frequency: Frequency, said: str) -> None:
    assert words.filters_in_words(filters, frequency, REGISTER) == said


def test_topic_and_outcome_are_told_where_a_report_has_them() -> None:
    report = replace(LETTER, kind=Kind.AREA_SEND, topic="care leavers", outcome=3)
    text = flat(part(mail(replace(visit_change(), report=report)), "plain"))
    assert "Topic: care leavers" in text
    assert "Outcome: 3: widespread or systemic failings" in text
