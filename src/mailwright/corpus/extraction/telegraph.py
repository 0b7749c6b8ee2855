"""From a sentence to the point that asks for it, as a busy person jots it down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.vocabulary import MONTHS, WEEKDAYS
from mailwright.corpus.extraction.clauses import clauses_of
from mailwright.corpus.extraction.deletion import dropped
from mailwright.corpus.extraction.openings import Opening, opening_of
from mailwright.corpus.extraction.phrases import shortened

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Span, Token

    from mailwright.corpus.extraction.strength import Strength

_SPOKEN: Final = {
    "'ll": "will",
    "’ll": "will",
    "'m": "am",
    "’m": "am",
    "'re": "are",
    "’re": "are",
    "'ve": "have",
    "’ve": "have",
}


def condense(sentence: Span, strength: Strength, rng: random.Random) -> list[str]:
    """Return the points that stand for ``sentence``: one a main clause, none empty."""
    opening = opening_of(sentence.text)
    tokens = [token for token in sentence if token.idx - sentence.start_char >= opening.end]
    points = []
    for number, clause in enumerate(clauses_of(tokens)):
        first = opening if number == 0 else Opening()
        point = _jotted(clause, first, strength, rng, asks=sentence.text.rstrip().endswith("?"))
        if point:
            points.append(point)
    return points


def _jotted(
    tokens: Sequence[Token], opening: Opening, strength: Strength, rng: random.Random, *, asks: bool
) -> str:
    gone = dropped(tokens, strength, rng, asked=opening.asks)
    text = _trimmed(_joined(tokens, gone))
    if strength != "light":
        text, requests = _REQUEST_INSIDE.subn(r"\1", text)
        asks = asks and not requests
        text = text.rstrip("?") if requests else text
    text = _trimmed(shortened(text, strength, rng))
    if not text:
        return ""
    text = _uncapitalised(text, tokens, gone)
    if opening.attaches:
        return f"attached: {text}"
    if opening.asks and not _FORBIDS.match(text):
        return rng.choice(_REQUESTS[strength]) + text.rstrip("?")
    return text + "?" if asks and not text.endswith("?") else text


_REQUEST_INSIDE: Final = re.compile(
    r"((?:^|, |; |\band |\bbut |\bso ))(?:can|could|would|will) you (?:please |kindly )?"
    r"(?!be |have |not |like |mind |rather |prefer )(?=[a-z]+\b)"
)
_KEEP_CAPITAL: Final = frozenset((WEEKDAYS["en"] + " " + MONTHS["en"]).split()) - {"may", "march"}
_FORBIDS: Final = re.compile(r"(?:do not|don't|never)\b", re.IGNORECASE)
_REQUESTS: Final[dict[Strength, tuple[str, ...]]] = {
    "light": ("please ", "please ", "ask to "), "medium": ("", "pls ", "ask to "), "strong": ("", "", "pls "),
}  # fmt: skip


def _joined(tokens: Sequence[Token], gone: set[int]) -> str:
    """Return the tokens that are left as text; a contracted verb whose subject has gone is written out."""
    parts: list[str] = []
    for place, token in enumerate(tokens):
        if token.i in gone:
            if parts and token.whitespace_ and not parts[-1].endswith(" "):
                parts.append(" ")
            continue
        alone = place == 0 or tokens[place - 1].i in gone
        text = token.text
        if alone and text[0] in "'’" and token.pos_ in ("AUX", "VERB"):
            text = _spoken(token, tokens[place + 1 : place + 3])
        parts.append(text + token.whitespace_)
    return "".join(parts)


def _spoken(token: Token, following: Iterable[Token]) -> str:
    text = token.lower_
    if text in _SPOKEN:
        return _SPOKEN[text]
    after = next((other for other in following if other.pos_ != "ADV"), None)
    if text in ("'d", "’d"):
        return "had" if after is not None and after.tag_ == "VBN" else "would"
    return "has" if after is not None and after.tag_ == "VBN" else "is"


def _trimmed(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:?!)])", r"\1", text)
    text = re.sub(r"\(\s+", "(", text)
    text = re.sub(r"([,;:])(?:\s*[,;:.])+", r"\1", text)
    text = re.sub(r"^[\s,;:.)\]-]+|[\s,;:.!-]+$", "", text)
    return text if any(map(str.isalnum, text)) else ""


def _uncapitalised(text: str, tokens: Sequence[Token], gone: set[int]) -> str:
    """Return ``text`` with a small first letter, unless its first word is a name, an acronym or ``I``."""
    first = next((token for token in tokens if token.i not in gone and token.is_alpha), None)
    if first is None or not text.startswith(first.text) or not first.text[0].isupper():
        return text
    following = next((t for t in tokens if t.i > first.i and t.i not in gone), None)
    named = following is not None and following.text[0].isupper() and following.text != "I"
    if (
        first.text == "I"
        or not first.text.istitle()
        or not is_common(first.text)
        or first.lower_ in _KEEP_CAPITAL
        or (named and first.pos_ in ("NOUN", "PROPN"))
    ):
        return text
    return text[0].lower() + text[1:]
