"""``mailwright evaluate``: models and briefs -> a report."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from cyclopts import Parameter

from mailwright.cli.progress import progress_over
from mailwright.cli.usage import UsageError

if TYPE_CHECKING:
    from mailwright.evaluation.cases import Case
    from mailwright.evaluation.drafter import Mode
    from mailwright.evaluation.drafting import System

Modes = Literal["single", "writer", "both"]
Flag = Annotated[bool, Parameter(negative=(), show_default=False)]
Files = Annotated[tuple[Path, ...], Parameter(consume_multiple=True, negative=())]
MAX_DRAFTS: Final = 64


def evaluate(
    *models: str,
    briefs: Files = (),
    brief_ids: Path | None = None,
    out: Annotated[Path | None, Parameter(name=["-o", "--out"])] = None,
    mode: Modes = "both",
    drafts: int = 5,
    seed: int = 0,
    temperature: float = 0.3,
    writer_temperature: float = 0.7,
    max_tokens: int = 400,
    engine: str = "auto",
    force: Flag = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False,
) -> int:
    """Evaluate models on briefs and write a report.

    Args:
        models: glue or echo (no model), base (the untuned small base), a bundle's name or folder, a GGUF file;
            NAME=MODEL calls it NAME in the report.
        briefs: JSON Lines of briefs or pairs, or data sets (folders: their test split).
        brief_ids: a file of ids, one a line: take these briefs only.
        out: the report's folder; a run that was stopped goes on with the same command.
        mode: single takes each sample as it comes, writer the best of several by the checks.
        drafts: drafts of each brief, 1 to 64, each with a seed of its own.
        seed: base of the seeds, which derive from it and from each brief's id.
        temperature: of single drafts, 0 to 2.
        writer_temperature: of the Writer's candidates, 0 to 2.
        max_tokens: most new tokens of one draft.
        engine: auto, openvino or llamacpp.
        force: throw away what an earlier run wrote there.
        as_json: print the numbers as one JSON object.
    """
    if not models:
        raise UsageError("no model is named: name glue, echo, base, a bundle or a GGUF file")
    if not briefs:
        raise UsageError("no briefs are given: name a file with --briefs")
    if not 1 <= drafts <= MAX_DRAFTS:
        raise UsageError(f"--drafts is {drafts}: use a number from 1 to {MAX_DRAFTS}")

    from mailwright.corpus.split import read_ids
    from mailwright.evaluation.cases import read_cases
    from mailwright.evaluation.modelled import Settings
    from mailwright.evaluation.systems import systems_of

    modes: tuple[Mode, ...] = ("single", "writer") if mode == "both" else (mode,)
    settings = Settings(temperature, writer_temperature, max_tokens=max_tokens)
    cases = read_cases(briefs, read_ids(brief_ids) if brief_ids else None)
    systems = systems_of(models, modes, settings, engine)
    folder = out or Path("report")
    _draft(systems, cases, folder, drafts=drafts, seed=seed, force=force)
    summary = _report(systems, folder)
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        from mailwright.evaluation.text_table import headline_lines

        print("\n".join(headline_lines(summary)))
        print(f"report: {folder / 'index.html'}", file=sys.stderr)
    return 0


def _draft(
    systems: "list[System]", cases: "list[Case]", folder: Path, *, drafts: int, seed: int, force: bool
) -> None:
    from mailwright.evaluation.drafting import draft_all
    from mailwright.evaluation.journal import Journal

    with (
        Journal.open(folder, cases, {"seed": seed, "drafts": drafts}, force=force) as journal,
        progress_over(len(systems) * len(cases) * drafts, "drafting") as progress,
    ):
        asyncio.run(draft_all(systems, cases, journal, count=drafts, seed=seed, told=progress.show))


def _report(systems: "list[System]", folder: Path) -> dict[str, Any]:
    from mailwright.evaluation.journal import read_entries, read_report_cases
    from mailwright.evaluation.page import build_page
    from mailwright.evaluation.results import write_results, write_summary
    from mailwright.evaluation.scoring import score_all
    from mailwright.evaluation.summary import summarise

    order = {(system.name, system.drafter.mode): place for place, system in enumerate(systems)}
    entries = [entry for entry in read_entries(folder) if (entry.model, entry.mode) in order]
    entries.sort(key=lambda entry: order[entry.model, entry.mode])
    with progress_over(len(entries), "checking") as progress:
        scored = score_all(entries, read_report_cases(folder), progress.show)
    summary = summarise(scored)
    write_results(scored, folder / "results.parquet")
    write_summary(summary, folder / "summary.json")
    (folder / "index.html").write_text(build_page(scored, summary), encoding="utf-8")
    return summary
