"""The test split: which pairs are never trained on or tuned against, and how they were chosen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from mailwright.corpus.lines import CorpusError
from mailwright.corpus.records import Pair

NEAR_DUPLICATE: Final = 0.5
"""Two bodies are near duplicates if the Jaccard index of their word 5-grams is at least this."""

_GRAM: Final = 5
_WORD: Final = re.compile(r"\w+")

Source = tuple[str, Pair]
"""The name of a pair's file and the pair."""


def choose_test(sources: Iterable[Source], size: int, *, excluded: Collection[str] = ()) -> list[str]:
    """Return ids of English pairs, drawn in proportion to file, kind, length and tone, in the order of the ids.

    The candidates are sorted by file, kind, length, tone and the SHA-256 of the id; then every n-th of them is
    taken (systematic sampling: each stratum, and each group of strata, is hit in proportion to its size within
    one). The same candidates give the same ids on every machine.

    Args:
        sources: file names with their pairs.
        size: how many ids to return, at most as many as there are candidates.
        excluded: ids that must not be chosen.

    Raises:
        ValueError: there are fewer candidates than ``size``.
    """
    candidates = [source for source in sources if source[1].lang == "en" and source[1].id not in excluded]
    candidates.sort(key=_stratum)
    if len(candidates) < size:
        raise ValueError(f"{size} pairs are wanted, but there are only {len(candidates)} candidates")
    return sorted(candidates[(2 * place + 1) * len(candidates) // (2 * size)][1].id for place in range(size))


def choose_by_id(ids: Collection[str], share: float) -> list[str]:
    """Return about a ``share`` of ids, and one at least: whether one is drawn depends on no other.

    So a corpus that grows moves no pair from one split to another.

    Args:
        ids: to draw from.
        share: from 0, which draws none, to 1.
    """
    places = {identifier: hashlib.sha256(f"validation:{identifier}".encode()).digest() for identifier in ids}
    drawn = [name for name, place in places.items() if int.from_bytes(place[:8]) < share * 2**64]
    return drawn or (sorted(ids, key=places.__getitem__)[:1] if share else [])


def read_ids(path: Path) -> frozenset[str]:
    """Return the ids of a split: one a line; lines that are empty or start with ``#`` are passed over.

    Raises:
        CorpusError: an id is given twice.
        OSError: the file cannot be read.
    """
    ids: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        identifier = line.strip()
        if not identifier or identifier.startswith("#"):
            continue
        if identifier in ids:
            raise CorpusError(path, number, "id", f"{identifier!r} was given in line {ids[identifier]} already")
        ids[identifier] = number
    return frozenset(ids)


def nearest(texts: Mapping[str, str], others: Mapping[str, str]) -> tuple[float, str, str]:
    """Return the highest Jaccard index of word 5-grams between a text and another one, and the keys of both.

    Args:
        texts: key -> text.
        others: key -> text; a key that is in ``texts`` too is not compared with itself.
    """
    grams = {key: _grams(text) for key, text in others.items()}
    places: dict[Sequence[str], list[str]] = {}
    for key, found in grams.items():
        for gram in found:
            places.setdefault(gram, []).append(key)
    best = (0.0, "", "")
    for key, text in texts.items():
        own = _grams(text)
        for other in {place for gram in own for place in places.get(gram, ())} - {key}:
            best = max(best, (len(own & grams[other]) / len(own | grams[other]), key, other))
    return best


def _stratum(source: Source) -> tuple[str, str, str, str, str]:
    file, pair = source
    return file, pair.kind, pair.length, pair.tone, hashlib.sha256(pair.id.encode()).hexdigest()


def _grams(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[start : start + _GRAM]) for start in range(len(words) - _GRAM + 1))
