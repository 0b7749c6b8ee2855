"""The end of a mail: its closing line, the name below it, and where the text ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common

if TYPE_CHECKING:
    from mailwright.corpus.augmentation.pool import NamePool

_PHRASE: Final = (
    r"(?:(?:many|best|kind|kindest|warm|warmest)\s)?(?:thanks|thank\syou|thx|thanx|tks|regards|wishes|rgds|best"
    r"|cheers|sincerely|cordially|respectfully|love)(?:\s(?:so\smuch|very\smuch|again|a\slot|in\sadvance"
    r"|and\s(?:best\s)?regards|yours|everyone|all|guys))?(?:,?\s(?:and\s)?(?:best|kind|warm)?\s?(?:regards"
    r"|wishes))?|yours(?:\s(?:truly|sincerely|faithfully))?|sincerely(?:\syours)?|very\struly\syours|take\scare"
    r"|talk\s(?:to\syou\s)?soon|see\s(?:you|ya)(?:\ssoon)?|all\sthe\sbest|have\sa\s(?:good|great|nice)\s(?:day"
    r"|weekend|one)"
)
_NAME: Final = r"[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?(?:\s[A-Z]\.?)?(?:\s[A-Z][A-Za-z'’-]+)?"
_CLOSING: Final = re.compile(
    rf"(?:^|\n|(?<=[.!?])\s+)[ \t]*(?P<closing>(?i:{_PHRASE}))[ \t]*[,.!;-]*(?:\s+-*\s*(?P<name>{_NAME}"
    rf"|[A-Z]{{1,3}}))?[.,]?\s*$"
)
_SIGNED: Final = re.compile(
    rf"(?:\n|(?<=[.!?])\s+)[ \t]*[-–—~]*\s?(?P<name>{_NAME}|[A-Z]{{1,3}}|[a-z]{{1,9}})"
    r"(?:,?\s+(?:[xX]\.?|[Ee]xt\.?)[ -]?\d{3,5}|,?\s+\d[\d-]{3,9})?[.,]?\s*$"
)
_NO_NAMES: Final = frozenset(
    [
        "best",
        "regards",
        "thanks",
        "cheers",
        "love",
        "sincerely",
        "yours",
        "respectfully",
        "bye",
        "thanx",
        "kind",
        "warm",
    ]
)
_PLAIN: Final = {"thx": "Thanks", "thanx": "Thanks", "tks": "Thanks", "rgds": "Regards"}


@dataclass(frozen=True)
class Closing:
    """How a mail ends.

    Attributes:
        phrase: ``Thanks``, ``Kind regards``, ... without punctuation; empty if there is none.
        name: the name below, as written; empty if there is none or only initials.
        start: where it begins, the length of the text if there is none.
    """

    phrase: str
    name: str
    start: int


def read_closing(text: str, pool: NamePool) -> Closing:
    """Return the closing at the end of ``text``."""
    text = text.rstrip()
    found = _CLOSING.search(text)
    if found:
        name = found["name"] or ""
        phrase = _PLAIN.get(found["closing"].lower(), " ".join(found["closing"].split()))
        return Closing(phrase[0].upper() + phrase[1:].lower(), _written_out(name), found.start())
    signed = _SIGNED.search(text)
    if signed and signed["name"].islower() and len(signed["name"]) > 3 and not pool.genders(signed["name"]):
        signed = None
    if signed and _is_a_name(signed["name"], pool):
        before = read_closing(text[: signed.start()], pool)
        if before.phrase and not before.name:
            return Closing(before.phrase, _written_out(signed["name"]), before.start)
        return Closing("", _written_out(signed["name"]), signed.start())
    return Closing("", "", len(text))


def _is_a_name(name: str, pool: NamePool) -> bool:
    first = name.split()[0]
    return len(name) <= 3 or bool(pool.genders(first)) or not is_common(first)


def _written_out(name: str) -> str:
    """Return a name that is more than initials."""
    if name.lower() in _NO_NAMES:
        return ""
    return name[0].upper() + name[1:] if len(name) > 3 or (len(name) == 3 and name[1:].islower()) else ""
