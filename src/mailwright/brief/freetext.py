"""Free text -> the fields of a brief, by rules: what is not a recipient, sender, tone or length is a point."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

from mailwright.brief.head import Head, joined_lead, value_of_subject
from mailwright.brief.heading import read_head
from mailwright.brief.lexicon import is_name_like, is_shouted, name_as_written
from mailwright.brief.manner import (
    LANGUAGE,
    LIMIT,
    is_manner,
    manner_of_words,
    named_segments,
    speaks_of_manner,
)
from mailwright.brief.marks import RECIPIENT, SENDER, mark_names, unmarked
from mailwright.brief.model import Length, Person, Tone
from mailwright.brief.network import see
from mailwright.brief.opening import NOBODY
from mailwright.brief.phrases import CLOSERS, word_set
from mailwright.brief.remainder import lost_clauses
from mailwright.brief.sender import cut_late_recipient, cut_signature, full_sender
from mailwright.brief.split import cut_point, pack_points, split_points


@dataclass(frozen=True)
class Reading:
    """What was read out of a free-text prompt; None and empty where it says nothing."""

    points: tuple[str, ...]
    sender: Person = field(default_factory=Person)
    to: tuple[Person, ...] = ()
    subject: str = ""
    tone: Tone | None = None
    length: Length | None = None
    language: str | None = None


_LABEL: Final = re.compile(
    r"(?:^|(?<=[.;/!?|\n(\"])|(?<=[.;/!?|\n(\"]\s))(?P<name>to|recipients?|from|sender|subject|betreff"
    r"|objet|asunto|oggetto"
    r"|assunto|onderwerp|re|tone|length|content|points|message|body)\s*[:=]\s*|(?:^|(?<=/ ))(?P<bare>TO"
    r"|FROM|SUBJECT"
    r"|TONE|LENGTH|POINTS|CONTENT)\s+(?=\S)",
    re.IGNORECASE,
)
_MOST_OF_A_FIELD: Final = 200
# A word of tone among others ("I asked nicely") asks for one only if it is so likely; from the tuning halves.
_BELIEVED: Final = 0.1
_SUBJECT_LABELS: Final = word_set("subject betreff objet asunto oggetto assunto onderwerp re")
_CONTENT_LABELS: Final = word_set("content points message body")
_REWRITE: Final = re.compile(
    r"(?:(?:please|pls|can you|could you)\s+)?(?:make (?:this|it)|rewrite|rephrase|reword|polish|improve"
    r"|fix my|correct my"
    r"|turn this|put this|translate)(?P<rest>[^:\n]{0,90}):\s*",
    re.IGNORECASE,
)
_UNFINISHED: Final = re.compile(
    r"\((?:write on|go on|carry on|continue|finish(?: it| this)?)\b[^:()]{0,40}:\s*",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(
    rf"['\"‘“](?P<text>.+)['\"’”]\s*[-–—.]?\s*(?:from )?(?:{SENDER})?[^'\"]{{0,12}}(?:{RECIPIENT})"
    rf"[^'\"]{{0,3}}(?:from )?(?:{SENDER})?\W*$",
    re.DOTALL | re.IGNORECASE,
)
_PARTY: Final = re.compile(r"\((?P<key>to|from) (?P<name>[^()\d]{2,40})\)", re.IGNORECASE)
_LAST_SUBJECT: Final = re.compile(
    r"(?:[.!?](?P<any>)|[,;])\s+(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp)(?: line)?:?\s+"
    r"(?P<subject>(?(any)[^.;]|[^.;:]){3,100})$",
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(r"\b(?:but\s+)?(?:not|no|without|don't|never)\b[^,.:;]*", re.IGNORECASE)
_NO_FRAME: Final = re.compile(
    r"(?:^|(?<=[,.;:(\n])|(?<=[,.;:(\n]\s))(?:no (?:names?|sender|signature|sender name|recipient"
    r"|recipient name)"
    r"(?: under it| at the end)?|unsigned)\s*(?=[,.;:)\n]|$|to\b)[,.;]?",
    re.IGNORECASE,
)


def read_prompt(prompt: str) -> Reading:
    """Read a free-text wish such as ``tell priya the invoice 4411 is late, ask to pay by fri, friendly``.

    Nothing hard is lost: each number, date, name, link and negation of ``prompt`` is in a point, the subject, or
    the names. Two kinds of words are taken as read and not kept: limits such as ``max 80 words``, which the
    length carries, and ``no name`` or ``unsigned``, which an empty sender carries.
    """
    text = unicodedata.normalize("NFC", unmarked(prompt).replace("\r\n", "\n").replace("\r", "\n"))
    # Runs of blanks mean nothing, and the patterns stay linear without them.
    text = re.sub(r"\n[\n ]+", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()
    shouted = is_shouted(text)
    fields: dict[str, str] = {}
    manner: list[str] = []
    body = _NO_FRAME.sub(" ", _take_labels(text, fields, manner)).strip()
    body = _take_asides(body, fields)
    marked = mark_names(body, to="to" not in fields, sender="from" not in fields)
    head = Head(_tail(marked.text, manner), shouted, to=fields.get("to", ""), sender=fields.get("from", ""))
    head.subject = marked.restored(fields.get("subject", ""))
    kept = _rewrite(head, manner)
    read_head(head)
    manner += head.manner
    content = joined_lead(head.lead, _without_manner(head.text[head.position :], manner))
    content, _ = cut_late_recipient(content)
    introduction = re.sub(r"^You are|^You're", "I am", head.introduction)
    to = fields.get("to") or marked.shown.get(RECIPIENT) or _recipient_in(head.subject, body)
    sender = fields.get("from") or full_sender(marked.text, marked.shown.get(SENDER, ""))
    overlong, to, sender, subject = _cut_overlong(to, sender, marked.restored(head.subject))
    points = [*overlong, *kept, *split_points(introduction), *split_points(content), *head.asides]
    points = [marked.restored(point) for point in points if not _says_only_manner(point, manner)]
    manner += [point for point in points if speaks_of_manner(point)]
    held = "\n".join([to, sender, subject, *points])
    points += lost_clauses(text, held, " ".join([*manner, *CLOSERS, *_instructions(text)]))
    named = [*manner, *named_segments(body)]
    said = manner_of_words(" but ".join(named))
    asked = manner_of_words(" but ".join(segment for segment in named if is_manner(segment)))
    seen = see(text)
    hinted = said.tone if said.tone and seen.tones[said.tone] >= _BELIEVED else None
    return Reading(
        points=tuple(pack_points([piece for point in points for piece in cut_point(point)]))
        or ((subject or text),),
        sender=Person.parse(sender),
        to=(Person.parse(to),) if to else (),
        subject=subject,
        tone=asked.tone or hinted or seen.tone,
        length=said.length or seen.length,
        language=head.language or None,
    )


def _recipient_in(subject: str, body: str) -> str:
    """Return whom a wish that is nothing but a subject is for: ``Subject: Welcome, Idris!``."""
    return mark_names(subject, to=True, sender=False).shown.get(RECIPIENT, "") if subject and not body else ""


def _cut_overlong(*values: str) -> tuple[list[str], str, str, str]:
    """Take back what is too long for a name or a subject; it becomes points."""
    to, sender, subject = ("" if len(value) > _MOST_OF_A_FIELD else value for value in values)
    return [value for value in values if len(value) > _MOST_OF_A_FIELD], to, sender, subject


def _instructions(text: str) -> list[str]:
    """Return what is read and not kept: limits of words, ``no name``, the names of labels and languages."""
    patterns = (LIMIT, _NO_FRAME, _LABEL, LANGUAGE, NOBODY)
    found = [item for pattern in patterns for item in pattern.finditer(text)]
    return [item.group() for item in found] + re.findall(r"\blet\s+\S+\s+no\b", text)


def fields_from_prompt(reading: Reading) -> dict[str, Any]:
    """Return the fields of ``reading`` that say something, as keyword arguments of Brief."""
    fields = {name: getattr(reading, name) for name in Reading.__dataclass_fields__}
    return {name: value for name, value in fields.items() if value not in (None, "", (), Person())}


def _take_labels(text: str, fields: dict[str, str], manner: list[str]) -> str:
    """Move the values of ``To:``, ``Subject:``, ``Tone:`` and their like into ``fields``; return the rest."""
    rest: list[str] = []
    position = 0
    while True:
        label = _LABEL.search(text, position)
        if label is None:
            break
        name = (label.group("name") or label.group("bare")).lower()
        if label.group("bare") and not (label.group("bare").isupper() and " / " in text):
            rest.append(text[position : label.end()])
            position = label.end()
            continue
        rest.append(text[position : label.start()].rstrip(" /|("))
        key = {"recipient": "to", "recipients": "to", "sender": "from"}.get(name, name)
        key = "subject" if name in _SUBJECT_LABELS else key
        if name in _CONTENT_LABELS:
            position = label.end()
            continue
        value, position = value_of_subject(text, label.end(), labelled=True)
        if key in fields or not value:
            rest.append(value + ". ")
        elif key in ("tone", "length"):
            manner.append(value)
            if manner_of_words(value).tone is None and manner_of_words(value).length is None:
                rest.append(value + ". ")
        else:
            fields[key] = name_as_written(value.split(), is_shouted(text)) if key != "subject" else value
    rest.append(text[position:])
    return " ".join(part.strip(" ") for part in rest if part.strip(" "))


def _take_asides(text: str, fields: dict[str, str]) -> str:
    """Move ``(to Mr. Agbaje)``, ``(from Bram)`` and a last ``subject ...`` into ``fields``; return the rest."""
    for found in list(_PARTY.finditer(text))[:2]:
        key = found.group("key").lower()
        if key not in fields and is_name_like(found.group("name").split()[0], shouted=True):
            fields[key] = name_as_written(found.group("name").split(), is_shouted(text))
            text = text.replace(found.group(), " ", 1)
    last = _LAST_SUBJECT.search(text[-160:])
    if last and "subject" not in fields:
        fields["subject"] = last.group("subject").strip(" \"'“”")
        text = text[: len(text) - len(last.group())] + (last.group()[:1] if last.group()[0] in ".!?" else "")
    return text


def _tail(text: str, manner: list[str]) -> str:
    """Take tone, length, signature and ``tell X`` off the end, in any order."""
    for _ in range(5):
        segment_at = max(
            text.rfind(mark, max(0, len(text) - 90)) for mark in (". ", ", ", "; ", "! ", "? ", "\n", ": ")
        )
        segment = text[segment_at + 1 :].strip(" \n)") if segment_at >= 0 else ""
        if segment and is_manner(segment):
            manner.append(segment)
            text = text[: segment_at + 1].rstrip(" ,;")
            continue
        text, signed = cut_signature(text)
        if not signed:
            break
    return text


def _rewrite(head: Head, manner: list[str]) -> list[str]:
    """Read ``make this sound better but not weak: ...`` and take the quotes off what is to be rewritten."""
    found = _REWRITE.match(head.text)
    if not found:
        return []
    rest = found.group("rest")
    manner.append(rest)
    kept = [phrase.strip().removeprefix("but ") for phrase in _NEGATED.findall(rest)]
    if "apolog" in rest.lower():
        manner.append("apologetic")
    quoted = head.text[found.end() :].strip()
    for opening, closing in (("'", "'"), ('"', '"'), ("“", "”"), ("‘", "’")):
        if quoted.startswith(opening) and quoted.rstrip(" .").endswith(closing):
            quoted = quoted.rstrip(" .")[1:-1]
    parties = _QUOTED.match(quoted)
    quoted = parties.group("text") if parties else quoted
    head.text, head.position, head.instructed = quoted, 0, True
    return kept


def _without_manner(content: str, manner: list[str]) -> str:
    """Take out brackets and sentences that speak of nothing but tone and length."""

    def out(found: re.Match[str]) -> str:
        if is_manner(found.group("said")):
            manner.append(found.group("said"))
            return ". " if found.group().startswith(".") else " "
        return found.group()

    manner.extend(unfinished.group() for unfinished in _UNFINISHED.finditer(content))
    content = _UNFINISHED.sub(". ", content)
    content = re.sub(r"\((?P<said>[^()]{3,40})\)", out, content)
    return re.sub(r"\.\s+(?P<said>[^.,;:!?()\n]{4,60})\.(?=\s|$)", out, content)


def _says_only_manner(point: str, manner: list[str]) -> bool:
    if is_manner(point):
        manner.append(point)
        return True
    return bool(LIMIT.fullmatch(point.strip(" .")))
