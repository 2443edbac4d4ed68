"""Which authorities a running text names.

Longest name first, whole words, capitals as printed: "North East Lincolnshire" does not name Lincolnshire, "Reading
the report" not Reading, "Kent Police" and "University of York" no authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from visitwatch.domain.names import plain_name
from visitwatch.domain.report import Urn

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_JOIN = re.compile(r"\s*[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]?\s*|\.\s*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A town in a postal address: "Manchester M1 2WD".
_POSTCODE = re.compile(r"\s*,?\s*[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b")
_SMALL = _words("and of on the upon under with for police")
_COMPASS = _words("north south east west mid central greater new inner outer northern southern eastern western")
_TITLES = _words("mr mrs ms miss dr sir dame cllr councillor lord lady baroness judge")
_SEATS = _words("university bishop archbishop duke duchess earl diocese palace dean")
_COUNCIL = _words("council borough city county metropolitan local authority childrens social safeguarding unitary")
# What makes another body or a place of "Kent …".
_BODIES = _words(
    "university universities college school academy hospital hospitals nhs icb ccg prison airport court cathedral "
    "diocese festival racecourse fc united rovers wanderers athletic wednesday forest dales moorlands road street lane "
    "avenue square way house close drive crescent place park station hall abbey"
)
_FORCES = _words("police constabulary")
# Also common words, or used for something else: these need a sign that the authority is meant.
_AMBIGUOUS = frozenset({"reading", "bury", "westminster"})
_NOT_READING = _words(
    "writing mathematics maths recovery challenge festival day scheme comprehension age ages test tests skills "
    "government debate bubble"
)
_DECOYS = (
    "Newcastle under Lyme",
    "Bury St Edmunds",
    "Sutton Coldfield",
    "Sutton Trust",
    "Bradford on Avon",
    "Stoke Newington",
    "Stoke Mandeville",
    "Stoke Poges",
    "Brent crude",
    "Brent Cross",
    "Devon and Cornwall police",
    "Avon and Somerset police",
    "Cumberland Lodge",
    "Kent State",
    "Kentucky Derby",
)
# Good for a look-up, too short or too common to look for in a text.
LOOKUP_ONLY = _words(
    "barking kensington windsor redcar scilly blackburn hammersmith iow bucks cambs derbys glos gloucs hants herts "
    "lancs leics lincs northants notts oxon salop staffs warks wilts worcs"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name as words in plain form, and whom it names; nobody: a decoy."""

    words: tuple[str, ...]
    urns: tuple[Urn, ...]
    commas: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return "and" if self.text == "&" else plain_name(self.text)

    @property
    def stem(self) -> str:
        """Without a possessive s."""
        return plain_name(re.sub(r"['’][sS]$", "", self.text))


def phrase_of(name: str, urns: Iterable[Urn]) -> Phrase:
    """Abbreviations ("BCP", "B&NES") are sought in capitals only."""
    return Phrase(tuple(plain_name(name).split()), tuple(urns), commas="," in name, capitals=name.isupper())


def phrase_index(phrases: Iterable[Phrase]) -> Mapping[str, tuple[Phrase, ...]]:
    """By first word, longest first, decoys included."""
    index: dict[str, list[Phrase]] = {}
    for phrase in (*phrases, *(phrase_of(d, ()) for d in _DECOYS)):
        index.setdefault(phrase.words[0], []).append(phrase)
    return {word: tuple(sorted(found, key=lambda p: -len(p.words))) for word, found in index.items()}


