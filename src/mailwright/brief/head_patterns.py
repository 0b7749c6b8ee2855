"""The patterns by which the head of a wish is read, each for the words at one place."""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.phrases import word_set


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


SUBJECT: Final = _pattern(
    r"(?:with\s+)?(?:the\s+)?(?:subject|betreff|objet|asunto|oggetto|assunto"
    r"|onderwerp)(?:\s+line)?\b\s*[:=]?\s*"
)
POLITE: Final = _pattern(
    r"(?:hey|hi there|hi|hello|ok(?:ay)?|yeah|so|um+|uh+|well|basically|please|pls|pleese|plz|kindly|bitte|just"
    r"|quick|also|and|now"
    r"|then|"
    r"(?:can|could|would|will)\s+(?:you|u)(?:\s+mind)?|(?:i\s+(?:really\s+)?(?:need|want|have|must|wish)"
    r"|i'd\s+like"
    r"|i\s+would\s+like|i'm\s+trying)(?:\s+you)?(?:\s+to)?(?=\s+(?:write|tell|ask|email|thank|say|send"
    r"|let|inform|invite"
    r"|apologi[sz]e|complain|remind|get|a|an|something|some)\b)|(?:help|hlep)\s+me(?:\s+to)?)[,!]?\s+"
)
WRITE: Final = _pattern(
    r"(?:write|writing|send|draft|compose|prepare|drop|do|make|create|put|schreibe?n?|écri[srtvez]+"
    r"|escrib\w+|scriv\w+|schrijf"
    r"|escrev\w+|manda\w*|rédige\w*)\s+(?:back\s+|out\s+|up\s+)?(?:(?:me|us|this|it|that|something|sth"
    r"|up)\s+)*(?=\S)"
)
DIRECT: Final = _pattern(
    r"(?P<verb>tell|telling|tel|teel|let|letting|inform|informing|notify|asking|ask|askk|reminding"
    r"|remind|answer|answering|reply|replying|respond|e-?mail|mail|message"
    r"|text|contact"
    r"|update|warn|thanking|thank(?!\s+you\b)|inviting|invite|decline|turn down|talk|reject|refuse|accept"
    r"|congratulate|congrats|welcome|praise|convince|convnice|persuade|urge|beg|nudge|chase"
    r"|reassure|assure|wish|approach|advise|ping|antworte|réponds|répondre|contestar|responder|rispondi"
    r"|beantwoord"
    r"|apologi[sz]e|apologizing|complain|appeal|say\s+(?:(?!to\b)[^\s.,:;]+\s+){0,3}?(?=to\b)|excuse"
    r"|(?:confirm|explain|describe|suggest"
    r"|propose|recommend|announce|report|say)(?=\s+to\b)|follow up(?=\s+(?:to|with|mr|ms|mrs|dr)\b)"
    r"|get back(?=\s+to\b))(?:s|es|ing)?(?![-\w'’])(?:\s+back)?\s*"
    r"(?:(?:by|via)\s+e?-?mail\s+)?(?=[\s\S])"
)
WANT: Final = _pattern(r"(?:i\s+|we\s+)?(?:need|want|get|try to get|try to win|win)\s+(?=\S)")
DOCUMENT: Final = _pattern(
    r"(?:(?:a|an|the|our|my|this|another|one|eine?|einen|une?|un|una|uma|een)\s+)?"
    r"(?P<noun>(?:(?:thank[- ]you|apology|reminder|reply-type|follow[- ]up|status|goodbye|welcome)\s+)?"
    r"(?:e-?mail|mail|letter-mail|card-mail|letter|note|message|text|memo|lines?|brief|something|sth|words|lettre|carta"
    r"|lettera|mensaje|messaggio|mensagem|bericht"
    r"|reply|answer|response|antwort)|thank[- ]you|apology|apologies|reminder|invitation|invite|request"
    r"|complaint"
    r"|application|resignation|notice|announcement|announce|enquiry|inquiry|offer|proposal|warning"
    r"|appeal|confirmation"
    r"|feedback|comments|congratulations|excuse|handover)"
    r"(?P<more>(?:\s+of\s+(?:complaint|apology|thanks|resignation|recommendation))?(?:\s+(?:e-?mail|mail"
    r"|letter|note"
    r"|message))?)(?=[\s,:.!?]|$)\s*"
)
PREPOSITION: Final = _pattern(
    r"(?:to|for|2|with|an|aan|à|au|aux|al|alla|allo|alle|agli|ai|a|ao|aos|às|para|voor|für|pour|per)\s+(?=\S)"
)
FROM: Final = _pattern(r"(?:from|by|von|de la part de|de parte de|da parte di|van)\s+(?=\S)")
NOT_NAMES: Final = word_set("info fyi ps nb note recall update todo eta intro summary re asap")
SENDER_VERB: Final = _pattern(
    r"(?P<who>[^:.,;!?\n]{2,40}?)\s+(?P<verb>thanks|asks|warns|tells|informs|replies|answers|invites"
    r"|writes|reminds)"
    r"\s+(?:to\s+)?(?=\S)"
)
DOCUMENT_TAIL: Final = _pattern(
    r"(?:\s|^)(?:e-?mail|mail|letter|note|message|text|reply|answer|card-mail|letter-mail)$"
)
CONNECTOR: Final = _pattern(
    r"(?:know|now|no|kno)\s+(?:that\s+)?(?=\S)|that\s+|about\s+the\s+fact\s+that\s+"
    r"|saying\s+(?:that\s+)?|um+\s+"
)
DELIMITER: Final = re.compile(r"[,:;.!?–—-]+(?:\s+|$)|/\s+")
MANNER_FILLER: Final = _pattern(
    r"(?:and|but|very|really|quite|fairly|rather|a bit|in an?|an?|tone|style|version|length|please"
    r"|proper|the|side|super|keep it(?: to)?|make it|send|do"
    r"|full|nice and|und|et|y|e|en)(?=[\s,.:])\s*"
)
PLAIN_VERBS: Final = word_set(
    "telling letting informing tell tel teel let inform notify answer answering reply replying respond"
    " email e-mail mail message text contact update antworte réponds répondre contestar responder"
    " rispondi beantwoord ping advise"
)
PLAIN_NOUNS: Final = re.compile(
    r"(?:reply-type |status )?(?:e-?mail|mail|letter|note|message|text|memo|lines?|brief|lettre|carta"
    r"|lettera|mensaje"
    r"|messaggio|mensagem|bericht|reply|answer|response|antwort|notice|announcement|announce)$",
    re.IGNORECASE,
)
LEADS: Final = {
    "thank": "thanks",
    "remind": "reminder",
    "complain": "complaint",
    "apologise": "apologise",
    "convnice": "convince",
    "askk": "ask",
    "asking": "ask",
    "reminding": "reminder",
    "thanking": "thanks",
    "inviting": "invite",
    "nudge": "reminder",
    "chase": "reminder",
    "congrats": "congratulations",
    "congratulate": "congratulations",
}
FOLLOWING_LEAD: Final = _pattern(
    r"(?:for|to|on|about|because|with|if|whether|why|how|when|where|what|wher|against)\b"
)
