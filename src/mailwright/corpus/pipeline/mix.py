"""Data sets -> one data set: splits kept apart over all of them, training rows weighted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from mailwright.corpus.dataset import DataSetError, DataSetWriter, count_examples, read_manifest, read_split
from mailwright.corpus.example import Example
from mailwright.corpus.leakage.border import KEEPERS, NEAR_DUPLICATE
from mailwright.corpus.leakage.grams import digest_of
from mailwright.corpus.leakage.hashing import hash_of
from mailwright.corpus.mail import Split
from mailwright.corpus.pipeline.assembly import ACROSS, Assembly
from mailwright.corpus.pipeline.finish import finish
from mailwright.corpus.pipeline.progress import Watcher, no_one
from mailwright.corpus.pipeline.versions import made_by
from mailwright.corpus.tally import Step
from mailwright.corpus.trained import data_digest

SAME_MAIL: Final = "the same mail in another data set"
SAME_TEXT: Final = "the same e-mail in another data set"


@dataclass(frozen=True)
class MixPlan:
    """How data sets become one.

    Attributes:
        parts: folders of data sets.
        weights: for each part how often its training rows come in, 0 or more: 2 is twice each, 0.5 half of them,
            2.5 twice each and half of them once more; test and validation rows come once.
        seed: another seed samples other rows.
        name: what the manifest calls the data set.
        card: whether the data card is drawn.
    """

    parts: tuple[Path, ...]
    weights: tuple[float, ...]
    seed: int = 0
    name: str = "mix"
    card: bool = True

    def __post_init__(self) -> None:
        if len(self.parts) != len(self.weights):
            raise DataSetError(f"{len(self.weights)} weights for {len(self.parts)} data sets: give one for each")
        if any(not 0 <= weight <= 1_000 for weight in self.weights):
            raise DataSetError(f"weights are {', '.join(map(str, self.weights))}: use numbers from 0 to 1000")


def build_mix(plan: MixPlan, folder: Path, watch: Watcher = no_one) -> Mapping[str, Any]:
    """Write the data set of a plan into ``folder`` and return its manifest; private if one of the parts is.

    What lies in the test split of one part stays out of the training rows of all, mail by mail, thread by thread.

    Raises:
        DataSetError: a part is no data set, or ``folder`` holds something else than one.
    """
    manifests = [read_manifest(part) for part in plan.parts]
    with DataSetWriter(folder, private=any(manifest["private"] for manifest in manifests)) as writer:
        assembly = Assembly(writer)
        alike = Step("duplicates", "rows that no other data set has")
        weighing = Step("weights", "rows by the weight of their data set")
        rows: Counter[tuple[int, str]] = Counter()
        for split, number, example in _rows(plan, alike, watch):
            if not assembly.admit(split, example, _keys(example, manifests[number])):
                continue
            copies = _copies(example.id, plan.weights[number], plan.seed) if split == "train" else 1
            for copy in range(1, copies + 1):
                assembly.write(split, example if copy == 1 else replace(example, id=f"{example.id}#r{copy}"))
            rows[number, example.source] += copies
            _count_copies(weighing, copies)
        facts = _facts(plan, manifests, assembly, rows)
        facts["cascade"] = [step.facts() for step in (alike, *assembly.steps(), weighing)]
        facts["duplicates"] = _duplicates(alike, assembly.step)
        apart = {source["name"] for manifest in manifests for source in _by_owner(manifest)}
        finish(writer, facts, watch, owners_apart=apart, card=plan.card)
    return read_manifest(folder)


def _rows(plan: MixPlan, alike: Step, watch: Watcher) -> Iterator[tuple[Split, int, Example]]:
    """Yield split, number of the part and row, test before validation before training; no mail of two parts twice.

    Held are 16 bytes a mail and an e-mail: which part had it first.
    """
    mails: dict[int, int] = {}
    texts: dict[int, int] = {}
    total = sum(count_examples(part, split) for part in plan.parts for split in KEEPERS)
    done = 0
    for split in KEEPERS:
        for number, part in enumerate(plan.parts):
            for example in read_split(part, split):
                done += 1
                watch("mixing", done, total)
                if mails.setdefault(hash_of(example.id.partition("#")[0]), number) != number:
                    alike.count(SAME_MAIL)
                elif texts.setdefault(digest_of(example.email_body), number) != number:
                    alike.count(SAME_TEXT)
                else:
                    alike.count()
                    yield split, number, example


def _keys(example: Example, manifest: Mapping[str, Any]) -> list[str]:
    """Return what must not lie in two splits: the thread and, where splits go by owners, the owner."""
    keys = [f"thread {example.thread}"] if example.thread else []
    if example.source in {source["name"] for source in _by_owner(manifest)}:
        keys.append(f"owner {example.owner}")
    return keys


def _by_owner(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [source for source in manifest.get("sources", ()) if source.get("splits") == "owner"]


def _copies(identifier: str, weight: float, seed: int) -> int:
    """Return how often a row comes in: the whole part of its weight, and once more for a stable share of rows."""
    digest = hashlib.sha256(f"{seed}:{identifier}".encode()).digest()
    return int(weight) + (int.from_bytes(digest[:8], "big") / 2**64 < weight % 1)


def _count_copies(step: Step, copies: int) -> None:
    step.kept += copies
    if not copies:
        step.reasons["not sampled"] += 1


def _facts(
    plan: MixPlan, manifests: Sequence[Mapping[str, Any]], assembly: Assembly, rows: Mapping[tuple[int, str], int]
) -> dict[str, Any]:
    pii: Counter[str] = Counter()
    for manifest in manifests:
        pii.update(manifest.get("pii", {}))
    parts = [
        {"name": manifest.get("name", ""), "digest": data_digest(part), "weight": weight}
        for part, manifest, weight in zip(plan.parts, manifests, plan.weights, strict=True)
    ]
    return {
        "name": plan.name,
        "made_by": made_by(),
        "sources": _sources(manifests, rows),
        "cascade": [],
        "duplicates": {},
        "pii": dict(sorted(pii.items())),
        "languages": assembly.languages(),
        "seed": plan.seed,
        "config": {"parts": parts},
        "notes": list(dict.fromkeys(note for manifest in manifests for note in manifest.get("notes", ()))),
    }


def _sources(manifests: Sequence[Mapping[str, Any]], rows: Mapping[tuple[int, str], int]) -> list[dict[str, Any]]:
    """Return the sources of all parts with the rows that they have here; those of one name and digest once.

    Args:
        manifests: of the parts.
        rows: of each part and source name.
    """
    sources: dict[tuple[str, str], dict[str, Any]] = {}
    for number, manifest in enumerate(manifests):
        for source in manifest.get("sources", ()):
            place = (source["name"], str(source.get("digest", "")))
            entry = sources.setdefault(place, {**source, "examples": 0})
            entry["examples"] += rows.get((number, source["name"]), 0)
    return list(sources.values())


def _duplicates(alike: Step, splits: Step) -> dict[str, Any]:
    return {
        "exact": alike.dropped,
        "near": splits.reasons[ACROSS],
        "across_splits": splits.reasons[ACROSS],
        "threshold": NEAR_DUPLICATE,
        "method": "the same mail or e-mail in two parts; near duplicates across splits by word 5-grams, exactly",
    }