def mentioned(text: str, index: Mapping[str, tuple[Phrase, ...]]) -> tuple[Urn, ...]:
    """Each authority once, in the order of the text."""
    tokens = [_Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found: dict[Urn, None] = {}
    at = 0
    while at < len(tokens):
        phrase = _phrase_at(text, tokens, at, index)
        if phrase is None:
            at += 1
            continue
        last = at + len(phrase.words) - 1
        if _is_meant(text, tokens, at, last) and (phrase.words[0] not in _AMBIGUOUS or _shown(text, tokens, at, last)):
            found.update(dict.fromkeys(phrase.urns))
        at = last + 1
    return tuple(found)


def _phrase_at(text: str, tokens: list[_Token], at: int, index: Mapping[str, tuple[Phrase, ...]]) -> Phrase | None:
    token = tokens[at]
    if not token.text[0].isupper():
        return None
    candidates = dict.fromkeys((*index.get(token.word, ()), *index.get(token.stem, ())))
    return next((p for p in candidates if _matches(text, tokens, at, p)), None)


def _matches(text: str, tokens: list[_Token], at: int, phrase: Phrase) -> bool:
    run = tokens[at : at + len(phrase.words)]
    if len(run) < len(phrase.words):
        return False
    if phrase.capitals and not all(
        t.text.removesuffix("'s").removesuffix("’s").isupper() or t.text == "&" for t in run
    ):
        return False
    if not all(_same(t, w, last=t is run[-1]) for t, w in zip(run, phrase.words, strict=True)):
        return False
    gaps = (text[a.end : b.start] for a, b in pairwise(run))
    return all(_JOIN.fullmatch(gap.replace(",", "", 1) if phrase.commas else gap) for gap in gaps)


def _same(token: _Token, word: str, *, last: bool) -> bool:
    if word not in _SMALL and not token.text[0].isupper():
        return False
    return token.word == word or (last and token.stem == word)


def _is_meant(text: str, tokens: list[_Token], first: int, last: int) -> bool:
    """Not a part of another place's, person's or body's name."""
    return not (_preceded(text, tokens, first) or _followed(text, tokens, last))


def _preceded(text: str, tokens: list[_Token], first: int) -> bool:
    before = tokens[max(0, first - 3) : first]
    if not before or not _joined(text, before[-1], tokens[first]):
        return False
    previous = before[-1]
    if previous.word in _COMPASS and previous.text[0].isupper():
        return True
    if previous.word in _TITLES or previous.text == "NHS":
        return True
    if len(before) > 1 and previous.text[0].isupper() and before[-2].word in _TITLES:
        return True
    return previous.word in {"of", "the"} and any(t.word in _SEATS and t.text[0].isupper() for t in before[:-1])


def _followed(text: str, tokens: list[_Token], last: int) -> bool:
    if _POSTCODE.match(text, tokens[last].end):
        return True
    for here, after in zip(tokens[last : last + 3], tokens[last + 1 : last + 4], strict=False):
        if not text[here.end : after.start].isspace() or "\n" in text[here.end : after.start]:
            return False
        if after.word in _FORCES:
            return True
        if after.word in _COUNCIL or not after.text[0].isupper():
            return False
        if after.word in _BODIES:
            return True
    return False


def _joined(text: str, a: _Token, b: _Token) -> bool:
    return bool(_JOIN.fullmatch(text[a.end : b.start]))


def _shown(text: str, tokens: list[_Token], first: int, last: int) -> bool:
    """Whether an ambiguous name is a name here: a council's word after it, a colon, or the middle of a sentence."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    gap = text[tokens[last].end : after.start] if after else text[tokens[last].end :]
    if tokens[last].text.endswith(("'s", "’s")) or gap.lstrip().startswith(":"):
        return True
    if after and gap.isspace() and after.word in _COUNCIL:
        return True
    if after and gap.strip() == "," and after.text[0].isupper():
        return True
    follower = tokens[last + 2] if after and after.word == "and" and last + 2 < len(tokens) else after
    if follower and follower.word in _NOT_READING:
        return False
    return _inside_sentence(text, tokens, first) or text.strip() == tokens[first].text


def _inside_sentence(text: str, tokens: list[_Token], first: int) -> bool:
    if first == 0:
        return False
    previous, token = tokens[first - 1], tokens[first]
    gap = text[previous.end : token.start]
    if gap.strip() == ",":
        return previous.text[0].isupper()
    if not gap.isspace() or (token.word == "westminster" and previous.word in {"in", "at"}):
        return False
    return previous.text[0].islower() or previous.text == "&"
