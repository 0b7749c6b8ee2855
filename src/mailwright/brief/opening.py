"""The very first words of a wish, where they name somebody: ``Dear X,``, ``X:``, ``X to Y:``."""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.head import Head, accept
from mailwright.brief.head_patterns import (
    DIRECT,
    DOCUMENT,
    NOT_NAMES,
    PREPOSITION,
    SENDER_VERB,
    SUBJECT,
    WANT,
    WRITE,
)
from mailwright.brief.lexicon import core, is_name_like, is_role, is_shouted, is_title, name_as_written
from mailwright.brief.phrases import LENGTH_WORDS, TONE_WORDS
from mailwright.brief.recipient import read_recipient
from mailwright.brief.sender import is_signature

_GREETING: Final = re.compile(
    r"(?:hi|hello|dear|hey|hiya|good (?:morning|afternoon|evening)|liebe[rs]?|hallo|bonjour|cher|chère|hola|ciao"
    r"|caro|cara),?\s+(?=\S)",
    re.IGNORECASE,
)
_NOBODY: Final = frozenset(["sir", "madam", "sir or madam", "sirs", "sir/madam", "company"])
_TO_WHOM: Final = re.compile(r"to whom it may concern\b[\s,:.]*", re.IGNORECASE)
_ALONE: Final = re.compile(
    r"(?P<who>[^:.;\n]{2,40}?), (?:no recipient|recipient unknown|[a-z]+ name unknown)[^:.;]{0,20}:\s"
    r"|(?P<here>[^:,;\n]{2,40}?) (?:here|speaking)\b[\s,.:!–-]*",
    re.IGNORECASE,
)
_KIN: Final = re.compile(
    r"(mum|mom|dad|nan|grandma|grandpa)\s+(?=(?:can|could|will|please|pls|i|we|my|the)\b)", re.IGNORECASE
)


def read_opening(head: Head) -> None:
    """Read ``Dear X,``, ``X:``, ``X to Y:`` at the very start."""
    for form in (_to_whom, _greeting, _alone, _sender_to_recipient, _before_colon, _titled, _kin, _vocative):
        if form(head):
            head.instructed = True
            return


def _to_whom(head: Head) -> bool:
    if not head.take(_TO_WHOM):
        return False
    head.manner.append("formal")
    head.vocative = True
    return True


def _greeting(head: Head) -> bool:
    """Read ``Dear X,`` and ``Good morning X!``."""
    start = head.position
    if not head.take(_GREETING):
        return False
    named = read_recipient(head.text, head.position, head.shouted)
    closes = re.match(r"\s*(?:[,:!\n]|[.–-]\s)\s*", head.text[named.end :]) if named else None
    if named is None or closes is None:
        head.position = start
        return False
    if core(named.name).lower() not in _NOBODY:
        head.to = named.name
    head.position = named.end + closes.end()
    head.vocative = True
    return True


def _alone(head: Head) -> bool:
    """Read who writes in ``X, no recipient:`` and ``X here,``."""
    found = _ALONE.match(head.text) if head.position == 0 else None
    if not found:
        return False
    name = found.group("who") or found.group("here")
    if not is_signature(name, head.shouted) and not found.group("who"):
        return False
    head.sender, head.position = name_as_written(name.split(), head.shouted), found.end()
    return True


def _before_colon(head: Head) -> bool:
    colon = re.match(r"[^:.,;!?\n]{1,70}(?::|\s-)\s", head.text[head.position :])
    return bool(colon) and _names_somebody(head, colon.group()[:-2].rstrip() if colon else "")


def _titled(head: Head) -> bool:
    """Read ``mr. fairweather, kitchen remodel: ...``."""
    words = head.text[head.position : head.position + 40].split()
    if head.shouted or not words or not is_title(words[0]):
        return False
    named = read_recipient(head.text, head.position, head.shouted)
    if named is None or len(named.name.split()) < 2 or head.text[named.end : named.end + 1] not in (",", ":"):
        return False
    head.to, head.position, head.vocative = named.name, named.end + 1, True
    head.take(re.compile(r"\s+"))
    return True


