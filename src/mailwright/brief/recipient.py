"""Where a recipient begins in a text, how far it goes and whom it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mailwright.brief.lexicon import core, is_capitalised, is_name_like, is_role, is_title, name_as_written
from mailwright.brief.phrases import ARTICLES, DOTTED, RELATIONS, STOP_WORDS, word_set

_TOKEN: Final = re.compile(r"\S+")
_JOINERS: Final = word_set("and & + und y et e en")
_PLACES: Final = word_set("at from in on of von vom der du de des del da do dos di della van")
_ALL: Final = word_set("tous toutes toute todos todas tutti tutte alle")
_KEPT: Final = frozenset(["all"])
_MAX_WORDS: Final = 14
_DELIMITERS: Final = (".", ",", ":", ";", "?", "!", ")")


@dataclass(frozen=True)
class Named:
    """A recipient as read: its name, where the text goes on, and a description that is no part of the name."""

    name: str
    end: int
    aside: str = ""
    sure: bool = True


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    acronym: bool

    @property
    def stops(self) -> bool:
        """Whether a recipient ends before this word."""
        return self.folded in STOP_WORDS and not self.acronym

    @property
    def possessive(self) -> bool:
        return self.text.lower().endswith(("'s", "’s"))

    @property
    def folded(self) -> str:
        return core(self.text).lower()

    @property
    def last(self) -> bool:
        """Whether punctuation ends the phrase after this word."""
        if self.text.endswith(".") and (self.folded in DOTTED or len(self.folded) == 1 or self.folded == "no"):
            return False
        return self.text.endswith(_DELIMITERS) or self.text in "-–—/|•*"


def read_recipient(text: str, start: int, shouted: bool) -> Named | None:
    """Return the recipient that begins at ``start``, None if the words there name nobody."""
    tokens = _tokens(text, start, shouted)
    if not tokens:
        return None
    first = 0
    while first < len(tokens) - 1 and tokens[first].folded in ARTICLES and not tokens[first].last:
        first += 1
    if first == len(tokens) or not core(tokens[first].text) or tokens[first].text in "-–—/|•*":
        return None
    if (tokens[first].stops and tokens[first].folded != "all") or tokens[first].folded[:1].isdigit():
        return None
    if tokens[first].folded == "all" and first + 1 < len(tokens) and tokens[first + 1].folded in ("my", "our"):
        first += 2
    if tokens[first].folded in _PLACES - {"la", "le"} or tokens[first].text[:1] in "([":
        return None
    own = any(
        token.folded in ("my", "our", "mein", "meine", "unser", "mon", "ma", "mi") for token in tokens[:first]
    )
    name_at = _name_after_relation(tokens, first, shouted, own)
    if name_at is not None:
        first = name_at
    if _starts_name(tokens[first], shouted) or _is_titled(tokens, first):
        stop = _end_of_name(tokens, first, shouted)
    else:
        stop = _end_of_role(tokens, first, shouted)
    return _named(tokens, first, stop, shouted)


def _tokens(text: str, start: int, shouted: bool) -> list[_Token]:
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(text, start):
        acronym = not shouted and core(found.group()) in ("IT", "US")
        tokens.append(_Token(found.group(), found.start(), found.end(), acronym))
        if len(tokens) == _MAX_WORDS:
            break
    return tokens


def _starts_name(token: _Token, shouted: bool) -> bool:
    return (is_title(token.text) and not is_role(token.text)) or is_name_like(token.text, shouted)


def _is_titled(tokens: Sequence[_Token], first: int) -> bool:
    """Whether ``doctor abara`` stands there and not ``doctor``."""
    if not is_title(tokens[first].text) or first + 1 == len(tokens) or tokens[first].last:
        return False
    following = tokens[first + 1]
    return not following.stops and is_name_like(following.text, shouted=True)


def _name_after_relation(tokens: Sequence[_Token], first: int, shouted: bool, own: bool) -> int | None:
    """Return where the name in ``my grandson matías`` or ``the management company Brightwater`` begins."""
    for index in range(first, min(first + 4, len(tokens) - 1)):
        token, following = tokens[index], tokens[index + 1]
        if following.text.startswith("(") and is_title(following.text) and len(tokens) > index + 2:
            return index + 1
        if token.text.endswith(",") and not token.stops and is_title(following.text) and following.folded in DOTTED:
            return index + 1
        relation = token.folded in RELATIONS or is_role(token.text)
        if (token.last and not token.text.endswith(",")) or (not relation and _starts_name(token, shouted)):
            return None
        if relation and not is_role(following.text) and not following.text.startswith("("):
            if token.text.endswith(",") and not is_title(following.text):
                continue
            clear = is_title(following.text) or (is_capitalised(following.text) and not shouted)
            foreign = own and is_name_like(following.text, shouted=True)
            named = clear or foreign
            if named and not following.stops and len(following.folded) > 1:
                return index + 1
    return None


def _end_of_name(tokens: Sequence[_Token], first: int, shouted: bool) -> int:
    """Return the index after the last word of a name, of several names, or of a name and what follows it."""
    index = first
    while index < len(tokens):
        token = tokens[index]
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.folded in _JOINERS and index > first:
            if following is None or not _joins(following, tokens[index + 2 : index + 3], shouted):
                return index
            index += 1
            continue
        part = _part_of_name(tokens, first, index, shouted)
        if not part:
            return index
        index += 1
        if token.possessive and tokens[index - 2 : index - 1] and index > first + 1 and _inner(tokens[index - 2]):
            continue
        if token.possessive:
            return index
        if token.last and not _goes_on(token, tokens[index:], shouted):
            return index
    return index


def _inner(before: _Token) -> bool:
    return before.folded in ARTICLES or before.folded in _PLACES


def _joins(following: _Token, after: Sequence[_Token], shouted: bool) -> bool:
    if following.folded in ARTICLES and after:
        return is_role(after[0].text) or is_name_like(after[0].text, shouted)
    if following.stops:
        return False
    return is_name_like(following.text, shouted) or is_title(following.text) or is_role(following.text)


def _part_of_name(tokens: Sequence[_Token], first: int, index: int, shouted: bool) -> bool:
    token, before = tokens[index], tokens[index - 1]
    if index == first:
        return True
    if token.text.startswith("("):
        return False
    if token.folded in _PLACES:
        return _place_goes_on(tokens, index)
    if token.stops:
        return False
    if before.folded in _ALL and token.folded in ARTICLES:
        return True
    if is_title(before.text) or (token.folded in ARTICLES and before.folded in (*_JOINERS, *_PLACES)):
        return True
    if before.folded in _PLACES or before.folded in ARTICLES or is_role(token.text):
        return True
    if token.folded[:1].isdigit():
        return is_role(before.text) or any(character.isalpha() for character in token.folded)
    if is_name_like(token.text, shouted) or is_title(token.text):
        return True
    return not token.last and _closes_with_role(tokens[index + 1 : index + 3])


def _closes_with_role(tokens: Sequence[_Token]) -> bool:
    """Whether ``IT night team`` or ``the app team`` ends here with what the people are."""
    for token in tokens:
        if token.last:
            return is_role(token.text)
    return False


def _place_goes_on(tokens: Sequence[_Token], index: int) -> bool:
    """Whether ``of``, ``from``, ``de`` at ``index`` belongs to the name: ``Bob from accounting``."""
    if index + 1 >= len(tokens) or tokens[index].folded in ("in", "on", "for", "with", "at"):
        return False
    following = tokens[index + 1]
    if tokens[index].folded == "from":
        return is_role(following.text) and not is_capitalised(following.text)
    return not following.stops or following.folded in ARTICLES


def _goes_on(token: _Token, rest: Sequence[_Token], shouted: bool) -> bool:
    """Whether a list of names goes on after the comma of ``token``: ``tom, lucy and ana``."""
    if not token.text.endswith(",") or len(rest) < 2 or shouted:
        return False
    for index, other in enumerate(rest[:5]):
        if not is_capitalised(other.text) and other.folded not in _PLACES:
            break
        if other.text.endswith(":") or (
            not other.last and rest[index + 1 : index + 2] and rest[index + 1].folded == "from"
        ):
            return True
        if other.last:
            break
    for index, other in enumerate(rest[:6]):
        if other.folded in ("and", "&", "und", "y", "et"):
            return index > 0 and index + 1 < len(rest) and is_name_like(rest[index + 1].text, shouted)
        if not is_name_like(other.text, shouted) or (other.last and not other.text.endswith(",")):
            return False
    return False


def _end_of_role(tokens: Sequence[_Token], first: int, shouted: bool) -> int:
    """Return the index after a phrase such as ``residents of oak house``."""
    end, head = first, False
    for index in range(first, len(tokens)):
        token = tokens[index]
        if index > first and (token.text in "-–—/|•*" or not core(token.text) or token.text.startswith("(")):
            break
        if token.folded in ("who", "whose") and head:
            return _end_of_clause(tokens, index) or end
        if token.folded in _PLACES and index > first and (head or token.folded == "of"):
            return _end_of_place(tokens, index) or end
        if token.folded in _JOINERS and index > first:
            joined = tokens[index + 1 : index + 3]
            if not joined or not (_joins(joined[0], joined[1:], shouted) or joined[0].text.endswith(":")):
                break
            continue
        numbered = token.folded == "no" and index + 1 < len(tokens) and tokens[index + 1].text[:1].isdigit()
        if token.stops and token.folded not in _KEPT and index > first and not numbered:
            break
        if head and not (
            is_role(token.text) or _numbers(token) or token.folded == "no" or _leads_on(tokens[index - 1])
        ):
            break
        head = head or is_role(token.text)
        end = index + 1
        if token.last:
            break
    return end if head or end - first <= 3 or tokens[end - 1].last else first + 1


def _leads_on(before: _Token) -> bool:
    return before.folded in (*_JOINERS, *_KEPT, *ARTICLES, "no") or is_title(before.text)


def _numbers(token: _Token) -> bool:
    return token.folded.isdigit() or (len(token.folded) == 1 and token.folded not in ("i", "u", "r", "a", "2", "4"))


def _end_of_place(tokens: Sequence[_Token], index: int) -> int | None:
    """Return the end of ``of oak house`` or ``on the third floor`` if punctuation closes it soon."""
    if tokens[index].folded == "from":  # after people by their role it says who writes
        return None
    for offset, token in enumerate(tokens[index : index + 7]):
        if offset and token.folded == "from":
            return index + offset
        if offset > 1 and token.stops and token.folded not in ARTICLES and token.folded not in _PLACES:
            return index + offset if offset <= 4 else None
        if token.text in "-–—/|":
            return index + offset
        if token.last:
            return index + offset + 1
    return min(index + 2, len(tokens)) if tokens[index].folded == "of" else None


def _end_of_clause(tokens: Sequence[_Token], index: int) -> int | None:
    """Return the end of ``who pre-ordered the Moorland box`` if a colon closes it within six words."""
    for offset, token in enumerate(tokens[index : index + 6]):
        if token.text.endswith(":"):
            return index + offset + 1
    return None


def _named(tokens: Sequence[_Token], first: int, stop: int, shouted: bool) -> Named | None:
    words = [token.text for token in tokens[first:stop]]
    if not words:
        return None
    words[-1] = words[-1].rstrip(".,:;?!)(\"'”’»").lstrip("\"'(") or words[-1]
    words[-1] = re.sub(r"['’]s$", "", words[-1], flags=re.IGNORECASE) or words[-1]
    words = [word.strip('"“”«»(') for word in words if word]
    end = tokens[stop - 1].start + len(tokens[stop - 1].text.rstrip(".,:;?!)\"'”’»"))
    aside = ""
    closed = tokens[stop - 1].last
    if not closed and stop < len(tokens) and tokens[stop].folded == "at":
        close = _end_of_place(tokens, stop)
        if close is not None:
            aside = " ".join(token.text for token in tokens[stop:close]).rstrip(".,:;?!)")
            end = tokens[close - 1].start + len(tokens[close - 1].text.rstrip(".,:;?!)"))
    name = name_as_written(words, shouted).strip()
    if not any(character.isalpha() for character in name):
        return None
    return Named(name, end, aside, sure=any(is_role(word) or is_name_like(word, shouted) for word in words))
