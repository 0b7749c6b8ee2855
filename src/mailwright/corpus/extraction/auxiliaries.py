"""Auxiliary verbs and relative pronouns without which a clause still says who does what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailwright.checks.text import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

PRESENT_BE: Final = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"})
NEGATIONS: Final = frozenset({"not", "n't", "n’t", "never", "no", "nor", "cannot"})
_PRESENT_HAVE: Final = frozenset({"has", "have", "'ve", "’ve", "'s", "’s"})
_BEEN: Final = frozenset({"is", "are", "was", "were", "has", "have", "had", "been", "be", "being"})
_VAGUE_SUBJECTS: Final = word_set(
    "it this that these those there here what which who whom whoever all both none one"
)
_OPEN_WORDS: Final = word_set("to that because what why how when where if whether who which there")
_DONE_TO_THINGS: Final = word_set(
    """attached enclosed included needed required scheduled located listed posted closed done finished completed
    signed updated cancelled canceled approved delayed shipped sold booked set due received changed moved
    executed entered corrected revised forwarded submitted installed created added removed prepared
    processed resolved confirmed extended"""
)
_SAME_IN_THE_PAST: Final = word_set(
    """sent made said told met paid sold bought brought found got heard held kept lost built felt thought spent
    understood won had taught caught led lent meant dealt"""
)
_PERSONS: Final = frozenset({"i", "you", "we", "he", "she", "they"})
_AFTER_BE: Final = frozenset({"VERB", "ADJ", "ADP", "ADV", "NOUN", "DET", "NUM", "PROPN"})


def auxiliaries(tokens: Sequence[Token], gone: set[int], *, strong: bool) -> set[int]:
    """Return forms of ``be``, ``have`` and ``do`` that a note does without: ``the file is ready``: file ready.

    Args:
        tokens: one clause, in order.
        gone: what is dropped already; a verb whose subject is among it stays, but for ``have`` before a participle.
        strong: whether ``do you want`` becomes ``want``, too.
    """
    found = _questions(tokens, strong=strong)
    for place, token in enumerate(tokens[:-1]):
        if token.pos_ != "AUX" or place == 0 or token.i in gone:
            continue
        before, after = tokens[place - 1], tokens[place + 1]
        if {before.lower_, after.lower_} & NEGATIONS:
            continue
        if token.lower_ in _PRESENT_HAVE and (before.i in gone or _plain_subject(before, token)):
            found |= _perfect(tokens, place)
        elif token.lower_ in PRESENT_BE and _plain_subject(before, token) and _states(before, after, strong=strong):
            found.add(token.i)
    return found


def _states(before: Token, after: Token, *, strong: bool) -> bool:
    """Return whether ``is`` between the two can be thought: ``file (is) ready``, but not ``they (are) asked``."""
    if after.lower_ in _OPEN_WORDS or after.pos_ not in _AFTER_BE:
        return False
    if after.tag_ == "VBN":
        return after.lower_ in _DONE_TO_THINGS and before.pos_ != "PRON"
    return before.pos_ != "PRON" or (strong and after.pos_ in ("VERB", "ADJ"))


def relatives(tokens: Sequence[Token]) -> set[int]:
    """Return ``that had been`` of ``the form that had been sent``, and ``that`` of ``the form that you sent``."""
    found: set[int] = set()
    for place, token in enumerate(tokens[:-2]):
        if (
            token.lower_ not in ("that", "which", "who")
            or place == 0
            or tokens[place - 1].pos_ not in ("NOUN", "PROPN")
        ):
            continue
        end = place + 1
        while end < len(tokens) - 1 and tokens[end].lower_ in _BEEN and tokens[end].pos_ == "AUX":
            end += 1
        after = tokens[place + 1]
        if end > place + 1 and tokens[end].tag_ in ("VBN", "VBG") and token.dep_.startswith("nsubj"):
            found |= {other.i for other in tokens[place:end]}
        elif _is_object(token) and after.lower_ in _PERSONS and tokens[place + 2].pos_ in ("VERB", "AUX"):
            found.add(token.i)
    return found


def _questions(tokens: Sequence[Token], *, strong: bool) -> set[int]:
    """Return the ``do`` of ``do you have``, the ``are`` of ``are you free``; ``do you`` itself if strong."""
    if len(tokens) < 3 or tokens[1].lower_ != "you" or tokens[0].lower_ not in ("do", "are", "have"):
        return set()
    after = tokens[2]
    if tokens[0].lower_ == "do" and after.tag_ == "VB":
        return {tokens[0].i, tokens[1].i} if strong else {tokens[0].i}
    if tokens[0].lower_ == "are" and after.pos_ in ("VERB", "ADJ", "ADV", "ADP"):
        return {tokens[0].i}
    return (
        {tokens[0].i}
        if tokens[0].lower_ == "have" and after.tag_ == "VBN" and after.lower_.endswith("ed")
        else set()
    )


def _perfect(tokens: Sequence[Token], place: int) -> set[int]:
    """Return ``has`` of ``has moved``, ``has been`` of ``has been moved``; nothing of ``has gone``."""
    after = tokens[place + 1]
    if after.lower_ == "been" and place + 2 < len(tokens):
        things = tokens[place + 2].lower_ in _DONE_TO_THINGS and tokens[place - 1].pos_ in ("NOUN", "PROPN")
        return {tokens[place].i, after.i} if things else set()
    return {tokens[place].i} if after.tag_ == "VBN" and _is_past(after) else set()


def _is_past(verb: Token) -> bool:
    """Return whether a participle is the past tense, too: ``he (has) sent``, but not ``he (has) gone``."""
    return verb.lower_.endswith("ed") or verb.lower_ in _SAME_IN_THE_PAST


def _is_object(token: Token) -> bool:
    return token.lower_ == "that" and token.dep_ in ("dobj", "pobj", "mark")


def _plain_subject(before: Token, verb: Token) -> bool:
    """Return whether right before a verb ends its subject, named by a noun or by ``you``, ``they`` and the like."""
    children = [*verb.head.children, *verb.children]
    subject = next((child for child in children if child.dep_ in ("nsubj", "nsubjpass") and child.i < verb.i), None)
    if subject is None or subject.lower_ in _VAGUE_SUBJECTS or before.i < subject.i:
        return False
    if subject.pos_ == "PRON" and subject.lower_ in ("i", "we"):
        return False
    return before.i == subject.i or (verb.i - subject.i <= 6 and before.pos_ in ("NOUN", "PROPN", "NUM"))
