"""What a data set holds, counted in one pass over its shards; memory does not grow with their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mailwright.corpus.card.samples import Sampler
from mailwright.corpus.dataset import SPLITS, count_examples, read_split
from mailwright.corpus.example import Example
from mailwright.corpus.mail import Split
from mailwright.corpus.pipeline.progress import Watcher, no_one

Key = tuple[Split, str]
"""A split and a value."""

GIVEN: Final[Mapping[str, Callable[[Example], object]]] = {
    "sender": lambda example: example.sender,
    "recipient": lambda example: example.to,
    "subject": lambda example: example.subject,
    "mail being answered": lambda example: example.received,
    "signature": lambda example: example.signature,
    "free text beside the fields": lambda example: example.prompt,
}
"""What a brief may give beside its points, tone, length and language."""


@dataclass
class Statistics:
    """Counts over a data set.

    Attributes:
        examples: by split.
        body_words: by split and length class: how many bodies have so many words.
        point_words: how many points have so many words.
        points: by split: how many examples have so many points.
        tones, lengths, languages, sources: examples by split and value.
        given: by split and key of ``GIVEN``: how many briefs give it.
        views: by split: examples that are a further view of a mail (their id has a ``#``).
        samples: a few examples, chosen by the digests of their ids.
    """

    examples: Counter[Split] = field(default_factory=Counter)
    body_words: dict[Key, Counter[int]] = field(default_factory=dict)
    point_words: Counter[int] = field(default_factory=Counter)
    points: dict[Split, Counter[int]] = field(default_factory=dict)
    tones: Counter[Key] = field(default_factory=Counter)
    lengths: Counter[Key] = field(default_factory=Counter)
    languages: Counter[Key] = field(default_factory=Counter)
    sources: Counter[Key] = field(default_factory=Counter)
    given: Counter[Key] = field(default_factory=Counter)
    views: Counter[Split] = field(default_factory=Counter)
    samples: Sampler = field(default_factory=Sampler)

    def add(self, split: Split, example: Example) -> None:
        """Count one example."""
        self.examples[split] += 1
        self.body_words.setdefault((split, example.length), Counter())[len(example.email_body.split())] += 1
        self.point_words.update(len(point.split()) for point in example.points)
        self.points.setdefault(split, Counter())[len(example.points)] += 1
        self.tones[split, example.tone] += 1
        self.lengths[split, example.length] += 1
        self.languages[split, example.language] += 1
        self.sources[split, example.source] += 1
        self.given.update((split, name) for name, get in GIVEN.items() if get(example))
        self.views[split] += "#" in example.id
        self.samples.add(split, example)

    @property
    def total(self) -> int:
        """Examples of all splits."""
        return self.examples.total()

    def words_of(self, split: Split | None = None) -> Counter[int]:
        """Return how many bodies of a split, or of all, have so many words."""
        found: Counter[int] = Counter()
        for (where, _), words in self.body_words.items():
            if split in (None, where):
                found += words
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as data, without samples."""
        return {
            split: {
                "examples": self.examples[split],
                "further_views": self.views[split],
                "words": _summary(self.words_of(split)),
                "points": _summary(self.points.get(split, Counter())),
                **{
                    name: by_value(getattr(self, name), split)
                    for name in ("tones", "lengths", "languages", "sources", "given")
                },
            }
            for split in SPLITS
        }


def gather(folder: Path, watch: Watcher = no_one) -> Statistics:
    """Return the statistics of a data set.

    Args:
        folder: the data set.
        watch: is told how many examples are counted.

    Raises:
        DataSetError: the folder is no data set, or a shard is not the one that was written.
    """
    found = Statistics()
    total = sum(count_examples(folder, split) for split in SPLITS)
    for split in SPLITS:
        for example in read_split(folder, split):
            found.add(split, example)
            watch("counting", found.total, total)
    return found


def by_value(counts: Mapping[Key, int], split: Split | None = None) -> dict[str, int]:
    """Return the counts of a split, or of all splits, by value, the most frequent first."""
    found: Counter[str] = Counter()
    for (where, value), count in counts.items():
        if split in (None, where):
            found[value] += count
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def quantile(counts: Mapping[int, int], share: float) -> int:
    """Return the smallest value up to which at least ``share`` (0 to 1) of what is counted lies; 0 of nothing."""
    left = share * sum(counts.values())
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    return 0


def mean(counts: Mapping[int, int]) -> float:
    """Return the mean of what is counted; 0 of nothing."""
    whole = sum(counts.values())
    return sum(value * count for value, count in counts.items()) / whole if whole else 0.0


def _summary(counts: Mapping[int, int]) -> dict[str, float]:
    shares = {"p5": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}
    return {"mean": round(mean(counts), 2), **{name: quantile(counts, at) for name, at in shares.items()}}
