"""What a variant may change, and how often."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    from collections.abc import Mapping


class AugmentationError(MailwrightError):
    """A setting of the augmentation that makes no sense."""


@dataclass(frozen=True, slots=True)
class AugmentationConfig:
    """How often each change is made: probabilities from 0 to 1, independent of each other.

    Attributes:
        names: the sender and the recipients get other names, in all texts.
        figures: numbers, amounts, times and dates change, in all texts.
        identifiers: phone numbers and identifiers get other digits, in all texts.
        noise: the points are jotted down less carefully. The five kinds that follow are drawn one by one then.
        case: the points lose their capitals.
        typos: one or two words of the points get a slip of the finger.
        punctuation: points lose commas, full stops and apostrophes.
        order: the points are shuffled.
        abbreviations: words such as tomorrow and please are cut short.
        joins: two neighbouring points become one.
        drop_sender: the brief does not say who writes, and the e-mail ends with its closing.
        drop_to: the brief does not say to whom, and the greeting names nobody.
        drop_subject: the brief gives no subject.
        give_subject: the brief gives the subject that goes out.
        free_text: the brief becomes what is read from the free-text prompt, if there is one and the words of the
            e-mail cover what was read; they do in more than half of the house corpus.
    """

    names: float = 0.8
    figures: float = 0.7
    identifiers: float = 0.7
    noise: float = 0.4
    case: float = 0.35
    typos: float = 0.3
    punctuation: float = 0.3
    order: float = 0.25
    abbreviations: float = 0.4
    joins: float = 0.2
    drop_sender: float = 0.05
    drop_to: float = 0.05
    drop_subject: float = 0.25
    give_subject: float = 0.1
    free_text: float = 0.15

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise AugmentationError(
                    f"augmentation.{field.name} is {value!r}: give a probability, a number from 0 to 1"
                )

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any]) -> AugmentationConfig:
        """Return the configuration that ``settings`` spell out; what they leave out keeps its default.

        Raises:
            AugmentationError: a key is unknown (the nearest right one is named) or a value is no probability.
        """
        names = [field.name for field in fields(cls)]
        for key in settings:
            if key not in names:
                near = get_close_matches(str(key), names, n=1)
                hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(names)}"
                raise AugmentationError(f"augmentation.{key} is not known: {hint}")
        return cls(**settings)

    @classmethod
    def none(cls, **settings: float) -> AugmentationConfig:
        """Return a configuration that changes nothing but what ``settings`` say."""
        return cls(**{field.name: settings.get(field.name, 0.0) for field in fields(cls)})
