"""Lines to blocks, in plain text and in PDFs."""

from __future__ import annotations

from tests.domain.reading.documents import blocks
from tests.support.report_pdfs import ilacs_pdf, made_pdf

from visitwatch.adapters.extract import FileExtractor
from visitwatch.domain.reading.blocks import Block, BlockKind, Furniture
from visitwatch.domain.reading.layout import blocks_of


def of_kind(found: tuple[Block, ...], kind: BlockKind) -> list[str]:
    return [block.text for block in found if block.kind is kind]


def furniture(found: tuple[Block, ...], sort: Furniture) -> list[str]:
    return [block.text for block in found if block.furniture is sort]


WRAPPED = """Headline findings
Children in need are seen often by social workers who know them, and most of their
plans are clear. Since the last visit, caseloads have come down in the two busiest of
the teams.
Managers now have oversight of the work. It is recorded, but it does not always move
plans on as it should, and some of the multi-
agency meetings that were planned are held late.
What needs to improve in this area of social work practice?
• The quality of supervision, so that it is regular and
reflective.
• Contingency planning
Main findings
Thresholds are understood and applied by the partners in nearly all of the contacts
that were seen."""


def test_wrapped_text_has_paragraphs_headings_and_items() -> None:
    found = blocks(WRAPPED)
    assert of_kind(found, BlockKind.HEADING) == [
        "Headline findings",
        "What needs to improve in this area of social work practice?",
        "Main findings",
    ]
    assert of_kind(found, BlockKind.ITEM) == [
        "The quality of supervision, so that it is regular and reflective.",
        "Contingency planning",
    ]
    assert [text[:20] for text in of_kind(found, BlockKind.PARAGRAPH)] == [
        "Children in need are",
        "Managers now have ov",
        "Thresholds are under",
    ]
    assert "multi-agency meetings" in of_kind(found, BlockKind.PARAGRAPH)[1]


def test_text_of_one_paragraph_a_line_has_the_same_blocks() -> None:
    long = "\n".join(block.text if block.kind is not BlockKind.ITEM else f"• {block.text}" for block in blocks(WRAPPED))
    again = blocks(long + "\n" + "One more paragraph that is so long that it cannot be a printed line. " * 4)
    assert [(b.kind, b.text) for b in again][:-1] == [(b.kind, b.text) for b in blocks(WRAPPED)]


def test_a_paragraph_goes_on_over_the_page_and_says_where() -> None:
    found = blocks(
        "The workforce is stable and most of those who left in the year before were replaced by\n"
        "people who had worked for the council, which is why changes of\n"
        "1\f"
        "social worker are now few. Caseloads are manageable.\n2"
    )
    (paragraph,) = (block for block in found if block.is_body and block.text.startswith("The workforce"))
    assert "changes of social worker" in paragraph.text
    assert paragraph.page_at(paragraph.text.index("Caseloads")) == 2
    assert paragraph.page == 1


def test_numbered_paragraphs_keep_their_number_as_data_glued_or_not() -> None:
    found = blocks(
        "The experiences and progress of care leavers: good\n"
        "1. Care leavers are in touch with their advisers, who know them and their plans well.\n"
        "2.Pathway plans are written with them, and most are clear and kept up to date.\n"
        "3. The local offer is known to few."
    )
    assert [(b.number, b.text.split()[0]) for b in found if b.kind is BlockKind.NUMBERED] == [
        (1, "Care"),
        (2, "Pathway"),
        (3, "The"),
    ]


def test_running_heads_page_numbers_and_contents_are_furniture() -> None:
    words = ("Plans are clear.", "Visits are regular and kept.", "Audits are made by few.")
    heads = "Inspection of Norfolk local authority children’s services\n3 to 14 June 2024 {}\n{}"
    pages = "\f".join(heads.format(number, text) for number, text in enumerate(words, start=2))
    found = blocks(f"Title\nContents\nExecutive summary 2\nRecommendations 5\n\f{pages}")
    assert len(furniture(found, Furniture.RUNNING_HEAD)) == 6
    assert furniture(found, Furniture.CONTENTS) == ["Contents", "Executive summary 2", "Recommendations 5"]
    assert [block.text for block in found if block.is_body] == ["Title", *words]


def test_a_letterhead_is_furniture_where_it_stands_among_other_lines() -> None:
    found = blocks(
        "14 June 2024\nOfsted\nPiccadilly Gate\nStore Street\nManchester\nM1 2WD\nT 0300 123 1231\n"
        "Textphone 0161 618 8524\nenquiries@ofsted.gov.uk\nwww.gov.uk/ofsted\nAda Example\nDear Ada Example"
    )
    assert len(furniture(found, Furniture.LETTERHEAD)) == 9
    assert "Ada Example" in " ".join(block.text for block in found if block.is_body)


def test_the_licence_page_is_boilerplate_to_its_end() -> None:
    found = blocks(
        "Leaders know their services.\f"
        "The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and\n"
        "inspects to achieve excellence.\nPiccadilly Gate\n© Crown copyright 2024"
    )
    assert len(furniture(found, Furniture.BOILERPLATE)) == 4
    assert of_kind(found, BlockKind.PARAGRAPH) == ["Leaders know their services."]


def test_what_the_judgements_mean_in_general_is_no_finding() -> None:
    found = blocks(
        "Most plans are clear.\nWhat the inspection judgements mean\nAn inadequate authority fails children.\n"
        "Information about this inspection\nInspectors read case files."
    )
    assert of_kind(found, BlockKind.PARAGRAPH) == ["Most plans are clear.", "Inspectors read case files."]


def test_judgement_rows_are_rows_even_at_the_page_s_edge() -> None:
    found = blocks(
        "Judgement Grade\nThe impact of leaders on social work practice with children and\nfamilies\nGood\n"
        "Overall effectiveness Good\fOther words of the second page stand here."
    )
    assert of_kind(found, BlockKind.ROW) == [
        "Judgement Grade",
        "The impact of leaders on social work practice with children and families Good",
        "Overall effectiveness Good",
    ]


def test_a_note_at_the_foot_of_a_page_is_a_footnote_in_text_and_in_print() -> None:
    found = blocks(
        "A report of a board1 was read.\n1 Ofsted produces this report under its power to combine.\fNext page."
    )
    assert furniture(found, Furniture.FOOTNOTE) == ["1 Ofsted produces this report under its power to combine."]


def test_a_printed_report_has_the_blocks_of_its_layout() -> None:
    found = blocks_of(FileExtractor().extract(ilacs_pdf()))
    assert of_kind(found, BlockKind.HEADING)[-3:] == [
        "What needs to improve?",
        "The experiences and progress of children who need help and protection: requires improvement to be good",
        "The experiences and progress of children in care: good",
    ]
    assert [block.number for block in found if block.kind is BlockKind.NUMBERED] == [1, 2, 3, 4]
    assert len(furniture(found, Furniture.RUNNING_HEAD)) == 4


def test_printed_paragraphs_are_told_by_distance_not_by_full_stops() -> None:
    data = made_pdf(
        [("text", "One. Two sentences of a first paragraph."), ("text", "And a second one, that begins anew.")]
    )
    assert len(of_kind(blocks_of(FileExtractor().extract(data)), BlockKind.PARAGRAPH)) == 2