def _kin(head: Head) -> bool:
    found = head.take(_KIN)
    if not found:
        return False
    head.to, head.vocative = found.group(1).capitalize(), True
    return True


def _vocative(head: Head) -> bool:
    """Read ``Maeve, ...``, ``Team, ...`` and, in capitals, ``INSURER. ...``."""
    rest = head.text[head.position :]
    if head.shouted:
        stop = re.match(r"[A-Z ]{3,30}\.\s", rest)
        words = stop.group().rstrip(". ").split() if stop else []
        return bool(words) and all(is_role(word) for word in words) and _names_somebody(head, " ".join(words))
    comma = re.match(r"[^:.,;!?\n]{1,40},\s", rest)
    words = comma.group()[:-2].split() if comma else []
    if not words or len(words) > 2 or not rest[0].isupper():
        return False
    if not all(is_name_like(word, shouted=True) or is_title(word) or is_role(word) for word in words):
        return False
    return _names_somebody(head, " ".join(words))


def _names_somebody(head: Head, phrase: str) -> bool:
    words = phrase.split()
    if not 1 <= len(words) <= 6 or any(character.isdigit() for character in words[0]):
        return False
    first = core(words[0]).lower()
    if DIRECT.match(phrase) or DOCUMENT.match(phrase) or WRITE.match(phrase + " x") or first in TONE_WORDS:
        return False
    if first in NOT_NAMES or PREPOSITION.match(phrase) or SUBJECT.match(phrase) or first in LENGTH_WORDS:
        return False
    start = head.position
    named = read_recipient(head.text, start, head.shouted)
    if named is None or named.end - start < len(phrase) - 1 or not named.sure or "out of office" in phrase.lower():
        return False
    person = all(is_name_like(word, shouted=True) or is_title(word) for word in words)
    if not person and not is_role(words[-1]) and not any(is_role(word) for word in words):
        return False
    head.to, head.position, head.instructed, head.vocative = named.name, start + len(phrase) + 1, True, True
    head.take(re.compile(r"\s+"))
    return True


def _sender_to_recipient(head: Head) -> bool:
    """Read ``thandiwe nkosi to fabrice lemaire, firm: ...``."""
    if head.position:
        return False
    found = re.match(
        r"((?:\w{1,5}\.\s)?[^:.;!?\n]{2,50}?),?\s+(?:(?:e-?mail|note|message|notice)\s+)?to\s+",
        head.text,
        re.IGNORECASE,
    )
    if not found:
        return _sender_and_verb(head)
    words = found.group(1).split()
    first = core(words[0]).lower()
    if DIRECT.match(found.group(1)) or DOCUMENT.match(found.group(1)) or first in {*TONE_WORDS, *LENGTH_WORDS}:
        return False
    house = len(words) <= 4 and is_role(words[-1]) and not WANT.match(found.group(1) + " x")
    if not house and not is_signature(found.group(1), head.shouted or is_shouted(found.group(1))):
        return _sender_and_verb(head)
    named = read_recipient(head.text, found.end(), head.shouted)
    if named is None:
        return False
    head.sender, head.to = name_as_written(words, head.shouted), named.name
    head.position, head.instructed = named.end, True
    return True


def _sender_and_verb(head: Head) -> bool:
    """Read ``maribel thanks the helpers``: who writes stands before what is done."""
    found = SENDER_VERB.match(head.text)
    if not found or not is_signature(found.group("who"), head.shouted):
        return False
    named = read_recipient(head.text, found.end(), head.shouted)
    if named is None or not named.sure:
        return False
    head.sender = name_as_written(found.group("who").split(), head.shouted)
    verb = found.group("verb").lower()
    head.lead = {"thanks": "thanks", "asks": "ask", "invites": "invite", "reminds": "reminder"}.get(verb, "")
    accept(head, named)
    return True
