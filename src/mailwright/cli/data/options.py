"""What the verbs that make data sets of mail ask for in the same words, and how they carry it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from cyclopts import Parameter

from mailwright.cli.data.outcome import show_outcome
from mailwright.cli.data.stages import stages
from mailwright.cli.usage import UsageError

if TYPE_CHECKING:
    from mailwright.corpus.cleaning import CleaningConfig
    from mailwright.corpus.sources.reading import Source

MOST_VARIANTS: Final = 100
MOST_PROCESSES: Final = 64
EXTRACTED: Final = ("en",)
"""The languages of which briefs can be read."""


@Parameter(name="*")
@dataclass(frozen=True)
class MailOptions:
    """How mail becomes pairs.

    Attributes:
        config: settings in TOML, in the tables cleaning, cleaning.pii, extraction, augmentation and shares.
        pii: what becomes of personal data (phone numbers, addresses, accounts, links): replaced by made-up values
            on all sides of a mail alike, the mail dropped, or kept.
        test: share of the test split where the source has no official one, 0 to 0.5.
        validation: share of the validation split where the source has no official one, 0 to 0.5.
        variants: how many variants of each training example are written beside it, 0 to 100.
        seed: another seed draws other splits and variants.
        processes: how many processes parse, 1 to 64; the data set does not depend on it.
        no_card: leave the data card out.
        as_json: print one JSON object: folder, rows, sources, cascade, duplicates, leakage, pii, languages.
    """

    config: Path | None = None
    pii: Literal["replace", "drop", "keep"] | None = None
    test: float | None = None
    validation: float | None = None
    variants: int = 0
    seed: int = 0
    processes: int = 2
    no_card: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False

    def check(self) -> None:
        """Refuse what is out of range.

        Raises:
            UsageError: a number is out of its range.
        """
        for name in ("test", "validation"):
            share = getattr(self, name)
            if share is not None and not 0 <= share <= 0.5:
                raise UsageError(f"--{name} is {share}: use a share from 0 to 0.5")
        if not 0 <= self.variants <= MOST_VARIANTS:
            raise UsageError(f"--variants is {self.variants}: use a number from 0 to {MOST_VARIANTS}")
        if not 1 <= self.processes <= MOST_PROCESSES:
            raise UsageError(f"--processes is {self.processes}: use a number from 1 to {MOST_PROCESSES}")

    def cleaning(self) -> dict[str, Any]:
        """Return what the options say of cleaning, in the words of its settings."""
        kinds = ("phone", "email", "address", "account", "link") if self.pii else ()
        return {"pii": dict.fromkeys(kinds, self.pii)} if kinds else {}

    def shares(self) -> dict[str, Any]:
        """Return what the options say of splits."""
        given = {"test": self.test, "validation": self.validation, "seed": self.seed}
        return {name: value for name, value in given.items() if value is not None}


DEFAULT_OPTIONS: Final = MailOptions()


def make_from_mail(
    name: str,
    sources: tuple[Source, ...],
    out: Path,
    options: MailOptions,
    cleaning: CleaningConfig,
    *,
    private: bool,
    extraction: Mapping[str, Any] | None = None,
    notes: tuple[str, ...] = (),
) -> int:
    """Make a data set of the mail of some sources and print what it came to.

    Args:
        name: what the manifest calls the data set.
        sources: where the mail is from.
        out: the data set's folder.
        options: what the command line says; it wins over the settings file, which wins over the two below.
        cleaning: which mails may teach, unless the options say otherwise.
        private: whether the mail is somebody's own.
        extraction: settings of the extraction that the verb wants, unless the file says otherwise.
        notes: what else the manifest says.
    """
    from mailwright.corpus.augmentation import AugmentationConfig
    from mailwright.corpus.extraction import ExtractionConfig, Extractor
    from mailwright.corpus.leakage.assignment import Shares
    from mailwright.corpus.pipeline.mails import MailsPlan, build_mails
    from mailwright.corpus.pipeline.settings import Settings, changed, changed_dataclass, read_settings

    settings = read_settings(options.config) if options.config else Settings()
    extracting = ExtractionConfig.from_dict({**(extraction or {}), "seed": options.seed, **settings.extraction})
    cleaning = changed(changed(cleaning, settings.cleaning, "cleaning"), options.cleaning(), "cleaning")
    if set(cleaning.languages) - set(EXTRACTED):
        raise UsageError(
            f"cleaning.languages is {', '.join(cleaning.languages)}: briefs are read of English mail only"
        )
    plan = MailsPlan(
        name=name,
        sources=sources,
        private=private,
        cleaning=cleaning,
        extraction=asdict(extracting),
        shares=changed_dataclass(Shares(), {**settings.shares, **options.shares()}, "shares"),
        variants=options.variants,
        augmentation=AugmentationConfig.from_dict(settings.augmentation),
        processes=options.processes,
        notes=notes,
        card=not options.no_card,
    )
    with stages() as watch:
        manifest = build_mails(plan, Extractor(extracting), out, watch)
    show_outcome(out, manifest, as_json=options.as_json)
    return 0
