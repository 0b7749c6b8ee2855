"""The frame of an e-mail: greeting, closing, sender; and what must never be sent: placeholders, wrappers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.facts import sources
from mailwright.checks.layout import Layout, layout_of
from mailwright.checks.names import CONVENTIONAL, NameIndex, is_given_name
from mailwright.checks.text import WORD, fold, without_possessive, word_set
from mailwright.checks.vocabulary import language_of
from mailwright.draft import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailwright.brief import Brief

_PLACEHOLDER: Final = re.compile(
    r"\[(?!\d|https?:)[^\]\n]{2,60}\](?!\()"
    r"|\{\{?[^}\n]{2,40}\}?\}"
    r"|<(?!https?:|[^>\s]*@)(?:your|my|insert|name|sender|recipient|date|time|company|title|phone"
    r"|e-?mail)[^>\n]{0,40}>"
    r"|\b(?:insert|your) (?:name|title|position|company|phone number|contact information) here\b"
    r"|(?<![\w.])(?:XX+|xxx+|_{4,}|(?-i:TODO))(?!\w)|\blorem ipsum\b",
    re.IGNORECASE,
)
_SIGNED_PLACEHOLDER: Final = re.compile(r"^[^\w\n]*your (?:full )?name[^\w\n]*$", re.IGNORECASE | re.MULTILINE)
_WRAPPER: Final = re.compile(
    r"\A\W*(?:(?:sure|certainly|of course|absolutely|okay|ok)\b[,!.]|(?:sure|certainly)[^\n]{0,40}here"
    r"|(?:here(?:['’]s| is| are)|(?:below|attached|this) is|i(?:['’]ve| have) (?:written|drafted))\b[^\n]{0,60}"
    r"\b(?:draft|e-?mails?|mail|message|version|reply|response)\b[^\n]{0,60}:"
    r"|(?:e-?mail|draft|message|body|reply|response)(?: body)?\s*:\s*(?:\n|$)"
    r"|as an ai\b|i(?:['’]m| am) (?:an ai|a language model)|(?:assistant|user|system|model)\s*(?::|\n))"
    r"|^[^\S\n]*(?:subject|betreff|objet|asunto|oggetto|onderwerp|assunto)(?: line)?\s*:"
    r"|^[^\S\n]*```"
    r"|<\|[a-z_]+\|?>?|<(?:start|end)_of_turn>|</?s>|\[/?INST\]|<</?SYS>>|<(?:bos|eos|pad|unk)>"
    r"|^[^\w\n]*(?:i hope this (?:draft|e-?mail draft) (?:helps|works)|let me know if you(?:['’]d"
    r"| would) like (?:me to|any) (?:change|adjust|revis|modif"
    r"|edit)\w*|feel free to (?:adjust|edit|modify|customi[sz]e) (?:this|the) (?:draft|e-?mail|message))"
    r"|^[^\S\n]*(?:note|p\.?s\.? to (?:the )?user)\s*: (?:this|the) (?:e-?mail|draft)",
    re.IGNORECASE | re.MULTILINE,
)
_ECHO: Final = re.compile(
    r"^(?:[^\S\n]|[>*#-])*(?:key[ _-]?points?|points?|tone|length|language|signature|received(?: mail)?|sender"
    r"|recipients?|from|to|write"
    r"|instructions?|task|brief|prompt)\s*:(?!/)|\bwrite (?:an?|the|this) (?:short|medium|long|formal|friendly"
    r"|e-?mail)[^\n]{0,30}e-?mail"
    r"|\buse every key point\b|\b(?:the|all|following) key points\b",
    re.IGNORECASE | re.MULTILINE,
)
_ROLES: Final = word_set(
    """accounts accounting admin administration agency all applicants attendees authorities billing bidders
    board building care center centre chair claims class clerk client clients club colleagues committee
    communications community company complaints congregation contributors coordinator council
    coordinators crew customer customers delivery department desk director directors drivers editor
    editorial editors employees engineering events everybody everyone exhibitors facilities faculty
    families family finance fleet front group guests head helpdesk hiring hotel housing hr human
    insurance it jury kitchen landlord leads legal library lab logistics management manager managers
    marketing members membership mentors neighbors neighbours night nurses office officer operations
    organisers organizers owner owners parents partners party patients payroll people pharmacy planning
    players policy press principal procurement production project property purchasing quality reception
    records recruiting recruitment registrar relations release reporters reservations residents
    resources returns sales school secretary security service services shift site sponsor sponsors staff
    store students suppliers supplier support supervisors teachers team teams tenants trainees treasurer
    trustees users vendor vendors visitors plumbing practice guesthouse fibre fiber seller buyer nursery
    archive archives cleaning ltd inc llc gmbh plc co choir fasteners hoa pta consulate embassy freight
    glass estates bookkeeping electrician electric plumber caterer caterers singers orchestra band
    studio studios clinic hospital school bank group centre museum theatre restaurant cafe bakery garage
    shop books foods farm farms logistics transport shipping motors insurance solutions systems software
    labs media society association federation union trust foundation institute council ministry
    gym spa pool dental dentist physio optician opticians hostel campsite villa casa ferry ferries movers packaging
    authority agency airline airlines rail railway energy power water gas telecom networks repairs
    rentals lettings realty homes builders construction roofing landlord tenant neighbor neighbour
    concierge caretaker janitor colonel captain secretary treasurer volunteers ward warehouse whole
    works year new of the for and at in on to my our dear sir madam whom may concern mr mrs ms miss mx
    dr prof professor"""
)


_PLURAL: Final = re.compile(r"(?:ers|ors|ees|ants|ents|ists|ians|ates|mates|men|women|folk|holders|ies)$")


def frame_problems(brief: Brief, body: str) -> list[Problem]:
    """Return what is wrong with the frame of ``body``.

    The greeting may lack where the brief names no recipient, and the closing where the sender's name ends the
    mail: both are seen in good short mails.
    """
    layout = layout_of(body)
    problems = [*_greeting(brief, body, layout), *_ending(brief, body, layout)]
    problems += _leftovers(brief, body)
    return problems


def echoes(body: str) -> bool:
    """Return whether the body repeats the labelled fields of a brief."""
    return _ECHO.search(body) is not None


def _greeting(brief: Brief, body: str, layout: Layout) -> Iterator[Problem]:
    recipient = " ".join(person.name for person in brief.to)
    if layout.greeting is None:
        start = fold(body.lstrip()[:80])
        if brief.to and not any(start.startswith(_plain(word)) for word in recipient.split() if len(word) > 2):
            yield Problem("greeting", "the mail has no greeting")
    elif language_of(brief.language) == "en":
        line = body[slice(*layout.greeting)]
        if not _greets_recipient(brief, recipient, line):
            yield Problem("greeting", f"the greeting does not name {recipient}", layout.greeting)
        else:
            yield from _strangers(brief, line, layout.greeting[0])


def _greets_recipient(brief: Brief, recipient: str, line: str) -> bool:
    """Return whether the greeting names the recipient, or whom the received mail names, if that is a person."""
    wanted = [_plain(match.group()) for match in WORD.finditer(recipient)]
    persons = [word for word in wanted if word not in _ROLES and len(word) > 1]
    if not persons or _is_role(recipient):
        return True
    if _addresses(persons, [_plain(match.group()) for match in WORD.finditer(line)], line):
        return True
    received = NameIndex(brief.received)
    return any(
        match.group()[0].isupper() and received.knows(match.group()) for match in list(WORD.finditer(line))[1:]
    )


def _strangers(brief: Brief, line: str, offset: int) -> Iterator[Problem]:
    """Yield the first name in the greeting that the brief does not know."""
    _, known = sources(brief)
    for match in list(WORD.finditer(line))[1:]:
        word, folded = match.group(), _plain(match.group())
        conventional = folded in _ROLES or folded in CONVENTIONAL
        if word[0].isupper() and not conventional and not known.knows(word, slips=False):
            span = (offset + match.start(), offset + match.end())
            yield Problem("greeting", f"the greeting names {word}, whom the brief does not", span)
            return


def _addresses(persons: list[str], given: list[str], line: str) -> bool:
    if any(name in given or any(name.startswith(word) and len(word) >= 3 for word in given) for name in persons):
        return True
    joined = fold(line)
    generic = re.search(
        r"\b(?:all|everyone|everybody|team|both|folks|friends|you two|colleagues|neighbou?rs|family)\b", joined
    )
    return (bool(generic) and len(persons) > 1) or any(name in joined for name in persons)


def _is_role(recipient: str) -> bool:
    """Return whether the recipient is a role, a group or a firm rather than persons: not every word is a name."""
    found = [match.group() for match in WORD.finditer(recipient)]
    titled = bool(found) and _plain(found[0]) in {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor"}
    joint = re.fullmatch(r"\s*\S+(?:\s*(?:,|&|and|\+)\s*\S+)+\s*", recipient) is not None
    if titled:  # "Dr. Halloran's practice" is none
        return found[-1][0].islower() and _plain(found[-1]) in _ROLES
    if (found and _plain(found[0]) == "messrs") or _is_house(found):
        return True
    if "&" in recipient or (len(found) == 1 and _PLURAL.search(_plain(found[0]))):
        return True
    return any(
        _plain(word) in _ROLES
        and _plain(word) not in ("and", "of", "the", "dr", "prof")
        and not (joint and _plain(word) == "and")
        for word in found
    ) or any(
        word[0].islower() and _plain(word) not in ("and", "de", "van", "der", "von", "den", "la", "del")
        for word in found
    )


def _is_house(words: list[str]) -> bool:
    """Return whether words name a house, such as ``Flat 14``, ``Vale Dental`` or ``Dispatch``, and no person.

    ``Harbour Kaktus`` is told apart from ``Ivo Kaktus`` by an everyday word at its beginning; a surname alone that
    is one too counts as a house, which costs no more than a greeting without it.
    """
    if any(is_given_name(_plain(word)) for word in words):
        return False
    return bool(words) and is_common(words[0])


def _ending(brief: Brief, body: str, layout: Layout) -> Iterator[Problem]:
    signature = brief.signature
    sender = brief.sender.name
    last = body[slice(*layout.sender)] if layout.sender else ""
    if signature:
        if not fold(" ".join(body.split())).endswith(fold(" ".join(signature.split()))):
            yield Problem("sender", "the mail does not end with the signature", layout.sender)
    elif sender:
        names = [_plain(match.group()) for match in WORD.finditer(sender) if len(match.group()) > 1]
        ending = [_plain(match.group()) for match in WORD.finditer(last or body[slice(*_last_line(body))])]
        titles = {"mr", "mrs", "ms", "dr", "prof", "the"}
        if names and not any(name in ending for name in names if name not in titles):
            yield Problem("sender", f"the mail does not end with the name of {sender}", layout.sender)
        elif language_of(brief.language) == "en" and (wrong := _misspelt(brief, last)):
            yield Problem("sender", f"the mail is signed {wrong}, but the sender is {sender}", layout.sender)
    elif last and language_of(brief.language) == "en":
        _, known = sources(brief)
        unknown = [
            match for match in WORD.finditer(last) if match.group()[0].isupper() and not known.knows(match.group())
        ]
        if unknown and layout.closing:
            yield Problem(
                "sender", f"the mail is signed {last.strip()!r}, but the brief names no sender", layout.sender
            )
    if layout.closing is None and layout.sender is None and (sender or signature):
        yield Problem("closing", "the mail has no closing")


def _misspelt(brief: Brief, last: str) -> str:
    """Return the first word of a sign-off of names that the brief does not know, empty if there is none."""
    _, known = sources(brief)
    for match in WORD.finditer(last):
        word, folded = match.group(), _plain(match.group())
        conventional = folded in _ROLES or folded in CONVENTIONAL or is_common(word)
        if word[0].isupper() and len(word) > 2 and not conventional and not known.knows(word, slips=False):
            return word
    return ""


def _last_line(body: str) -> tuple[int, int]:
    end = len(body.rstrip())
    return body.rfind("\n", 0, end) + 1, end


def _leftovers(brief: Brief, body: str) -> Iterator[Problem]:
    given = f"{brief.text}\n{brief.received}"
    for pattern in (_PLACEHOLDER, _SIGNED_PLACEHOLDER):
        for match in pattern.finditer(body):
            if match.group() not in given:
                yield Problem("placeholder", f"{match.group().strip()!r} is a placeholder", match.span())
    wrapper = _WRAPPER.search(body)
    if wrapper and wrapper.group().strip() not in given:
        yield Problem("wrapper", f"{wrapper.group().strip()[:40]!r} is no part of the mail", wrapper.span())
    echo = _ECHO.search(body)
    if echo and fold(echo.group().strip()) not in fold(given):
        yield Problem("echo", f"{echo.group().strip()[:40]!r} repeats the brief's form", echo.span())


def _plain(word: str) -> str:
    return without_possessive(fold(word))
