"""Single wordings of monitoring letters: openings, inspectors, areas, statements of progress, closes."""

from __future__ import annotations

import pytest

from visitwatch.adapters.plain_text import read_text
from visitwatch.domain.document import Document
from visitwatch.domain.reading.blocks import Block, BlockKind
from visitwatch.domain.reading.kinds import kind_of
from visitwatch.domain.reading.layout import blocks_of
from visitwatch.domain.reading.letters import read_letter
from visitwatch.domain.reading.letters_lists import split_list
from visitwatch.domain.reading.letters_text import Running, joined
from visitwatch.domain.register import packaged_register
from visitwatch.domain.report import Kind, Report

LETTER = """30 January 2020
Mr A Person
Director
Council House
Dear Mr Person
{title}
{opening}
{areas}
{rest}
Yours sincerely
Ann Lee
His Majesty’s Inspector
"""
TITLE = "Monitoring visit to Devon children’s services"
FIRST = (
    "This letter summarises the findings of the monitoring visit to Devon children’s services on 7 and 8 January 2020."
)
SINCE = "This was the second monitoring visit since the local authority was judged inadequate in March 2018."
BY = "The inspectors were Ann Lee, HMI, and Bob Ray, HMI."
AREAS = """Areas covered by the visit
Inspectors reviewed the progress made in the following area of concern identified at the last inspection:
◼ the quality of supervision."""
REST = """Headline findings
The local authority is making steady progress.
Findings and evaluation of progress
Plans are clear."""


def document_of(opening: str, title: str = TITLE, areas: str = AREAS, rest: str = REST) -> Document:
    text = LETTER.format(title=title, opening=opening, areas=areas, rest=rest)
    return read_text(text.encode(), max_pages=9)


def read(opening: str, *, title: str = TITLE, areas: str = AREAS, rest: str = REST) -> Report:
    document = document_of(opening, title, areas, rest)
    return read_letter(
        Kind.MONITORING_VISIT, document, blocks_of(document), sha256="0" * 64, register=packaged_register()
    )


@pytest.mark.parametrize(
    ("since", "ordinal", "judged"),
    [
        (
            "The visit was the first monitoring visit since the local authority was judged inadequate for the second time in May 2018.",
            1,
            "2018-05",
        ),
        (
            "The visit was the second in a series of monitoring visits since the authority was judged inadequate in May 2018.",
            2,
            "2018-05",
        ),
        ("This was the third monitoring visit following the judgement of inadequate in May 2018.", 3, "2018-05"),
        (
            "This is the second monitoring visit following an inspection in June 2019 which judged services to be inadequate.",
            2,
            "2019-06",
        ),
        (
            "The local authority was judged inadequate in July 2018. This was the second monitoring visit since that inspection.",
            2,
            "2018-07",
        ),
        (
            "This was the second monitoring visit since the experiences and progress of children in care were judged inadequate in May 2018.",
            2,
            "2018-05",
        ),
        (
            "This was the second ILACS monitoring visit since the local authority was judged inadequate in March 2018.",
            2,
            "2018-03",
        ),
        (
            "It is the second of the monitoring visits made since the local authority was judged inadequate in March 2018.",
            2,
            "2018-03",
        ),
        (
            "The visit was the ninth monitoring visit since the authority was judged inadequate for overall effectiveness, and for the second time, in August 2016.",
            9,
            "2016-08",
        ),
        (
            "This monitoring visit was the fifth since the local authority was judged ‘inadequate’ in March 2018.",
            5,
            "2018-03",
        ),
        (
            "This was the fifth monitoring visit since services were last inspected, in March 2018, and judged inadequate.",
            5,
            "2018-03",
        ),
        (
            "This was the third monitoring visit since the local authority was judged inadequate in March 2018, and the first since the new director began in June 2019.",
            3,
            "2018-03",
        ),
        (
            "Since the second monitoring visit in May 2019, leaders have changed. This was the third monitoring visit since the local authority was judged inadequate in March 2018.",
            3,
            "2018-03",
        ),
        (
            "This was the twenty-first monitoring visit since the local authority was judged inadequate on 4 March 2018.",
            21,
            "2018-03",
        ),
        (
            "The predecessor authority was judged inadequate in July 2019, and this was the 4th monitoring visit since then.",
            4,
            "2019-07",
        ),
    ],
)
def test_the_ordinal_and_the_judgement_are_read_in_many_words(since: str, ordinal: int, judged: str) -> None:
    report = read(f"{FIRST} {since} {BY}")
    assert (report.ordinal, str(report.judged_inadequate)) == (ordinal, judged)
    assert report.inspectors == ("Ann Lee", "Bob Ray")
    assert report.warnings == ()


