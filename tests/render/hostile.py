"""Texts that no report should hold, for property tests: each field of a change may hold any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from tests.delivery_values import COMPARISON, LETTER, URL, visit_change

from visitwatch.domain.change import Change, Correction, FieldChange, SentenceChange
from visitwatch.domain.comparison import (
    Baseline,
    Direction,
    Edit,
    Evidence,
    ItemChange,
    ItemStatus,
    PriorityChange,
    ProgressPair,
    ReportRef,
    ThemeChange,
    Why,
)
from visitwatch.domain.publication import Publication
from visitwatch.domain.report import Kind, Quote, Urn

MARKED = (
    "<script>alert(1)</script>",
    "<!channel> <@U0001> <https://evil.example|read>",
    "*bold* _slanted_ ~struck~ `code`",
    "\r\nBcc: other@evil.example\r\n\r\nbody",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp; ]]> -->",
    '" onmouseover="alert(1)',
    "\u202eesrever \ufffe \x00 \u2028",
    "=?utf-8?q?x?=",
    "word " * 650,
    "x" * 3100,
    "&<>" * 1100,
    "😀" * 1600,
)
TEXTS = st.one_of(
    st.text(max_size=60), st.sampled_from(MARKED), st.builds(str.__add__, st.text(max_size=9), st.sampled_from(MARKED))
)


@st.composite
def themes(draw: st.DrawFn) -> ThemeChange:
    quotes = st.lists(st.builds(Evidence, st.just(URL), TEXTS, st.integers(1, 60)), min_size=1, max_size=3).map(tuple)
    return ThemeChange(
        draw(st.one_of(st.sampled_from(["supervision", "adoption"]), TEXTS)),
        draw(st.sampled_from(list(Direction))),
        draw(st.booleans()),
        draw(st.floats(0, 1)),
        draw(quotes),
        draw(quotes),
    )


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A change each of whose texts may be hostile, with many rows or few."""
    quote = st.builds(Quote, TEXTS, st.integers(1, 60))
    label = draw(TEXTS)
    comparison = replace(
        COMPARISON,
        later=ReportRef(URL, Kind.MONITORING_VISIT, label),
        baselines=(Baseline(ReportRef(draw(TEXTS), Kind.ILACS, draw(TEXTS)), Why.PREVIOUS_VISIT),),
        progress=ProgressPair(draw(quote), draw(quote)),
        themes=tuple(draw(st.lists(themes(), max_size=7))),
        areas=tuple(draw(st.lists(TEXTS, max_size=4))),
        improvements=tuple(
            draw(st.lists(st.builds(ItemChange, st.sampled_from([ItemStatus.CARRIED_OVER]), quote, quote), max_size=4))
        ),
        priority_actions=tuple(
            draw(st.lists(st.builds(PriorityChange, st.sampled_from([ItemStatus.NEW]), quote), max_size=7))
        ),
        headline=draw(TEXTS),
        notes=(draw(TEXTS),),
    )
    edits = st.lists(st.builds(Edit, st.sampled_from(["equal", "delete", "insert"]), TEXTS), max_size=5)
    return replace(
        visit_change(urns=(draw(st.sampled_from([Urn("90001"), Urn("90004")])),)),
        title=draw(TEXTS),
        url=draw(st.one_of(st.just(URL), TEXTS, st.just("https://files.example/a b|c>d<e&f" + "y" * 3000))),
        publication=Publication(URL, Urn("90001"), draw(TEXTS), date(2026, 5, 29), None, "portal"),
        report=replace(
            LETTER, title=draw(TEXTS), inspectors=(draw(TEXTS),), warnings=(draw(TEXTS),), topic=draw(TEXTS)
        ),
        comparison=comparison,
        correction=Correction(
            "a" * 64,
            tuple(draw(edits)),
            ("visited", "topic"),
            facts=(FieldChange("topic", draw(TEXTS), draw(TEXTS)),),
            changes=tuple(
                draw(st.lists(st.builds(SentenceChange, quote, quote, edits.map(tuple)), max_size=3))
                + draw(st.lists(st.builds(SentenceChange, quote, st.none()), max_size=60))
            ),
        ),
    )
