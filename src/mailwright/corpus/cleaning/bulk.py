"""Mail that no person wrote to another: sent by programs, to lists, as notices and invitations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mailwright.corpus.mail import Mail

_WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "newsletter": (
        r"unsubscrib\w*|mailing list|opt(?:ing)?[ -]?out|to be removed from|subscription",
        r"abmelden|abbestellen|newsletter|désabonn\w+|désinscri\w+|darse de baja|disiscri\w+|afmelden"
        r"|descadastr\w+|cancelar a (?:assinatura|subscrição)",
        r"click (?:here|below|on the (?:link|icon))|click the (?:link|icon) below",
        r"limited time|special offer|free (?:trial|gift|offer)|act now|money[- ]back",
        r"©|\(c\) ?(?:19|20)\d\d|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés",
    ),
    "automatic": (
        r"(?:do|please do) not (?:reply|respond) to this|no-?reply@|nicht auf diese (?:e-?)?mail antworten",
        r"(?:automat(?:ed|ic(?:ally)?)|system|computer)[- ]generated|automated (?:message|e-?mail"
        r"|notification|reply)",
        r"this (?:message|e-?mail|notification) (?:was|has been|is) (?:sent|generated) automatically",
        r"you (?:have received|are receiving|received) this (?:message|e-?mail|mail|notice)",
        r"mailbox (?:has exceeded|is over|size|quota)|undeliver(?:able|ed)|delivery (?:failed|status)"
        r"|mailer-daemon",
        r"out of (?:the )?office (?:auto|reply|until)|automatische antwort|abwesenheitsnotiz|réponse automatique",
        r"has been (?:approved|assigned|submitted) (?:by|for|to)|pending (?:your )?approval|request(?:or|er)? id\b",
        r"waiting for your approval|requires your approval|(?:order|booking) confirmation|expense report",
        r"(?:start|end) date: .{0,40}hour(?:s)?:|schedule crawler|ancillary schedules? (?:available|being)",
        r"report name:|writes to the nyiso|columbia gas transmission corporation|published as of",
    ),
    "invitation": (
        r"calendar entry|appointment date|\*~\*|when:\s.{0,160}where:|when: (?:mon|tues|wednes|thurs|fri)day",
        r"begin:vcalendar|invitation: |meeting (?:request|invitation) from",
    ),
    "notice": (
        r"\b(?:dear|attention),? (?:all )?(?:\w+ )?(?:customers?|subscribers?|members?|students?|users?|employees"
        r"|shareholders?|traders|shippers|participants?|traveler|reader|valued \w+)\b",
        r"\ball (?:\w+ )?employees\b.{0,80}\b(?:must|should|are (?:asked|required|encouraged|invited)|will)\b",
    ),
}
_PATTERNS: Final = {
    kind: re.compile("|".join(rf"(?<!\w)(?:{way})" for way in ways), re.IGNORECASE | re.DOTALL)
    for kind, ways in _WAYS.items()
}


def bulk_fault(mail: Mail) -> str:
    """Return which kind of bulk mail this looks like, "" if it looks like none."""
    for kind, pattern in _PATTERNS.items():
        if pattern.search(mail.body):
            return kind
    return ""
