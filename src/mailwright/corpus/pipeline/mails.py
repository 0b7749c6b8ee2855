"""Mail -> a data set: read, cleaned, freed of duplicates, split, turned into briefs, varied, written, proved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from mailwright.corpus.augmentation import AugmentationConfig, Augmenter
from mailwright.corpus.cleaning import Cascade, CleaningConfig
from mailwright.corpus.dataset import DataSetWriter, read_manifest
from mailwright.corpus.example import Example
from mailwright.corpus.leakage.assignment import Shares
from mailwright.corpus.leakage.border import KEEPERS
from mailwright.corpus.mail import Mail
from mailwright.corpus.pipeline.assembly import Assembly
from mailwright.corpus.pipeline.finish import finish
from mailwright.corpus.pipeline.intake import Intake, take_in
from mailwright.corpus.pipeline.progress import Watcher, no_one
from mailwright.corpus.pipeline.selection import Selection, select
from mailwright.corpus.pipeline.spool import Spool
from mailwright.corpus.pipeline.versions import made_by
from mailwright.corpus.sources.reading import Source
from mailwright.corpus.tally import Step


class Rejected(Protocol):
    """A mail from which no example could be made."""

    @property
    def reason(self) -> str:
        """Why, in words that go with others into a table of counts."""
        ...


class Extracting(Protocol):
    """Makes briefs of mails."""

    def extract(self, mails: Iterable[Mail], processes: int) -> Iterator[tuple[Mail, Example | Rejected]]:
        """Yield for each mail, in order, an example or why there is none."""
        ...


@dataclass(frozen=True)
class MailsPlan:
    """How mails become a data set.

    Attributes:
        name: what the manifest calls the data set.
        sources: where the mails are from; no two have one name.
        private: whether they are somebody's own: see ``DataSetWriter``.
        cleaning: which mails may teach.
        extraction: the settings of the extractor, for the manifest.
        shares: the splits of sources that have no official ones.
        variants: how many variants of each training example are written beside it.
        augmentation: what the variants change.
        processes: how many processes parse; the data set does not depend on it.
        notes: what else the manifest says.
        card: whether the data card is drawn.
    """

    name: str
    sources: tuple[Source, ...]
    private: bool
    cleaning: CleaningConfig
    extraction: Mapping[str, Any] = field(default_factory=dict)
    shares: Shares = field(default_factory=Shares)
    variants: int = 0
    augmentation: AugmentationConfig = field(default_factory=AugmentationConfig)
    processes: int = 2
    notes: tuple[str, ...] = ()
    card: bool = True


def build_mails(plan: MailsPlan, extractor: Extracting, folder: Path, watch: Watcher = no_one) -> Mapping[str, Any]:
    """Write the data set of a plan into ``folder`` and return its manifest.

    The sources are read once; what is kept lies in the writer's hidden folder meanwhile, so that memory does
    not grow with their size. The same sources and plan give the same bytes.

    Raises:
        SourceError: a source cannot be read.
        DataSetError: ``folder`` holds something else than a data set.
    """
    with DataSetWriter(folder, private=plan.private) as writer, Spool(writer.work) as spool:
        cascade = Cascade(plan.cleaning)
        intake = take_in(plan.sources, cascade, spool, watch)
        selection = select(spool, intake, plan.shares, watch)
        assembly = Assembly(writer)
        extraction = _extract(plan, extractor, spool, selection, assembly, watch)
        steps = (intake.reading, *cascade.steps, *selection.steps, extraction, *assembly.steps())
        facts = {
            "name": plan.name,
            "made_by": made_by(),
            "sources": _sources(intake, assembly),
            "cascade": [step.facts() for step in steps],
            "duplicates": selection.neighbours.facts(),
            "pii": dict(cascade.pii),
            "languages": assembly.languages(),
            "seed": plan.shares.seed,
            "config": _config(plan),
            "notes": list(plan.notes),
        }
        apart = [name for name in intake.described if intake.basis(name) == "owner"]
        finish(writer, facts, watch, owners_apart=apart, card=plan.card)
    return read_manifest(folder)


def _extract(
    plan: MailsPlan,
    extractor: Extracting,
    spool: Spool,
    selection: Selection,
    assembly: Assembly,
    watch: Watcher,
) -> Step:
    """Make examples of the selected mails, split by split, and hand them to the assembly; return the counts."""
    step = Step("extraction", "mails of which a brief could be made that passes the checks")
    augmenter = Augmenter(plan.augmentation) if plan.variants else None
    order = [(split, position) for split in KEEPERS for position in selection.positions[split]]
    mails = spool.mails(position for _, position in order)
    for (split, _), (_, found) in zip(order, extractor.extract(mails, plan.processes), strict=True):
        if isinstance(found, Example):
            step.count()
            if assembly.add(split, found) and augmenter and split == "train":
                assembly.add_variants(augmenter.variants(found, plan.variants, plan.shares.seed))
        else:
            step.count(found.reason)
        watch("extracting", step.kept + step.dropped, len(order))
    return step


def _sources(intake: Intake, assembly: Assembly) -> list[dict[str, Any]]:
    return [
        {**about, "examples": assembly.examples(name), "splits": intake.basis(name)}
        for name, about in intake.described.items()
    ]


def _config(plan: MailsPlan) -> dict[str, Any]:
    """Return the settings that the bytes depend on, as plain values."""
    return {
        "cleaning": plan.cleaning.model_dump(mode="json"),
        "extraction": dict(plan.extraction),
        "shares": asdict(plan.shares),
        "variants": plan.variants,
        **({"augmentation": asdict(plan.augmentation)} if plan.variants else {}),
    }
