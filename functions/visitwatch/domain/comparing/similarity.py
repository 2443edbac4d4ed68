"""How alike two sentences are in their words: reworded items share few words in a row, but most content words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_STOP_WORDS = (
    "a an the of to and or for in on at by with from as is are was were be been being that this these those which who "
    "whom whose their they them it its have has had do does so including include includes all when where within across "
    "into such than then there not no more will would should could can may must ensure ensuring improve improving "
    "improvement improvements need needs quality effectiveness effective consistently consistent consistency "
    "children child children's young people local authority social outcome outcomes enabler national framework"
)
_STOP = frozenset(_STOP_WORDS.split())
_SYNONYMS = {
    "looked": "care",
    "placement": "home",
    "meeting": "discussion",
    "mash": "frontdoor",
    "worker": "work",
    "practitioner": "work",
    "violence": "abuse",
}
_ENDING = re.compile(r"(?:ations?|ments?|ings?|ed|ies|es|s|ly|ness|ive|ity|y|e)$")
_MIN_STEM = 4


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text in lower case with straight quotes and plain hyphens, one space between words."""
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("\u00ad", "")
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", text).lower().split())


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning; all words where none does."""
    words = _WORD.findall(plain(text))
    kept = frozenset(_stem(word) for word in words if word not in _STOP)
    return kept or frozenset(words)


def likeness(one: str, other: str) -> float:
    """0 to 1: the share of content words in common, taken as the better of Dice's and (damped) containment."""
    mine, theirs = content(one), content(other)
    common = len(mine & theirs)
    if not common:
        return 0.0
    dice = 2 * common / (len(mine) + len(theirs))
    contained = common / min(len(mine), len(theirs))
    return max(dice, 0.75 * contained if common > 1 else 0.0)


def versions(one: str, other: str) -> bool:
    """Whether the two are versions of one sentence, so that a word redline of them says something."""
    mine, theirs = plain(one).split(), plain(other).split()
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= 0.5  # noqa: PLR2004 -- half the words in order


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    stem = stem if len(stem) >= _MIN_STEM else word.rstrip("s") or word
    return _SYNONYMS.get(stem, stem)
