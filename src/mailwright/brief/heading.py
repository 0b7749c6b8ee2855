"""The head of a wish: the part before its content that says to whom, from whom, in which form."""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.head import Head, accept, value_of_subject
from mailwright.brief.head_patterns import (
    CONNECTOR,
    DELIMITER,
    DIRECT,
    DOCUMENT,
    DOCUMENT_TAIL,
    LEADS,
    MANNER_FILLER,
    PLAIN_NOUNS,
    PLAIN_VERBS,
    POLITE,
    PREPOSITION,
    SUBJECT,
    WANT,
    WRITE,
)
from mailwright.brief.lexicon import core, ends_as_title, lowered
from mailwright.brief.manner import LANGUAGE, LANGUAGE_NAMES, LIMIT
from mailwright.brief.marks import RECIPIENT, SENDER
from mailwright.brief.opening import read_opening
from mailwright.brief.phrases import LENGTH_WORDS, TONE_WORDS
from mailwright.brief.recipient import read_recipient

_MAX_STEPS: Final = 24
_FROM_SENDER: Final = re.compile(
    rf"(?:from|by|von|de la part de|de parte de|da parte di|van)\s+(?:(?:the|my|our|your)\s+)?{SENDER}\s*",
    re.IGNORECASE,
)


def read_head(head: Head) -> None:
    """Read from ``head.position`` on for as long as the words are about the e-mail and not its content."""
    _read(head)
    if not head.instructed and not head.to:
        _read_after_introduction(head)


def _read_after_introduction(head: Head) -> None:
    """Read a head that follows one or two sentences: ``I run a yarn shop. Long apology to ...``."""
    for stop in list(re.finditer(r"[.!?]\s+(?=\S)", head.text[:240]))[:3]:
        words = head.text[: stop.start()].split()
        if not words or ends_as_title(words[-1] + "."):
            continue
        later = Head(head.text[stop.end() :], head.shouted)
        later.subject, later.sender = head.subject, head.sender
        _read(later)
        if later.to and later.position and not later.vocative:
            head.introduction = head.text[: stop.end()].strip()
            head.text, head.position, head.instructed = later.text, later.position, True
            head.to, head.subject, head.sender = later.to, later.subject, later.sender
            head.language, head.lead, head.asides = later.language, later.lead, later.asides
            head.manner += later.manner
            return


def _read(head: Head) -> None:
    if not head.to:
        read_opening(head)
    if head.vocative:
        return
    steps = (_polite, _manner, _subject, _language, _from, _direct, _document, _write, _preposition, _connector)
    for _ in range(_MAX_STEPS):
        if any(step(head) for step in steps):
            continue
        if not _delimiter(head):
            break
        if not head.to and head.text[: head.position].rstrip().endswith(":"):
            read_opening(head)
    if not head.to and not head.instructed:
        _wanted(head)
    if not head.to and head.text[: head.position].rstrip()[-1:] not in (":", ";", "!", "?"):
        _anything_to(head)
        for _ in range(_MAX_STEPS if head.to else 0):
            if not any(step(head) for step in steps) and not _delimiter(head):
                break


def _anything_to(head: Head) -> None:
    """Read ``formal but humane to X:`` or ``stock count mail to X:``, where other words lead to the recipient."""
    start = head.position
    stop = re.compile(r"[:;!?\n]|,\s|\.\s").search(head.text, start)
    limit = min(stop.start() if stop else len(head.text), start + 90)
    for found in re.compile(r"\s(?:to|for|with)\s+(?=\S)", re.IGNORECASE).finditer(head.text, start, limit):
        named = read_recipient(head.text, found.end())
        if named is None:
            continue
        before = head.text[start : found.start()].strip()
        words = [core(word).lower() for word in before.split()]
        if len(words) > 8 or words[-1:] in (["go"], ["goes"], ["come"], ["moves"], ["moved"], ["back"], ["up"]):
            return
        head.manner.append(before)
        kept = DOCUMENT_TAIL.sub("", " ".join(word for word in before.split() if not _is_manner_word(word))).strip()
        head.lead = f"{head.lead} {kept}".strip() if any(c.isalnum() for c in kept) else head.lead
        accept(head, named)
        return


def _is_manner_word(word: str) -> bool:
    folded = core(word).lower()
    return (
        folded in TONE_WORDS
        or folded in LENGTH_WORDS
        or folded in ("but", "and", "a", "an", "the", "very", "humane")
    )


def _polite(head: Head) -> bool:
    return not head.to and head.take(POLITE) is not None


