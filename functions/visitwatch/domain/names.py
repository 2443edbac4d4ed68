"""The forms of an authority's name: "City of Bristol", "BRISTOL, CITY OF" and "Bristol City Council" have one core."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west", "ne": "north east"}
_BEFORE = (
    "the",
    "council of the",
    "council of",
    "royal borough of",
    "london borough of",
    "metropolitan borough of",
    "metropolitan district of",
    "borough of",
    "city and county of",
    "city of",
    "county of",
    "corporation of",
    "local authority of",
    "lb of",
    "lb",
    "rb of",
    "rb",
)
_AFTER = (
    "council",
    "london borough council",
    "metropolitan borough council",
    "metropolitan district council",
    "metropolitan borough",
    "metropolitan district",
    "metropolitan",
    "county borough",
    "city council",
    "county council",
    "borough council",
    "district council",
    "unitary authority",
    "unitary",
    "corporation",
    "local authority",
    "childrens services",
    "childrens social care",
    "city",
    "county",
    "borough",
    "london borough",
    "royal borough",
    "the",
    "mbc",
    "mdc",
    "lbc",
    "cc",
    "bc",
    "lb",
)
# A comma and what stands before the name in speech: "Bristol, City of".
_TURNED = tuple(b for b in _BEFORE if b.endswith((" of", " the")))


def plain_name(name: str) -> str:
    """The name in lower-case words: no punctuation, "&" as "and", curly and straight apostrophes dropped."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    text = re.sub(r"['’‘`´]", "", text)
    return " ".join(re.findall(r"[^\W_]+", text))


def name_forms(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The plain name and every form of it with fewer decorations, each with the words taken off; longest first."""
    start = plain_name(name)
    seen = {start}
    queue: list[tuple[str, frozenset[str]]] = [(start, frozenset())]
    while queue:
        form, taken = queue.pop(0)
        yield form, taken
        for rest, decoration in _stripped(form):
            if rest not in seen:
                seen.add(rest)
                queue.append((rest, taken | set(decoration.split())))


def _stripped(form: str) -> Iterator[tuple[str, str]]:
    words = form.split(" ")
    if not _COMPASS.keys().isdisjoint(words):
        yield " ".join(_COMPASS.get(word, word) for word in words), ""
    for before in _BEFORE:
        if form.startswith(before + " "):
            yield form[len(before) + 1 :], before
    for after in (*_AFTER, *_TURNED):
        if form.endswith(" " + after):
            yield form[: -len(after) - 1], after
