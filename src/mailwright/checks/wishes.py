"""Key points that are wishes about the writing: ``dont mention X``, ``no details``, ``keep it short``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mailwright.checks.text import word_set
from mailwright.checks.vocabulary import language_of

_NEVER: Final = r"(?:(?:pls |please )?(?:do ?n[o']?t|don['’]?t|do not)|never|not to|avoid|without|w/?o|no|not)"
_MENTION: Final = (
    r"mention(?:ing)?|say(?:ing)?|bring(?:ing)? up|talk(?:ing)? (?:about|abt|of)|hint(?:ing)?(?: at)?"
    r"|reveal(?:ing)?"
    r"|tell(?:ing)? (?:him|her|them|anyone)|discuss(?:ing)?|go(?:ing)? into|refer(?:ring)? to"
    r"|use (?:the )?(?:word|term|phrase)s?|use(?= ['\"‘“])|spill"
    r"|disclose|quote|touch on|allude to|give away|cite"
)
_MANNER: Final = (
    r"apologi[sz]e|apologi[sz]ing|thank|promise|promising|sound|scold|preach|lecture|moan|beg|threaten|accuse"
    r"|speculate|explain|blame|blaming|name|naming|attack|run down|argue|make (?:him|her|them|me) feel"
    r"|rub it in|dwell on"
    r"|justify|be (?:rude|chummy|pushy|harsh|cold|soppy|formal|too)|get (?:soppy|emotional)|scare"
    r"|make (?:excuses|it about|her look"
    r"|him look|them look|one)|push|guilt|whine|grovel|gush|overdo|go on about|lay it on|encourage|admit"
    r"|commit|give (?:a )?(?:reason"
    r"|date|one|detail)|leave (?:the )?door open|criticise|criticize|complain|exaggerate|overpromise|oversell"
    r"|sell|joke|waffle"
    r"|start with|open with|end with|ask (?:why|for forgiveness)|read (?:like|as)|panic|upset|offend|guess"
    r"|say sorry"
)
_ABSENT: Final = (
    r"reasons?(?: given| why)?|excuses?(?: in it)?|explanations?|details?|more details?|small talk|pressure"
    r"|guilt(?: trip)?|blame"
    r"|drama|apolog(?:y|ies)|apologi[sz]ing|justifying|pleasantries|jargon|labels?|advice|religion|politics"
    r"|lecture|sides|begging"
    r"|moaning|insults?|irony|sarcasm|reproach|pity(?: words)?|anger|revenge|hard sell|fuss|warm-?up|gushing"
    r"|praise(?: either)?"
    r"|flattery|jokes?|emojis?|exclamation marks?|speculation|comments?|promises?|thank-?yous|tears|bad words"
    r"|childhood story excuse"
    r"|counter offer|names|threats?(?: of discipline)?|talk of|bullet points?|buzzwords|cliches?|criticism"
    r"|detailed criticism|hints?|accusations?|(?:\w+ )?words?|names? used"
    r"|mention of|numbers|dates?|sugar-?coating|hype|waffle|padding|filler|formalities|speeches|figures"
    r"|grovelling|drama|panic"
)
_WISH: Final = re.compile(
    rf"(?P<mention>(?:\b(?:but |pls |please )?{_NEVER}\s+(?:to\s+)?(?:{_MENTION}|comment on)\b"
    rf"|\bnothing (?:about|abt|on)\b"
    r"|\bno (?:mention|talk|word) (?:of|about)\b|^leave out\b|\bkeep .{1,30} out\b|\bskip\b(?= the| any)"
    r"|\bnot why\b))"
    rf"|(?P<manner>\b{_NEVER}\s+(?:{_MANNER})\b|^(?:and |but )?no (?:{_ABSENT})(?!\w)"
    rf"|^no ['\"‘“][^'\"’”]+['\"’”]|[,;:(-] no (?:{_ABSENT})\s*$"
    r"|^(?:pls |please )?(?:keep|make|be|sound|stay|tone|style|write)(?: it| this)?:? (?:very |really |v "
    r"|quite |nice and |a bit )?(?:short|brief"
    r"|light|vague|warm|human|friendly|polite|formal|informal|casual|kind|nice|calm|neutral|firm|gentle"
    r"|positive|upbeat|simple"
    r"|honest|professional|funny|personal|factual|matter.of.fact|discreet|respectful|clear|tactful|low.key"
    r"|general|sober|cheerful"
    r"|emotions out)\b"
    r"|^(?:short|brief|warm|kind|calm|funny|friendly|polite|firm|formal|honest|gentle|light|plain|factual"
    r"|discreet)(?:(?:,| and| but| &) ?(?:not )?"
    r"(?:short|brief|warm|kind|calm|funny|friendly|polite|firm|formal|honest|gentle|light|plain|pushy|slow"
    r"|rude|cold|harsh))*(?: pls| please)?[.!]*$"
    r"|^(?:but )?not (?:rude|angry|pushy|too \w+|begging|preachy|pressuring|assuming|prying|a threat"
    r"|punishment|bitter|cross|mean|cold|harsh|formal)\b"
    r"|^confident not pushy|^funny pls|tone\b.{0,20}$)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"['\"‘“]([^'\"’”]{2,40})['\"’”]")
_TAIL: Final = re.compile(
    r"[,;(]|\s[-–—]\s|\.\s|\b(?:but|yet|bc|because|until|till|he|she|they know|family asked)\b|!", re.IGNORECASE
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:kein\w*|nicht|ohne) (?:\w+ ){0,3}?(?:nennen|erwähnen|sagen|schreiben|schieben|versprechen|begründen"
    r"|erklären|gründe|druck"
    r"|vorwürfe|vorwurf|details|floskeln)\b|\bnicht (?:böse|unhöflich|vorwurfsvoll|zu \w+)\b"
    r"|\b(?:ne )?pas (?:de |d['’])?(?:ton|mentionner|dire|donner|parler|promettre|méchant|agressif|détails"
    r"|reproches?|pression|excuses?)\b"
    r"|\bsans (?:mentionner|dire|pression|reproches?|détails|être)\b|\brester (?:poli|courtois|ferme|cordial)\w*\b"
    r"|\b(?:no|sin) (?:mencionar|decir|dar|prometer|nombrar|presi[óo]n|detalles|reproches|excusas|culpar)\b"
    r"|\b(?:non|senza) (?:menzionare|dire|nominare|promettere|dare|citare|pressioni?|dettagli|polemic\w+|scuse)\b"
    r"|\b(?:niet|geen|zonder) (?:noemen|vermelden|zeggen|beloven|druk|details|verwijten|redenen|boos)\b"
    r"|\b(?:n[ãa]o|sem) (?:mencionar|dizer|prometer|citar|press[ãa]o|detalhes|desculpas|culpar)\b"
    r"|^(?:stay|keep it|be|not|no) (?:courteous|polite|short|warm|friendly|formal|rude|pressure|details)\b",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(r"\s+(?:who|whose|whom|where|what|whats|when|why|which|how|that|it)\b", re.IGNORECASE)
_PLAIN: Final = word_set(
    """it that this them him her any anything anyone anybody so either more else too stuff yet still bit
    about abt the a an his their our my your at all who what why where when which how much many him/her
    reason reasons cause fault is was are"""
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def has_wish(point: str) -> bool:
    """Return whether a wish about the writing is anywhere in an English point, content before it included."""
    return _WISH.search(point) is not None


@lru_cache(maxsize=2048)
def wish_of(point: str, language: str = "en") -> tuple[str, ...] | None:
    """Return None if the point is content to be said, else the words that must not appear; often none.

    ``dont mention tribunal / legal stuff`` gives ``("tribunal", "legal")``; ``not rude`` gives ``()``. Negative
    content such as ``dont plug it in`` is no wish. A point with a wish only in its tail (``fri 3pm, dont say
    why``) is content.
    """
    if language_of(language) != "en":
        return () if _ELSEWHERE.search(point) else None
    match = _WISH.search(point)
    if not match or (len(_WORD.findall(point[: match.start()])) > 2 and not match.group().startswith("but")):
        return None
    if match.group("manner"):
        return ()
    rest = point[match.end() :]
    if _QUESTION.match(rest):  # "dont say who did": what must not appear is not named
        return ()
    quoted = _QUOTED.search(rest)
    if quoted:
        return tuple(word.lower() for word in _WORD.findall(quoted.group(1)))
    tail = _TAIL.search(rest)
    words = [word.lower() for word in _WORD.findall(rest[: tail.start()] if tail else rest)]
    return tuple(word for word in words if word not in _PLAIN and len(word) > 2)
