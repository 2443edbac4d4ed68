"""The comparison of a report with the authority's earlier ones: the parts of this package, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from visitwatch.domain.comparing.baselines import Chosen, choose, missing_start, missing_visits
from visitwatch.domain.comparing.headline import headline
from visitwatch.domain.comparing.items import improvement_changes, priority_changes
from visitwatch.domain.comparing.judgements import framework_note, judgement_rows
from visitwatch.domain.comparing.labels import ordinal, ref
from visitwatch.domain.comparing.pair import with_themes
from visitwatch.domain.comparing.progress import progress_pair
from visitwatch.domain.comparing.themes import theme_changes
from visitwatch.domain.comparison import Baseline, Comparison, JudgementRow, Known
from visitwatch.domain.report import Kind, Report


def compare(later: Known, history: Sequence[Known], *, given: bool = False) -> Comparison:
    """What `later` changes. Annotated reports of one authority, in any order; the baselines are chosen here.

    given: a person chose the history (the command line): each report of it is a baseline, whatever its kind or date.
    Without a baseline the rows are empty and the headline says what the report itself holds.
    """
    chosen = choose(later, history, given=given)
    known = [replace(item.known, report=with_themes(item.known.report)) for item in chosen]
    reports = [item.report for item in known]
    judgements = _judgements(later.report, reports)
    themes = theme_changes(replace(later, report=with_themes(later.report)), known) if known else ()
    priority = priority_changes(later.report, reports)
    return Comparison(
        later=ref(later.key, later.report),
        baselines=tuple(Baseline(ref(c.known.key, c.known.report), c.why) for c in chosen),
        judgements=judgements,
        progress=progress_pair(later.report, known),
        areas=later.report.areas_covered,
        themes=themes,
        improvements=improvement_changes(later.report, reports),
        priority_actions=priority,
        headline=headline(later.report, judgements, themes, priority, compared=bool(known)),
        notes=(*_notes(later.report, chosen), *_visits_note(later, history, given=given)),
    )


def _judgements(later: Report, baselines: Sequence[Report]) -> tuple[JudgementRow, ...]:
    """Against the first baseline that has grades."""
    return next((rows for rows in (judgement_rows(report, later) for report in baselines) if rows), ())


def _notes(later: Report, chosen: Sequence[Chosen]) -> tuple[str, ...]:
    notes = [framework_note(item.known.report, later) for item in chosen]
    start = missing_start(later, chosen)
    if start:
        notes.append(f"The inspection that judged the authority inadequate ({start}) is not at hand.")
    notes += [outcome_note(item.known.report, later) for item in chosen]
    return tuple(dict.fromkeys(note for note in notes if note))


def _visits_note(later: Known, history: Sequence[Known], *, given: bool) -> tuple[str, ...]:
    """Which earlier visits of the cycle are missing; a person who chose the files knows."""
    missing = () if given else missing_visits(later, history)
    if not missing:
        return ()
    names = [ordinal(number) for number in missing]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return (f"Not at hand: the {listed} monitoring visit{'s' if len(names) > 1 else ''} of this cycle.",)


def outcome_note(before: Report, after: Report) -> str:
    """What became of an area SEND inspection's outcome, 1 (best) to 3; "" for other kinds."""
    if after.kind is not Kind.AREA_SEND or before.outcome is None or after.outcome is None:
        return ""
    if before.outcome == after.outcome:
        return f"Outcome {after.outcome} as in the last inspection."
    return f"Outcome {before.outcome} in the last inspection, {after.outcome} now."
