from __future__ import annotations

from datetime import date

import pytest
from tests.flow.home import BROKEN, DAY_ONE, ELM, OAK, Feed, Home, a_home, letter

from visitwatch.domain.change import Change, ChangeKind
from visitwatch.domain.publication import FeedPage, Notice
from visitwatch.errors import GoneError, NotFoundError
from visitwatch.flow.collect_report import GIVE_UP_TRIES
from visitwatch.flow.find_change import find_change

SECOND = letter("Oakshire", 2, date(2026, 5, 5))
CORRECTED = letter("Oakshire", 2, date(2026, 5, 5), "Supervision is good.")


def learned() -> Home:
    home = a_home()
    home.check()
    return home


def only(home: Home, kind: ChangeKind) -> Change:
    (change,) = [change for change in home.changes() if change.kind is kind]
    return change


def test_a_report_is_found_by_the_change_s_id_and_by_its_link() -> None:
    home = learned()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    (change,) = home.changes()
    assert find_change(change.id, home.context) == find_change("oak-2", home.context) == change


def test_a_link_that_was_corrected_leads_to_its_report_and_the_correction_has_its_id() -> None:
    home = learned()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    home.files.content["oak-2"] = CORRECTED
    home.next_day()
    home.check()
    correction = only(home, ChangeKind.CORRECTION)
    assert find_change("oak-2", home.context) == only(home, ChangeKind.NEW_REPORT)
    assert find_change(correction.id, home.context) == correction


def test_a_report_told_as_the_correction_of_another_link_is_found_by_its_own() -> None:
    home = learned()
    home.publish("oak-2", SECOND, OAK)
    home.check()
    home.publish("oak-2b", CORRECTED, OAK)
    home.check()
    assert find_change("oak-2b", home.context) == only(home, ChangeKind.CORRECTION)


def test_a_letter_told_with_another_council_s_is_found_by_its_own_link() -> None:
    home = learned()
    words = ("Supervision is weak.", "Plans are late.", "Visits are regular.", "Records are thin.", "Homes are few.")
    home.publish("oak-2", letter("Oakshire and Elmshire", 2, date(2026, 5, 5), *words), OAK)
    home.publish("elm-2", letter("Elmshire and Oakshire", 2, date(2026, 5, 5), *words), ELM)
    home.check()
    (change,) = home.changes()
    assert {find_change(link, home.context).id for link in ("oak-2", "elm-2")} == {change.id}


@pytest.mark.parametrize("body", [BROKEN, GoneError("404")])
def test_what_was_told_by_its_link_alone_is_found_by_it(body: bytes | GoneError) -> None:
    home = learned()
    home.publish("oak-2", body, OAK)
    for _ in range(GIVE_UP_TRIES):
        home.check()
    assert find_change("oak-2", home.context) == only(home, ChangeKind.UNREADABLE)


def test_a_notice_is_found_by_its_link() -> None:
    home = learned()
    home.feeds = [Feed("feed", [FeedPage((), (), 0)])]
    home.check()
    notice = Notice("n1", "https://gov.example/n", (OAK,), "Notice to Oakshire", DAY_ONE, "feed")
    home.feeds[0].pages = [FeedPage((), (notice,), 0)]
    home.check()
    assert find_change("https://gov.example/n", home.context) == only(home, ChangeKind.NOTICE)


def test_what_was_told_to_nobody_says_why() -> None:
    home = learned()
    with pytest.raises(NotFoundError, match="known, quiet: nobody was told"):
        find_change("oak-1", home.context)
    home.publish("oak-2", GoneError("404"), OAK)
    home.check()
    with pytest.raises(NotFoundError, match="known, and nobody was told yet"):
        find_change("oak-2", home.context)
    for home in (learned(), Home()):
        with pytest.raises(NotFoundError, match="no such change or link"):
            find_change("oak-9", home.context)
