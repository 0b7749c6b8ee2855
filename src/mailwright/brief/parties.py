"""Who is named in the middle of a wish: ``... ask hélène for an exception``, ``(me, Dorota Zielińska)``."""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.lexicon import name_as_written
from mailwright.brief.phrases import RELATIONS
from mailwright.brief.recipient import read_recipient

_ME: Final = re.compile(
    r"\((?:me,?|i'm|I'm|I am)\s+(?P<name>[^()]{2,60})\)|\b(?:I'm|I am"
    r"|my name is)\s+(?P<full>[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+){1,3})(?=[,.])"
)
_MY_OFFICE: Final = re.compile(
    r"I(?:'m| am) the (?P<role>[a-z ]{3,30}?) (?:of|at|for|from) (?:the )?(?P<place>[^.:;]{3,80})\."
)
_LATER: Final = re.compile(
    r"(?:^|[,.;:!?\n]\s+|\b(?:to|could you|can you|please|pls|to|i'd like to|i want to|i have to|i must"
    r"|and|then|also)\s+)"
    r"(?P<verb>tell|ask|write to|write|email|e-mail|mail|message|text|let|remind|thank|inform|invite"
    r"|apologi[sz]e to"
    r"|say sorry to|say excuse to|reply to|answer|convince|persuade|request to|complaint to|apology to"
    r"|letter to"
    r"|mail to|message to|thanks? (?:for|to))\s+(?=\S)|\b(?:e-?mail|mail|letter|note|message|text|reply"
    r"|answer|request"
    r"|apology|invitation|reminder|complaint) (?:to|for)\s+(?=\S)|\b(?:write|reply|get back"
    r"|say [^.,;:]{1,30}|talk|attn|attention of):?"
    r"(?: to)?\s+(?=\S)",
    re.IGNORECASE,
)
_RELATION: Final = re.compile(
    r"\b(?:my|our|the|his|her)\s+(?:[a-z']+\s+){0,2}?(?:" + "|".join(sorted(RELATIONS)) + r"|contractor"
    r"|doctor),?"
    r"\s+(?=(?:[A-ZÀ-Þ][\w'’-]+))"
)
_NAMED_HER: Final = re.compile(r"\b(?:is|named|called)\s+(?P<name>[A-ZÀ-Þ][\w'’-]+)")
_INTRODUCED: Final = re.compile(
    r"(?i:(?:hi,? |hello,? )?(?:this is|i am|i'm|it's|my name is|we are|we're))\s+"
    r"(?P<who>(?:the )?[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,3}(?: family)?(?: from \w+)?)"
    r"(?=[,.:]| and | i | we )",
)
_NEEDS_TO_KNOW: Final = re.compile(
    r"(?:^|[.,;!?]\s+|\b(?:so|please)\s+)(?P<who>[^.,;:!?\n]{2,40}?)\s+(?:needs?|has|have|ought|should|must)\s+"
    r"(?:to\s+)?(?:know|hear|be told)\b",
    re.IGNORECASE,
)
_IS_CALLED: Final = re.compile(
    r"\b(?:(?:his|her|their|whose|the|my|our)\s+(?:[a-z]+\s+)?(?:name|names|teacher|boss|landlord|landlady|doctor"
    r"|mum|mom|dad|mother|father|manager|wife|husband)(?:\s+is|'s|\s+are)|call(?:s|ed)? (?:him|her|them)"
    r"|(?:who is|he'?s|she'?s) (?:called|named))\s+",
    re.IGNORECASE,
)


def named_in_passing(text: str, shouted: bool) -> str:
    """Return the name in ``the guy who bought my bike his name is terrence``."""
    called = re.search(
        r"\b(?:(?:his|her|their) names?(?: is|'s| are)|call(?:s|ed)? (?:him|her|them))\s+(?=\S)",
        text,
        re.IGNORECASE,
    )
    named = read_recipient(text, called.end(), shouted) if called else None
    return named.name if named and named.sure else ""


def recipient_within(text: str, shouted: bool) -> str:
    """Return a recipient whom the middle of the wish names: ``... ask hélène for an exception``."""
    told = _NEEDS_TO_KNOW.search(text[:300])
    if told:
        named = read_recipient(text, told.start("who"), shouted)
        if named and named.sure:
            return named.name
    for found in _LATER.finditer(text):
        named = read_recipient(text, found.end(), shouted)
        if named and named.sure and len(named.name.split()) <= 8:
            return named.name
    if re.search(r"\b(?:write|tell|ask|say)\b.{0,12}\b(?:her|him|them)\b", text, re.IGNORECASE):
        names = _NAMED_HER.findall(text)
        if names:
            return str(names[-1])
    called = _IS_CALLED.search(text)
    if called:
        named = read_recipient(text, called.end(), shouted)
        if named:
            return named.name
    for found in _RELATION.finditer(text[:200]):
        named = read_recipient(text, found.end(), shouted)
        if named and not found.group().endswith(("from ", "of ")):
            return named.name
    return ""


def sender_within(text: str) -> str:
    """Return who says of himself ``I'm X``, ``(me, X)`` or ``I'm the clerk of X``; "" if nobody does."""
    found = _ME.search(text)
    if found:
        return (found.group("name") or found.group("full")).strip()
    introduced = _INTRODUCED.match(text)
    if introduced:
        return name_as_written(introduced.group("who").split(), shouted=False)
    office = _MY_OFFICE.match(text)
    if not office:
        return ""
    place, _, name = office.group("place").partition(", ")
    return name or f"{office.group('role').strip().capitalize()}, {place}"
