"""The sample authority's second letter, in the shape of the article that the project started from: every movement that
the article names is told, the right way round, with its sentence.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from scripts.accuracy_comparing import report_of

from visitwatch.domain.comparing.compare import compare
from visitwatch.domain.comparison import Comparison, Direction, Known, Why

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
INSPECTION = SAMPLES / "reports" / "9900001-westmarsh" / "2022-01-21-inspection.pdf"
FIRST = SAMPLES / "reports" / "9900001-westmarsh" / "2022-06-14-monitoring-visit.pdf"
SECOND = SAMPLES / "later" / "1" / "9900001-westmarsh" / "2022-11-15-monitoring-visit.pdf"


@cache
def compared() -> Comparison:
    inspection, first, second = (Known(path.name, report_of(path)) for path in (INSPECTION, FIRST, SECOND))
    return compare(second, [inspection, first])


def test_the_baselines_are_the_first_visit_and_the_inspection() -> None:
    assert [baseline.why for baseline in compared().baselines] == [Why.SAME_AREA, Why.CYCLE_START]


@pytest.mark.parametrize(
    ("theme", "direction", "words"),
    [
        ("caseloads", Direction.IMPROVED, "caseloads"),
        ("workforce", Direction.IMPROVED, "morale"),
        ("domestic_abuse", Direction.IMPROVED, "medium risk of domestic abuse"),
        ("assessments", Direction.IMPROVED, "45 working days"),
        ("drift_and_delay", Direction.STILL_CONCERN, "delay at every point"),
        ("risk", Direction.STILL_CONCERN, "unassessed risk"),
        ("strategy_discussions", Direction.STILL_CONCERN, "strategy discussions"),
        ("exploitation", Direction.STILL_CONCERN, "sexual exploitation"),
        ("neglect", Direction.STILL_CONCERN, "chronic neglect"),
    ],
)
def test_a_movement_that_the_article_names_is_told_with_its_sentence(
    theme: str, direction: Direction, words: str
) -> None:
    row = next(row for row in compared().themes if row.theme == theme)
    assert row.direction is direction
    assert any(words in evidence.text.lower() for evidence in row.now)
    assert row.before


def test_the_headline_quotes_the_statement_of_progress() -> None:
    assert "second monitoring visit: “" in compared().headline
    assert "the pace of change is too slow" in compared().headline