@pytest.mark.parametrize(
    "first",
    [
        "This letter summarises the findings of the monitoring visit to Devon children’s services from Tuesday 7 to Wednesday 8 January 2020.",
        "This letter contains the findings of the recent monitoring visit to Devon children’s services. The visit took place on 7 and 8 January 2020.",
        "I am writing to summarise the findings of the Ofsted monitoring visit to Devon, which took place on 7 and 8 January 2020.",
        "Following the monitoring visit to Devon children’s services on 7 and 8 January 2020, I am writing to report the findings.",
        "This letter summarises the findings of the monitoring visit to Devon children’s services on 7 and 8 January.",
        "Inspectors visited Devon children’s services for a monitoring visit on 7 and 8 January 2020.",
    ],
)
def test_the_days_are_read_in_many_openings(first: str) -> None:
    report = read(f"{first} {SINCE} {BY}")
    assert kind_of(blocks_of(document_of(first))) is Kind.MONITORING_VISIT
    assert [(str(v.first), str(v.last)) for v in report.visited] == [("2020-01-07", "2020-01-08")]
    assert (report.ordinal, str(report.judged_inadequate)) == (2, "2018-03")


def test_an_ordinal_may_stand_in_the_opening_sentence() -> None:
    report = read(
        "This letter summarises the findings of the second monitoring visit to Devon children’s services on 7 and 8 "
        f"January 2020. The local authority was judged inadequate in March 2018. {BY}"
    )
    assert (report.ordinal, str(report.judged_inadequate)) == (2, "2018-03")


def test_the_ordinal_of_an_earlier_visit_is_not_that_of_this_one() -> None:
    report = read(
        f"{FIRST} Inspectors were glad to meet children. Practice is better since the second monitoring visit. A new team was the first point of contact. The local authority was "
        f"judged inadequate; no month is given. {BY}"
    )
    assert report.ordinal is None
    assert report.judged_inadequate is None


def test_days_off_site_and_on_site_are_all_read() -> None:
    report = read(
        "This letter summarises the findings of the monitoring visit to Devon children’s services that took place remotely "
        f"on 3 January and on site on 7 and 8 January 2020. {SINCE} {BY}"
    )
    assert [(v.first.day, v.last.day) for v in report.visited] == [(3, 3), (7, 8)]


