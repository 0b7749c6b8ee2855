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
    r"(?:hi|hello|dear|hey|liebe[rs]?|hallo|bonjour|cher|chère|hola|ciao|caro|cara)\s+", re.IGNORECASE
)


def read_opening(head: Head) -> None:
    """Read ``Dear X,``, ``X:``, ``X to Y:`` at the very start."""
    rest = head.text[head.position :]
    greeting = _GREETING.match(rest)
    colon = re.match(r"[^:.,;!?\n]{1,70}(?::|\s-)\s", rest)
    comma = re.match(r"[^:.,;!?\n]{1,40},\s", rest)
    if re.match(r"to whom it may concern\b", rest, re.IGNORECASE):
        head.position += len("to whom it may concern")
        head.take(re.compile(r"[\s,:.]+"))
        head.manner.append("formal")
        head.instructed = head.vocative = True
        return
    if greeting and re.match(r"[^,:\n!]{1,60}[,:!\n]", rest[greeting.end() :]):
        named = read_recipient(head.text, head.position + greeting.end(), head.shouted)
        closes = named and re.match(r"\s*[,:!\n]", head.text[named.end :])
        if named and closes:
            if core(named.name).lower() not in ("sir", "madam", "sir or madam", "all sirs", "company"):
                head.to = named.name
            head.position = named.end + closes.end()
            head.instructed = head.vocative = True
            return
    alone = re.match(
        r"(?P<who>[^:.;\n]{2,40}?), (?:no recipient|recipient unknown|[a-z]+ name unknown)[^:.;]{0,20}:\s",
        rest,
        re.IGNORECASE,
    )
    if alone and head.position == 0:
        head.sender = name_as_written(alone.group("who").split(), head.shouted)
        head.position, head.instructed = alone.end(), True
        return
    if head.position == 0 and _sender_to_recipient(head):
        return
    if colon and _names_somebody(head, colon.group()[:-2].rstrip()):
        return
    if is_title(rest.split(maxsplit=1)[0] if rest.split() else "") and not head.shouted:
        named = read_recipient(head.text, head.position, head.shouted)
        if named and len(named.name.split()) > 1 and head.text[named.end : named.end + 1] in (",", ":"):
            head.to, head.position, head.instructed, head.vocative = named.name, named.end + 1, True, True
            head.take(re.compile(r"\s+"))
            return
    kin = re.match(
        r"(mum|mom|dad|nan|grandma|grandpa)\s+(?:can|could|will|please|pls|i|we|my|the)\b", rest, re.IGNORECASE
    )
    stop = re.match(r"[A-Z ]{3,30}\.\s", rest) if head.shouted else None
    if stop and all(is_role(word) for word in stop.group().split()):
        _names_somebody(head, stop.group().rstrip(". "))
    elif kin:
        head.to, head.position = kin.group(1).capitalize(), head.position + len(kin.group(1)) + 1
        head.instructed = head.vocative = True
    elif comma and len(comma.group().split()) <= 2 and not head.shouted and rest[0].isupper():
        words = comma.group()[:-2].split()
        if all(is_name_like(word, shouted=True) or is_title(word) for word in words):
            _names_somebody(head, comma.group()[:-2])


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
