"""``mailwright evaluate``: models and briefs -> a report; the checks on trial; blind comparisons."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from mailwright.cli.usage import UsageError

if TYPE_CHECKING:
    from mailwright.evaluation.drafter import Mode

Modes = Literal["single", "writer", "both"]
Flag = Annotated[bool, Parameter(negative=(), show_default=False)]
Files = Annotated[tuple[Path, ...], Parameter(consume_multiple=True, negative=())]
MAX_DRAFTS: Final = 64


@Parameter(name="*")
@dataclass(frozen=True)
class Drawing:
    """How drafts are drawn.

    Attributes:
        mode: single takes each sample as it comes, writer the best of several by the checks; both are two lines.
        drafts: drafts of each brief, 1 to 64, each with a seed of its own.
        seed: base of the seeds, which derive from it and from each brief's id; also of blind pairs.
        temperature: of single drafts, 0 to 2.
        writer_temperature: of the Writer's candidates, 0 to 2.
        max_tokens: most new tokens of one draft.
        engine: auto, or the name of an engine.
    """

    mode: Modes = "both"
    drafts: int = 5
    seed: int = 0
    temperature: float = 0.3
    writer_temperature: float = 0.4
    max_tokens: int = 400
    engine: str = "auto"


@Parameter(name="*")
@dataclass(frozen=True)
class Sources:
    """What is written from and compared with.

    Attributes:
        briefs: JSON Lines of briefs or pairs, or data sets (folders: their test split).
        brief_ids: a file of ids, one a line: take these briefs only.
        pairs: pairs held out from training, for bits per byte; JSON Lines or data sets. Needs the extra train.
        pair_ids: a file of ids, one a line: take these pairs only.
        against: another report to compare with.
        trained_on: the data set that the model was trained on: tells what drafts give away of it.
        canaries: a file of strings that were planted in its mails, one a line.
    """

    briefs: Files = ()
    brief_ids: Path | None = None
    pairs: Files = ()
    pair_ids: Path | None = None
    against: Path | None = None
    trained_on: Path | None = None
    canaries: Path | None = None


def evaluate(
    *models: str,
    sources: Sources = Sources(),
    out: Annotated[Path, Parameter(name=["-o", "--out"])] = Path("report"),
    drawing: Drawing = Drawing(),
    checks: Path | None = None,
    blind: Annotated[tuple[str, str] | None, Parameter(negative=())] = None,
    count: Files = (),
    key: Path | None = None,
    force: Flag = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False,
) -> int:
    """Evaluate models on briefs and write a report.

    Args:
        models: glue or echo (no model), base (the untuned small base), a bundle's name or folder, a GGUF file;
            NAME=MODEL calls it NAME in the report.
        out: the folder that is written; a run that was stopped goes on with the same command.
        checks: put the checks on trial instead: faithful pairs of which copies with one fault each are made; the
            files of --briefs are faithful mails that must not be accused.
        blind: write a page instead on which drafts of two reports are compared without names; REPORT:SYSTEM names
            one of several.
        count: count the choices that readers saved on such a page instead.
        key: the key that was made with the page; beside the first file of choices if not given.
        force: throw away what an earlier run wrote there.
        as_json: print the numbers as one JSON object.
    """
    if count:
        from mailwright.cli.evaluation.blind import count_blind

        return count_blind(count, key, as_json=as_json)
    if blind:
        from mailwright.cli.evaluation.blind import make_blind

        return make_blind(blind, out, drawing.seed)
    if checks:
        from mailwright.cli.evaluation.trial import make_trial

        return make_trial(checks, sources.briefs, out, as_json=as_json)
    return _report(models, sources, drawing, out, force=force, as_json=as_json)


def _report(
    models: tuple[str, ...], sources: Sources, drawing: Drawing, out: Path, *, force: bool, as_json: bool
) -> int:
    if not models:
        raise UsageError("no model is named: name glue, echo, base, a bundle or a GGUF file")
    if not sources.briefs:
        raise UsageError("no briefs are given: name a file with --briefs")
    if not 1 <= drawing.drafts <= MAX_DRAFTS:
        raise UsageError(f"--drafts is {drawing.drafts}: use a number from 1 to {MAX_DRAFTS}")
    from mailwright.cli.evaluation.report import Wanted, make_report
    from mailwright.corpus.split import read_ids
    from mailwright.evaluation.cases import read_cases
    from mailwright.evaluation.modelled import Settings

    modes: tuple[Mode, ...] = ("single", "writer") if drawing.mode == "both" else (drawing.mode,)
    brief_ids = read_ids(sources.brief_ids) if sources.brief_ids else None
    pair_ids = read_ids(sources.pair_ids) if sources.pair_ids else None
    wanted = Wanted(
        models,
        modes,
        Settings(drawing.temperature, drawing.writer_temperature, max_tokens=drawing.max_tokens),
        drawing.engine,
        drawing.drafts,
        drawing.seed,
        read_cases(sources.briefs, brief_ids),
        read_cases(sources.pairs, pair_ids) if sources.pairs else [],
        sources.against,
        sources.trained_on,
        sources.canaries,
    )
    return make_report(wanted, out, force=force, as_json=as_json)
