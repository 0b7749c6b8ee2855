"""Other names for the sender and the recipients of an example, in all its texts alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.items import find_items
from mailwright.checks.layout import layout_of
from mailwright.checks.names import CONVENTIONAL, FUNCTION_WORDS
from mailwright.checks.text import fold, without_possessive
from mailwright.corpus.augmentation.people import PARTICLES, TITLES, Name, name_words, people_of
from mailwright.corpus.augmentation.texts import BODY, Place, texts_of

if TYPE_CHECKING:
    import random
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mailwright.corpus.augmentation.occurrences import Pieces
    from mailwright.corpus.augmentation.pool import NamePool
    from mailwright.corpus.example import Example

_GENDERED: Final = re.compile(
    r"\b(?:he|him|his|himself|she|her|hers|herself|mr|mrs|ms|miss|sir|madam|mum|mom|dad|mother|father|wife|husband|son"
    r"|daughter|brother|sister|boy|girl|aunt|auntie|uncle|lady|gentleman|bride|groom|mate|bro|sis|lad|dude)\b",
    re.IGNORECASE,
)
_ENDS: Final = frozenset({"s", "es", "n", "en", "ens", "is", "as"})
_SENTENCE_BEFORE: Final = re.compile(r"(?:^|[.!?:;…\n(\"“«–—-])\s*$")
_ELIDED: Final = frozenset({"fr", "it", "pt", "es", "nl"})
_VOWELS: Final = frozenset("aeiouyh")
_ATTEMPTS: Final = 12
_INITIALS: Final = ""


@dataclass(frozen=True)
class Token:
    """A word of a text: folded without its possessive ending, its span without it, and as written."""

    folded: str
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text where a name, or the initials of one, stands: its span, what it is of, and as written."""

    span: tuple[int, int]
    key: tuple[str, ...]
    raw: str


@dataclass(frozen=True, eq=False)
class Cast:
    """What renaming has to know of one example; made once for all its variants."""

    people: tuple[Name, ...]
    slots: Mapping[Place, tuple[Slot, ...]]
    words: frozenset[str]
    language: str


def cast_of(example: Example, pool: NamePool) -> Cast:
    """Return the persons of ``example`` whose names can be replaced safely wherever they stand."""
    texts = texts_of(example)
    tokens = {place: tuple(_tokens(text, example.language)) for place, text in texts.items()}
    words = frozenset(token.folded for found in tokens.values() for token in found)
    people = people_of(example, pool)
    own = {fold(word) for name in people for word in name.words}
    fixed = _in_references(texts, example.language)
    gendered = any(_GENDERED.search(text) for text in texts.values())
    kept = [
        name
        for name in people
        if _gender_holds(name, example.language, gendered)
        and all(_is_replaceable(fold(word), own, texts, tokens, fixed) for word in name.words)
    ]
    shared = {fold(word) for name in people if name not in kept for word in name.words}
    kept = [name for name in kept if not any(fold(word) in shared for word in name.words)]
    keys = {key for name in kept for key in _keys(name)}
    slots = {place: tuple(_slots(texts[place], found, keys)) for place, found in tokens.items()}
    return Cast(tuple(kept), {place: found for place, found in slots.items() if found}, words, example.language)


def rename(cast: Cast, rng: random.Random, pool: NamePool) -> Pieces:
    """Return the replacements that give every person of ``cast`` another name."""
    mapping: dict[tuple[str, ...], str] = {}
    for name in cast.people:
        firsts, family = _draw(name, cast, mapping, rng, pool)
        for old, new in zip(name.firsts, firsts, strict=True):
            mapping[(fold(old),)] = new
        for key in _keys(name)[len(name.firsts) :]:
            mapping[key] = "".join(new[0] for new in (*firsts, family)) if key[0] == _INITIALS else family
    return {
        place: [(slot.span, _cased(mapping[slot.key], slot)) for slot in slots]
        for place, slots in cast.slots.items()
    }


def _keys(name: Name) -> list[tuple[str, ...]]:
    """Return under what a name may stand: each first name, the family name whole and by its last word, initials."""
    keys: list[tuple[str, ...]] = [(fold(word),) for word in name.firsts]
    if name.family:
        keys += [tuple(fold(word) for word in name.family), (fold(name.family[-1]),)]
    initials = "".join(word[0] for word in (*name.firsts, *name.family[-1:]))
    return [*keys, (_INITIALS, initials)] if len(initials) > 1 and fold(initials) not in CONVENTIONAL else keys


def _slots(text: str, tokens: Sequence[Token], keys: Collection[tuple[str, ...]]) -> Iterator[Slot]:
    starts = {key[0] for key in keys}
    position = 0
    while position < len(tokens):
        token = tokens[position]
        following = 1
        if token.folded in starts:
            for length in (4, 3, 2, 1):
                run = tokens[position : position + length]
                key = tuple(other.folded for other in run)
                if len(run) == length and key in keys and _adjoin(text, run):
                    yield Slot((token.start, run[-1].end), key, token.raw)
                    following = length
                    break
        elif (_INITIALS, token.raw) in keys:
            yield Slot((token.start, token.end), (_INITIALS, token.raw), token.raw)
        position += following


