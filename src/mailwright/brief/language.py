"""Which language a text is in, out of those that mailwright's bundles write."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

LANGUAGES: Final = ("en", "de", "es", "fr", "it", "nl", "pt")
DEFAULT: Final = "en"
MIN_LETTERS: Final = 24
MIN_CONFIDENCE: Final = 0.80


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect_language(text: str) -> str:
    """Return one of ``LANGUAGES``; ``en`` where the text is too short or unclear to tell.

    Jotted points full of names, codes and abbreviations mislead detectors, so anything but a confident
    verdict on at least 24 letters counts as English.
    """
    if sum(character.isalpha() for character in text) < MIN_LETTERS:
        return DEFAULT
    language, confidence = _identifier().classify(text)
    return str(language) if confidence >= MIN_CONFIDENCE else DEFAULT
