"""The end of a marked wish: ``sign as Y``, ``thanks, Y``, ``tell X``, and who writes by his office."""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.lexicon import is_role
from mailwright.brief.marks import RECIPIENT, SENDER
from mailwright.brief.phrases import CLOSING_FORMULAS

_CLOSING: Final = re.compile(
    r"(?P<before>^|[.,;:!?…\n/”\"'’)]|\s[-–—~→]|\bSTOP|(?<=\s)|\()\s*"
    r"(?:(?:and\s+)?(?:just\s+|please\s+)?(?:sign(?:ed)?(?:\s+(?:it|off))*(?:\s+(?:as|with|by|from))?|says"
    r"|(?:it'?s |this is |tell (?:him|her|them) it'?s )?from(?: me,?| all of us at)?|this is|it'?s|on behalf of"
    r"|sender(?:\s+is|:)?|written by|by|(?:kind |best |warm )?regards(?: from)?"
    rf"|{CLOSING_FORMULAS}|(?:best|kind|warm)(?:\s+wishes)?(?: from)?|see you(?: soon)?|rgds"
    r"|greetings(?: from)?|yours(?: sincerely| faithfully| truly)?"
    r"|sincerely|respectfully|respect|love(?: you)?(?: from)?|cheers|(?:many )?thanks?(?: you)?(?: from)?|thnks|thx"
    r"|tnx|ta|bye|xx+|x|hugs|god bless|(?:my )?name(?: is|:)|i am|i'?m|von|de la part de|de parte de|da parte di"
    r"|afz|gr|lg|vg|mfg)[,!.:]?\s+)?"
    rf"\(?(?:the\s+|your\s+)?{SENDER}(?:\s+(?:here|speaking))?[\s.)!,]*$",
    re.IGNORECASE,
)
_LATE_RECIPIENT: Final = re.compile(
    r"(?:(?<=[.,;:!?…\n(])|(?<=\s[-–—])|^)\s*(?:\(\s*)?"
    r"(?:(?:please|pls|can you|could you|it'?s|the mail goes|addressed|and)\s+)*"
    r"(?:tell|ask|to|for|write(?:\s+(?:it|that|this))?(?:\s+to)?|recipients?:?|recipient is"
    r"|send (?:it|this) to|let)\s+"
    rf"(?:(?:the|my|our|all|every)\s+)*{RECIPIENT}(?:\s+know)?(?:\s+please)?(?:\s+that)?[\s.)!?]*"
    rf"(?=$|[.,;\n]|from\s+{SENDER}|\s[-–—])",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"I(?:'m| am) the (?P<role>[a-z ]{3,30}?) (?:of|at|for|from) (?:the )?(?P<place>[^.:;]{3,80})\."
)
_ROLE: Final = r"(?P<role>[a-z]{4,20}(?: [a-z]{4,20})?)(?P<body> of the [\w' -]{3,30}?)?"
_OFFICE_AND_NAME: Final = re.compile(
    rf"(?:I'?m|I am|You are|we are) (?:the |a )?{_ROLE}(?: (?:of|at|for) [^.:;,(]{{2,40}})?"
    rf"(?:, | \((?:me,? |my name is |i'm )?){SENDER}",
    re.IGNORECASE,
)
_NAME_AND_OFFICE: Final = re.compile(
    rf"(?:I'?m|I am) {SENDER}, (?:the )?{_ROLE}(?: (?:at|for|of) [^.:;,]{{2,40}})?\.", re.IGNORECASE
)
_KIN: Final = re.compile(
    r"(?:his|her) (?P<kin>mum|mom|dad|mother|father|parents|nan|gran|sister|brother)", re.IGNORECASE
)
_CHILD: Final = re.compile(
    r"\b(?:that|no|know|not?e|:|,)\s+(?P<name>[^\W\d_]{2,20})\s+"
    r"(?=is|isn't|can'?t|cannot|won'?t|has|was|will|had|needs|does)",
    re.IGNORECASE,
)


def cut_signature(text: str) -> tuple[str, bool]:
    """Return ``text`` without the signature at its end, and whether there was one."""
    tail = text[-120:]
    found = _CLOSING.search(tail)
    if not found:
        return text, False
    kept = len(text) - len(tail) + found.start()
    mark = found.group("before")
    rest = text[:kept] + (mark if mark in tuple(".!?…\n”\"'’)") else "")
    return re.sub(r"\s*[-–—~/;:(]*\s*$", "", rest) if mark not in ("'", '"') else rest, True


def cut_late_recipient(text: str) -> tuple[str, bool]:
    """Return ``text`` without ``tell X`` or ``(to X)`` behind the content, and whether there was one."""
    found = next((late for late in _LATE_RECIPIENT.finditer(text) if late.start() > 0), None)
    if found is None:
        return text, False
    return text[: found.start()].rstrip(" ,-–—(") + text[found.end() :], True


def full_sender(marked: str, name: str) -> str:
    """Return ``name`` with the office or the child by which its bearer says who he is; "" if nobody writes.

    ``I'm the clerk of X.`` gives ``Clerk, X``; ``I'm the chair of X, NAME`` gives ``NAME, Chair of X``; ``his mum``
    gives ``Kofi's mum`` where Kofi is the first whom the wish names.
    """
    if not name:
        return _by_office(marked)
    kin = _KIN.fullmatch(name)
    if kin:
        child = _CHILD.search(marked)
        return f"{child.group('name').capitalize()}'s {kin.group('kin')}" if child else name
    office = _OFFICE_AND_NAME.search(marked) or _NAME_AND_OFFICE.search(marked)
    if office and is_role(office.group("role").split()[-1]):
        role = office.group("role").strip()
        return f"{name}, {role[:1].upper()}{role[1:]}{office.group('body') or ''}"
    return name


def _by_office(text: str) -> str:
    office = _OFFICE.match(text)
    if not office:
        return ""
    place, _, name = office.group("place").partition(", ")
    return name or f"{office.group('role').strip().capitalize()}, {place}"
