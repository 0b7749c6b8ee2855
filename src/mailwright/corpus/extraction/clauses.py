"""The main clauses of a sentence: what can be a point of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_FEWEST_WORDS: Final = 4
_LONG_ENOUGH: Final = 11
_VERY_LONG: Final = 18
_HALF: Final = 6
_JOINTS: Final = frozenset({"and", "but", "so", "or"})


def clauses_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return ``tokens``, a sentence, cut where a second main clause with a subject of its own begins.

    Short sentences stay whole, and so does what depends on a condition or a report before it: ``if he comes, I go
    and you stay``.
    """
    clause: list[Token] = list(tokens)
    if sum(token.is_alpha for token in tokens) < _LONG_ENOUGH:
        return [clause]
    cuts = [place for place in range(_FEWEST_WORDS, len(tokens) - _FEWEST_WORDS) if _begins_clause(tokens, place)]
    parts: list[list[Token]] = []
    start = 0
    for place in cuts:
        if _words(tokens[start:place]) >= _FEWEST_WORDS and _words(tokens[place:]) >= _FEWEST_WORDS:
            parts.append(list(tokens[start:place]))
            start = place
    parts.append(list(tokens[start:]))
    return [parts[0], *(_without_joint(part) for part in parts[1:])]


def _begins_clause(tokens: Sequence[Token], place: int) -> bool:
    token, before = tokens[place], tokens[place - 1]
    if before.text == ";":
        return True
    if before.text not in (",", "-", "--") and not (token.lower_ in ("and", "but") and place > _FEWEST_WORDS):
        return False
    if token.lower_ not in _JOINTS or token.pos_ != "CCONJ":
        return False
    head = token.head
    verb = next((child for child in head.children if child.dep_ == "conj" and child.i > token.i), None)
    if verb is None or head.dep_ != "ROOT" or not _is_finite(verb):
        return False
    if before.text != "," and before.pos_ == "PROPN" and tokens[place + 1].pos_ in ("PRON", "PROPN"):
        return False  # "the talk Grant and I had"
    if _shares_writer(tokens, place, head, verb):
        return True
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl") and child.i > token.i for child in verb.children)


def _is_finite(verb: Token) -> bool:
    """Return whether a verb says what happens; ``to be`` and ``being`` do not."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.i < verb.i]
    if any(child.lower_ == "to" for child in helpers):
        return False
    return verb.tag_ in ("VBD", "VBZ", "VBP") or bool(helpers) or (verb.pos_ == "VERB" and verb.tag_ == "VB")


def _shares_writer(tokens: Sequence[Token], place: int, head: Token, verb: Token) -> bool:
    """Return whether a long sentence goes on with what the writer does, too: ``I called him and will call you``."""
    if (
        _words(tokens) < _VERY_LONG
        or min(_words(tokens[:place]), _words(tokens[place + 1 :])) < _HALF
        or place + 1 >= len(tokens)
    ):
        return False
    subjects = [
        child.lower_ for child in head.children if child.dep_ in ("nsubj", "nsubjpass") and child.i < head.i
    ]
    return (
        (subjects in (["i"], ["we"]) or not subjects)
        and tokens[place + 1].i >= verb.i - 2
        and tokens[place + 1].pos_ in ("VERB", "AUX")
    )


def _without_joint(part: list[Token]) -> list[Token]:
    """Return a clause without its ``and``; ``but``, ``so`` and ``or`` say something and stay."""
    return part[1:] if part[0].lower_ == "and" else part


def _words(tokens: Sequence[Token]) -> int:
    return sum(token.is_alpha or token.like_num for token in tokens)
