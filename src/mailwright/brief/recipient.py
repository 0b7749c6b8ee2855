"""Whether a recipient stands at a place of a marked wish, and where the wish goes on behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mailwright.brief.lexicon import is_role, is_title
from mailwright.brief.marks import RECIPIENT
from mailwright.brief.phrases import ARTICLES, RELATIONS, STOP_WORDS

_BEFORE: Final = re.compile(rf"(?P<words>(?:[^\W\d_][\w'’-]*[,:]?\s+\(?){{0,5}}\(?){RECIPIENT}")
_AT: Final = re.compile(
    r"\s+(?P<how>at|from|of|in)\s+(?:the\s+)?(?P<place>[^.,:;!?()\n]{2,40})(?=[,:.])", re.IGNORECASE
)


@dataclass(frozen=True)
class Named:
    """Where the text goes on behind a recipient, and what else was said of it: ``at Bluefin Media``."""

    end: int
    aside: str = ""


def read_recipient(text: str, start: int) -> Named | None:
    """Return the recipient that begins at ``start``, if need be after ``my grandson`` or ``the lift firm``."""
    found = _BEFORE.match(text, start)
    if not found or not _describes(found.group("words")):
        return None
    place = _AT.match(text, found.end())
    if place and only_describes(place.group("place")) and _is_place(place):
        return Named(place.end(), place.group().strip())
    return Named(found.end())


def only_describes(words: str) -> bool:
    """Whether ``words`` hold nothing with which one tells something: ``is``, ``we``, ``that``, ``not``."""
    plain = [word.strip(",:()").lower() for word in words.split()]
    return not any(word in STOP_WORDS and word not in ARTICLES for word in plain)


def _is_place(found: re.Match[str]) -> bool:
    """``of the delay`` is what the mail is about; ``of Nordbau`` is where somebody works."""
    return found.group("how").lower() != "of" or any(character.isupper() for character in found.group("place"))


def _describes(words: str) -> bool:
    """Whether ``words`` say what the person named next is: articles, relations, roles, titles."""
    plain = [bare for word in words.split() if (bare := word.strip(",:(").lower())]
    if not only_describes(words):
        return False
    if not plain or all(word in ARTICLES or is_title(word) for word in plain):
        return True
    return plain[-1] in RELATIONS or is_role(plain[-1]) or is_title(plain[-1])
