"""The last step of each way to a data set: what may go into which split, written and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from mailwright.corpus.dataset import DataSetWriter
from mailwright.corpus.example import Example
from mailwright.corpus.leakage.border import Border
from mailwright.corpus.leakage.claims import Claims
from mailwright.corpus.mail import Split
from mailwright.corpus.tally import Step

ACROSS: Final = "near duplicate of a mail in a split that goes before"
THREAD: Final = "thread or owner in a split that goes before"


class Assembly:
    """Writes examples split by split (test, validation, train) and lets none pass that leaks from one to another.

    Attributes:
        step: how many passed, and why others did not.
        variants: the same of variants of training examples.
    """

    def __init__(self, writer: DataSetWriter) -> None:
        self.step = Step("splits", "examples that no other split knows")
        self.variants = Step("variants", "variants of training examples that no other split knows")
        self._writer = writer
        self._border = Border()
        self._claims = Claims()
        self._languages: Counter[str] = Counter()
        self._examples: Counter[str] = Counter()

    def add(self, split: Split, example: Example, keys: Sequence[str] = ()) -> bool:
        """Write an example if it may lie in ``split``; return whether it may (see ``admit``)."""
        if not self.admit(split, example, keys):
            return False
        self.write(split, example)
        return True

    def admit(self, split: Split, example: Example, keys: Sequence[str] = ()) -> bool:
        """Return whether an example may lie in ``split``, and count.

        Args:
            split: never one that goes before the split of the call before.
            example: what is to be written.
            keys: what must not lie in two splits, such as a thread's key.

        Raises:
            ValueError: ``split`` is out of order.
        """
        if not self._claims.admit(split, keys):
            return self.step.count(THREAD)
        if not self._border.admit(split, example.email_body):
            return self.step.count(ACROSS)
        return self.step.count()

    def add_variants(self, variants: Iterable[Example]) -> None:
        """Write the variants of the training example that was written last that may be there, and count."""
        for variant in variants:
            if self._border.admit("train", variant.email_body):
                self.write("train", variant)
                self.variants.count()
            else:
                self.variants.count(ACROSS)

    def write(self, split: Split, example: Example) -> None:
        """Write an example that was admitted; a second time only under another id."""
        self._writer.add(split, example)
        self._languages[example.language] += 1
        self._examples[example.source] += 1

    def examples(self, source: str) -> int:
        """Return how many examples of a source were written."""
        return self._examples[source]

    def steps(self) -> tuple[Step, ...]:
        """Return the counts: those of variants only if there are any."""
        return (self.step, self.variants) if self.variants.kept + self.variants.dropped else (self.step,)

    def languages(self) -> dict[str, int]:
        """Return how many examples were written in each language, the most frequent first."""
        return dict(sorted(self._languages.items(), key=lambda item: (-item[1], item[0])))
