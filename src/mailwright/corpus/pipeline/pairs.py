"""Pairs written by hand or for this purpose -> a data set."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from mailwright.corpus.augmentation import AugmentationConfig, Augmenter
from mailwright.corpus.dataset import DataSetError, DataSetWriter, read_manifest
from mailwright.corpus.example import Example
from mailwright.corpus.leakage.border import KEEPERS
from mailwright.corpus.leakage.grams import digest_of
from mailwright.corpus.leakage.neighbours import Neighbours
from mailwright.corpus.leakage.signatures import PERMUTATIONS, signature_of
from mailwright.corpus.mail import Split
from mailwright.corpus.pipeline.assembly import Assembly
from mailwright.corpus.pipeline.finish import finish
from mailwright.corpus.pipeline.progress import Watcher, no_one
from mailwright.corpus.pipeline.versions import made_by
from mailwright.corpus.recipients import split_recipients
from mailwright.corpus.records import Pair, read_pairs
from mailwright.corpus.split import choose_by_id, read_ids
from mailwright.corpus.tally import Step

TEST_IDS: Final = "test_ids.txt"


@dataclass(frozen=True)
class PairsPlan:
    """How pairs become a data set.

    Attributes:
        files: JSON Lines of pairs; the name of each without its ending is the name of a source.
        test_ids: ids of the pairs of the test split; None if there is no such list.
        private: whether they are somebody's own: see ``DataSetWriter``.
        test_only: names of sources that are a test set as a whole.
        validation: share of the other pairs that becomes the validation split, 0 to 0.5.
        variants: how many variants of each training pair are written beside it.
        seed: another seed draws other variants.
        augmentation: what the variants change.
        name: what the manifest calls the data set.
        card: whether the data card is drawn, which takes longer than the rest.
    """

    files: tuple[Path, ...]
    test_ids: Path | None = None
    private: bool = False
    test_only: frozenset[str] = frozenset({"prompts"})
    validation: float = 0.05
    variants: int = 0
    seed: int = 0
    augmentation: AugmentationConfig = field(default_factory=AugmentationConfig)
    name: str = "pairs"
    card: bool = True


@dataclass
class _Source:
    name: str
    path: Path
    pairs: list[Pair] = field(default_factory=list)


def build_pairs(plan: PairsPlan, folder: Path, watch: Watcher = no_one) -> Mapping[str, Any]:
    """Write the data set of a plan into ``folder`` and return its manifest.

    Raises:
        CorpusError: a line is no pair, or an id is given twice.
        DataSetError: ``folder`` holds something else, or two files have one name.
        OSError: a file cannot be read.
    """
    sources = _read(plan.files)
    splits = _splits(plan, sources)
    examples = [pair_example(pair, source.name) for source in sources for pair in source.pairs]
    examples.sort(key=lambda example: KEEPERS.index(splits[example.id]))  # stable: test first, then in order
    neighbours = _neighbours(examples, [KEEPERS.index(splits[example.id]) for example in examples])
    alike = Step("duplicates", "pairs whose e-mail resembles none kept before")
    with DataSetWriter(folder, private=plan.private) as writer:
        assembly = Assembly(writer)
        augmenter = Augmenter(plan.augmentation) if plan.variants else None
        for position, example in enumerate(examples):
            split = splits[example.id]
            added = alike.count(neighbours.admit(position)) and assembly.add(split, example)
            if added and augmenter and split == "train":
                assembly.add_variants(augmenter.variants(example, plan.variants, plan.seed))
            watch("writing", position + 1, len(examples))
        facts = _facts(plan, sources, assembly)
        facts["cascade"] = [step.facts() for step in (_reading(examples), alike, *assembly.steps())]
        facts["duplicates"] = neighbours.facts()
        finish(writer, facts, watch, card=plan.card)
    return read_manifest(folder)


def pair_example(pair: Pair, source: str) -> Example:
    """Return a pair as a row of a data set; nobody but those whom the pair names takes part."""
    return Example(
        id=pair.id,
        source=source,
        owner="",
        thread=pair.id,
        people=(),
        language=pair.lang,
        sender=pair.sender,
        to=split_recipients(pair.to),
        subject=pair.subject,
        points=pair.key_points,
        tone=pair.tone,
        length=pair.length,
        received=pair.context,
        signature="",
        prompt=pair.prompt,
        email_subject=pair.email_subject,
        email_body=pair.email_body,
        rejected=pair.rejected_body,
    )


def find_test_ids(files: Sequence[Path]) -> Path | None:
    """Return the list of test ids that lies beside the files or one folder up, None if there is none."""
    for folder in dict.fromkeys(parent for file in files for parent in (file.parent, file.parent / "..")):
        if (folder / TEST_IDS).is_file():
            return (folder / TEST_IDS).resolve()
    return None


def _read(files: Sequence[Path]) -> list[_Source]:
    sources: dict[str, _Source] = {}
    for path in sorted(files, key=lambda path: path.name):
        if path.stem in sources:
            raise DataSetError(f"{path} and {sources[path.stem].path} have one name: rename one of them")
        sources[path.stem] = _Source(path.stem, path, list(read_pairs(path)))
    ids = Counter(pair.id for source in sources.values() for pair in source.pairs)
    twice = [identifier for identifier, count in ids.items() if count > 1]
    if twice:
        raise DataSetError(f"the id {twice[0]!r} is given twice: `mailwright data check` names both places")
    return list(sources.values())


def _splits(plan: PairsPlan, sources: Sequence[_Source]) -> dict[str, Split]:
    """Return the split of each id."""
    listed = read_ids(plan.test_ids) if plan.test_ids else frozenset()
    splits: dict[str, Split] = {}
    rest: list[str] = []
    for source in sources:
        for pair in source.pairs:
            if source.name in plan.test_only or pair.id in listed:
                splits[pair.id] = "test"
            else:
                splits[pair.id] = "train"
                rest.append(pair.id)
    for identifier in choose_by_id(rest, plan.validation):
        splits[identifier] = "validation"
    return splits


def _neighbours(examples: Sequence[Example], splits: Sequence[int]) -> Neighbours:
    bodies = [example.email_body for example in examples]
    return Neighbours(
        np.array([signature_of(body) for body in bodies], np.uint32).reshape(-1, PERMUTATIONS),
        np.array([digest_of(body) for body in bodies], np.uint64),
        np.array(splits, np.uint8),
        bodies.__getitem__,
    )


def _reading(examples: Sequence[Example]) -> Step:
    return Step("reading", "records that are pairs", kept=len(examples))


def _facts(plan: PairsPlan, sources: Sequence[_Source], assembly: Assembly) -> dict[str, Any]:
    return {
        "name": plan.name,
        "made_by": made_by(),
        "sources": [
            {
                "name": source.name,
                "kind": "pairs",
                "mails": len(source.pairs),
                "unreadable": 0,
                "examples": assembly.examples(source.name),
                "digest": hashlib.sha256(source.path.read_bytes()).hexdigest(),
            }
            for source in sources
        ],
        "cascade": [],
        "duplicates": {},
        "languages": assembly.languages(),
        "seed": plan.seed,
        "config": {
            "variants": plan.variants,
            **({"augmentation": asdict(plan.augmentation)} if plan.variants else {}),
            "validation": plan.validation,
            "test_only": sorted(plan.test_only),
            "test_ids": hashlib.sha256(plan.test_ids.read_bytes()).hexdigest() if plan.test_ids else "",
        },
        "notes": [],
    }
