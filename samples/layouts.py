"""Ofsted's layouts, as measured in real reports: what stands above the text, on every page, and below the text.

`ilacs` from November 2021, `ilacs-2018` before; `letter` visits from about 2021, `letter-2018` before; `single`
2013 to 2018; `jtai` from 2022; `send` from 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from samples.typeset import (
    BODY,
    BOLD,
    BULLET,
    DASH,
    FINE,
    HEADING,
    ITALIC,
    OLD_BULLET,
    SMALL,
    Frame,
    Sheet,
    Style,
)

Meta = dict[str, Any]
"""The head of a source text: see README.md."""

TITLE = Style(26, lead=31.5, after=10)
LETTER_HEADING = Style(12, BOLD, 14.5, 12)
NUMBER = Style(20)
CONTACT = Style(9, lead=10.8, after=0)
SPECIMEN = (
    "Specimen for trying out software. The authority, the people, the visits and the findings are invented. "
    "Ofsted has neither written nor seen it."
)
ABOUT = (
    (
        "The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and inspects childcare and "
        "children’s social care, schools, colleges and training, and it inspects the services that councils run for children. "
        "This page stands in for the closing page of a report."
    ),
    "Copies in large print or Braille are not to be had of a specimen.",
    "The text may be reused free of charge in any format or medium under the licence of the software that it comes with.",
)
OFFICE = ("Piccadilly Gate", "Store Street", "Manchester", "M1 2WD")


@dataclass(frozen=True, slots=True)
class Layout:
    """heading: of sections. bullet: its sign, hanging `hang` points. numbered: indent of numbered paragraphs."""

    frame: Frame
    front: Callable[[Sheet, Meta], None]
    close: Callable[[Sheet, Meta], None]
    furniture: Callable[[Sheet, Meta], None]
    heading: Style = HEADING
    bullet: str = BULLET
    hang: float = 17.5
    numbered: float = 28.5


def _grades(sheet: Sheet, meta: Meta, split: float, style: Style) -> None:
    sheet.table([("Judgement", "Grade"), *map(tuple, meta["table"])], split, style=style)


def _ilacs_front(sheet: Sheet, meta: Meta) -> None:
    sheet.emblem(447, 775)
    sheet.y = 735
    sheet.paragraph(meta["title"], TITLE)
    sheet.labelled("Inspection dates:", meta["dates"])
    sheet.labelled("Lead inspector:", meta["lead"])
    sheet.y -= 6
    _grades(sheet, meta, 226, BODY)


def _ilacs_furniture(sheet: Sheet, meta: Meta) -> None:
    if sheet.page > 1:
        bold = Style(8, BOLD)
        sheet.canvas.line(72, 57, 523, 57)
        sheet.put(72, 46.7, meta["title"], bold)
        sheet.put(72, 37.1, meta["dates"] + " ", bold)
        sheet.put(512, 37.1, str(sheet.page), NUMBER)


def _ilacs_2018_front(sheet: Sheet, meta: Meta) -> None:
    sheet.emblem(447, 775)
    sheet.y = 725
    sheet.paragraph(meta["council"], TITLE)
    sheet.paragraph(meta["title"], Style(16, BOLD, 20, 12))
    sheet.labelled("Inspection dates:", meta["dates"], Style(12, BOLD))
    sheet.labelled("Lead inspector:  ", meta["lead"], Style(12, BOLD))
    sheet.y -= 8
    _grades(sheet, meta, 316, Style(11, lead=13.5))


def _corner_number(sheet: Sheet, _: Meta) -> None:
    sheet.put(514, 29.4, str(sheet.page), NUMBER)
    sheet.canvas.line(72, 52, 523, 52)


def _report_close(sheet: Sheet, meta: Meta) -> None:
    sheet.new_page()
    sheet.y = 520
    for text in ABOUT:
        sheet.paragraph(text, replace(BODY, after=10))
    sheet.paragraph(SPECIMEN, replace(BODY, after=10))
    for line in (*OFFICE, "T: 0300 123 1231", "E: enquiries@ofsted.gov.uk", "W: www.gov.uk/ofsted"):
        sheet.paragraph(line, replace(SMALL, after=0))
    sheet.paragraph(f"© {meta['published'].year}, the makers of the specimen", replace(SMALL, after=0))


def _contact(sheet: Sheet, x: float = 72, y: float = 797, across: float = 169) -> None:
    for number, line in enumerate(("Ofsted", *OFFICE)):
        sheet.put(x, y - number * 10.8, line, CONTACT)
    bold = Style(8, BOLD)
    for number, (label, text) in enumerate((("T", "0300 123 1231"), ("Textphone", "0161 618 8524")), 1):
        sheet.put(sheet.put(across, y - number * 10.8, label + " ", bold), y - number * 10.8, text, Style(8))
    for number, line in enumerate(("enquiries@ofsted.gov.uk", "www.gov.uk/ofsted"), 3):
        sheet.put(across, y - number * 10.8, line, CONTACT)


def _addressed(sheet: Sheet, meta: Meta) -> None:
    sheet.paragraph(meta["date"])
    for line in meta["to"]:
        sheet.paragraph(line, replace(BODY, after=0))
    sheet.y -= 30
    sheet.paragraph(meta["dear"])
    sheet.paragraph(meta["title"], LETTER_HEADING)


def _letter_front(sheet: Sheet, meta: Meta) -> None:
    sheet.emblem(447, 760)
    sheet.y = 720
    _addressed(sheet, meta)


def _letter_furniture(sheet: Sheet, _: Meta) -> None:
    """The letterhead on the first page, a number on the others."""
    if sheet.page > 1:
        sheet.put(518, 59, str(sheet.page))
    else:
        _contact(sheet)


def _old_letter_front(sheet: Sheet, meta: Meta) -> None:
    sheet.emblem(447, 760)
    _contact(sheet, y=786, across=185)
    sheet.y = 690
    _addressed(sheet, meta)


def _letter_close(sheet: Sheet, meta: Meta) -> None:
    sheet.need(110)
    sheet.paragraph("Yours sincerely", replace(BODY, after=32))
    for line in meta["signed"]:
        sheet.paragraph(line, replace(BODY, after=0))
    sheet.y -= 24
    sheet.paragraph(SPECIMEN, FINE)


def _single_front(sheet: Sheet, meta: Meta) -> None:
    sheet.emblem(447, 785)
    sheet.y = 775
    bold = Style(14, BOLD, 17.5, 5)
    sheet.paragraph(meta["council"], replace(TITLE, after=7))
    sheet.paragraph(
        "Inspection of services for children in need of help and protection, children looked after and care leavers",
        bold,
    )
    sheet.paragraph("and", replace(bold, font=BODY.font))
    sheet.heading("Review of the effectiveness of the local safeguarding children board", bold, meta["footnote"])
    sheet.paragraph(f"Inspection date: {meta['dates']}", bold)
    sheet.paragraph(f"Report published: {meta['published_words']}", bold)
    sheet.y -= 8
    sheet.paragraph(meta["overall"], bold)
    for text in meta["overall_because"]:
        sheet.paragraph(text, replace(BODY, after=6))
    sheet.paragraph("The judgements on areas of the service that contribute to overall effectiveness are:")
    for aspect, grade in meta["table"]:
        part = aspect[1:3] != ". "
        sheet.row((aspect, grade), 313, BODY if part else Style(12, BOLD), BODY, indent=42 if part else 0)
    sheet.new_page()


def _jtai_front(sheet: Sheet, meta: Meta) -> None:
    for step in range(4):
        sheet.emblem(80 + 112 * step, 765)
    sheet.y = 705
    _addressed(sheet, meta)


def _page_number(sheet: Sheet, _: Meta) -> None:
    if sheet.page > 1:
        sheet.put(518, 59, str(sheet.page))


def _send_front(sheet: Sheet, meta: Meta) -> None:
    sheet.put(57, 800, "Local area partnership report", Style(10))
    sheet.emblem(420, 775)
    sheet.y = 735
    sheet.paragraph(meta["title"], TITLE)
    sheet.paragraph(f"Inspection dates: {meta['dates']}", replace(BODY, after=6))
    sheet.paragraph(f"Dates of previous inspection: {meta['previous']}", replace(BODY, after=20))


def _send_furniture(sheet: Sheet, meta: Meta) -> None:
    if sheet.page > 1:
        sheet.canvas.line(57, 45, 535, 45)
        sheet.put(59, 25.8, f"Area SEND inspection report: {meta['partnership']}, {meta['dates']} ", SMALL)
        sheet.put(514, 25.8, str(sheet.page), Style(14, BOLD))


LAYOUTS = {
    "ilacs": Layout(Frame(top=768, bottom=90), _ilacs_front, _report_close, _ilacs_furniture),
    "ilacs-2018": Layout(
        Frame(bottom=90, furniture_first=True),
        _ilacs_2018_front,
        _report_close,
        _corner_number,
        bullet=OLD_BULLET,
        hang=14,
    ),
    "letter": Layout(
        Frame(top=748, bottom=105, furniture_first=True),
        _letter_front,
        _letter_close,
        _letter_furniture,
        LETTER_HEADING,
    ),
    "letter-head-last": Layout(
        Frame(top=748, bottom=105), _letter_front, _letter_close, _letter_furniture, LETTER_HEADING
    ),
    "letter-2018": Layout(
        Frame(), _old_letter_front, _letter_close, lambda *_: None, LETTER_HEADING, OLD_BULLET, hang=14
    ),
    "single": Layout(Frame(furniture_first=True), _single_front, _report_close, _corner_number, bullet=OLD_BULLET),
    "jtai": Layout(
        Frame(top=748, bottom=100, furniture_first=True), _jtai_front, _letter_close, _page_number, LETTER_HEADING
    ),
    "send": Layout(
        Frame(size=(591.84, 839.04), left=57, right=535, furniture_first=True),
        _send_front,
        _report_close,
        _send_furniture,
    ),
}

SUBHEADING = Style(12, BOLD, 14.5, 8)
ASIDE = Style(12, ITALIC, 14.5, 8)
DASH_INDENT = 18.0
DASH_MARK = DASH
