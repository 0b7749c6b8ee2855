"""Forgetting a person: a data set without the examples that they take part in or that name their address.

The manifest tells how many examples were removed and on which day, not whose: even a salted hash of an address
would let anyone who guesses the address see that this person wrote here.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal

from mailwright.corpus.card import CARD, write_card
from mailwright.corpus.dataset import (
    MANIFEST,
    SPLITS,
    TRAINED_ON,
    DataSetWriter,
    count_examples,
    read_manifest,
    read_split,
)
from mailwright.corpus.example import Example
from mailwright.corpus.leftovers import clear, recover
from mailwright.corpus.mail import Split
from mailwright.corpus.pipeline.progress import Watcher, no_one
from mailwright.corpus.redaction import bare_address, pattern_of, replaced
from mailwright.corpus.trained import Training, data_digest, trainings

STEP: Final = "forgotten"
REASONS: Final = {"part": "takes part", "mention": "address in the text"}

Role = Literal["part", "mention"]


@dataclass(frozen=True)
class Forgotten:
    """What forgetting came to.

    Attributes:
        removed: how many examples of each split were removed, by role: the person takes part, or a text names the
            address of a person who does not.
        left: how many examples are left.
        same: training runs on these very examples.
        earlier: training runs on other states of the data set, which may have held the person too.
        strangers: files in the folder that are not the data set's and hold the address; they were left as they are.
    """

    removed: Mapping[tuple[Split, Role], int]
    left: int
    same: tuple[Training, ...]
    earlier: tuple[Training, ...]
    strangers: tuple[Path, ...]

    def count(self, role: Role) -> int:
        """Return how many examples were removed for a role."""
        return sum(number for (_, why), number in self.removed.items() if why == role)


def forget(
    folder: Path,
    addresses: Sequence[str],
    *,
    dry_run: bool = False,
    today: date | None = None,
    watch: Watcher = no_one,
) -> Forgotten:
    """Remove a person from a data set: shards, manifest and card are written anew and put in place at once.

    An error or interrupt leaves the data set as it was. One shard is in memory at a time. Where nothing is found,
    nothing is written.

    Args:
        folder: the data set.
        addresses: of the person, one or several.
        dry_run: only count.
        today: the day that the manifest names; this one in UTC if None.
        watch: is told how far the reading is.

    Raises:
        DataSetError: the folder is no data set or damaged, or an address is none.
    """
    seeker = _Seeker(addresses)
    recover(folder)
    manifest, digest, runs = read_manifest(folder), data_digest(folder), trainings(folder)
    found = _Found()
    if dry_run:
        for split, example in _watched(folder, watch):
            found.note(split, example, seeker)
    else:
        try:
            _rewrite(folder, manifest, seeker, found, today or datetime.now(UTC).date(), watch)
        except _NobodyFound:
            pass
        else:
            clear(folder)
    return Forgotten(
        dict(found.removed),
        found.kept.total(),
        tuple(run for run in runs if run.data_sha256 == digest),
        tuple(run for run in runs if run.data_sha256 != digest),
        tuple(path for path in _strangers(folder, manifest) if seeker.is_in(path)),
    )


class _NobodyFound(Exception):
    """Ends the writing of a data set that would be the same as before."""


class _Seeker:
    """Knows the addresses of one person."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = frozenset(bare_address(address) for address in addresses)
        self.pattern: re.Pattern[str] = pattern_of(sorted(self._addresses))

    def role(self, example: Example) -> Role | None:
        """Return what the person has to do with an example."""
        if self._addresses & {example.owner.lower(), *(address.lower() for address in example.people)}:
            return "part"
        return "mention" if any(self._names(text) for text in _texts(example)) else None

    def _names(self, text: str) -> bool:
        return ("@" in text or "%40" in text) and self.pattern.search(text) is not None

    def is_in(self, path: Path) -> bool:
        """Return whether the text of a file names an address."""
        with path.open(encoding="utf-8", errors="replace") as lines:
            return any(self._names(line) for line in lines)


