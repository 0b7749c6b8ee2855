"""``mailwright data mix``: data sets -> one."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mailwright.cli.data.outcome import show_outcome
from mailwright.cli.data.stages import stages
from mailwright.cli.usage import UsageError


def mix_data(
    *parts: Path,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    weights: Annotated[tuple[float, ...], Parameter(consume_multiple=True, negative=(), show_default=False)] = (),
    seed: int = 0,
    no_card: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False,
) -> int:
    """Make one data set of several; private if one of them is.

    Args:
        parts: folders of data sets.
        out: the folder of the new one; a data set that lies there is replaced.
        weights: for each part how often its training rows come in: 2 is twice each, 0.5 half of them; 1 if not
            given. Test and validation rows come once.
        seed: another seed samples other rows.
        no_card: leave the data card out.
        as_json: print one JSON object: folder, rows, sources, cascade, duplicates, leakage, languages.
    """
    if not parts:
        raise UsageError("no data set is named: give the folders of at least one")
    if weights and len(weights) != len(parts):
        raise UsageError(f"--weights has {len(weights)} numbers for {len(parts)} data sets: give one for each")
    wrong = [weight for weight in weights if not 0 <= weight <= 1_000]
    if wrong:
        raise UsageError(f"--weights has {wrong[0]}: use numbers from 0 to 1000")
    if out.resolve() in {part.resolve() for part in parts}:
        raise UsageError(f"{out} would be read and written at once: name another folder")
    from mailwright.corpus.pipeline.mix import MixPlan, build_mix

    plan = MixPlan(parts=parts, weights=weights or (1.0,) * len(parts), seed=seed, card=not no_card)
    with stages() as watch:
        manifest = build_mix(plan, out, watch)
    show_outcome(out, manifest, as_json=as_json)
    return 0
