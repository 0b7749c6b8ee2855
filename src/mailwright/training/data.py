"""The data module: a data set's folder -> steps of training and portions of validation."""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lightning.pytorch import LightningDataModule
from torch.utils.data import DataLoader, Dataset

from mailwright.corpus.dataset import read_manifest, read_split
from mailwright.corpus.trained import data_digest
from mailwright.models.facts import FACTS
from mailwright.models.manifest import MANIFEST
from mailwright.training.batch import Portion, Step, portions_of
from mailwright.training.encoding import Encoded, Encoder
from mailwright.training.errors import TrainingError
from mailwright.training.sampler import BucketSampler, Place

if TYPE_CHECKING:
    from mailwright.corpus.augmentation import Augmenter
    from mailwright.corpus.example import Example
    from mailwright.corpus.mail import Split
    from mailwright.training.config import Kind, TrainConfig


@dataclass(frozen=True)
class Usable:
    """The examples of a split that can be learnt from, and what became of the others.

    Attributes:
        examples: in the order of the data set.
        encoded: the same as tokens.
        dropped: how many were left out, by reason.
        unknown: target tokens that stand for a character which the tokenizer does not know.
    """

    examples: tuple[Example, ...]
    encoded: tuple[Encoded, ...]
    dropped: dict[str, int]
    unknown: int

    @property
    def lengths(self) -> list[int]:
        """Tokens of each example."""
        return [encoded.tokens for encoded in self.encoded]


def learnt_privately(start: Path) -> bool:
    """Whether a model that a run begins from says that its data was private, as a bundle or in its run's folder."""
    for path in (start / MANIFEST, start.parent / FACTS):
        with suppress(OSError, ValueError, TypeError, KeyError):
            if json.loads(path.read_text("utf-8"))["training"]["data"]["private"] is True:
                return True
    return False


