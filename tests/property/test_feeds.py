from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from samples.portal_feeds import Entry, render

from visitwatch.adapters.feed_entries import ParsedFeed, parse_feed
from visitwatch.errors import NotAFeedError

URL = "https://news.example/feed"
NAMES = st.sampled_from(["a.atom", "a.rss"])


def _is_title(text: str) -> bool:
    return bool(text.strip()) and text.strip().casefold() != "this feed has ended"


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(_is_title),
        st.integers(1, 1000).map(lambda n: f"https://news.example/{n}"),
        st.just("A summary."),
        st.integers(946_684_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    ),
    min_size=1,
    max_size=8,
)
FEED = render(
    "a.atom", [Entry("Notice", "https://news.example/1", "A summary.", datetime(2026, 5, 3, tzinfo=UTC))] * 3, ""
)


def parsed(body: bytes) -> ParsedFeed | None:
    try:
        return parse_feed(body, URL, "application/xml")
    except NotAFeedError:
        return None


@given(ENTRIES, NAMES)
def test_every_entry_of_a_feed_is_read_with_its_link_and_day(entries: list[Entry], name: str) -> None:
    feed = parsed(render(name, entries, "https://news.example"))
    assert feed is not None
    assert feed.whole
    assert [e.links[0] for e in feed.entries] == [e.link for e in entries]
    assert [e.updated for e in feed.entries] == [e.updated for e in entries]


@given(ENTRIES, NAMES, st.floats(0, 1))
def test_a_feed_cut_off_anywhere_is_never_taken_for_whole(entries: list[Entry], name: str, part: float) -> None:
    body = render(name, entries, "https://news.example").rstrip()
    feed = parsed(body[: int((len(body) - 1) * part)])
    assert feed is None or not feed.whole
    assert feed is None or [e.links[0] for e in feed.entries] == [e.link for e in entries][: len(feed.entries)]


@given(st.binary(max_size=400))
@example(b"\x00")
def test_any_bytes_are_a_feed_or_no_feed(body: bytes) -> None:
    parsed(body)


@given(st.integers(0, len(FEED) - 1), st.binary(min_size=1, max_size=6))
def test_a_feed_with_a_spoiled_spot_is_a_feed_or_no_feed(at: int, spoil: bytes) -> None:
    parsed(FEED[:at] + spoil + FEED[at + len(spoil) :])
