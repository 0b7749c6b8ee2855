"""The augmenter: from one example to as many variants as wanted, each as sound as its source."""

from __future__ import annotations

import hashlib
import random
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mailwright.corpus.augmentation.config import AugmentationConfig
from mailwright.corpus.augmentation.figures import (
    Figures,
    figures_of,
    resample_figures,
    resample_references,
)
from mailwright.corpus.augmentation.noise import jot
from mailwright.corpus.augmentation.occurrences import merge
from mailwright.corpus.augmentation.pool import name_pool
from mailwright.corpus.augmentation.renaming import Cast, cast_of, rename
from mailwright.corpus.augmentation.soundness import Standing, carries, is_as_sound, says_all, standing_of
from mailwright.corpus.augmentation.texts import substituted, texts_of, with_texts
from mailwright.corpus.augmentation.views import (
    as_free_text,
    with_subject,
    without_sender,
    without_subject,
    without_to,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailwright.corpus.example import Example

_MOST_REMEMBERED: Final = 8_192


@dataclass(frozen=True, eq=False)
class Study:
    """What is found out about an example once, for all its variants."""

    cast: Cast
    figures: Figures
    standing: Standing


class Augmenter:
    """Makes variants of examples: same matter, other names and figures, other jottings.

    What is learnt of an example is remembered for the next variant, for the 8,192 used last (11 KB each).
    """

    def __init__(self, config: AugmentationConfig | None = None) -> None:
        self.config = config or AugmentationConfig()
        self._studies: OrderedDict[Example, Study] = OrderedDict()

    def vary(self, example: Example, rng: random.Random) -> Example:
        """Return a variant of ``example`` with the same id; a function of example, configuration and ``rng``.

        The checks find no more facts without a source, no more hard items missing and no more wrong with the frame
        than in the source; a change that would break that is taken back. A variant has no rejected e-mail: it would
        keep the old names and figures.
        """
        study = self._study(example)
        changed = self._refigured(example, study, rng)
        noisy = self._jotted(changed, rng)
        view = self._viewed(noisy, rng)
        for variant in (view, noisy, changed):
            if variant == example:
                return example
            if is_as_sound(variant, study.standing):
                return replace(variant, rejected="")
        return example

    def variants(self, example: Example, count: int, seed: int) -> Iterator[Example]:
        """Yield ``count`` variants with the ids ``<id>#1``, ``<id>#2``, ...; each depends on seed and id alone."""
        for number in range(1, count + 1):
            name = f"{example.id}#{number}"
            digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
            yield replace(self.vary(example, random.Random(digest)), id=name)

    def _refigured(self, example: Example, study: Study, rng: random.Random) -> Example:
        """Return the example with other names and figures, the same in all its texts."""
        config = self.config
        pieces = []
        if rng.random() < config.names:
            pieces.append(rename(study.cast, rng, name_pool()))
        if rng.random() < config.figures:
            pieces.append(resample_figures(study.figures, rng))
        if rng.random() < config.identifiers:
            pieces.append(resample_references(study.figures, rng))
        texts = texts_of(example)
        return with_texts(example, {place: substituted(texts[place], p) for place, p in merge(pieces).items()})

    def _jotted(self, example: Example, rng: random.Random) -> Example:
        """Return the example with noise on its points."""
        if rng.random() >= self.config.noise:
            return example
        jottings = jot(example.points, self.config, rng, example.language)
        return replace(example, points=jottings.points) if carries(example, jottings) else example

    def _viewed(self, example: Example, rng: random.Random) -> Example:
        """Return the view of the example that is drawn: the brief read from its prompt, or with fields left out."""
        config = self.config
        if rng.random() < config.free_text:
            view = as_free_text(example)
            return view if view and says_all(view) else example
        views = (
            (config.drop_sender, without_sender),
            (config.drop_to, without_to),
            (config.drop_subject, without_subject),
            (config.give_subject, with_subject),
        )
        for probability, less in views:
            if rng.random() < probability:
                example = less(example) or example
        return example

    def _study(self, example: Example) -> Study:
        study = self._studies.get(example)
        if study is None:
            study = Study(cast_of(example, name_pool()), figures_of(example), standing_of(example))
            self._studies[example] = study
            if len(self._studies) > _MOST_REMEMBERED:
                self._studies.popitem(last=False)
        else:
            self._studies.move_to_end(example)
        return study
