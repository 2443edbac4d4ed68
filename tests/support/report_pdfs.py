"""PDFs and texts of invented reports in Ofsted's layouts, made while a test runs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

ILACS_LINES: Sequence[tuple[str, str]] = (
    ("title", "Inspection of Norfolk local authority"),
    ("title", "children’s services"),
    ("bold", "Inspection dates: 3 to 14 June 2024"),
    ("bold", "Lead inspector: Ada Example, His Majesty’s Inspector"),
    ("bold", "Judgement Grade"),
    ("row", "The impact of leaders on social work practice with children and families|Good"),
    ("row", "The experiences and progress of children who need help and protection|Requires improvement to be good"),
    ("row", "The experiences and progress of children in care|Good"),
    ("row", "The experiences and progress of care leavers|Outstanding"),
    ("row", "Overall effectiveness|Good"),
    ("text", "Children in this invented place are helped early. Their plans are clear and are reviewed on time."),
    ("page", ""),
    ("section", "What needs to improve?"),
    ("item", "The timeliness of pre-proceedings work. (Outcome three)"),
    ("item", "How often supervision is reflective. (Enabler two)"),
    ("section", "The experiences and progress of children who need help and protection: requires"),
    ("section", "improvement to be good"),
    ("text", "1. Thresholds at the front door are understood by partners. Contacts are dealt with on the same day."),
    ("text", "2. Some strategy meetings are held too late, and health partners do not always attend them."),
    ("page", ""),
    ("section", "The experiences and progress of children in care: good"),
    ("text", "3. Children live with carers who know them well. Few of them move more than once in a year."),
    ("text", "4. Life-story work is begun early. It is written in words that a child can follow."),
)


@cache
def ilacs_pdf(*, compressed: bool = True) -> bytes:
    """An ILACS report of three pages about Norfolk, all of it invented."""
    return made_pdf(ILACS_LINES, compressed=compressed)


def made_pdf(lines: Sequence[tuple[str, str]], *, compressed: bool = True) -> bytes:
    """A PDF of (style, text) lines: title, section, bold, text, item, row ("name|grade"), page."""
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=A4, pageCompression=int(compressed), invariant=1)
    y, page = 740.0, 1
    for style, text in lines:
        if style == "page":
            _foot(pdf, page)
            pdf.showPage()
            y, page = 740.0, page + 1
            continue
        y = _draw(pdf, style, text, y)
    _foot(pdf, page)
    pdf.save()
    return out.getvalue()


def _draw(pdf: canvas.Canvas, style: str, text: str, y: float) -> float:
    font, size, gap = {
        "title": ("Helvetica", 26, 30),
        "section": ("Helvetica-Bold", 14, 20),
        "bold": ("Helvetica-Bold", 12, 26),
    }.get(style, ("Helvetica", 12, 26))
    pdf.setFont(font, size)
    if style == "row":
        name, grade = text.split("|")
        pdf.drawString(77, y, name[:48].rsplit(" ", 1)[0] if len(name) > 48 else name)
        if len(name) > 48:
            y -= 14
            pdf.drawString(77, y, name[len(name[:48].rsplit(" ", 1)[0]) + 1 :])
        pdf.drawString(400, y, grade)
    elif style == "item":
        pdf.drawString(72, y, f"• {text}")
    else:
        y = _wrapped(pdf, text, y)
    return y - gap


def _wrapped(pdf: canvas.Canvas, text: str, y: float) -> float:
    line = ""
    for word in text.split(" "):
        if len(line) + len(word) > 80:
            pdf.drawString(72, y, line)
            line, y = "", y - 14.5
        line = f"{line} {word}".strip()
    pdf.drawString(72, y, line)
    return y


def _foot(pdf: canvas.Canvas, page: int) -> None:
    pdf.setFont("Helvetica", 8)
    if page > 1:
        pdf.drawString(72, 40, "Inspection of Norfolk local authority children’s services")
        pdf.drawString(72, 30, f"3 to 14 June 2024 {page}")
