"""Whether a word as typed looks like a name: capitalised in mixed case, else foreign to everyday English."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from mailwright.brief.phrases import (
    ACRONYMS,
    ARTICLES,
    DOTTED,
    INSIDE_NAMES,
    ROLE_HEADS,
    STOP_WORDS,
    TITLES,
    TONE_WORDS,
)

_ENDINGS: Final = ("'s", "s", "es", "ed", "ing", "ly", "er", "d", "r")
_LINKS: Final = frozenset(["de", "des", "du", "di", "da", "do", "der", "van", "les", "los", "las"])
_EDGES: Final = ".,:;!?()[]\"'“”‘’«»*•"


@cache
def _common() -> frozenset[str]:
    return frozenset(files("mailwright.brief").joinpath("common_words.txt").read_text("utf-8").split())


def lowered(text: str) -> str:
    """Return ``text`` in small letters, İ, ı and ſ as i and s: ``re.IGNORECASE`` takes them for these."""
    return text.lower().replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")


def core(word: str) -> str:
    """Return ``word`` without the punctuation around it."""
    return word.strip(_EDGES)


def is_common(word: str) -> bool:
    """Whether ``word`` (any case) is an everyday English word or an inflection of one."""
    folded = core(word).lower().replace("’", "'")
    if folded in _common() or folded in STOP_WORDS or folded in ARTICLES:
        return True
    return any(folded.endswith(end) and folded[: -len(end)] in _common() for end in _ENDINGS)


def is_title(word: str) -> bool:
    """Whether ``word`` is such as ``Mr.``, ``Dr`` or ``Aunt``."""
    return core(word).lower() in TITLES


def ends_as_title(word: str) -> bool:
    """Whether the full stop after ``word`` is that of an abbreviated title, such as ``Mr.``."""
    return word.endswith(".") and core(word).lower() in DOTTED


def is_role(word: str) -> bool:
    """Whether ``word`` names people by what they do: ``team``, ``parents``, ``HR``."""
    folded = core(word).lower()
    return core(word) != "it" and (folded in ROLE_HEADS or folded in ACRONYMS)


def is_shouted(text: str) -> bool:
    """Whether ``text`` is typed in capitals, so that they tell nothing."""
    upper = sum(character.isupper() for character in text)
    lower = sum(character.islower() for character in text)
    return upper > 3 * lower and upper > 5


def is_capitalised(word: str) -> bool:
    """Whether the first letter of ``word`` is a capital."""
    bare = core(word)
    return bool(bare) and (bare[0].isupper() or (len(bare) > 2 and bare[1] in "'’-" and bare[2].isupper()))


def is_name_like(word: str, shouted: bool) -> bool:
    """Whether ``word`` may be part of a name."""
    bare = core(word)
    if not bare or not bare[0].isalpha() or any(character.isdigit() for character in bare):
        return False
    if bare.lower() in TONE_WORDS:
        return False
    if not shouted and is_capitalised(word):
        return bare not in ("I", "I'm", "I've", "I'd", "I'll", "I’m")
    parts = [part for part in re.split(r"[-'’]", bare) if len(part) > 1]
    return any(not is_common(part) for part in parts) and not is_role(bare)


def name_as_written(words: list[str], shouted: bool) -> str:
    """Return the words of a name in the case in which a greeting shows them; an address stays as it is."""
    if any("@" in word for word in words):
        return " ".join(words)
    typed_in_lower_case = not any(is_capitalised(word) for word in words)
    if not shouted and not typed_in_lower_case:
        following = [*words[1:], ""]
        return " ".join(
            _capitalised(word) if is_title(word) and is_capitalised(after) else word
            for word, after in zip(words, following, strict=True)
        )
    if any(is_role(word) for word in words) and any(core(word).lower() in _LINKS for word in words):
        return " ".join(words).lower()
    shown = []
    for word in words:
        folded = word.lower()
        if core(folded) in ACRONYMS:
            shown.append(folded.upper())
        elif core(folded) in INSIDE_NAMES or any(character.isdigit() for character in folded):
            shown.append(word if any(character.isdigit() for character in word) else folded)
        elif is_title(folded) or is_name_like(folded, shouted=True):
            shown.append(_capitalised(folded))
        else:
            shown.append(folded)
    return " ".join(shown)


def _capitalised(word: str) -> str:
    return re.sub(r"(?:^|(?<=-)|(?<=\b[od]['’]))[^\W\d_]", lambda letter: letter.group().upper(), word)
