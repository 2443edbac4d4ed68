"""Invented monitoring-visit letters in every wording and layout that the reader must know.

No sentence here is Ofsted's but the fixed formulas of its letters; findings, names of people and areas are made up.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from visitwatch.domain.report import DateRange, Kind, Report, YearMonth

MARK = "\ue000"
"""Stands before the statement of progress while a letter is laid out, to tell its page."""

LETTERHEAD = [
    "Ofsted",
    "Piccadilly Gate",
    "Store Street",
    "Manchester",
    "M1 2WD",
    "T 0300 123 1231",
    "Textphone 0161 618 8524",
    "enquiries@ofsted.gov.uk",
    "www.gov.uk/ofsted",
]
PLACEMENTS = ["top", "bottom", "woven", "before dear", "after title", "none"]
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

AUTHORITIES = {
    "Barnet": ("80487", ["Barnet", "London Borough of Barnet", "the London Borough of Barnet"]),
    "Reading": ("80540", ["Reading", "Reading Borough Council"]),
    "Stoke-on-Trent": ("80564", ["Stoke-on-Trent", "Stoke-on-Trent City Council"]),
    "St. Helens": ("80560", ["St. Helens", "St Helens"]),
    "Bournemouth, Christchurch and Poole": ("2532287", ["Bournemouth, Christchurch and Poole"]),
    "Kingston upon Hull": ("80477", ["Kingston upon Hull", "Hull City Council"]),
    "Devon": ("80461", ["Devon", "Devon County Council"]),
}
JOINT = ("2637539", "2637548")

DATES: list[tuple[str, list[tuple[str, str]]]] = [
    ("on 14 and 15 November 2017", [("2017-11-14", "2017-11-15")]),
    ("on 20 August 2020", [("2020-08-20", "2020-08-20")]),
    ("on 30 November and 1 December 2022", [("2022-11-30", "2022-12-01")]),
    ("on 31 January 2023 and 1 February 2023", [("2023-01-31", "2023-02-01")]),
    ("on 12, 13 and 14 March 2019", [("2019-03-12", "2019-03-14")]),
    ("from 9 to 11 February 2021", [("2021-02-09", "2021-02-11")]),
    ("between 3 and 4 March 2021", [("2021-03-03", "2021-03-04")]),
    ("on the 15 and 16 of May 2018", [("2018-05-15", "2018-05-16")]),
    ("on 4–5 October 2022", [("2022-10-04", "2022-10-05")]),
    ("on 9th and 10th June 2026", [("2026-06-09", "2026-06-10")]),
    (
        "on 6 and 7 October 2020 (off site) and on 13 October 2020",
        [("2020-10-06", "2020-10-07"), ("2020-10-13", "2020-10-13")],
    ),
    ("on 15, 16 and 21 July 2025", [("2025-07-15", "2025-07-16"), ("2025-07-21", "2025-07-21")]),
]
TITLES = [
    "Monitoring visit to {la} children’s services",
    "Monitoring visit of {la} children’s services",
    "Monitoring visit of {la} local authority children’s services",
    "Monitoring visit to {la}",
]
VISITS = [
    "This letter summarises the findings of the monitoring visit to {la} children’s services {on}.",
    "This letter summarises the findings of the monitoring visit of {la} local authority children’s services {on}.",
    "This letter summarises the findings of a monitoring visit to {la} children’s services {on}.",
    "This letter summarises the findings of your monitoring visit {on} to {la} children’s services.",
]
SINCE = [
    "The visit was the {nth} monitoring visit since the local authority was judged inadequate{why} in {month}.",
    "This was the {nth} monitoring visit since the local authority was judged inadequate{why} in {month}.",
    "This is the {nth} monitoring visit since the local authority was judged to be inadequate{why} in {month}.",
    "It was the {nth} monitoring visit since children’s services were judged to be inadequate{why} in {month}.",
    "The visit was the {nth} published monitoring visit since the local authority was judged inadequate{why} in {month}.",
    "This visit was the local authority’s {nth} monitoring visit since the authority was judged as inadequate{why} in {month}.",
    "This was the {nth} monitoring visit since the local authority was judged inadequate{why} at its inspection in {month}.",
    "This was the {nth} monitoring visit since the inspection in {month}, when the local authority was judged inadequate{why}.",
    "The visit was the {nth} monitoring visit carried out since the local authority was judged inadequate{why} in {month}.",
    "This was the {nth} visit since the local authority was judged inadequate{why} in {month}.",
    "The visit was the {nth} and final monitoring visit since the local authority was found to be inadequate{why} in {month}.",
]
WHY = [
    "",
    " for overall effectiveness",
    " for the experiences and progress of children in care",
    " for the impact of leaders on practice with children and families, and for help and protection,",
    ", following a re-inspection,",
]
PEOPLE = ["Ann Lee", "Bob O’Hara", "Cath Ray-Jones", "Dewi ap Rhys", "Éva Kovács", "Fiona de la Mare"]
INSPECTED: list[tuple[int, str]] = [
    (2, "The inspectors were {0}, HMI, and {1}, HMI."),
    (2, "The inspectors were {0} HMI and {1} HMI."),
    (2, "The inspectors were {0}, {majesty} Majesty’s Inspector, and {1}, {majesty} Majesty’s Inspector."),
    (2, "{majesty} Majesty’s Inspectors for this visit were {0} and {1}."),
    (2, "{majesty} Majesty’s Inspectors were {0} and {1}."),
    (2, "The visit was carried out by {majesty} Majesty’s Inspectors {0} and {1}."),
    (2, "The visit was conducted by {0} and {1}, two of {majesty} Majesty’s Inspectors."),
    (2, "The visit was carried out by lead inspector {0} and team inspector {1}."),
    (1, "The inspector was {0}, {majesty} Majesty’s Inspector."),
    (3, "The inspectors were {0}, HMI, {1}, Senior HMI, and {2}, Ofsted Inspector."),
    (3, "{majesty} Majesty’s Inspectors for this monitoring visit were {0}, {1} and {2}."),
    (3, "The inspectors for this visit were {0}, {1} and {2}, all of whom are {majesty} Majesty’s Inspectors (HMI)."),
    (2, "The inspectors were {0} and {1}, HMI. The quality assurance manager was Gwen Observer, Senior HMI."),
]
BETWEEN = [
    "",
    "The visit was carried out off site. Inspectors used video calls for discussions with social workers.",
    "This visit was conducted by remote means, with one inspector on site for one day.",
    "The visit was a mix of work on site and off site. The lead inspector and the director agreed how to do it safely.",
    "This monitoring visit took place on site. Inspectors met with social workers in person.",
]
AREAS = [
    ["the quality of assessments", "child protection planning", "management oversight"],
    ["help and protection", "care leavers"],
    ["the ‘front door’, including the emergency duty team", "children missing from home and care", "supervision"],
    [
        "Planning and achieving permanence for children in care",
        "Sufficiency of placements",
        "Support for care leavers, including those who are parents",
    ],
    ["services for disabled children"],
]
LISTED = [
    "During the course of this visit, inspectors reviewed the progress made in the areas of:",
    "During this visit, inspectors reviewed the progress made in the following areas:",
    "Inspectors reviewed the progress made in the following areas of concern identified at the last inspection:",
    "Inspectors reviewed progress in the following areas:",
    "Inspectors looked at the local authority’s arrangements for children in need, with a particular focus on:",
    "The areas covered by the visit were:",
]
WITHIN = [
    "During the course of this visit, inspectors reviewed the progress made in the areas of {areas}.",
    "Inspectors reviewed the progress made in the areas of {areas}.",
    "Inspectors reviewed the progress made in {areas}.",
    "During this visit, inspectors reviewed the progress made in relation to {areas}.",
    "The visit focused on the progress made in the areas of {areas}.",
]
EVIDENCE = (
    "A range of evidence was considered during the visit, including electronic case records, the audits of managers, "
    "observation of social workers at work and other information that staff provided. Inspectors spoke to staff."
)
PROGRESS = [
    "The local authority is making steady progress in improving services for its children and young people.",
    "The local authority is starting to make progress to improve help for families, from a very low base.",
    "The local authority has made some initial progress, but this is not yet seen in every team.",
    "The pace of change remains too slow in the areas that inspectors looked at.",
    "Senior leaders have made insufficient progress since the last monitoring visit in the areas considered.",
    "Progress since the previous visit has been slow, uneven and not always sustained.",
    "Services for children have improved at pace since the second monitoring visit in May 2018.",
    "The council continues to make positive progress in the way that it helps and protects children.",
    "The local authority is not yet making satisfactory progress overall.",
    "Since the last inspection, the trust has accelerated the pace of improvement and has sustained progress.",
    "There is insufficient pace and prioritisation in the work to make social work better.",
    "Improvement has been modest and is fragile.",
    "The local authority is beginning to improve the lives of children in need.",
    "Since the previous monitoring visit, Westmarsh has made rapid progress.",
]
AROUND = [
    "Elected members attend each meeting of the board and ask careful questions.",
    "In Ms. Brown’s team, plans are written with families, e.g. at kitchen tables.",
    "Children’s plans are reviewed on time in most teams.",
]
ELSEWHERE = [
    "Leaders have made progress in recruiting social workers.",
    "Most children in care make good progress at school.",
    "There have been improvements in the way that meetings are recorded.",
]
FINDINGS = [
    "Thresholds are understood by partners, who share information on the day that they receive it.",
    "Too many assessments lack a chronology and so the history of harm is missed.",
    "Supervision takes place every month; it is rarely reflective.",
    "Social workers know children well and visit them at home, at school and elsewhere.",
    "Caseloads have fallen to 17.5 on average, and workers told inspectors that they feel supported.",
]
CLOSES = [
    ["I am copying this letter to the Department for Education. This letter will be published on the Ofsted website."],
    [
        "I would like to thank you and your staff for your positive engagement with this visit.",
        "I am copying this letter to the Department for Education.",
    ],
    ["Ofsted will take the findings from this visit into account when planning your next inspection or visit."],
]
FURNITURE = ["dear ms", "yours", "piccadilly", "example", "1 high street", "department for education", "this letter"]
NUMBERS = (
    *("title", "visit", "since", "why", "nth", "on", "inspected", "between", "areas", "listed", "within", "progress"),
    *("close", "placement", "authority"),
)
SWITCHES = ("bullets", "heading", "early", "glued", "straight", "numeric", "blank")
BULLETS = ["◼ ", "\uf06e ", "• ", "\uf0b7 ", "- ", "· "]


@dataclass(frozen=True)
class Letter:
    """A letter's text, pages parted by form feeds, and the facts that stand in it."""

    text: str
    urns: tuple[str, ...]
    visited: tuple[DateRange, ...]
    ordinal: int
    judged: YearMonth
    written: date
    inspectors: tuple[str, ...]
    areas: tuple[str, ...]
    progress: str
    progress_page: int
    findings: tuple[str, ...]
    title: str