def _manner(head: Head) -> bool:
    """Take ``formal``, ``long and warm``, ``max 80 words`` where such words stand before the content."""
    start = head.position
    found = False
    while True:
        limit = head.take(LIMIT)
        if limit:
            head.take(re.compile(r"\s+"))
            found = True
            continue
        word = re.compile(r"[^\s,.:;!?]+").match(head.text, head.position)
        folded = core(word.group()).lower() if word else ""
        if word and (folded in TONE_WORDS or folded in LENGTH_WORDS):
            head.position = word.end()
            head.take(re.compile(r"\s+"))
            found = True
        elif not head.take(MANNER_FILLER):
            break
    following = head.text[head.position : head.position + 1]
    closed = not following or following in ",.:;!?" or _begins_head(head)
    if not found or (head.to and not (closed and following in ",.:;!?")) or not closed:
        head.position = start
        return False
    head.manner.append(head.text[start : head.position])
    head.instructed = True
    return True


def _begins_head(head: Head) -> bool:
    patterns = (DOCUMENT, PREPOSITION, DIRECT, _FROM_SENDER, SUBJECT, LANGUAGE, POLITE)
    return any(pattern.match(head.text, head.position) for pattern in patterns)


def _subject(head: Head) -> bool:
    if head.subject or not head.take(SUBJECT):
        return False
    head.subject, head.position = value_of_subject(head.text, head.position, labelled=False)
    head.instructed = True
    return True


def _language(head: Head) -> bool:
    found = head.take(LANGUAGE)
    if not found:
        return False
    head.language = LANGUAGE_NAMES[lowered(found.group(1))]
    head.instructed = True
    head.take(re.compile(r"\s+"))
    return True


def _from(head: Head) -> bool:
    if head.sender:
        return False
    found = head.take(_FROM_SENDER)
    if not found:
        return False
    head.sender = SENDER
    return True


def _document(head: Head) -> bool:
    if head.to and not head.text[: head.position].rstrip().endswith(","):
        return False
    found = head.take(DOCUMENT)
    if not found:
        return False
    noun = (found.group("noun") + found.group("more")).strip()
    if head.lead and not PLAIN_NOUNS.match(noun):
        head.lead = f"{head.lead} {noun.lower()}"  # "decline the invitation"
    elif not PLAIN_NOUNS.match(noun):
        head.lead = re.sub(r"\s+(?:e-?mail|mail|letter|note|message)$", "", noun.lower())
        head.lead = re.sub(r"^(?:letter|mail|note) of ", "", head.lead)
    head.instructed = True
    return True


def _direct(head: Head) -> bool:
    if head.to:
        return False
    start = head.position
    found = head.take(DIRECT)
    if not found:
        return False
    verb = " ".join(found.group("verb").split())
    if head.position < len(head.text) and head.text[head.position - 1] not in " \n":
        head.position = start
        return False
    preposition = head.take(PREPOSITION)
    named = None
    if not DOCUMENT.match(head.text, head.position):
        named = read_recipient(head.text, head.position)
    if named is None and (preposition or _is_noun_too(verb) or verb.lower() in PLAIN_VERBS):
        head.position = start
        return False
    if verb.lower() not in PLAIN_VERBS:
        head.lead = LEADS.get(verb.lower(), verb.lower().removeprefix("say ").strip())
    if named:
        accept(head, named)
    head.instructed = True
    return True


def _is_noun_too(verb: str) -> bool:
    return DOCUMENT.match(verb + " ") is not None


def _write(head: Head) -> bool:
    if head.to:
        return False
    start = head.position
    if not head.take(WRITE):
        return False
    head.instructed = True
    document = DOCUMENT.match(head.text, head.position)
    if document or _begins_head(head) or _starts_with_manner(head):
        return True
    named = read_recipient(head.text, head.position)
    if named:
        accept(head, named)
        return True
    head.position = start
    return False


def _starts_with_manner(head: Head) -> bool:
    words = [core(word).lower() for word in head.text[head.position : head.position + 60].split()[:4]]
    return any(word in TONE_WORDS or word in LENGTH_WORDS for word in words)


def _preposition(head: Head) -> bool:
    if head.to:
        return False
    start = head.position
    if not head.take(PREPOSITION):
        return False
    named = read_recipient(head.text, head.position)
    if named is None:
        head.position = start
        return False
    accept(head, named)
    return True


def _connector(head: Head) -> bool:
    return bool(head.to) and head.take(CONNECTOR) is not None


def _delimiter(head: Head) -> bool:
    """Go behind punctuation; False where the content begins there."""
    start = head.position
    found = head.take(DELIMITER)
    if not found:
        return False
    mark = found.group().strip()
    if not head.instructed:
        head.position = start
        return False
    return not (head.to and mark[:1] in (":", ".", "!", "?", "-", "–", "—"))


def _wanted(head: Head) -> None:
    """Read ``need the council to keep ...``: whom the writer wants to do something."""
    found = WANT.match(head.text, head.position)
    if not found:
        return
    named = read_recipient(head.text, found.end())
    linked = re.match(r"\s{1,3}to\s+", head.text[named.end :]) if named else None
    if named and linked:
        head.to, head.position = RECIPIENT, named.end + linked.end()
        head.lead = "persuade" if "win" in found.group() else ""
