"""What the model weighs in a sentence: word runs, words of the last clause, cues, themes named and their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visitwatch.domain.findings import lexicon, themes, words
from visitwatch.domain.findings.lexicon import Hit
from visitwatch.domain.findings.polarity import Clause, balance, clauses
from visitwatch.domain.findings.shape import shape
from visitwatch.domain.findings.words import PUNCTUATION


_MOVING = frozenset({"improving", "worsening", "persisting", "rising", "falling", "aware", "few", "many"})


def features(text: str) -> set[str]:
    """Names of what the sentence has. Same text, same names; the model ignores names it has not met."""
    tokens = words.tokens(text)
    if not tokens:
        return set()
    parts = clauses(tokens)
    hits = list(lexicon.cues().hits(tokens))
    found = set(_runs(tokens))
    found.update(_tail(tokens, parts))
    found.update(_cues(tokens, parts, hits))
    found.update(_themes(tokens))
    found.update(_shape(tokens))
    return found


def _runs(tokens: Sequence[str]) -> Iterator[str]:
    plain = [token for token in tokens if token not in PUNCTUATION]
    one = two = "^"
    for token in [*plain, "$"]:
        yield token
        yield f"{two} {token}"
        yield f"{one} {two} {token}"
        one, two = two, token


def _tail(tokens: Sequence[str], parts: Sequence[Clause]) -> Iterator[str]:
    if len(parts) < 2:
        return
    for mark, part in (("<", parts[0]), (">", parts[-1])):
        previous = "^"
        for token in tokens[part.start : part.end]:
            yield f"{mark}{token}"
            yield f"{mark}{previous} {token}"
            previous = token


def _cues(tokens: Sequence[str], parts: Sequence[Clause], hits: Sequence[Hit]) -> Iterator[str]:
    balances = [balance(part, tokens, hits) for part in parts]
    signs = "".join(b.sign for b in balances)
    yield f"#signs {signs[:3]}"
    yield f"#set {''.join(sorted(set(signs)))}"
    if signs:
        yield f"#first {signs[0]}{'c' if parts[0].conceded else ''}"
        yield f"#last {signs[-1]}{'c' if parts[-1].conceded else ''}"
    good, bad = sum(b.good for b in balances), sum(b.bad for b in balances)
    yield f"#good {min(good, 4)}"
    yield f"#bad {min(bad, 4)}"
    yield f"#more {'good' if good > bad else 'bad' if bad > good else 'equal'}"
    yield f"#both {min(good, 3)} {min(bad, 3)}"
    last = parts[-1].start if parts else 0
    for hit in hits:
        yield f"#{hit.group}"
        if hit.group in _MOVING:
            yield f"#{hit.group} {signs[-1:]}"
        if hit.start >= last and len(parts) > 1:
            yield f"#>{hit.group}"
        if hit.start == 0:
            yield f"#^{hit.group}"


def _themes(tokens: Sequence[str]) -> Iterator[str]:
    hits = list(themes.lexicon().hits(tokens))
    if not hits:
        yield "@none"
        return
    third = len(tokens) // 3
    for hit in themes.core().hits(tokens):
        yield f"!{hit.group}"
        yield f"!{hit.group} {'first' if hit.start <= third else 'later'}"
    for place, theme in enumerate(dict.fromkeys(hit.group for hit in hits)):
        yield f"@{theme}"
        yield f"@{theme} {min(place, 3)}"
    for hit in hits:
        yield f"@{' '.join(tokens[hit.start : hit.start + hit.length])}"
        if hit.start < 4:
            yield f"@^{hit.group}"
    counted = [hit.group for hit in hits]
    for theme in set(counted):
        if counted.count(theme) > 1:
            yield f"@@{theme}"


def _shape(tokens: Sequence[str]) -> Iterator[str]:
    form = shape(tokens)
    yield f"#form {form}"
    yield f"#form {form} {tokens[0]}"
    yield f"#form {form} {' '.join(tokens[:2])}"
    yield f"#length {min(len(tokens) // 8, 6)}"
    yield f"#end {tokens[-1] if tokens[-1] in PUNCTUATION else 'none'}"
    yield f"#commas {min(tokens.count(','), 4)}"