@dataclass
class Choice:
    """Which variant of each part; every index is taken modulo the number of variants."""

    seed: int = 0
    title: int = 0
    visit: int = 0
    since: int = 0
    why: int = 0
    nth: int = 1
    on: int = 0
    inspected: int = 0
    between: int = 0
    areas: int = 0
    listed: int = 0
    within: int = 0
    bullets: bool = True
    heading: bool = True
    early: bool = False
    glued: bool = False
    progress: int = 0
    close: int = 0
    placement: int = 0
    authority: int = 0
    joint: bool = False
    straight: bool = False
    width: int = 85
    page: int = 44
    closed_items: int = 0
    numeric: bool = False
    blank: bool = False
    extra: dict[str, str] = field(default_factory=dict)


T = TypeVar("T")


def drawn(rng: random.Random) -> Choice:
    """A choice of every variant at random."""
    numbers = {name: rng.randrange(13) for name in NUMBERS}
    switches = {name: rng.random() < 0.5 for name in SWITCHES}
    return Choice(
        **numbers,  # type: ignore[arg-type]  # the names are those of the int fields
        **switches,  # type: ignore[arg-type]  # the names are those of the bool fields
        joint=rng.random() < 0.1,
        seed=rng.randrange(41),
        closed_items=rng.randrange(4),
        width=rng.randrange(60, 101),
        page=rng.randrange(24, 61),
    )