class PairsData(LightningDataModule):
    """One data module for all kinds of models."""

    def __init__(self, config: TrainConfig, encoder: Encoder, *, kind: Kind, padding: int) -> None:
        """Read and encode the data set.

        Args:
            config: the recipe.
            encoder: makes examples tokens.
            kind: of the model.
            padding: the id that fills rows up.

        Raises:
            TrainingError: a split has nothing to learn from, or an example is too long and that is to be an error.
            DataSetError: there is no data set in ``config.data.folder``.
        """
        super().__init__()
        self._config = config
        self._encoder = encoder
        self._kind = kind
        self._padding = padding
        self.digest = data_digest(config.data.folder)
        began = [Path(place) for place in (config.lora.start, config.base.name) if place]
        self.private = bool(read_manifest(config.data.folder)["private"]) or any(map(learnt_privately, began))
        self.train = self._read("train")
        self.validation = self._read("validation")
        if self.train.examples:
            encoder.check(self.train.examples[0])
        if config.preference.weight and not any(encoded.rejected for encoded in self.train.encoded):
            raise TrainingError(
                f"preference.weight is {config.preference.weight}, but no example in {config.data.folder} has a "
                "rejected e-mail: give pairs with rejected_body, or leave the weight out"
            )
        batch = config.batch
        self.steps_an_epoch = max(1, len(self.train.examples) // batch.size)
        steps = max(1, round(config.epochs * self.steps_an_epoch))
        self.sampler = BucketSampler(
            self.train.lengths,
            size=batch.size,
            bucket=batch.bucket,
            seed=config.seed,
            steps=min(steps, config.max_steps or steps),
        )

    def train_dataloader(self) -> DataLoader[Any]:
        """Return the steps that are left of the run, this device's part of each."""
        trainer = self.trainer
        rank, world = (trainer.global_rank, trainer.world_size) if trainer else (0, 1)
        if trainer:
            self.sampler.position = trainer.global_step
        steps = Steps(self._config, self._encoder, self.train, self._kind, self._padding, rank=rank, world=world)
        workers = self._config.batch.workers
        return DataLoader(
            steps, batch_size=None, sampler=self.sampler, num_workers=workers, worker_init_fn=_stand_apart
        )

    def validation_portions(self, rank: int = 0, world: int = 1) -> tuple[Portion, ...]:
        """Return this device's part of the validation split."""
        part = self.validation.encoded[rank::world]
        return portions_of(part, self._kind, self._padding, self._config.batch.tokens_at_once)

    def state_dict(self) -> dict[str, Any]:
        """Return what a run must find again to go on."""
        return {"data_sha256": self.digest}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Make sure that the data set is that of the checkpoint.

        Raises:
            TrainingError: it is another one.
        """
        if state["data_sha256"] != self.digest:
            raise TrainingError(
                f"the data set in {self._config.data.folder} is not the one that the run began with (sha256 "
                f"{self.digest[:12]}... instead of {state['data_sha256'][:12]}...): bring that one back or begin "
                "another run"
            )

    def _read(self, split: Split) -> Usable:
        data = self._config.data
        examples: list[Example] = []
        encoded: list[Encoded] = []
        dropped: Counter[str] = Counter()
        for example in read_split(data.folder, split):
            reason = self._unwanted(example)
            made = reason or self._encoder.encode(example)
            if isinstance(made, Encoded):
                examples.append(example)
                encoded.append(made)
                continue
            dropped[made] += 1
            if made == "too long" and data.too_long == "error":
                raise TrainingError(
                    f"the example {example.id} has more than data.max_tokens = {data.max_tokens} tokens: raise "
                    "that, or set data.too_long to drop"
                )
        if not examples:
            raise TrainingError(
                f"no example of the split {split} of {data.folder} can be learnt from: left out were "
                + (", ".join(f"{count} ({reason})" for reason, count in dropped.items()) or "none, it is empty")
            )
        kept = self._kept(len(examples), split)
        if len(kept) < len(examples):
            dropped["beyond data.limit"] += len(examples) - len(kept)
        unknown = sum(self._encoder.unknown(encoded[i]) for i in kept)
        return Usable(tuple(examples[i] for i in kept), tuple(encoded[i] for i in kept), dict(dropped), unknown)

    def _unwanted(self, example: Example) -> str:
        data = self._config.data
        if data.languages and example.language not in data.languages:
            return "another language"
        return "another source" if data.sources and example.source not in data.sources else ""

    def _kept(self, count: int, split: Split) -> Sequence[int]:
        limit = self._config.data.limit
        if limit is None or limit >= count:
            return range(count)
        return sorted(random.Random(f"{self._config.seed}:{split}").sample(range(count), limit))


class Steps(Dataset[Step]):
    """Makes a step of its place in the order: variants of its examples, as tokens, in portions."""

    def __init__(
        self,
        config: TrainConfig,
        encoder: Encoder,
        data: Usable,
        kind: Kind,
        padding: int,
        *,
        rank: int = 0,
        world: int = 1,
    ) -> None:
        self._config = config
        self._encoder = encoder
        self._data = data
        self._kind = kind
        self._padding = padding
        self._rank = rank
        self._world = world
        self._augmenter = _augmenter(config)

    def __getitem__(self, place: Place) -> Step:
        refused = 0
        encoded: list[Encoded] = []
        for index in place.indices:
            made = self._varied(place.epoch, index)
            refused += made is None
            encoded.append(made or self._data.encoded[index])
        return Step(
            portions=portions_of(
                encoded[self._rank :: self._world], self._kind, self._padding, self._config.batch.tokens_at_once
            ),
            targets=sum(len(example.target) for example in encoded),
            epoch=place.epoch,
            refused=refused,
            preferences=sum(bool(example.rejected) for example in encoded),
        )

    def _varied(self, epoch: int, index: int) -> Encoded | None:
        """Return this epoch's variant of an example, a function of seed, epoch and index; None if it is unfit.

        An example with a rejected e-mail, which would keep the old names, is not augmented.
        """
        share = self._config.data.reminders
        if self._augmenter is None and not share:
            return self._data.encoded[index]
        example, key = self._data.examples[index], f"{self._config.seed}:{epoch}:{index}"
        if self._augmenter is not None and not self._data.encoded[index].rejected:
            example = self._augmenter.vary(example, random.Random(hashlib.sha256(key.encode()).digest()))
        made = self._encoder.encode(example, _reminders(example, share, random.Random(f"reminders:{key}")))
        return made if isinstance(made, Encoded) else None


def _stand_apart(_worker: int) -> None:
    """Let no signal that a terminal or ``timeout`` sends to the trainer's process group end a worker of it.

    The trainer finishes its step and saves, for which it needs its workers; they end with it.
    """
    os.setpgrp()


def _reminders(example: Example, share: float, chance: random.Random) -> Sequence[int]:
    """The points that the prompt asks for once more: none, one or two."""
    count = len(example.points)
    if chance.random() >= share:
        return ()
    return sorted(chance.sample(range(count), min(count, chance.randint(1, 2))))


def _augmenter(config: TrainConfig) -> Augmenter | None:
    if config.data.augmentation is None:
        return None
    from mailwright.corpus.augmentation import AugmentationConfig, Augmenter

    return Augmenter(AugmentationConfig.from_dict(config.data.augmentation))
