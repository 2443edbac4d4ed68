"""One form for characters that Ofsted's files write in several ways."""

from __future__ import annotations

import re

BULLET = "•"
"""What every list mark becomes: U+F06E (to early 2019), U+25FC (since), U+F0A7, U+F0B7, U+F02D of inner lists."""

SOFT_HYPHEN = "\xad"
LINE_END_HYPHEN = "\ufffe"
"""pdfium's sign for a hyphen at the end of a printed line; the words on both sides are then on one line."""

_SAME_LENGTH = {
    **dict.fromkeys("◼■▪◾●\uf06e\uf0a7\uf0b7\uf0be\uf02d", BULLET),
    **dict.fromkeys("\u202f\xa0\u2007\u2009\u200a\u2002\u2003\t", " "),
    "\u2011": "-",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_JOINED = re.compile(r"\ufffe(?=(?:and|or)\b)")


def same_length(text: str) -> str:
    """The text with one bullet, one space and no control character; positions in it stay what they were."""
    if text.isascii():
        return _CONTROL.sub(" ", text) if _CONTROL.search(text) else text
    for odd, plain in _SAME_LENGTH.items():
        if odd in text:
            text = text.replace(odd, plain)
    return _CONTROL.sub(" ", text) if _CONTROL.search(text) else text


def whole_words(text: str) -> str:
    """Words broken at a line's end in one piece ("pre-proceedings"), soft hyphens gone."""
    if LINE_END_HYPHEN in text:
        text = _JOINED.sub("- ", text).replace(LINE_END_HYPHEN, "-")
    return text.replace(SOFT_HYPHEN, "") if SOFT_HYPHEN in text else text