class _Found:
    """Counts what is removed and what is kept."""

    def __init__(self) -> None:
        self.removed: Counter[tuple[Split, Role]] = Counter()
        self.kept: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()

    def note(self, split: Split, example: Example, seeker: _Seeker) -> bool:
        """Count an example and return whether it is kept."""
        role = seeker.role(example)
        if role:
            self.removed[split, role] += 1
            return False
        self.kept[example.source] += 1
        self.languages[example.language] += 1
        return True


def _rewrite(
    folder: Path, manifest: Mapping[str, Any], seeker: _Seeker, found: _Found, today: date, watch: Watcher
) -> None:
    with DataSetWriter(folder, private=manifest["private"]) as writer:
        for split, example in _watched(folder, watch):
            if found.note(split, example, seeker):
                writer.add(split, example)
        if not found.removed:
            raise _NobodyFound
        writer.facts = replaced(_facts(manifest, found, today), seeker.pattern, "(forgotten)")
        writer.flush()
        for path in _strangers(folder, manifest):
            target = writer.work / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        _keep_trainings(folder, writer.work, seeker)
        write_card(writer.work, watch=watch)


def _facts(manifest: Mapping[str, Any], found: _Found, today: date) -> dict[str, Any]:
    """Return the facts of a manifest with what has changed: counts, the last step of the cascade, the removal."""
    facts = {name: value for name, value in manifest.items() if name not in ("format", "private", "splits")}
    if isinstance(facts.get("sources"), list):
        facts["sources"] = _sources(facts["sources"], found)
    if facts.get("languages"):
        facts["languages"] = dict(sorted(found.languages.items(), key=lambda item: (-item[1], item[0])))
    if facts.get("cascade"):
        facts["cascade"] = _cascade(facts["cascade"], found)
    entry = {"when": today.isoformat(), "examples": found.removed.total()}
    return {**facts, "forgotten": [*facts.get("forgotten", []), entry]}


def _sources(sources: Sequence[Mapping[str, Any]], found: _Found) -> list[Mapping[str, Any]]:
    """Return the sources with the examples that are left; None where two have one name, for rows know no more."""
    names = Counter(source["name"] for source in sources)
    return [
        {**source, "examples": found.kept[source["name"]] if names[source["name"]] == 1 else None}
        if "examples" in source
        else source
        for source in sources
    ]


def _cascade(steps: Sequence[Mapping[str, Any]], found: _Found) -> list[Mapping[str, Any]]:
    """Return the cascade with a last step for all who were forgotten, now or before."""
    reasons: Counter[str] = Counter()
    earlier = [step for step in steps if step["step"] == STEP]
    for step in earlier:
        reasons.update(step["reasons"])
    for (_, role), number in found.removed.items():
        reasons[REASONS[role]] += number
    last = {
        "step": STEP,
        "what": "examples of those who did not ask to be forgotten",
        "kept": found.kept.total(),
        "dropped": reasons.total(),
        "reasons": dict(reasons.most_common()),
    }
    return [*(step for step in steps if step["step"] != STEP), last]


def _keep_trainings(folder: Path, work: Path, seeker: _Seeker) -> None:
    if (folder / TRAINED_ON).is_file():
        shutil.copy2(folder / TRAINED_ON, work / TRAINED_ON)
        text = (work / TRAINED_ON).read_text(encoding="utf-8")
        (work / TRAINED_ON).write_text(seeker.pattern.sub("(forgotten)", text), encoding="utf-8")


def _watched(folder: Path, watch: Watcher) -> Iterator[tuple[Split, Example]]:
    total = sum(count_examples(folder, split) for split in SPLITS)
    done = 0
    for split in SPLITS:
        for example in read_split(folder, split):
            yield split, example
            done += 1
            watch("reading", done, total)


def _strangers(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the files in the folder that are not the data set's, nor a card that was cut off in writing."""
    shards = {shard["file"] for split in manifest["splits"].values() for shard in split["shards"]}
    own = {MANIFEST, CARD, TRAINED_ON, *shards}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and str(path.relative_to(folder)) not in own and not path.name.startswith(f".{CARD}."):
            yield path


def _texts(example: Example) -> Iterator[str]:
    for field in fields(example):
        value = getattr(example, field.name)
        yield from (value,) if isinstance(value, str) else value