def facts(letter: Letter, report: Report) -> Iterator[tuple[str, Any, Any]]:
    """(name, as read, as printed) of each fact; white space and case are set aside where the bars set them aside."""
    statement = report.progress_statement
    sentences = [squeezed(finding.text) for finding in report.findings]
    yield "kind", report.kind, Kind.MONITORING_VISIT
    yield "authorities", tuple(a.urn for a in report.authorities), letter.urns
    yield "visit dates", report.visited, letter.visited
    yield "ordinal", report.ordinal, letter.ordinal
    yield "judged inadequate", report.judged_inadequate, letter.judged
    yield "letter date", report.letter_date, letter.written
    yield "inspectors", report.inspectors, letter.inspectors
    yield "areas covered", [squeezed(a) for a in report.areas_covered], [squeezed(a) for a in letter.areas]
    yield "progress statement", squeezed(statement.text) if statement else None, squeezed(letter.progress)
    yield "its page", statement.page if statement else None, letter.progress_page
    yield "title", squeezed(report.title), squeezed(letter.title)
    yield "findings", [f for f in letter.findings if squeezed(f) not in sentences], []
    yield "furniture among findings", [s for s in sentences if any(word in s for word in FURNITURE)], []
    yield "warnings", report.warnings, ()


def squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _of(values: list[T], index: int) -> T:
    return values[index % len(values)]


