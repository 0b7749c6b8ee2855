"""Phrases that people write in mails, and what they jot instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.checks.vocabulary import cardinals

if TYPE_CHECKING:
    import random

    from mailwright.corpus.extraction.strength import Strength

_MEDIUM: Final = (
    (r"\bin order to\b", "to"), (r"\bas soon as possible\b", "asap"), (r"\bprior to\b", "before"),
    (r"\b(?:with (?:regards?|respect) to|in regards? to|regarding|concerning)\b", "re"),
    (r"\bsubsequent to\b", "after"), (r"\bat this (?:point in )?time\b", "now"),
    (r"\bdue to the fact that\b", "because"), (r"\bin the event that\b", "if"),
    (r"\bin accordance with\b", "per"), (r"\bon behalf of\b", "for"), (r"\bso that\b", "so"),
    (r"\bin addition to\b", "besides"), (r"\b(?:am|is|are|will be) able to\b", "can"),
    (r"(?:^|(?<=\bwe )|(?<=\bthey )|(?<=\bI )|(?<=, )|(?<=\band )|(?<=\bbut ))would like to\b(?! you)", "want to"),
    (r"\b(he|she|everyone|someone) would like to\b", r"\1 wants to"), (r"^(?:however|nevertheless),? ", "but "),
    (r"^(?:as well|again|in any (?:case|event)|as always|by the way),? ", ""),
    (r"\bat your (?:earliest )?convenience\b", "when convenient"),
)  # fmt: skip
_STRONG: Final = (
    (r"(?:^|(?<=, ))there (?:is|are|['’]s) (?=\w+)", ""), (r"\bas well as\b", "&"), (r"\band\b", "&"),
    (r"\bwithout\b", "w/o"), (r"\bwith\b", "w/"), (r"\bbecause\b", "bc"), (r"\binformation\b", "info"),
    (r"\btomorrow\b", "tmrw"), (r"\babout\b", "abt"), (r"\bdocuments\b", "docs"),
    (r"\bapproximately\b", "approx"),
    (r"(?<!\bbe )(?<!\b[ai][ms] )(?<!\bare )(?<!\bwas )\bmeeting\b(?! (?:with|the|you|him|her|them))", "mtg"),
    (r"\b(\d+|two|three|four|six|ten) weeks\b", r"\1 wks"),
    (r"\b(\d+|two|three|four|six|ten) minutes\b", r"\1 min"),
    (r"\b(\d+|two|three|four|six|ten) hours\b", r"\1 hrs"), (r"\bdepartment\b", "dept"), (r"\bMonday\b", "Mon"),
    (r"\bTuesday\b", "Tue"), (r"\bWednesday\b", "Wed"), (r"\bThursday\b", "Thu"), (r"\bFriday\b", "Fri"),
    (r"\bJanuary(?= \d)", "Jan"), (r"\bFebruary(?= \d)", "Feb"), (r"\bAugust(?= \d)", "Aug"),
    (r"\bSeptember(?= \d)", "Sept"), (r"\bOctober(?= \d)", "Oct"), (r"\bNovember(?= \d)", "Nov"),
    (r"\bDecember(?= \d)", "Dec"), (r" percent\b", "%"),
    (r",? as well$", ""), (r"\bat this point(?: in time)?\b", "now"),
)  # fmt: skip
_COMPILED: Final = {
    "medium": tuple((re.compile(pattern, re.IGNORECASE), short) for pattern, short in _MEDIUM),
    "strong": tuple((re.compile(pattern), short) for pattern, short in _STRONG),
}
_COUNTED: Final = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)(?= [a-z]{3,})(?! (?:of|or|and"
    r"|to)\b)"
)
_OF_FOUR: Final = 4


def shortened(text: str, strength: Strength, rng: random.Random) -> str:
    """Return ``text`` with most phrases that can be jotted shorter jotted so, the more the stronger."""
    levels = {"light": (), "medium": ("medium",), "strong": ("medium", "strong")}[strength]
    for level in levels:
        for pattern, short in _COMPILED[level]:
            if pattern.search(text) and rng.randrange(_OF_FOUR):
                text = pattern.sub(short, text)
    if strength == "strong":
        text = _COUNTED.sub(lambda found: str(cardinals("en")[found.group()]), text)
    return text
