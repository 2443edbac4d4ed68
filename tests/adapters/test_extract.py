"""Bytes of every sort to lines, or the right reason why not; on PDFs made by reportlab."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas
from tests.support.report_pdfs import ilacs_pdf, made_pdf

from visitwatch.adapters.extract import FileExtractor
from visitwatch.adapters.pdf import read_pdf
from visitwatch.errors import DocumentError, NotAReportError, UnreadableError


def reason(data: bytes, **limits: float) -> str:
    with pytest.raises(DocumentError) as caught:
        FileExtractor(**limits).extract(data)  # type: ignore[arg-type]  # the test passes ints where ints are wanted
    return caught.value.reason


def a_pdf(draw: object = None, *, pages: int = 1, **options: object) -> bytes:
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=A4, **options)
    for number in range(pages):
        pdf.drawString(72, 700, f"A page of invented words that is long enough to be read, number {number + 1}")
        pdf.showPage()
    pdf.save()
    return out.getvalue()


def test_a_pdf_has_its_lines_with_place_size_and_weight() -> None:
    document = FileExtractor().extract(ilacs_pdf())
    title = document.pages[0][0]
    assert document.has_geometry
    assert len(document.pages) == 3
    assert (title.text, title.page, title.size) == ("Inspection of Norfolk local authority", 1, 26.0)
    assert round(title.x) == 72
    assert round(title.y) == 740
    bold = next(line for line in document.pages[1] if line.text == "What needs to improve?")
    assert bold.weight > title.weight


def test_a_word_broken_at_a_line_end_is_whole_and_keeps_its_hyphen() -> None:
    lines = (
        ("text", "The work in the pre-"),
        ("text", "proceedings stage is described here at a length that the reader wants."),
    )
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=A4)
    for place, (_, text) in zip((700, 686), lines, strict=True):
        pdf.drawString(72, place, text)
    pdf.save()
    (page,) = FileExtractor().extract(out.getvalue()).pages
    assert page[0].text.startswith("The work in the pre-proceedings stage")
    assert round(page[0].y) == 700
    assert round(page[0].end) == 686


def test_bullets_of_every_sort_become_one_character() -> None:
    text = "\n".join(f"{mark} An item of a list" for mark in "◼■▪●•\uf06e\uf0a7\uf0b7\uf02d")
    (page,) = FileExtractor().extract(text.encode()).pages
    assert {line.text for line in page} == {"• An item of a list"}


def test_plain_text_has_pages_at_form_feeds_and_no_geometry() -> None:
    document = FileExtractor().extract(b"first page\nof two\fsecond page")
    assert [[line.text for line in page] for page in document.pages] == [["first page", "of two"], ["second page"]]
    assert not document.has_geometry


def test_plain_text_of_windows_is_read() -> None:
    (page,) = FileExtractor().extract("the council’s plan – and its cost, £5".encode("cp1252")).pages
    assert page[0].text == "the council’s plan – and its cost, £5"


def test_a_hyphen_at_the_foot_of_a_page_does_not_join_the_footer() -> None:
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=A4)
    for place, text in (
        (700, "Children are helped by a service that the authority knows to be good."),
        (114, "Support has been transformed by an in-"),
        (40, "Inspection of Exampleshire local authority"),
    ):
        pdf.drawString(72, place, text)
    pdf.save()
    (page,) = FileExtractor().extract(out.getvalue()).pages
    assert [line.text for line in page[-2:]] == [
        "Support has been transformed by an in-",
        "Inspection of Exampleshire local authority",
    ]
    assert [round(line.y) for line in page[-2:]] == [114, 40]


def test_soft_hyphens_and_narrow_spaces_go() -> None:
    (page,) = FileExtractor().extract("environ\xad\nment and 16\u202f000 children".encode()).pages
    assert page[0].text == "environment and 16 000 children"


def test_html_under_a_pdf_name_is_named() -> None:
    assert reason(b"<!DOCTYPE html>\n<html><head><title>Report not found</title></head></html>") == "html"
    assert reason(b"\xef\xbb\xbf\n<html lang='en'><body>%PDF-1.4</body></html>") == "html"
    assert reason(b"<h1>Slim Application Error</h1><p>A website error has occurred.</p>") == "html"


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\x00\x00", b"\xef\xbb\xbf", b"\f\f\n"])
def test_an_empty_file_is_named(data: bytes) -> None:
    with pytest.raises(NotAReportError) as caught:
        FileExtractor().extract(data)
    assert caught.value.reason == "empty"


def test_a_pdf_that_breaks_off_is_truncated() -> None:
    data = ilacs_pdf()
    for share in (0.2, 0.5, 0.9, 0.99):
        assert reason(data[: int(len(data) * share)]) == "truncated"


def test_a_pdf_without_its_beginning_is_damaged_not_text() -> None:
    assert reason(ilacs_pdf()[40:]) == "damaged"


def test_junk_before_the_signature_is_passed_over() -> None:
    assert len(FileExtractor().extract(b"\r\n junk \r\n" + ilacs_pdf()).pages) == 3


def test_an_encrypted_pdf_is_named() -> None:
    assert reason(a_pdf(encrypt=StandardEncryption("secret", ownerPassword="owner"))) == "encrypted"


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    data = a_pdf(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert len(FileExtractor().extract(data).pages) == 1


def test_pages_without_text_are_image_only() -> None:
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=A4)
    for _ in range(3):
        pdf.rect(72, 72, 300, 500, fill=1)
        pdf.showPage()
    pdf.save()
    assert reason(out.getvalue()) == "image_only"


def test_a_cover_with_text_before_scanned_pages_is_image_only() -> None:
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=A4)
    for line in range(20):
        pdf.drawString(72, 700 - 14 * line, "The cover has many words, the pages after it are pictures of words.")
    for _ in range(5):
        pdf.showPage()
        pdf.rect(72, 72, 300, 500, fill=1)
    pdf.save()
    assert reason(out.getvalue()) == "image_only"


def test_limits_on_bytes_pages_and_seconds_are_named() -> None:
    assert reason(ilacs_pdf(), max_bytes=100) == "too_large"
    assert reason(a_pdf(pages=4), max_pages=3) == "too_large"
    assert reason(b"text\f" * 4 + b"text", max_pages=3) == "too_large"
    assert reason(ilacs_pdf(), max_seconds=-1.0) == "too_large"


def test_time_is_looked_at_between_pages() -> None:
    ticks = iter((0.0, 0.0, 9.0))
    with pytest.raises(UnreadableError) as caught:
        read_pdf(a_pdf(pages=3), max_pages=9, max_seconds=5.0, clock=lambda: next(ticks))
    assert caught.value.reason == "too_large"


def test_a_flipped_bit_in_a_page_is_damaged_not_a_page_without_its_end() -> None:
    data = made_pdf([("text", "Words of a page that would be lost after the flipped bit. " * 8)])
    middle = data.index(b"stream") + 60
    assert reason(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]) == "damaged"


def test_an_object_that_is_blanked_is_damaged() -> None:
    data = a_pdf(pages=2, pageCompression=0)
    start = data.index(b"2 0 obj")
    assert reason(data[:start] + b" " * 40 + data[start + 40 :]) == "damaged"


def test_a_cross_reference_at_another_place_is_damaged() -> None:
    data = ilacs_pdf()
    assert reason(data.replace(b"startxref\n", b"startxref\n1")) == "damaged"


def test_binary_bytes_are_damaged_not_a_report() -> None:
    assert reason(zlib.compress(b"anything at all, many times over " * 40)) == "damaged"
    assert reason(b"PK\x03\x04" + bytes(range(256)) * 4) == "damaged"


def test_broken_utf8_is_damaged_not_read_as_another_encoding() -> None:
    text = ("The council’s plans are ‘clear’ – most children’s views are heard. " * 20).encode()
    assert reason(text[:200] + b"\xff\xfe\xfd" + text[203:]) == "damaged"


def test_a_bomb_ends_in_time() -> None:
    bomb = zlib.compress(b" " * 80_000_000, 9)
    data = ilacs_pdf()
    start = data.index(b"stream", data.index(b"/FlateDecode")) + 7
    end = data.index(b"endstream", start)
    began = time.monotonic()
    assert reason(data[:start] + bomb + data[end:]) == "damaged"
    assert time.monotonic() - began < 10
