"""Which words of a clause a point does without.

What is dropped is known by its word, its tag and a close look at its neighbours, never by its place in the tree
alone: a parser errs, and a point that has lost a verb, a negation or who does what is worse than a wordy one. Verbs
but auxiliaries, nouns, names, numbers, negations, modals, and all that says when, where, who, if and why stay.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mailwright.checks.text import word_set
from mailwright.checks.vocabulary import months, weekdays
from mailwright.corpus.extraction.auxiliaries import NEGATIONS, PRESENT_BE, auxiliaries, relatives

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from spacy.tokens import Token

    from mailwright.corpus.extraction.strength import Strength

_ARTICLES: Final = frozenset({"a", "an", "the"})
_MEASURED: Final = word_set(
    """few little bit couple lot lots while number half hour day week month year minute quarter dozen hundred
    thousand million more less most piece head person share same great good second third look call chance
    try break message ring shout hand"""
)
_FILLING: Final = word_set(
    "just really very quite actually basically simply obviously hopefully certainly definitely truly"
)
_STYLE: Final = word_set(
    """unfortunately fortunately luckily then currently therefore thus accordingly especially particularly
    specifically generally frankly honestly personally presently hence also too"""
)
_GIVING: Final = word_set("send give forward tell e-mail email fax show provide get pass lend")
_CALLS: Final = word_set("call ring hand shout chance buzz heads break")
_ALL_CLAUSE: Final = frozenset({",", ";", "and", "but", "so", "--", "-"})
_FEWEST_AFTER_IT: Final = 5


def dropped(tokens: Sequence[Token], strength: Strength, rng: random.Random, *, asked: bool) -> set[int]:
    """Return the indices in the document of the tokens that a point does without.

    Args:
        tokens: one clause, in order, its opening cut off.
        strength: the stronger, the more is dropped.
        rng: decides where both ways are good.
        asked: whether the clause asks somebody to do something.
    """
    found: set[int] = set()
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if (
            _is_article(token, after)
            or _is_filling(token, before, after)
            or _is_that(token, before, after)
            or (token.lower_ in ("please", "kindly") and (strength != "light" or rng.randrange(2)))
        ):
            found.add(token.i)
    found |= _first_person(tokens, strength, rng)
    if strength == "light":
        return found
    found |= relatives(tokens) | _style(tokens, strength)
    found |= auxiliaries(tokens, found, strong=strength == "strong")
    found |= {token.i for token, after in pairwise(tokens) if _is_on(token, after)}
    if asked:
        found |= {t.i for t, after in pairwise(tokens) if _is_receiver(t, after, tokens)}
    if strength == "strong":
        found |= _vague_starts(tokens)
        found |= {token.i for token, after in pairwise(tokens) if _is_some(token, after)}
        found |= {
            token.i
            for token, after in pairwise(tokens)
            if token.lower_ in ("my", "our") and after.pos_ in ("NOUN", "ADJ") and rng.randrange(2)
        }
    return found


def _is_article(token: Token, after: Token | None) -> bool:
    if token.lower_ not in _ARTICLES or token.pos_ != "DET" or after is None:
        return False
    if after.lower_ in _MEASURED or not (after.text[0].isalnum() or after.text[0] in "\"'$("):
        return False
    return not (token.text == "The" and token.i != token.sent.start and after.pos_ == "PROPN")


def _is_filling(token: Token, before: Token | None, after: Token | None) -> bool:
    if token.lower_ not in _FILLING or token.pos_ != "ADV":
        return False
    near = {other.lower_ for other in (before, after) if other is not None}
    return not near & (
        NEGATIONS | {"than", "as", "if", "because", "before", "after", "when", "so", "much", "that", "about"}
    )


def _is_that(token: Token, before: Token | None, after: Token | None) -> bool:
    """Return whether it is the ``that`` of ``I hear that he left``."""
    if token.lower_ != "that" or token.dep_ != "mark" or before is None or after is None:
        return False
    if token.head.dep_ not in ("ccomp", "acomp", "xcomp", "ROOT"):
        return False
    return before.pos_ in ("VERB", "PRON", "ADJ", "NOUN", "ADV") and after.pos_ in (
        "PRON",
        "DET",
        "PROPN",
        "NOUN",
        "ADJ",
    )


def _style(tokens: Sequence[Token], strength: Strength) -> set[int]:
    """Return adverbs that say how it is said rather than what; only ``also`` and ``too`` if not strong."""
    words = _STYLE if strength == "strong" else frozenset({"also", "too"})
    found = set()
    for place, token in enumerate(tokens):
        if token.lower_ not in words or token.pos_ != "ADV" or (token.lower_ == "too" and token.dep_ != "advmod"):
            continue
        before = tokens[place - 1].lower_ if place else ""
        after = tokens[place + 1].lower_ if place + 1 < len(tokens) else ""
        too_much = (
            token.lower_ == "too" and place + 1 < len(tokens) and tokens[place + 1].pos_ in ("ADJ", "ADV", "DET")
        )
        if (
            before not in NEGATIONS | {"("}
            and after not in ("than", "not", "only")
            and not too_much
            and before != "by"
        ):
            found.add(token.i)
    return found


def _is_on(token: Token, after: Token) -> bool:
    """Return whether it is the ``on`` before a day."""
    return token.lower_ == "on" and (
        after.lower_ in weekdays("en") or (after.lower_ in months("en") and after.is_title)
    )


def _is_some(token: Token, after: Token) -> bool:
    """Return whether it is the ``some`` of ``some changes``, not that of ``some of us``."""
    return token.lower_ == "some" and token.pos_ == "DET" and after.pos_ in ("NOUN", "ADJ") and not after.like_num


def _is_receiver(token: Token, after: Token, tokens: Sequence[Token]) -> bool:
    """Return whether it is the ``me`` of ``send me the draft``."""
    if token.lower_ not in ("me", "us") or token.i == tokens[0].i:
        return False
    verb = token.nbor(-1)
    if any(other.lower_ in _CALLS for other in tokens if token.i < other.i <= token.i + 2):
        return False
    return (
        verb.lower_ in _GIVING
        and after.pos_ in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM")
        and after.tag_ != "WP"
    )


def _first_person(tokens: Sequence[Token], strength: Strength, rng: random.Random) -> set[int]:
    """Return each ``I`` (or ``we``) that a clause starts with, and the ``am`` that goes with it."""
    found: set[int] = set()
    subjects = {"light": {"i"}, "medium": {"i", "we"}, "strong": {"i", "we"}}[strength]
    for place, token in enumerate(tokens[:-1]):
        first = not any(other.is_alpha or other.like_num for other in tokens[:place])
        starts = first or (strength != "light" and tokens[place - 1].lower_ in _ALL_CLAUSE)
        verb = tokens[place + 1]
        if not starts or token.lower_ not in subjects or not token.dep_.startswith("nsubj"):
            continue
        if verb.pos_ not in ("VERB", "AUX", "ADV") or (
            token.lower_ == "we" and strength == "medium" and rng.randrange(2)
        ):
            continue
        if place + 2 < len(tokens) and tokens[place + 2].is_punct:  # "it is, I believe, the last one"
            continue
        if not first and tokens[place - 1].lower_ not in (",", ";") and _other_subject(tokens[:place], token):
            continue
        found.add(token.i)
        if verb.lower_ in PRESENT_BE and verb.pos_ == "AUX" and place + 2 < len(tokens):
            found.add(verb.i)
    return found


def _other_subject(before: Sequence[Token], token: Token) -> bool:
    """Return whether somebody else acts before, so that a verb without subject would be taken for theirs."""
    return any(other.dep_.startswith("nsubj") and other.lower_ != token.lower_ for other in before)


def _vague_starts(tokens: Sequence[Token]) -> set[int]:
    """Return the ``it is`` that a clause starts with before an adjective, a participle or a preposition."""
    if len(tokens) < _FEWEST_AFTER_IT or tokens[0].lower_ != "it" or tokens[1].lower_ not in PRESENT_BE:
        return set()
    states = tokens[2].pos_ in ("ADJ", "ADP", "VERB") and tokens[2].lower_ not in NEGATIONS
    return {tokens[0].i, tokens[1].i} if states else set()
