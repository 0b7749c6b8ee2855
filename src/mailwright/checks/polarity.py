"""Whether a draft denies what its point affirms, or affirms what it denies: rules on words and their order.

A point without any negative word is turned round if a clause that carries it and has most of its words is negated.
A point that negates a verb is turned round if a sentence that carries it has the verb, and nothing negative is in
any sentence that has it. What is said by opposites (``closed`` for ``not open``) cannot be judged so and passes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems, same_word

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_OF_A_POINT: Final = 0.6
_NEGATIVE: Final = re.compile(
    r"n['’]t\b|\b(?:not|no|never|none|nothing|nobody|neither|nor|cannot|cant|dont|wont|isnt|arent|wasnt|werent|didnt"
    r"|doesnt|hasnt|havent|hadnt|couldnt|wouldnt|shouldnt|neednt|mustnt|without|w/o|un\w+|in(?:valid|complete|correct)\w*|im(?:possible)\w*"
    r"|dis\w+|mis\w+|non\w*|\w+less|avoid\w*|instead|rather|refus\w*|stop\w*|leav\w*|left|keep\w*|kept|only|until|till?"
    r"|unless|except\w*|exc|exclud\w*|declin\w*|reject\w*|against|free|wait\w*|hold|held|off|out|prevent\w*|forb\w+|ban\w*"
    r"|prohibit\w*|remain\w*|stay\w*|away|beyond|even|needless|wrong\w*|regardless|fail\w*|lack\w*|late\w*|clos\w+|shut"
    r"|cancel\w*|before|less|few\w*|little|hardly|barely|rarely|zero|empty|low\w*|bad\w*|broken?|hard\w*|difficult\w*"
    r"|sorry|apolog\w*|but|too|yet|still|if|end\w*|over|los[te]\w*|gone|down|drop\w*|skip\w*|alone|old|former|max"
    r"|quit\w*|deni\w*|deny|stuck|short|despite|though|although|however|worr\w+|doubt\w*|fear\w*|secret\w*|quiet\w*"
    r"|safe\w*|nil|nix|neg\w*|ex|most|absent|miss\w*|move\w*|chang\w*|sick|ill|same|limit\w*)\b",
    re.IGNORECASE,
)
_OPPOSITE: Final = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|neither|nor|cannot|cant|dont|wont|without|w/o|un\w+|in(?:valid|complete)\w*"
    r"|im(?:possible)\w*|dis\w+|mis\w+|non\w*|\w+less|avoid\w*|instead|refus\w*|stop\w*|left|only|until|till?|unless"
    r"|except\w*|exclud\w*|declin\w*|reject\w*|against|off|out|prevent\w*|forb\w+|ban\w*|wrong\w*|fail\w*|lack\w*"
    r"|late\w*|clos\w+|shut|cancel\w*|less|few\w*|hardly|zero|empty|low\w*|bad\w*|broken?|hard\w*|difficult\w*|lost"
    r"|gone|down|old|former|max|most|cap|limit\w*|sick|ill|absent|miss\w*|move\w*|chang\w*|same|right|skip\w*|free|rest|waiv\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_NEGATOR: Final = re.compile(r"\b(?:not|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_DENIAL: Final = re.compile(
    r"\b(?:cannot|cant|dont|wont|isnt|arent|wasnt|werent|didnt|doesnt|hasnt|havent|hadnt|couldnt|wouldnt|shouldnt|neednt|mustnt|never)\b"
    r"|n['’]t\b|\b(?:is|are|was|were|be|can|will|do|does|did|has|have|had|must|should|could|would|may) not\b",
    re.IGNORECASE,
)
_DOUBTFUL: Final = re.compile(
    r"\b(?:till?|until|unless|only|but|or|if|before|instead|rather|why|ask\w*|say)\b|[?:=→]|->", re.IGNORECASE
)
_HARMLESS: Final = re.compile(
    r"(?:n['’]t|\bnot|never) (?:hesitate|worry|forget|mind|hurry|rush|be (?:alarmed|shy|surprised|put off)|only"
    r"|just|miss|yet|thank|have to|need|know|think|believe|want|until|say|tell|expect|(?:be )?affected|concerned)\b"
    r"|\b(?:if|whether|or not|until|unless|before|only|why|wonder\w*|hope\w*)\b|\?",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"[,;:–—().!?]|\s[-+]\s|\b(?:and|but|because|so|that|which|who|whom|as|though|although|while|when|since|than|or|what"
    r"|where|how|to)\b",
    re.IGNORECASE,
)


def turned_round(point: str, sentences: Sequence[str], carrying: Sequence[str]) -> bool:
    """Return whether a draft turns an English point round.

    Args:
        point: a key point.
        sentences: all sentences of the draft.
        carrying: the window of sentences that carries the point.
    """
    denied = _denied(point)
    if denied:
        having = [sentence for sentence in sentences if _has(content_stems(sentence, "en"), denied)]
        said = any(sentence in having for sentence in carrying)
        return said and not any(_NEGATIVE.search(sentence) for sentence in (*having, *carrying))
    if _OPPOSITE.search(point):
        return False
    return any(_denies(stems, sentence) for stems in _clauses(point) for sentence in carrying)


@lru_cache(maxsize=1024)
def _clauses(point: str) -> list[tuple[str, ...]]:
    """Return the stems of each clause of a point that has two or more."""
    clauses = [content_stems(clause, "en") for clause in _CLAUSE.split(point)]
    return [stems for stems in clauses if len(stems) > 1]


def _has(said: Sequence[str], stems: Sequence[str]) -> bool:
    return all(any(same_word(stem, other) for other in said) for stem in stems)


def _denies(stems: Sequence[str], sentence: str) -> bool:
    """Return whether a clause with most of the stems is negated."""
    if not _NEGATOR.search(sentence) or _HARMLESS.search(sentence):
        return False
    for clause in _CLAUSE.split(sentence):
        if _NEGATOR.search(clause):
            said = content_stems(clause, "en")
            shared = sum(any(same_word(stem, other) for other in said) for stem in stems)
            if shared > 1 and shared >= MOST_OF_A_POINT * len(stems):
                return True
    return False


@lru_cache(maxsize=1024)
def _denied(point: str) -> list[str]:
    """Return the stems of a negated verb and of the next word of its clause; none where that is doubtful.

    ``23 oct ok, 24 not`` and ``Kevin not Calvin`` negate no verb.
    """
    for match in _DENIAL.finditer(point):
        if _DOUBTFUL.search(point):
            return []
        rest = _CLAUSE.split(point[match.end() :], maxsplit=1)[0]
        return list(content_stems(rest, "en"))[:2]
    return []
