"""The very first words of a marked wish, where they name somebody: ``Dear X,``, ``X:``, ``X to Y:``, ``I'm Y.``"""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.head import Head, accept
from mailwright.brief.marks import RECIPIENT, SENDER
from mailwright.brief.recipient import read_recipient

_GREETING: Final = re.compile(
    r"(?:hi|hello|dear|hey|hiya|good (?:morning|afternoon|evening|day)|sehr geehrte[rs]?|liebe[rs]?|hallo|bonjour"
    r"|chers?|chères?|hola|ciao|caro|cara|olá|beste),?\s+(?=\S)",
    re.IGNORECASE,
)
NOBODY: Final = re.compile(
    r"dear (?:sirs?(?:[ /](?:or )?madam)?|madam|company|helper)\b[\s,:.]*|to whom it may concern\b[\s,:.]*",
    re.IGNORECASE,
)
_CLOSES: Final = re.compile(r"\s*(?:[,:!.\n]|[–-]\s)\s*")
_WISHES: Final = re.compile(
    r"\s+(?=(?:can|could|will|would|please|pls|i|i'm|im|we|we're|my|the|no|your|yes|sorry|thank|thanks)\b)",
    re.IGNORECASE,
)
_SENDER_FIRST: Final = re.compile(
    r"(?:(?:hi|hello|hey|hiya)[,!]?\s+)?"
    r"(?:it'?s me,?|its me,?|it'?s|this is(?: from)?|i'?m|i am|we'?re|we are|my name is|as|on behalf of"
    r"|in the name of|sender|sign (?:it )?(?:from|as)|from the desk of|from|me,)?\s*"
    rf"(?:(?:the|whole)\s+)*{SENDER}(?:'s)?"
    r"(?P<after>\s*(?:\([^()]*\))?\s*(?:here|speaking)\b[\s,.:!–-]*|,?\s+no recipient[^:]{0,20}:\s*"
    r"|\s+please\s*[–-]?\s+|\s*[.:!;\n–-]+(?:\s+|$)|,\s+(?=to\b)|,?\s+and i (?:want|need|would like|have) to\s+)",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(
    rf"(?:from\s+)?(?:(?:the|your)\s+)*{SENDER}[^:.;!?\n{RECIPIENT}]{{0,50}}?,?\s+"
    r"(?:(?:e-?mail|mail|note|message|notice)\s+)?"
    r"(?P<verb>to|->|→|an|à|tells|asks|thanks|informs|warns|writes|invites|reminds|answers|replies)\s+(?:to\s+)?",
    re.IGNORECASE,
)
_LEADS: Final = {"thanks": "thanks", "asks": "ask", "invites": "invite", "reminds": "reminder"}


def read_opening(head: Head) -> None:
    """Read ``Dear X,``, ``X:``, ``Y to X:``, ``this is Y.`` at the very start."""
    for form in (_nobody, _pair, _sender, _greeting, _vocative):
        if form(head):
            head.instructed = True
            return


def _nobody(head: Head) -> bool:
    found = head.take(NOBODY)
    if not found:
        return False
    if found.group().lower().startswith("to whom"):
        head.manner.append("formal")
    head.vocative = True
    return True


def _pair(head: Head) -> bool:
    found = _PAIR.match(head.text, head.position)
    named = read_recipient(head.text, found.end()) if found else None
    if not found or not named:
        return False
    head.lead = _LEADS.get(found.group("verb").lower(), "")
    head.sender = SENDER
    accept(head, named)
    return True


def _sender(head: Head) -> bool:
    found = head.take(_SENDER_FIRST)
    if not found:
        return False
    head.sender = SENDER
    if "and i" in found.group("after").lower():
        return True
    _greeting(head) or _vocative(head)
    return True


def _greeting(head: Head) -> bool:
    start = head.position
    if not head.take(_GREETING):
        return False
    named = read_recipient(head.text, head.position)
    closes = _CLOSES.match(head.text, named.end) if named else None
    if named is None or closes is None:
        head.position = start
        return False
    head.to, head.position, head.vocative = RECIPIENT, closes.end(), True
    return True


def _vocative(head: Head) -> bool:
    """Read ``X: ...``, ``X, ...`` and ``X can you ...``."""
    named = read_recipient(head.text, head.position)
    if named is None:
        return False
    closes = re.compile(r"\s*[,:.!;\n–-]+(?:\s+|$)").match(head.text, named.end) or _WISHES.match(
        head.text, named.end
    )
    if closes is None:
        return False
    head.to, head.position, head.vocative = RECIPIENT, closes.end(), True
    return True
