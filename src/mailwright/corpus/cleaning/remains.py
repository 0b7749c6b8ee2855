"""What transport and quoting left in a text: headers, quotes, disclaimers, markup, broken encodings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mailwright.corpus.mail import Mail

_LABELS: Final = (
    "from|sent|to|cc|bcc|date|subject|von|gesendet|an|betreff|datum|de|envoyé|à|objet|para|enviado|asunto|assunto"
    "|da|inviato|a|oggetto|van|verzonden|aan|onderwerp"
)
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "header lines": re.compile(
        r"-{3,} ?(?:original (?:message|appointment)|forwarded|begin forwarded"
        r"|ursprüngliche nachricht|weitergeleitet"
        r"|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original)"
        rf"|(?:^|\n)[>* ]*(?:{_LABELS})\*? ?: ?\S[^\n]*\n[>* ]*(?:{_LABELS})\*? ?:"
        r"|\bfrom: \S.{0,200}?\s(?:sent|to|date|subject): \S|\bsubject: \S|\bcc: \S",
        re.IGNORECASE | re.DOTALL,
    ),
    "quoted lines": re.compile(
        r"(?:^|\n) ?>|(?:^|\n)[^\n]{0,80}\b(?:wrote|writes|schrieb|a écrit|escribió|escreveu"
        r"|ha scritto"
        r"|schreef) ?:(?=\s*(?:\n|$|>|\"))",
        re.IGNORECASE,
    ),
    "disclaimer": re.compile(
        r"\bintended (?:only|solely|exclusively) for\b|\b(?:not the|un)intended (?:recipient"
        r"|addressee)|\bintended recipient"
        r"|attorney[- ]client|\b(?:message|e-?mail|communication"
        r"|transmission)\b[^.\n]{0,90}\b(?:confidential|privileged)"
        r"|vertrauliche informationen|irrtümlich erhalten|destinataire|destinatario previsto|geadresseerde",
        re.IGNORECASE,
    ),
    "markup": re.compile(
        r"</?(?:html|body|head|br|font|table|t[rdh]|p|div|span|a|img|b|i|ul|li|style)\b[^>]{0,200}>"
        r"|&(?:nbsp|amp|lt|gt|quot|#\d+);",
        re.IGNORECASE,
    ),
    "broken encoding": re.compile(
        r"=(?:20|09|0[AD]|3[DE]|85|9[1-7]|A0|C3|E2)(?!\d)|=\s?\n|[\ufffd\u0080-\u009f]"
        r"|Ã[\u0080-\u00bf©¨¤¶¼]|â€|Â[\u0080-\u00bf]"
        r"|\w\?(?:s|t|re|ll|ve|d)\b(?= [a-z])|\?{2,}\w"
    ),
}


_SOFT_BREAK: Final = re.compile(r"= (?=[a-z])")


def remains_fault(mail: Mail) -> str:
    """Return what the body still holds that its sender did not write, "" if nothing is found."""
    if not mail.lines_kept and _SOFT_BREAK.search(mail.body):  # a line's end in quoted-printable, joined since
        return "broken encoding"
    for kind, pattern in _PATTERNS.items():
        if pattern.search(mail.body):
            return kind
    return ""
