"""Whether somebody speaks to somebody: notices, minutes and articles do not."""

from __future__ import annotations

import re
from typing import Final

from mailwright.checks.layout import layout_of
from mailwright.corpus.mail import Mail

_SPEAKER: Final = re.compile(
    r"\b(?:I|we|me|us|my|our|mine|ours)\b|\bWe\b|\b(?:My|Our|Let us|Let's)\b"
    r"|\b(?i:ich|wir|mir|mich|uns|mein\w*|unser\w*|je|j'|nous|moi|mon|ma|mes|notre|nos|yo|nosotr\w+"
    r"|mi|mis|nuestr\w+"
    r"|io|noi|mio|mia|nostr\w+|ik|wij|mij|mijn|ons|onze|eu|nós|meu|minha|nosso|nossa)\b"
)
_HEARER: Final = re.compile(
    r"\b(?:you|your|yours|y'all|please|pls|let (?:me|us) know|thanks|thank you"
    r"|sie|ihnen|ihr\w*|du|dich|dir|euch|bitte|danke|vous|votre|vos|tu|toi|ton|merci|usted\w*|tú|te|su|sus|gracias"
    r"|lei|voi|suo|sua|ti|vi|grazie|u|uw|jij|je|jou\w*|jullie|bedankt|você\w*|seu|sua|obrigad\w)\b",
    re.IGNORECASE,
)
_FUSED_GREETING: Final = re.compile(
    r"(?:(?:hi|hello|hey|dear) )?[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)?(?:,|:| ?-{1,2} |  )"
)


def speaking_fault(mail: Mail) -> str:
    """Return who is missing, the speaker or the one spoken to, "" if both are there."""
    if not _SPEAKER.search(mail.body):
        return "nobody speaks"
    greeted = layout_of(mail.body).greeting is not None or _FUSED_GREETING.match(mail.body)
    if not greeted and not _HEARER.search(mail.body):
        return "nobody is spoken to"
    return ""
