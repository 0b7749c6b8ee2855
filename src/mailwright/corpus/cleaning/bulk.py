"""Mail that no person wrote to another: sent by programs, to lists, as notices and invitations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.mail import Mail

_WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "newsletter": (
        r"(?:to |or |you (?:can|may) )unsubscribe|unsubscribe(?: link)? (?:here|from (?:this|our|the)"
        r"|at\b|by|please|,)",
        r"opt(?:ing)?[ -]?out of|to be removed from (?:this|our|the|any)\b|your free subscription"
        r"|subscribed to (?:this|our)",
        r"(?:newsletter|verteiler) (?:abmelden|abbestellen)|se désabonner|vous désinscrire|darse de baja de"
        r"|disiscriver\w+|afmelden voor|descadastr\w+|cancelar a (?:assinatura|subscrição)",
        r"click (?:here|below|on the (?:link|icon))|click the (?:link|icon) below",
        r"limited time (?:only|offer)|special offers?|money[- ]back guarantee",
        r"©|\(c\) ?(?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d)|all rights reserved|alle rechte vorbehalten"
        r"|tous droits réservés",
    ),
    "automatic": (
        r"(?:do|please do) not (?:reply|respond) to this|no-?reply@|nicht auf diese (?:e-?)?mail antworten",
        r"(?:automat(?:ed|ic(?:ally)?)|system|computer)[- ]generated|automated (?:message|e-?mail"
        r"|notification|reply)",
        r"this (?:message|e-?mail|notification) (?:was|has been|is) (?:sent|generated) automatically",
        r"you (?:have received|received) this (?:message|e-?mail|mail|notice)",
        r"mailbox (?:has exceeded|is over|size|quota)|undeliver(?:able|ed)|delivery (?:failed|status)"
        r"|mailer-daemon",
        r"out of (?:the )?office (?:auto|reply)|automatische antwort|abwesenheitsnotiz|réponse automatique",
        r"begin:vcalendar|\*~\*|when:\s.{0,160}where:",
    ),
    "notice": (
        r"\b(?:dear|attention),? (?:all )?(?:\w+ )?(?:customers?|subscribers?|members?|students?|users?|employees"
        r"|shareholders?|traders|shippers|participants?|traveler|reader|valued \w+)\b",
        r"\ball (?:\w+ )?employees\b.{0,80}\b(?:must|should|are (?:asked|required|encouraged|invited)|will)\b",
        r"mailing list|subscription|free (?:trial|gift|offer)|act now",
        r"calendar entry|appointment date|when: (?:mon|tues|wednes|thurs|fri)day",
        r"has been (?:approved|assigned|submitted) (?:by|for|to)|pending (?:your )?approval|request(?:or|er)? id\b",
        r"waiting for your approval|requires your approval|(?:order|booking) confirmation|expense report",
        r"(?:start|end) date: .{0,40}hour(?:s)?:|schedule crawler|ancillary schedules? (?:available|being)",
        r"report name:|writes to the nyiso|columbia gas transmission corporation|published as of",
    ),
}
_PATTERNS: Final = {
    kind: re.compile("|".join(rf"(?<!\w)(?:{way})" for way in ways), re.DOTALL) for kind, ways in _WAYS.items()
}


def bulk_fault(mail: Mail, config: CleaningConfig) -> str:
    """Return which kind of bulk mail this looks like, "" if it looks like none or if that kind is kept."""
    text = mail.body.lower()  # the patterns are in lower case: searching is faster so than without regard to case
    for kind, pattern in _PATTERNS.items():
        kept = config.notices if kind == "notice" else config.automatic
        if not kept and pattern.search(text):
            return kind
    return ""
