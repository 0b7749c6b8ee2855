"""Which language a text is in, out of those that mailwright's bundles write."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

LANGUAGES: Final = ("en", "de", "es", "fr", "it", "nl", "pt")
DEFAULT: Final = "en"
MIN_LETTERS: Final = 24
MIN_CONFIDENCE: Final = 0.80
MIN_LETTERS_OF_SUBJECT: Final = 8
MIN_CONFIDENCE_OF_SUBJECT: Final = 0.95


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect_language(text: str, subject: str = "") -> str:
    """Return the language of ``LANGUAGES`` in which an e-mail from these points is to be written.

    Jotted points full of names, codes and abbreviations mislead detectors, so anything but a confident verdict
    on at least 24 letters counts as English. Points in English under a ``subject`` that is clearly in another
    language are notes of somebody who writes in that language, for the subject goes out as it is.
    """
    language = _confident(f"{subject} {text}" if subject else text, MIN_LETTERS, MIN_CONFIDENCE)
    if language == DEFAULT and subject:
        return _confident(subject, MIN_LETTERS_OF_SUBJECT, MIN_CONFIDENCE_OF_SUBJECT)
    return language


def _confident(text: str, letters: int, confidence: float) -> str:
    if sum(character.isalpha() for character in text) < letters:
        return DEFAULT
    language, probability = _identifier().classify(text)
    return str(language) if probability >= confidence else DEFAULT
