"""The form of a sentence: a bare noun phrase, a command, or a statement.

Ofsted's lists of what needs to improve hold noun phrases ("The timeliness of initial health assessments.") and, in
older reports, commands ("Ensure that …"); both ask for something, so they are concerns without a word of blame.
"""

from __future__ import annotations

from collections.abc import Sequence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_AUXILIARIES = _set(
    "is are was were be been has have had do does did can could will would should must may might cannot s"
)
_SUBORDINATES = _set("that what which who where when whether how because if")
_VERBS = _set(
    "receive benefit live experience know understand make provide support ensure lead help enable "
    "continue remain need meet show attend identify use report feel say take give offer get hold lack "
    "vary visit build speak wait go participate contribute recognise focus consider demonstrate reflect "
    "inform reduce limit impact require achieve access respond deliver share value play form promote "
    "express describe allow keep move leave become want enjoy produce include contain set cover develop "
    "maintain monitor manage oversee undertake spend listen tell told found saw made led took gave became "
    "began begin start started received improved increased reduced remained continued fail failed "
    "struggle depend rely exist affect prevent mean result see model appreciate welcome engage seek carry "
    "hear find think trust come state assesse commission adopt adopted enhance refer celebrate maximise "
    "spoke confirmed conclude chair aim attain identified ensured changed recommended evaluate inspect "
    "link search"
)
_BEFORE_NOUN = _set("the a an of for and or in to with on by from their its good high")
_AFTER_NOUN = _set("to of for and")
_COMMANDS = _set(
    "ensure improve strengthen develop increase take implement establish provide undertake refresh reduce "
    "make secure comply put raise consider embed monitor promote enable extend evaluate hold clarify "
    "agree accelerate use complete ensuring improving address introduce expand adopt continue seek build "
    "update prioritise scrutinise revise identify maximise enhance require"
)
_WITH_TO = _set("lead led contribute listen continue need begin began respond adapt fail seek go")
_ENDS = _set("vary improve exist thrive remain fail struggle varies deteriorate improved")
_OPENERS = _set("urgently significantly fully further continue quickly")


_ASKED = _set(
    "quality timeliness consistency effectiveness sufficiency availability frequency stability robustness "
    "response recording capacity impact oversight accuracy provision pace range identification "
    "understanding use management supervision assessment plan planning implementation engagement "
    "participation experience support arrangement caseload work workload development offer number extent "
    "speed rigour access attendance clarity challenge help service recognition practice information focus "
    "delivery preparation involvement permanence resilience scrutiny"
)


def asks(tokens: Sequence[str]) -> bool:
    """Whether the sentence only names what should be better: "The quality of supervision.", "Ensure that …"."""
    form = shape(tokens)
    named = len(tokens) > 1 and tokens[0] in {"the", "how"} and (tokens[0] == "how" or tokens[1] in _ASKED)
    return form == "command" or (form == "phrase" and named)


def shape(tokens: Sequence[str]) -> str:
    """What the sentence is: "phrase", "command" or "statement"."""
    words = [token for token in tokens if token.isalnum()]
    if not words:
        return "phrase"
    head = 1 if words[0] in _OPENERS and len(words) > 1 else 0
    if words[head] in _COMMANDS and (
        head + 1 == len(words) or words[head + 1] not in _AUXILIARIES | {"and", "of", "in"}
    ):
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
