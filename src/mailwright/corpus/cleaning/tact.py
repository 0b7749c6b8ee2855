"""Mail that no product should learn from: obscene, abusive, and what belongs to private life alone."""

from __future__ import annotations

import re
from typing import Final

from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.mail import Mail

_INDECENT: Final = re.compile(
    r"\b(?:porn\w*|sex(?:y|ual|ually|ist)?|f+uck\w*|(?:bull)?shit\w*|bitch\w*|ass-?holes?|nude|naked"
    r"|whores?|sluts?|dickheads?"
    r"|tits|boobs?|penis|vagina|erotic\w*|horny|viagra|cialis|blow ?jobs?|orgasm\w*|masturbat\w*|incest|rape[ds]?"
    r"|hooters|strip(?:per|tease)s?|nigg\w+|faggots?|cunts?|retarded|wetback|kike"
    r"|scheiße|fick\w*|arschloch|fotze|merde|putain|connard|puta|mierda|cabr[óo]n|cazzo|stronz\w"
    r"|puttana|kut|klootzak"
    r"|caralho|porra)\b",
)
_PRIVATE: Final = re.compile(
    r"\b(?:honey|sweet(?:ie|heart)|darling|(?:i )?love you|miss(?:ing)? you|kiss(?:es)?|hugs|mom|dad|mommy|daddy"
    r"|grand(?:ma|pa|mother|father)"
    r"|divorc\w+|pregnan\w+|diagnos\w+|cancer|chemo\w*|surgery|hospital|funeral|passed away|condolences|suicide"
    r"|drunk|hung ?over|beers?|margaritas?|fantasy (?:football|league)|honeymoon|bridal|church|god"
    r"|jesus|lord|pray(?:er|ers|ing)?"
    r"|bible|horoscope|lottery|girl ?friend|boy ?friend"
    r"|schatz|liebling|scheidung|schwanger\w*|krebs|beerdigung|chérie?|mon amour|enceinte|obsèques"
    r"|cariño|te quiero|te amo"
    r"|embarazada|funeraria|amore mio|tesoro|incinta|funerale|schatje|zwanger|begrafenis|querido amor"
    r"|grávida|enterro)\b",
)


def tact_fault(mail: Mail, config: CleaningConfig) -> str:
    """Return why the mail is not fit to be learnt from, "" if it is."""
    text = f"{mail.subject}\n{mail.body}".lower()
    if not config.indecent and _INDECENT.search(text):
        return "indecent"
    if not config.private_life and _PRIVATE.search(text):
        return "private life"
    return ""
