"""How mails become examples."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mailwright.corpus.extraction.strength import STRENGTHS, Strength
from mailwright.corpus.extraction.syntax import ExtractionError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ExtractionConfig:
    """How mails become examples.

    Attributes:
        seed: decides strengths, invented names and the like, mail by mail, with the mail's id.
        strengths: how often the points keep much, less or little of the sentences: weights, not all 0.
        invent_sender: how often a sender is invented for a mail that names none, 0 to 1; only where the mail has
            lost its lines, and with them its names.
        invent_to: the same for the recipient.
        most_points: a mail with more key points is rejected, 1 to 32.
        most_words_a_point: a mail with a longer point is rejected.
        known_words: whether a mail with a lower-case word that no lexicon has is rejected; for mails of others,
            since a typo is learnt like any word.
    """

    seed: int = 0
    strengths: Mapping[Strength, float] = field(
        default_factory=lambda: {"light": 0.3, "medium": 0.35, "strong": 0.35}
    )
    invent_sender: float = 0.9
    invent_to: float = 0.75
    most_points: int = 8
    most_words_a_point: int = 26
    known_words: bool = True

    def __post_init__(self) -> None:
        for name in ("invent_sender", "invent_to"):
            if not 0 <= getattr(self, name) <= 1:
                raise ExtractionError(f"extraction.{name} is {getattr(self, name)!r}: give a number from 0 to 1")
        if not 1 <= self.most_points <= 32:
            raise ExtractionError(f"extraction.most_points is {self.most_points!r}: give 1 to 32")
        unknown = [strength for strength in self.strengths if strength not in STRENGTHS]
        if unknown:
            raise ExtractionError(f"extraction.strengths has {unknown[0]!r}: use {', '.join(STRENGTHS)}")
        if min(self.strengths.values(), default=0) < 0 or sum(self.strengths.values()) <= 0:
            raise ExtractionError("extraction.strengths must be weights of 0 and more, one of them above 0")

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any]) -> ExtractionConfig:
        """Return the configuration that ``settings`` spell out; what they leave out keeps its default.

        Raises:
            ExtractionError: a key is unknown (the nearest right one is named) or a value is out of range.
        """
        names = [entry.name for entry in fields(cls)]
        for key in settings:
            if key not in names:
                near = get_close_matches(str(key), names, n=1)
                hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(names)}"
                raise ExtractionError(f"extraction.{key} is not known: {hint}")
        return cls(**settings)