def compose(choice: Choice) -> Letter:
    rng = random.Random(choice.seed)
    name, urns = _authority(choice)
    on, ranges = _of(DATES, choice.on)
    visited = tuple(DateRange(date.fromisoformat(a), date.fromisoformat(b)) for a, b in ranges)
    last = visited[-1].last
    written = date(last.year + (last.month == 12), last.month % 12 + 1, min(last.day, 28))
    judged = YearMonth(visited[0].first.year - 1 - choice.nth % 3, 1 + (choice.nth * 5) % 12)
    nth = ORDINALS[choice.nth % 12] if not choice.numeric else _suffixed(choice.nth % 12 + 1)
    count, inspected = _of(INSPECTED, choice.inspected)
    people = tuple(_of(PEOPLE, choice.seed + n) for n in range(count))
    majesty = "His" if written >= date(2022, 9, 9) else "Her"
    since = _of(SINCE, choice.since)
    if choice.joint:
        since = since.replace("local authority was", "local authorities were")
    month = f"{MONTHS[judged.month - 1]} {judged.year}"
    opening = " ".join(
        (
            _of(VISITS, choice.visit).format(la=name, on=on),
            since.format(nth=nth, why=_of(WHY, choice.why), month=month),
            inspected.format(*people, majesty=majesty),
        )
    )
    title = _of(TITLES, choice.title).format(la=name)
    areas = _of(AREAS, choice.areas)
    progress = _of(PROGRESS, choice.progress)
    findings = rng.sample(FINDINGS, 4)
    body = _body(choice, opening, areas, MARK + progress, findings)
    lines = _head(choice, title, written) + _wrapped(body, choice)
    pages = _pages(lines, choice)
    page = next(number for number, text in enumerate(pages, start=1) if MARK in text)
    text = "\f".join(pages).replace(MARK, "")
    if choice.straight:
        text = text.replace("’", "'").replace("‘", "'")
        areas = [a.replace("’", "'").replace("‘", "'") for a in areas]
        people = tuple(p.replace("’", "'") for p in people)
        progress, title = progress.replace("’", "'"), title.replace("’", "'")
        findings = [f.replace("’", "'") for f in findings]
    return Letter(
        text,
        urns,
        visited,
        choice.nth % 12 + 1,
        judged,
        written,
        people,
        tuple(areas),
        progress,
        page,
        tuple(findings),
        title,
    )


def _authority(choice: Choice) -> tuple[str, tuple[str, ...]]:
    if choice.joint:
        names = ["North Northamptonshire and West Northamptonshire", "North and West Northamptonshire"]
        return _of(names, choice.seed), JOINT
    urn, names = _of(list(AUTHORITIES.values()), choice.authority)
    return _of(names, choice.seed), (urn,)


