from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from tests.flow.home import BROKEN, ELM, HTML, OAK, Home, letter, publication

from visitwatch.adapters.memory import MemoryDocuments
from visitwatch.domain.change import ChangeKind
from visitwatch.domain.publication import PublicationState
from visitwatch.domain.report import Chances, Urn
from visitwatch.domain.version import READER
from visitwatch.flow.backfill import BackfillResult, Wanted, backfill
from visitwatch.flow.reread import Reread, reread

FIRST = letter("Oakshire", 1, date(2025, 9, 2))
UNSURE = Chances((0.25, 0.25, 0.25, 0.25), (1.0, 0.0, 0.0, 0.0), ())


def learned() -> Home:
    home = Home()
    home.publish("oak-1", FIRST, OAK, published=date(2025, 9, 30))
    home.publish("oak-2", letter("Oakshire", 2, date(2026, 1, 6)), OAK, published=date(2026, 1, 30))
    home.publish("oak-html", HTML, OAK, published=date(2012, 7, 13))
    home.publish("elm-1", letter("Elmshire", 1, date(2025, 9, 2)), ELM, published=date(2025, 10, 1))
    home.publish("elm-broken", BROKEN, ELM, published=date(2025, 10, 2))
    home.check()
    return home


def test_a_backfill_reads_what_was_learned_says_what_could_not_be_read_and_alerts_nobody() -> None:
    home = learned()
    calls: list[tuple[int, int, str]] = []
    result = backfill(home.context, progress=lambda *call: calls.append(call))
    assert result == BackfillResult(read=3, known=0, outcomes=(("html", ("oak-html",)), ("truncated", ("elm-broken",))))
    assert calls[-1][:2] == (5, 5)
    assert len(home.store.reports_of(OAK)) == 2
    home.check()
    assert home.changes() == []
    assert home.told == []


def test_a_backfill_goes_on_where_it_was_interrupted() -> None:
    home = learned()

    def stop(done: int, total: int, url: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backfill(home.context, progress=stop)
    result = backfill(home.context)
    assert result.known == 2
    assert sorted(set(home.files.asked)) == sorted(home.files.asked)
    assert backfill(home.context) == BackfillResult(0, 4, (("html", ("oak-html",)),))


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (Wanted(urns=frozenset({ELM})), {"elm-1", "elm-broken"}),
        (Wanted(since=date(2025, 10, 1), until=date(2025, 10, 2)), {"elm-1", "elm-broken"}),
        (Wanted(since=date(2026, 1, 30)), {"oak-2"}),
        (Wanted(until=date(2012, 12, 31)), {"oak-html"}),
        (Wanted(urns=frozenset({Urn("90009")})), set()),
        (Wanted(urns=frozenset({OAK}), since=date(2013, 1, 1)), {"oak-1", "oak-2"}),
    ],
)
def test_a_backfill_of_an_authority_or_a_span_of_days_asks_for_no_more(wanted: Wanted, asked: set[str]) -> None:
    home = learned()
    backfill(home.context, wanted)
    assert set(home.files.asked) == asked


def test_a_link_without_a_date_is_read_unless_a_day_is_asked_for() -> None:
    home = Home()
    home.portal.pages[OAK] = [publication("oak-0", OAK, None)]
    home.files.content["oak-0"] = FIRST
    home.check()
    assert backfill(home.context, Wanted(since=date(2012, 1, 1))).read == 0
    assert backfill(home.context).read == 1


def test_what_is_new_when_a_backfill_runs_still_alerts_by_the_next_check() -> None:
    home = learned()
    home.publish("oak-3", letter("Oakshire", 3, date(2026, 5, 5)), OAK)
    home.check(run=False)
    backfill(home.context)
    assert home.changes() == []
    home.check()
    assert [change.url for change in home.changes()] == ["oak-3"]
    assert home.kinds() == [ChangeKind.NEW_REPORT]


