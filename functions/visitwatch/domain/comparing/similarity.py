"""How alike two sentences are in their words: reworded items share few words in a row, but most content words."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_WEAK_WORDS = (
    "care leavers assessment plans planning protection timeliness timely practice risk support service services school "
    "work workers decisions making response arrangements use range experiences needs staff managers senior leaders "
    "all home"
)
_SYNONYMS = {
    word: meaning
    for meaning, words in {
        "home": "home homes placement placements",
        "sufficiency": "sufficiency availability choice range number",
        "frequency": "frequency regularity regular irregular regularly frequent",
        "discussion": "discussion discussions meeting meetings",
        "mash": "mash hub",
        "abuse": "abuse violence",
        "work": "work worker workers worker's practitioner practitioners",
        "care": "care looked cared",
    }.items()
    for word in words.split()
}
WEAK = 0.4
"""Weight of a word that stands in many items; of any other: 1."""
CONTAINED = 0.75
"""What an item that is wholly within another is worth."""
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
    """0 to 1: the weight of content words in common, as the better of Dice's measure and (damped) containment.

    Words that stand in many items of many lists ("plans", "timeliness") weigh a little.
    """
    mine, theirs = content(one), content(other)
    common = _weight(mine & theirs)
    if not common:
        return 0.0
    dice = 2 * common / (_weight(mine) + _weight(theirs))
    contained = common / min(_weight(mine), _weight(theirs))
    return max(dice, CONTAINED * contained if len(mine & theirs) > 1 else 0.0)


def versions(one: str, other: str) -> bool:
    """Whether the two are versions of one sentence, so that a word redline of them says something."""
    mine, theirs = plain(one).split(), plain(other).split()
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= 0.5  # noqa: PLR2004 -- half the words in order


def _weight(words: Iterable[str]) -> float:
    return sum(WEAK if word in _WEAK else 1.0 for word in words)


def _stem(word: str) -> str:
    """The word without its ending, "plan" for "planning"; one word for those that mean the same here."""
    if word in _SYNONYMS:
        return _SYNONYMS[word]
    stem = _ENDING.sub("", word)
    if len(stem) < _MIN_STEM:
        return word.rstrip("s") or word
    # One letter for two ("planning", "plan"); a year keeps its digits.
    return stem[:-1] if stem[-1] == stem[-2] and stem.isalpha() else stem


_WEAK = frozenset(_stem(word) for word in _WEAK_WORDS.split())
