"""``mailwright train``: a recipe -> a model bundle."""

import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from mailwright.cli.show import printable
from mailwright.cli.usage import UsageError

Flag = Annotated[bool, Parameter(negative=(), show_default=False)]
Settings = Annotated[tuple[str, ...], Parameter(name="--set", negative=())]


def train(
    recipe: Path | None = None,
    /,
    *,
    base: str | None = None,
    data: Path | None = None,
    name: str | None = None,
    epochs: float | None = None,
    max_steps: int | None = None,
    learning_rate: float | None = None,
    batch_size: int | None = None,
    precision: str | None = None,
    seed: int | None = None,
    settings: Settings = (),
    smoke: Flag = False,
    dry_run: Flag = False,
    resume: Flag = False,
    force: Flag = False,
) -> int:
    """Train a model by a recipe and make its bundle.

    Ctrl-C saves; --resume goes on exactly where the run was.

    Args:
        recipe: YAML, such as configs/house-smollm2.yaml; options win over it.
        base: what training begins from: a name of `mailwright model list`, a folder, a GGUF file, owner/model.
        data: a data set, as `mailwright data` makes it.
        name: of the run; its folder is runs/NAME.
        epochs: how often every example is seen.
        max_steps: ends the run earlier.
        learning_rate: at its highest.
        batch_size: examples a step.
        precision: auto, fp32, bf16 or fp16.
        seed: of data order, weights of the adapter, dropout and drafts.
        settings: any other setting of a recipe, as key=value, such as lora.rank=32; may be given several times.
        smoke: a run of minutes that shows that all of it works, by the recipe's section smoke.
        dry_run: show one example with its loss mask, token counts, memory and time, and stop.
        resume: go on from the last checkpoint.
        force: throw away an earlier run of that name.
    """
    if recipe is None and (base is None or data is None):
        raise UsageError(
            "neither a recipe nor --base and --data are given: name one, such as configs/house-smollm2.yaml"
        )
    if resume and force:
        raise UsageError("--resume goes on with a run and --force throws it away: choose one")
    _demand_torch()
    from mailwright.training.errors import ConfigError
    from mailwright.training.recipe import load_config, parse_setting

    options = {
        "base.name": base,
        "data.folder": data,
        "name": name or (None if recipe else "run"),
        "epochs": epochs,
        "max_steps": max_steps,
        "optimiser.learning_rate": learning_rate,
        "batch.size": batch_size,
        "machine.precision": precision,
        "seed": seed,
    }
    overrides: dict[str, Any] = {key: value for key, value in options.items() if value is not None}
    try:
        config = load_config(recipe, {**overrides, **dict(map(parse_setting, settings))}, smoke=smoke)
    except ConfigError as error:
        raise UsageError(str(error)) from error

    if dry_run:
        from mailwright.training.dry_run import describe
        from mailwright.training.setup import quiet, set_up

        with quiet():
            for line in describe(set_up(config)):
                print(printable(line, line=True))
        return 0
    from mailwright.training.folder import is_first_process
    from mailwright.training.run import train as carry_out

    finished = carry_out(config, resume=resume, force=force)
    if not is_first_process():
        return 0
    print(f"validation loss {finished.best_loss:.4f} after {finished.steps} steps", file=sys.stderr)
    print(finished.bundle)
    return 0


def _demand_torch() -> None:
    from importlib.util import find_spec

    missing = [package for package in ("torch", "lightning", "transformers", "peft") if find_spec(package) is None]
    if missing:
        raise UsageError(f"training needs {', '.join(missing)}: install with pip install 'mailwright[train]'")
