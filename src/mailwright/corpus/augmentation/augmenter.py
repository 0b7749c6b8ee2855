"""The augmenter: from one example to as many variants as wanted, each as sound as its source."""

from __future__ import annotations

import hashlib
import random
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mailwright.corpus.augmentation.config import AugmentationConfig
from mailwright.corpus.augmentation.pool import name_pool
from mailwright.corpus.augmentation.renaming import Cast, cast_of, rename
from mailwright.corpus.augmentation.soundness import Standing, is_as_sound, standing_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailwright.corpus.example import Example

_MOST_REMEMBERED: Final = 2_048


@dataclass(frozen=True, eq=False)
class Study:
    """What is found out about an example once, for all its variants."""

    cast: Cast
    standing: Standing


class Augmenter:
    """Makes variants of examples: same matter, other names and figures, other jottings.

    What is learnt of an example is remembered for the next variant, for the 2,048 used last.
    """

    def __init__(self, config: AugmentationConfig | None = None) -> None:
        self.config = config or AugmentationConfig()
        self._studies: OrderedDict[Example, Study] = OrderedDict()

    def vary(self, example: Example, rng: random.Random) -> Example:
        """Return a variant of ``example`` with the same id; a function of example, configuration and ``rng``.

        The checks find no more facts without a source and no more points uncovered in the variant than in the
        source; where a change would break that, the source itself is returned.
        """
        study = self._study(example)
        variant = self._changed(example, study, rng)
        if variant == example or not is_as_sound(variant, study.standing):
            return example
        return variant

    def variants(self, example: Example, count: int, seed: int) -> Iterator[Example]:
        """Yield ``count`` variants with the ids ``<id>#1``, ``<id>#2``, ...; each depends on seed and id alone."""
        for number in range(1, count + 1):
            name = f"{example.id}#{number}"
            digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
            yield replace(self.vary(example, random.Random(digest)), id=name)

    def _changed(self, example: Example, study: Study, rng: random.Random) -> Example:
        config = self.config
        if rng.random() < config.names and study.cast.people:
            example = rename(example, study.cast, rng, name_pool())
        return example

    def _study(self, example: Example) -> Study:
        study = self._studies.get(example)
        if study is None:
            study = Study(cast_of(example, name_pool()), standing_of(example))
            self._studies[example] = study
            if len(self._studies) > _MOST_REMEMBERED:
                self._studies.popitem(last=False)
        else:
            self._studies.move_to_end(example)
        return study
