"""A faithful mail that copies with a fault are made of, and the choices that are made for it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from mailwright.checks.items import Item, find_items, offers_of, supported
from mailwright.checks.layout import layout_of
from mailwright.checks.wishes import wish_of
from mailwright.corpus.lines import CorpusError, read_lines
from mailwright.evaluation.cases import read_cases

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.brief import Brief
    from mailwright.checks.layout import Layout

T = TypeVar("T")
ALIGNMENT = "alignment.jsonl"


@dataclass(frozen=True)
class Source:
    """A faithful mail.

    Attributes:
        id: of the pair.
        brief: what it was written from.
        subject: its subject.
        body: its body.
        alignment: for each key point the sentences that carry it, as they stand in the body, marked by hand; empty
            where nobody did.
        others: sentences of other mails, each of which carries a point there.
    """

    id: str
    brief: Brief
    subject: str
    body: str
    alignment: tuple[tuple[str, ...], ...] = ()
    others: tuple[str, ...] = field(default=(), repr=False)

    @property
    def layout(self) -> Layout:
        """Its greeting, text, closing and sender."""
        return layout_of(self.body)

    @property
    def text(self) -> str:
        """What stands between greeting and closing."""
        return self.body[slice(*self.layout.text)]

    @property
    def given_items(self) -> list[Item]:
        """The hard items of the text that the brief or the received mail gives."""
        start, end = self.layout.text
        offers = offers_of(find_items(f"{self.brief.text}\n{self.brief.received}", self.brief.language))
        items = find_items(self.body, self.brief.language)
        return [
            item
            for item in items
            if item.certain and start <= item.span[0] and item.span[1] <= end and supported(item, offers)
        ]

    @property
    def carriers(self) -> list[str]:
        """The sentences that carry a point, in the order of the points, each once."""
        return list(dict.fromkeys(sentence for carrying in self.alignment for sentence in carrying))

    @property
    def sole_carriers(self) -> list[str]:
        """The sentences that alone carry one point that is to be said, and no other."""
        if not self.alignment:
            return []
        uses = Counter(sentence for carrying in self.alignment for sentence in carrying)
        content = [wish_of(point, self.brief.language) is None for point in self.brief.points]
        return [
            carrying[0]
            for carrying, said in zip(self.alignment, content, strict=True)
            if said and len(carrying) == 1 and uses[carrying[0]] == 1
        ]

    def choose(self, options: Sequence[T], purpose: str) -> T:
        """Return one of ``options``, chosen by the digest of the mail's id and the purpose."""
        digest = hashlib.sha256(f"{purpose}:{self.id}".encode()).digest()
        return options[int.from_bytes(digest[:8]) % len(options)]

    def order(self, options: Sequence[T], purpose: str) -> list[T]:
        """Return all of ``options``, beginning with the chosen one."""
        if not options:
            return []
        digest = hashlib.sha256(f"{purpose}:{self.id}".encode()).digest()
        first = int.from_bytes(digest[:8]) % len(options)
        return [*options[first:], *options[:first]]

    def replace(self, span: tuple[int, int], by: str) -> str:
        """Return the body with ``span`` replaced."""
        return self.body[: span[0]] + by + self.body[span[1] :]


def read_sources(pairs: Path) -> list[Source]:
    """Return the English pairs of a file as faithful mails; ``alignment.jsonl`` beside it says what carries what.

    Raises:
        EvaluationError: a line is no pair.
        CorpusError: a line is no alignment.
        OSError: a file cannot be read.
    """
    aligned = _alignment(pairs.with_name(ALIGNMENT))
    cases = [case for case in read_cases([pairs]) if case.language == "en" and case.body]
    carriers = [dict.fromkeys(s for carrying in aligned.get(case.id, ()) for s in carrying) for case in cases]
    sources = []
    for place, case in enumerate(cases):
        others = tuple(sentence for found in carriers[place + 1 :] + carriers[:place] for sentence in found)
        sources.append(Source(case.id, case.brief, case.subject, case.body, aligned.get(case.id, ()), others))
    return sources


def _alignment(path: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    if not path.is_file():
        return {}
    found = {}
    for line in read_lines(path):
        try:
            entries = line.record["alignment"]
            found[line.record["id"]] = tuple(tuple(entry["sentences"]) for entry in entries)
        except (KeyError, TypeError) as error:
            raise CorpusError(path, line.number, "", "is no alignment") from error
    return found
