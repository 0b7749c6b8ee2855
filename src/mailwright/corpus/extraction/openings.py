"""How sentences of mails open: what is said only to be polite, or to say that something is attached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_POLITE: Final = (
    r"(?:i|we)(?:['’]d| would| just| also| really)* (?:like|want|wanted|wish|need) (?:just )?to (?:let you know"
    r"|tell you|inform you|advise you|make you aware|mention|point out|say|note)(?: that)?",
    r"(?:i|we) (?:just )?thought (?:i|we)(?:['’]d| would) (?:let you know|tell you|mention)(?: that)?",
    r"(?:just )?wanted to let you know(?: that)?",
    r"(?:this (?:e-?mail |memo |note |message )?is )?(?:just )?to (?:inform you|advise you|let you know"
    r"|make you aware)(?: that)?",
    r"(?:i|we)(?:['’]m| am| are) writing to(?: you to)?",
    r"please (?:be advised|be aware|note|take note|be informed|understand)(?: that)?",
    r"(?:as )?(?:i am sure |i['’]m sure )?you (?:may |might |probably |already |all )*know,",
    r"as you (?:may |might |probably |already |all )*(?:know|are aware|have heard),",
    r"for your (?:information|records|reference),",
    r"fyi\b\s*[-,:.]*",
    r"if (?:it is |it['’]s )?(?:possible|convenient|you don['’]t mind|you do not mind),",
    r"(?:oh|well|ok|okay|anyway|basically|actually|obviously|sure|yeah|hey|wow)\b,?(?! as\b)",
    r"(?:just )?a (?:quick |brief |short |friendly |gentle )?(?:note|word|line|message) to (?:say|let you know"
    r"|tell you)(?: that)?",
    r"(?:also|additionally|in addition|furthermore|moreover|besides|lastly|and|so|further),?(?! (?:of|to|as|far"
    r"|many|much|that)\b)",
    r"(?:i|we) (?:was|were) (?:just )?wondering (?=if|whether|when|what|how|who|where)",
    r"it (?:has come|came) to (?:my|our) attention that",
    r"the (?:purpose|reason) of this (?:e-?mail|memo|note|message) is to",
)
_ATTACHED: Final = (
    r"(?:please )?(?:find|see) (?:the )?(?:attached|enclosed)(?! to\b)(?: hereto| herewith| below| is| are"
    r"| please find)?:?",
    r"(?:attached|enclosed)(?: hereto| herewith| below)?(?: please find| you will find| for your (?:review"
    r"|information|use|reference|comments?))* (?:is|are)(?! to\b)",
    r"(?:attached|enclosed)(?: hereto| herewith)?,? (?:please find|you will find|you['’]ll find)",
    r"(?:i|we)(?:['’]ve| have)? (?:also |just )?(?:attached|enclosed)(?! to\b)",
    r"(?:i|we)(?:['’]m| am| are) (?:also )?(?:attaching|enclosing)",
)
_ASKING: Final = (
    r"(?:(?:can|could|will|would) you(?: all| both| guys| each)?|i(?:['’]d"
    r"| would) (?:really )?appreciate (?:it )?if you (?:could|would|can)|(?:i|we) (?:would"
    r"|['’]d) be (?:very )?grateful if you (?:could|would)|(?:i|we) (?:would|['’]d) like you to"
    r"|it would be (?:great|helpful|nice) if you (?:could|would)|(?:please|pls|kindly))(?: please| kindly"
    r"| possibly| perhaps| just| also| be so kind as to| be kind enough to| (?:go ahead and|make sure to|try to"
    r"|feel free to))*(?! (?:have|be|not|been|like|prefer|want|need|agree|mind|call me if"
    r"|let me know if you have)\b)",
)


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})(?=[\s,:]|(?<=[,:.-]))[\s,:]*", re.IGNORECASE)


_POLITE_START: Final = _compiled(_POLITE)
_ATTACHED_START: Final = _compiled(_ATTACHED)
_ASKING_START: Final = _compiled(_ASKING)


_FEWEST: Final = 2
_FEWEST_FOR_A_CLAUSE: Final = 4


@dataclass(frozen=True)
class Opening:
    """What stands before the matter of a sentence.

    Attributes:
        end: where the matter begins.
        asks: whether it asks somebody to do what follows.
        attaches: whether what follows is attached.
    """

    end: int = 0
    asks: bool = False
    attaches: bool = False


def opening_of(sentence: str) -> Opening:
    """Return the opening of a sentence; at least two words are left after it."""
    end = 0
    asks = attaches = False
    changed = True
    while changed:
        changed = False
        for pattern in (_POLITE_START, _ATTACHED_START, _ASKING_START):
            found = pattern.match(sentence, end)
            if not found or (attaches and pattern is _ATTACHED_START) or not _leaves_enough(pattern, found):
                continue
            asks = asks or pattern is _ASKING_START
            attaches = attaches or pattern is _ATTACHED_START
            end = found.end()
            changed = True
            if attaches:
                return Opening(end, False, True)
    return Opening(end, asks, attaches)


def _leaves_enough(pattern: re.Pattern[str], found: re.Match[str]) -> bool:
    """Return whether what follows an opening can stand alone: a request's verb, or words enough for a clause."""
    rest = found.string[found.end() :]
    if pattern is _ASKING_START:
        return bool(re.match(r"[a-z]", rest)) and len(rest.split()) >= _FEWEST
    loose = pattern is _POLITE_START and not found.group().rstrip(" ,:").endswith(("that", "to"))
    return len(rest.split()) >= (_FEWEST_FOR_A_CLAUSE if loose else _FEWEST)
