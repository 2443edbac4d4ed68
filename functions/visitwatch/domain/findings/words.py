"""Word stems of a sentence: what the lexicons and the model look words up by."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*%?|[,;:.!?()]")
_DROP = re.compile(r"(?<=[a-z])['\u2018\u2019]s?(?![a-z])|[\u00ad]")
_NOT = re.compile(r"(?<=[a-z])n['\u2019]t\b")
_FLAT = str.maketrans({"-": " ", "\u2010": " ", "\u2011": " ", "\u2013": " ", "\u2014": " ", "/": " ", "&": " "})
_KEEP = frozenset(
    {"was", "has", "is", "its", "this", "thus", "as", "us", "always", "less", "plus", "bus", "does", "his"}
)
PUNCTUATION = frozenset(",;:.!?()")
NUMBER = "0"
_SHORTEST = 4
"""Shorter words end in s by themselves ("gas", "yes")."""


def stem(word: str) -> str:
    """A word without its plural ending; a number is "0"; the letters of a local board (BSCB, KSCP) are those of all.

    Only plurals: "assess" and "assessed" stay apart.
    """
    if word[0].isdigit():
        return NUMBER
    if word.endswith(("scb", "scp")) and len(word) <= len("xxlscb"):
        return "lscb" if word.endswith("b") else "lscp"
    if len(word) < _SHORTEST or word in _KEEP or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > len("xxies") else word[:-1]


def tokens(text: str) -> list[str]:
    """Stems and punctuation marks in the order of the text; hyphens and slashes part words ("pre-birth" is two)."""
    flat = _DROP.sub("", _NOT.sub(" not", text.lower().translate(_FLAT)))
    return [piece if piece in PUNCTUATION else stem(piece) for piece in _PIECE.findall(flat)]
