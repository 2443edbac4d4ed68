from contextlib import suppress
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from samples.portal_html import Event, Row, provider, search

from visitwatch.adapters.portal_pages import read_provider, read_search
from visitwatch.domain.labels import read_label
from visitwatch.errors import ErrorPageError, LayoutChangedError

HOSTS = frozenset({"files.example"})
URL = "https://portal.example/provider/44/9900001"
ROW = Row("9900001", "Westmarsh", "South West", None)
DAYS = st.dates(date(2013, 1, 1), date(2030, 12, 31))
LABELS = st.sampled_from(
    [
        "children's services inspection",
        "children's services focused visit",
        "children's services monitoring visit",
        "area send full inspection",
        "letter of a new kind",
    ]
)
FILES = st.integers(1, 30).map(lambda n: f"https://files.example/v1/file/{n}")
EVENTS = st.lists(st.builds(Event, LABELS, FILES | st.just(""), DAYS, DAYS | st.none()), max_size=12)
ROWS = st.lists(
    st.builds(
        Row, st.integers(1, 9_999_999).map(str), st.text("abc &<>'", min_size=1).filter(str.strip), st.just("X"), DAYS
    ),
    max_size=20,
    unique_by=lambda r: r.urn,
)


def first_of_each(events: list[Event]) -> list[Event]:
    seen: dict[str, Event] = {}
    for event in events:
        if event.href:
            seen.setdefault(event.href, event)
    return list(seen.values())


@given(EVENTS, st.sampled_from("AB"))
def test_every_report_of_a_page_is_read_once_whatever_the_layout(events: list[Event], layout: str) -> None:
    page = read_provider(provider(ROW, events, layout), URL, HOSTS)
    expected = first_of_each(events)
    assert [link.url for link in page.links] == [e.href for e in expected]
    assert [link.event_date for link in page.links] == [e.event_date for e in expected]
    assert [link.published for link in page.links] == [e.published for e in expected]
    assert [link.label.kind for link in page.links] == [read_label(e.label, _day(e)).kind for e in expected]
    assert page.other_events == sum(not e.href for e in events)


def _day(event: Event) -> str:
    return f"{event.label} - {event.published:%d %B %Y}" if event.published else ""


@given(EVENTS)
def test_the_layout_changes_nothing_that_is_read(events: list[Event]) -> None:
    assert read_provider(provider(ROW, events, "A"), URL, HOSTS) == read_provider(
        provider(ROW, events, "B"), URL, HOSTS
    )


@given(ROWS, st.integers(0, 2000))
def test_every_row_of_a_search_page_is_read(rows: list[Row], total: int) -> None:
    page = read_search(search(rows, total, 0, 100), URL)
    assert page.total == total
    assert [(r.urn, r.name) for r in page.rows] == [(r.urn, " ".join(r.name.split())) for r in rows]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_a_named_error(body: bytes) -> None:
    for read in (lambda: read_search(body, URL), lambda: read_provider(body, URL, HOSTS)):
        with suppress(LayoutChangedError, ErrorPageError):
            read()
