"""The form of a sentence: a bare noun phrase, a command, or a statement.

Ofsted's lists of what needs to improve hold noun phrases ("The timeliness of initial health assessments.") and, in
older reports, commands ("Ensure that …"); both ask for something, so they are concerns without a word of blame.
"""

from __future__ import annotations

from collections.abc import Sequence

_AUXILIARIES = frozenset(
    "is are was were be been has have had do does did can could will would should must may might cannot s".split()
)
_SUBORDINATES = frozenset("that which who where when whether how because if".split())
_VERBS = frozenset(
    "receive benefit live experience know understand make provide support ensure lead help enable continue remain "
    "need meet show attend identify use report feel say take give offer get hold lack vary visit build speak wait go "
    "participate contribute recognise focus consider demonstrate reflect inform reduce limit impact require achieve "
    "access respond deliver share value play form promote express describe allow keep move leave become want enjoy "
    "produce include contain set cover develop maintain monitor manage oversee undertake spend listen tell told found "
    "saw made led took gave became began begin start started found received led improved increased reduced remained "
    "continued fail failed struggle depend rely exist affect prevent mean result see model appreciate welcome engage seek meet carry hear find think trust come get state assesse commission adopt adopted enhance refer celebrate maximise spoke confirmed conclude chair aim attain identified ensured changed recommended evaluate inspect link search".split()
)
_BEFORE_NOUN = frozenset("the a an of for and or in to with on by from their its good high".split())
_AFTER_NOUN = frozenset("to of for and".split())
_COMMANDS = frozenset(
    "ensure improve strengthen develop increase take implement establish provide undertake refresh reduce make "
    "secure comply put raise consider embed monitor promote enable extend evaluate hold clarify agree accelerate use "
    "complete ensuring improving address introduce expand adopt continue seek build update prioritise "
    "scrutinise revise identify maximise enhance require".split()
)
_WITH_TO = frozenset("lead led contribute listen continue need begin began respond adapt fail seek go".split())
_ENDS = frozenset("vary improve exist thrive remain fail struggle varies deteriorate improved".split())
_OPENERS = frozenset("urgently significantly fully further continue quickly".split())


def shape(tokens: Sequence[str]) -> str:
    """What the sentence is: "phrase", "command" or "statement"."""
    words = [token for token in tokens if token.isalnum()]
    if not words:
        return "phrase"
    head = 1 if words[0] in _OPENERS and len(words) > 1 else 0
    if words[head] in _COMMANDS and (head + 1 == len(words) or words[head + 1] not in _AUXILIARIES | {"and", "of", "in"}):
        return "command"
    return "phrase" if _bare(tokens) else "statement"


def _bare(tokens: Sequence[str]) -> bool:
    """Whether no finite verb is left when every subordinate clause has had its own."""
    owed = 0
    for index, token in enumerate(tokens):
        if token in _SUBORDINATES:
            owed += 1
        elif _finite(tokens, index):
            if not owed:
                return False
            owed -= 1
    return True


def _finite(tokens: Sequence[str], index: int) -> bool:
    token = tokens[index]
    if token in _AUXILIARIES:
        return index == 0 or tokens[index - 1] not in _AUXILIARIES
    if token not in _VERBS or index == 0 or index + 1 >= len(tokens):
        return False
    if tokens[index + 1] == ".":
        return token in _ENDS
    return tokens[index - 1] not in _BEFORE_NOUN and (tokens[index + 1] not in _AFTER_NOUN or token in _WITH_TO)