def _suffixed(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"


def _body(choice: Choice, opening: str, areas: list[str], progress: str, findings: list[str]) -> list[str]:
    """Paragraphs; a heading begins with "# ", an item with "- "."""
    paragraphs = [opening]
    between = _of(BETWEEN, choice.between)
    if choice.early and choice.glued:
        paragraphs = [f"{opening} {progress}", *([between] if between else [])]
    elif choice.early:
        made = [between] if between else []
        paragraphs += [*made, progress] if choice.seed % 3 else [progress, *made]
    elif between:
        paragraphs.append(between)
    if choice.heading:
        paragraphs.append("# Areas covered by the visit")
    paragraphs += _areas(choice, areas)
    paragraphs.append(EVIDENCE)
    if choice.early:
        paragraphs += ["# Overview", f"{AROUND[0]} {AROUND[1]}"]
    else:
        paragraphs += ["# Headline findings", " ".join(_headline(choice, progress))]
    paragraphs += ["# Findings and evaluation of progress", " ".join(findings[:2]), *(f"- {f}" for f in findings[2:3])]
    paragraphs += [findings[3], *_of(CLOSES, choice.close)]
    return [*paragraphs, "Yours sincerely", "Ann Lee", "Her Majesty’s Inspector"]


def _headline(choice: Choice, progress: str) -> list[str]:
    """The statement of progress first, with other progress after it, or second."""
    if choice.seed % 2:
        return [AROUND[0], progress, *AROUND[1:]]
    return [progress, *AROUND[1:], ELSEWHERE[choice.seed % len(ELSEWHERE)]]


def _areas(choice: Choice, areas: list[str]) -> list[str]:
    if choice.bullets:
        ends = [
            [""] * len(areas),
            [";"] * (len(areas) - 1) + ["."],
            ["."] * len(areas),
            [";"] * (len(areas) - 2) + ["; and"] + ["."],
        ]
        closing = _of(ends, choice.closed_items)[-len(areas) :]
        return [_of(LISTED, choice.listed), *(f"- {area}{end}" for area, end in zip(areas, closing, strict=True))]
    listed = f"{', '.join(areas[:-1])} and {areas[-1]}" if len(areas) > 1 else areas[0]
    if any("," in area for area in areas):
        listed = "; ".join(areas[:-1]) + f"; and {areas[-1]}"
    return [_of(WITHIN, choice.within).format(areas=listed)]


def _head(choice: Choice, title: str, written: date) -> list[str]:
    dated = f"{written.day} {MONTHS[written.month - 1]} {written.year}"
    address = [dated, "Ms Jo Example", "Director of Children’s Services", "Town Hall", "1 High Street", "AB1 2CD"]
    dear = "Dear Ms Example"
    placement = _of(PLACEMENTS, choice.placement)
    titled = textwrap.wrap(title, choice.width)
    if placement == "top":
        return [*LETTERHEAD, *address, dear, *titled]
    if placement == "woven":
        woven = [line for pair in zip(LETTERHEAD, [*address, dear, "", ""], strict=False) for line in pair if line]
        return [*woven, *titled]
    if placement == "before dear":
        return [*address, *LETTERHEAD, dear, *titled]
    if placement == "after title":
        return [*address, dear, *titled, *LETTERHEAD]
    return [*address, dear, *titled]


def _wrapped(paragraphs: list[str], choice: Choice) -> list[str]:
    lines: list[str] = []
    bullet = _of(BULLETS, choice.seed)
    for paragraph in paragraphs:
        if choice.blank:
            lines.append("")
        if paragraph.startswith("# "):
            lines.append(paragraph[2:])
        else:
            text = bullet + paragraph[2:] if paragraph.startswith("- ") else paragraph
            lines += textwrap.wrap(text, choice.width, break_on_hyphens=True)
    return lines


def _pages(lines: list[str], choice: Choice) -> list[str]:
    pages = [lines[at : at + choice.page] for at in range(0, len(lines), choice.page)]
    if _of(PLACEMENTS, choice.placement) == "bottom":
        pages[0] = [*pages[0], *LETTERHEAD]
    numbered = [page if number == 1 else [str(number), *page] for number, page in enumerate(pages, start=1)]
    return ["\n".join(page) for page in numbered]