def read_by(home: Home, reader: str, **changes: object) -> None:
    """As if an older reader had read the first letter."""
    sha256 = hashlib.sha256(FIRST).hexdigest()
    stored = home.store.get_report("oak-1", sha256)
    assert stored is not None
    home.store.put_report(replace(stored, reader=reader, report=replace(stored.report, **changes)))  # type: ignore[arg-type]


def test_a_newer_reader_keeps_its_reading_tells_ops_what_differs_and_alerts_nobody() -> None:
    home = learned()
    backfill(home.context)
    read_by(home, "0", ordinal=7)
    result = reread(home.context)
    assert result.differing == (("oak-1", Reread.DIFFERS, ("ordinal",)),)
    stored = home.store.get_report("oak-1", hashlib.sha256(FIRST).hexdigest())
    assert stored is not None
    assert (stored.report.ordinal, stored.reader) == (1, READER)
    assert ("reread_differs", "oak-1") in home.problems()
    assert home.changes() == []
    assert reread(home.context).differing == ()


def test_how_sure_the_labels_are_makes_no_difference_that_is_told_and_the_newer_reading_is_kept() -> None:
    home = learned()
    backfill(home.context)
    sha256 = hashlib.sha256(FIRST).hexdigest()
    now = home.store.get_report("oak-1", sha256)
    assert now is not None
    older = tuple(replace(finding, chances=UNSURE) for finding in now.report.findings)
    assert older != now.report.findings
    read_by(home, "0", findings=older)
    assert reread(home.context).differing == ()
    assert home.problems() == {("html", "oak-html"), ("truncated", "elm-broken")}
    assert home.store.get_report("oak-1", sha256) == now


def test_labels_that_differ_are_told_whatever_their_chances() -> None:
    home = learned()
    backfill(home.context)
    now = home.store.get_report("oak-1", hashlib.sha256(FIRST).hexdigest())
    assert now is not None
    read_by(home, "0", findings=tuple(replace(finding, themes=("adoption",)) for finding in now.report.findings))
    assert reread(home.context).differing == (("oak-1", Reread.DIFFERS, ("findings",)),)


def test_what_this_reader_read_is_left_alone_unless_all_is_asked_for() -> None:
    home = learned()
    backfill(home.context)
    assert reread(home.context).versions == 1  # the broken one: another reader may cope
    assert reread(home.context, all_versions=True).versions == 4
    assert reread(home.context, all_versions=True, only="oak-1").versions == 1
    assert reread(home.context, all_versions=True, only="nowhere").versions == 0
    assert home.problems() == {("html", "oak-html"), ("truncated", "elm-broken")}


def test_a_report_that_a_newer_reader_cannot_read_keeps_its_older_reading() -> None:
    home = learned()
    backfill(home.context)
    read_by(home, "0", sha256=hashlib.sha256(HTML).hexdigest())
    sha256 = hashlib.sha256(FIRST).hexdigest()
    home.documents = MemoryDocuments()
    home.documents.put_document(sha256, HTML)
    found = {(url, outcome) for url, outcome, _ in reread(home.context).differing}
    assert ("oak-1", Reread.LOST) in found
    assert home.store.get_report("oak-1", sha256) is not None
    assert ("reread_lost", "oak-1") in home.problems()
    assert ("elm-broken", Reread.MISSING) in found
    assert ("archive_damaged", "elm-broken") in home.problems()


def test_a_report_that_only_a_newer_reader_can_read_is_found_and_not_told_again() -> None:
    home = learned()
    home.publish("oak-3", BROKEN, OAK)
    home.check()
    assert home.kinds() == [ChangeKind.UNREADABLE]
    sha256 = hashlib.sha256(BROKEN).hexdigest()
    home.documents = MemoryDocuments()
    home.documents.put_document(sha256, letter("Oakshire", 3, date(2026, 5, 5)))
    assert ("oak-3", Reread.FOUND, ()) in reread(home.context).differing
    record = home.store.get_publication("oak-3")
    assert record is not None
    assert record.state is PublicationState.READ
    home.check()
    assert home.kinds() == [ChangeKind.UNREADABLE]