def test_an_ordinal_may_stand_in_the_title_alone() -> None:
    report = read(f"{FIRST} {BY}", title="Second monitoring visit to Devon children’s services")
    assert report.ordinal == 2
    assert report.judged_inadequate is None
    assert report.warnings == ("not found in the letter: since when the authority was judged inadequate",)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (
            "Her Majesty’s Inspectors for this visit were: Ann Lee and Bob Ray. They were accompanied by Cat Fox.",
            ["Ann Lee", "Bob Ray"],
        ),
        ("The visit was undertaken by two of Her Majesty’s Inspectors, Ann Lee and Bob Ray.", ["Ann Lee", "Bob Ray"]),
        ("The lead inspector was Ann Lee, HMI. The other inspector was Bob Ray, HMI.", ["Ann Lee", "Bob Ray"]),
        ("The inspectors were Ann Lee, HMI, and Cat Fox, Her Majesty’s Inspector (Observer).", ["Ann Lee"]),
        ("Your inspectors were Ann Lee and Andrew (Andy) Ray, HMI.", ["Ann Lee", "Andrew (Andy) Ray"]),
        ("The inspection team consisted of Ann Lee, HMI, and Bob Ray, HMI.", ["Ann Lee", "Bob Ray"]),
        ("Inspectors on this visit were Ann Lee and Bob Ray, both Her Majesty’s Inspectors.", ["Ann Lee", "Bob Ray"]),
        (
            "The inspectors were Ann Lee and Bob Ray. Observing inspectors were Cat Fox and Dan Orr.",
            ["Ann Lee", "Bob Ray"],
        ),
        (
            "Our team visited. It looked at audits carried out by Grant Thornton. The inspector was Ann Lee.",
            ["Ann Lee"],
        ),
        (
            "The inspectors were Ann Lee HMI and Bob Ray HMI. The quality assurance manager for this visit was Cat Fox, HMI.",
            ["Ann Lee", "Bob Ray"],
        ),
    ],
)
def test_inspectors_are_read_in_many_words(by: str, names: list[str]) -> None:
    assert list(read(f"{FIRST} {SINCE} {by}").inspectors) == names


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("inspectors reviewed the progress made in the area of help and protection.", ["help and protection"]),
        (
            "inspectors reviewed the progress made in the area of help and protection, with a particular focus on thresholds and plans.",
            ["help and protection", "thresholds", "plans"],
        ),
        (
            "inspectors reviewed the progress made in respect of:\n◼ thresholds\n◼ assessments.",
            ["thresholds", "assessments"],
        ),
        (
            "inspectors reviewed the progress made in the following areas identified as in need of work:\n◼ thresholds; and\n◼ plans.",
            ["thresholds", "plans"],
        ),
        (
            "inspectors reviewed progress made in services for children in care and care leavers.",
            ["services for children in care", "care leavers"],
        ),
        (
            "the visit considered the local authority’s progress in:\n• thresholds;\n• plans.\nThe visit considered a range of evidence, including:\n• case records",
            ["thresholds", "plans"],
        ),
        (
            "we reviewed the progress made since the last inspection in the areas of thresholds; plans; and supervision.",
            ["thresholds", "plans", "supervision"],
        ),
        (
            "inspectors reviewed the progress made in relation to the recommendations:\n1. Thresholds\n2. Plans",
            ["Thresholds", "Plans"],
        ),
        (
            "inspectors evaluated the progress made by the council in the following areas:\n• thresholds\n• plans",
            ["thresholds", "plans"],
        ),
        (
            "inspectors reviewed the progress made in the areas of management oversight and supervision.",
            ["management oversight", "supervision"],
        ),
        (
            "inspectors looked at the local authority’s arrangements for care leavers. This included:\n◼ housing\n◼ health",
            ["housing", "health"],
        ),
        (
            "inspectors looked at the local authority’s arrangements for care leavers. This included young parents.",
            ["care leavers", "young parents"],
        ),
        (
            "inspectors considered the experiences and progress of: children in care; care leavers; and disabled children.",
            ["children in care", "care leavers", "disabled children"],
        ),
        (
            "inspectors looked at the local authority’s arrangements for the assessment and support of private fostering.",
            ["the assessment and support of private fostering"],
        ),
        (
            "inspectors looked at the quality of plans in line with the framework for such visits.",
            ["the quality of plans"],
        ),
    ],
)
def test_areas_are_read_in_many_words(sentence: str, items: list[str]) -> None:
    areas = f"Areas covered by the visit\nDuring this visit, {sentence}\nA range of evidence was considered, including files."
    assert list(read(f"{FIRST} {SINCE} {BY}", areas=areas).areas_covered) == items


def test_areas_may_be_listed_right_under_their_heading() -> None:
    report = read(f"{FIRST} {SINCE} {BY}", areas="Areas covered by the visit\n◼ thresholds\n◼ plans")
    assert report.areas_covered == ("thresholds", "plans")


@pytest.mark.parametrize(
    ("headline", "statement", "doubts"),
    [
        ("Leaders were last inspected in May. Plans are read by all.", "Plans are read by all.", 1),
        (
            "At the last inspection, services were judged to require improvement. Plans are read by all.",
            "Plans are read by all.",
            1,
        ),
        ("Staff are kind. The pace of change is too slow.", "The pace of change is too slow.", 0),
    ],
)
def test_a_statement_that_speaks_of_no_progress_is_doubted(headline: str, statement: str, doubts: int) -> None:
    report = read(f"{FIRST} {SINCE} {BY}", rest=f"Headline findings\n{headline}\nFindings\nPlans are clear.")
    assert report.progress_statement is not None
    assert report.progress_statement.text == statement
    assert len(report.warnings) == doubts


def test_before_2018_the_sentence_after_the_opening_states_the_progress_in_any_words() -> None:
    opening = f"{FIRST} {SINCE} {BY}\nThe local authority now knows what it must do."
    report = read(opening, rest="Overview\nThere has been some progress in help for families.")
    assert report.progress_statement is not None
    assert report.progress_statement.text == "The local authority now knows what it must do."