def _draw(
    name: Name,
    cast: Cast,
    mapping: Mapping[tuple[str, ...], str],
    rng: random.Random,
    pool: NamePool,
) -> tuple[tuple[str, ...], str]:
    """Return as many first names as ``name`` has, and a family name; a word that is mapped already keeps that."""
    taken = cast.words | {fold(new) for new in mapping.values()}
    first, family = "", ""
    for _ in range(_ATTEMPTS):
        drawn_first, drawn_family = pool.draw(rng, name.gender)
        if not first and name.firsts and _suits(drawn_first, name.firsts[0], taken, cast.language):
            first = drawn_first
        if not family and _suits(drawn_family, (name.family or name.firsts)[0], taken, cast.language):
            family = drawn_family
        if family and (first or not name.firsts):
            break
    firsts = []
    for position, old in enumerate(name.firsts):
        new = first if position == 0 else pool.draw(rng, name.gender)[0]
        firsts.append(mapping.get((fold(old),), new or old))
    old_family = name.family[-1] if name.family else ""
    return tuple(firsts), mapping.get((fold(old_family),), family or old_family)


def _suits(new: str, old: str, taken: frozenset[str], language: str) -> bool:
    if fold(new) in taken or any(part in taken for part in fold(new).split("-")):
        return False
    return language not in _ELIDED or (fold(new)[0] in _VOWELS) == (fold(old)[0] in _VOWELS)


def _adjoin(text: str, tokens: Sequence[Token]) -> bool:
    return all(text[a.end : b.start] == " " for a, b in pairwise(tokens))


def _cased(new: str, slot: Slot) -> str:
    """Return ``new`` in the case of the word it replaces; what is typed in small letters loses its accents too."""
    if slot.key[0] == _INITIALS:
        return new.upper()
    if slot.raw.islower() and slot.key[0] not in PARTICLES:
        decomposed = unicodedata.normalize("NFKD", new.lower()) if slot.raw.isascii() else new.lower()
        return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return new.upper() if slot.raw.isupper() and len(slot.raw) > 1 else new


def _tokens(text: str, language: str) -> Iterator[Token]:
    fixed = [item.span for item in find_items(text, language) if item.kind in ("link", "address", "identifier")]
    for match in name_words(text):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in fixed):
            continue
        folded = fold(match.group())
        bare = without_possessive(folded)
        if bare != folded:
            end -= len(folded) - len(bare)
        yield Token(bare, start, end, text[start:end])


def _in_references(texts: Mapping[Place, str], language: str) -> str:
    """Return all links and addresses: a name that is part of one must stay."""
    return " ".join(
        fold(item.text)
        for text in texts.values()
        for item in find_items(text, language)
        if item.kind in ("link", "address")
    )


def _gender_holds(name: Name, language: str, gendered: bool) -> bool:
    """Return whether a name of the same gender can be drawn, or the gender is said nowhere."""
    if not name.firsts or name.gender:
        return True
    return language == "en" and not gendered


def _is_replaceable(
    word: str,
    own: set[str],
    texts: Mapping[Place, str],
    tokens: Mapping[Place, tuple[Token, ...]],
    fixed: str,
) -> bool:
    """Return whether ``word`` (folded) is the person's name wherever it stands, and stands there whole."""
    if len(word) >= 3 and word in fixed:
        return False
    common = is_common(word)
    for place, found in tokens.items():
        for position, token in enumerate(found):
            if token.folded == word:
                if common and place[0] not in ("sender", "to") and not _in_frame(place, token, texts):
                    return False
                if token.raw[0].isupper() and _is_term(texts[place], found, position, own):
                    return False
            elif token.folded not in own and _resembles(token, word):
                return False
    return True


def _resembles(token: Token, word: str) -> bool:
    """Return whether a token may be an inflection, a short form, a slip or a compound of the name."""
    if "-" in token.folded and word in token.folded.split("-"):
        return True
    if token.folded[:3] != word[:3]:
        return False
    if token.folded.startswith(word) and token.folded[len(word) :] in _ENDS:
        return True
    return len(token.folded) >= 3 and not is_common(token.folded) and token.folded not in CONVENTIONAL


def _in_frame(place: Place, token: Token, texts: Mapping[Place, str]) -> bool:
    if place != BODY:
        return False
    layout = layout_of(texts[place])
    spans = [span for span in (layout.greeting, layout.sender) if span]
    return any(start <= token.start < end for start, end in spans)


def _is_term(text: str, tokens: Sequence[Token], position: int, own: set[str]) -> bool:
    """Return whether a capitalised neighbour makes the name a part of something else (``Silva Street``)."""
    token = tokens[position]
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if after and text[token.end : after.start] in (" ", "'s ", "’s ", "-", " & ") and _is_foreign(after, own):
        return True
    if before is None or text[before.end : token.start] not in (" ", "-", " & ") or not _is_foreign(before, own):
        return False
    return not _SENTENCE_BEFORE.search(text, 0, before.start)


def _is_foreign(token: Token, own: set[str]) -> bool:
    return (
        token.raw[0].isupper()
        and token.folded not in own
        and token.folded not in CONVENTIONAL
        and token.folded not in FUNCTION_WORDS
        and token.folded not in TITLES
    )
