"""Head: what was read so far of the part of a wish that is about the e-mail and not its content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailwright.brief.head_patterns import FOLLOWING_LEAD
from mailwright.brief.lexicon import ends_as_title, is_role
from mailwright.brief.marks import RECIPIENT
from mailwright.brief.phrases import RELATIONS, STOP_WORDS, TONE_WORDS
from mailwright.brief.recipient import Named, only_describes


@dataclass
class Head:
    """What was read so far; ``position`` is where the content goes on, ``lead`` what it is to begin with."""

    text: str
    shouted: bool
    position: int = 0
    to: str = ""
    sender: str = ""
    subject: str = ""
    language: str = ""
    lead: str = ""
    asides: list[str] = field(default_factory=list)
    manner: list[str] = field(default_factory=list)
    instructed: bool = False
    vocative: bool = False
    introduction: str = ""

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match ``pattern`` here and go behind it."""
        found = pattern.match(self.text, self.position)
        if found and found.end() > self.position:
            self.position = found.end()
            return found
        return None


def accept(head: Head, named: Named) -> None:
    """Take ``named`` for the recipient and go behind it and behind what merely describes it."""
    head.to, head.position, head.instructed = RECIPIENT, named.end, True
    if any(character.isdigit() or character.isupper() for character in named.aside):
        head.asides.append(named.aside)
    apposed = re.compile(r",\s+(?P<my>(?:my|our|the|his|her)\s+)?(?P<what>[a-zà-ÿ' -]{2,30})(?=[,.:])").match(
        head.text, head.position
    )
    if apposed and _says_who(apposed) and not _begins_manner(apposed):
        head.position = apposed.end()
    if head.text.startswith(")", head.position):
        head.position += 1
    described = re.compile(r"\s*\([a-zà-ÿ '-]{2,30}\)").match(head.text, head.position)
    if described and only_describes(described.group()):
        head.position = described.end()
    possessive = re.compile(r"['’]s\b").match(head.text, head.position)
    head.position = possessive.end() if possessive else head.position
    head.take(re.compile(r"\s+"))


def _says_who(apposed: re.Match[str]) -> bool:
    """Whether words after a name say who it is, as ``my old boss`` does; ``his order is ready`` tells something."""
    words = apposed.group("what").split()
    alone = bool(apposed.group("my")) and len(words) == 1
    return only_describes(apposed.group("what")) and (alone or is_role(words[-1]) or words[-1] in RELATIONS)


def _begins_manner(apposed: re.Match[str]) -> bool:
    return bool(apposed.group("what").split()) and apposed.group("what").split()[0] in STOP_WORDS | set(TONE_WORDS)


def value_of_subject(text: str, start: int, *, labelled: bool) -> tuple[str, int]:
    """Return the subject that begins at ``start`` and where the text goes on."""
    quote = text[start : start + 1]
    closing = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}.get(quote)
    if closing:
        end = re.compile(re.escape(closing) + r"(?=[\s.,:;!?)]|$)").search(text, start + 1, start + 300)
        if end:
            return text[start + 1 : end.start()].strip(), end.end()
    marks = (
        r"[!?](?=\s|$|:)|\.(?=\s|$)|;\s|\n|\s(?:/{1,2}|\|{1,2})\s|\)|$"
        if labelled
        else r"[!?](?=\s|$|:)|:\s|,\s|\.(?=\s|$)|;\s|\n|\)|$"
    )
    for end in re.compile(marks).finditer(text, start):
        before = text[start : end.start()].split()
        short = before and len(before[-1]) <= 2 and before[-1].isalpha() and end.group() == "."
        if short or (before and end.group() == "." and ends_as_title(before[-1] + ".")):
            continue
        keep = end.end() if end.group() in "!?" and end.group() else end.start()
        return text[start:keep].strip(), end.end()
    return text[start:].strip(), len(text)


def joined_lead(lead: str, content: str) -> str:
    """Put ``lead`` (``thanks``, ``invite``, ``ask``) before ``content`` so that it reads as a jotted point."""
    content = content.lstrip()
    if not lead:
        return content
    if not content:
        return lead
    if lead in ("ask", "urge", "beg"):
        request = re.match(r"to\s+(?:please\s+)?", content, re.IGNORECASE)
        if request:
            return content[request.end() :]
        return f"{lead} {content}" if FOLLOWING_LEAD.match(content) else content
    reminded = re.match(r"(?:to|that|of|about)\s+", content, re.IGNORECASE) if lead == "reminder" else None
    if reminded:
        return f"reminder: {content[reminded.end() :]}"
    if FOLLOWING_LEAD.match(content) or content.lower().startswith(("and ", "that ", "by ", "asking ")):
        return f"{lead} {content}"
    return f"{lead}: {content}"