def test_a_council_that_is_named_beside_a_trust_of_two_councils_is_the_one_visited() -> None:
    title = "Monitoring visit to North Northamptonshire, whose services Northamptonshire Children’s Trust runs"
    assert [a.name for a in read(f"{FIRST} {SINCE} {BY}", title=title).authorities] == ["North Northamptonshire"]
    both = read(f"{FIRST} {SINCE} {BY}", title="Monitoring visit to Northamptonshire Children’s Trust")
    assert [a.name for a in both.authorities] == ["North Northamptonshire", "West Northamptonshire"]


def test_another_authority_in_the_opening_than_in_the_title_is_told() -> None:
    report = read(f"{FIRST} {SINCE} {BY}", title="Monitoring visit to Torbay children’s services")
    assert [a.name for a in report.authorities] == ["Torbay"]
    assert report.warnings == ("the title names Torbay, the opening Devon: as in the title",)


def test_an_authority_that_nobody_knows_is_told() -> None:
    opening = f"{FIRST} {SINCE} {BY}".replace("Devon", "Westmarsh")
    report = read(opening, title="Monitoring visit to Westmarsh children’s services")
    assert [(a.urn, a.name) for a in report.authorities] == [("", "Westmarsh")]
    assert report.warnings == ("the register knows no authority 'Westmarsh'",)


def test_a_judgement_after_the_visit_is_kept_with_a_warning() -> None:
    report = read(f"{FIRST} {SINCE.replace('2018', '2021')} {BY}")
    assert str(report.judged_inadequate) == "2021-03"
    assert report.warnings == ("judged inadequate in 2021-03, after the visit, as printed",)


def test_of_several_ands_those_part_items_that_an_area_follows() -> None:
    assert split_list("the front door and workforce stability and caseloads") == (
        "the front door",
        "workforce stability and caseloads",
    )
    assert split_list("early help, thresholds and workforce stability and caseloads") == (
        "early help",
        "thresholds",
        "workforce stability and caseloads",
    )
    assert split_list("visits and reviews and care leavers") == ("visits and reviews", "care leavers")
    assert split_list("housing and debt and jobs") == ("housing and debt", "jobs")
    assert split_list("children in care and care leavers and the front door") == (
        "children in care",
        "care leavers",
        "the front door",
    )


def test_lists_within_a_sentence_keep_pairs_whole() -> None:
    assert split_list("help and protection") == ("help and protection",)
    assert split_list("thresholds, help and protection and care leavers") == (
        "thresholds",
        "help and protection",
        "care leavers",
    )
    assert split_list("plans, and supervision and management oversight") == (
        "plans",
        "supervision and management oversight",
    )
    assert split_list("homes (for one, two or three children), and schools") == (
        "homes (for one, two or three children)",
        "schools",
    )
    assert split_list("education, employment and training and health") == (
        "education, employment and training",
        "health",
    )
    assert split_list("children in care, including those far away, and foster carers") == (
        "children in care, including those far away",
        "foster carers",
    )


def test_a_running_text_knows_its_pages_and_can_be_cut() -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, "One two three.", 1, turns=((4, 2),)),
        Block(BlockKind.ITEM, "Four.", 3),
    )
    running = Running.of(blocks)
    assert running.text == "One two three. Four."
    assert [running.page_at(at) for at in (0, 4, 15)] == [1, 2, 3]
    assert running.between(2, 12) == (Block(BlockKind.PARAGRAPH, "e two thre", 1, turns=((2, 2),)),)
    assert running.between(3, 99) == (Block(BlockKind.PARAGRAPH, "two three.", 2), blocks[1])
    assert Running.of(()).page_at(0) == 1


def test_a_paragraph_that_breaks_off_is_joined_to_the_next() -> None:
    parts = [Block(BlockKind.PARAGRAPH, text, 1) for text in ("The areas of", "plans and", "visits.", "More")]
    item = Block(BlockKind.ITEM, "one", 1)
    assert [b.text for b in joined([*parts, item])] == ["The areas of plans and visits.", "More", "one"]
    assert [b.text for b in joined(parts)] == ["The areas of plans and visits.", "More"]
