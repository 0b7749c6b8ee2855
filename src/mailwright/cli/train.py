"""``mailwright train``: a recipe -> a model bundle."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Parameter

from mailwright.cli.show import printable
from mailwright.cli.usage import UsageError

if TYPE_CHECKING:
    from mailwright.training.config import TrainConfig

Flag = Annotated[bool, Parameter(negative=(), show_default=False)]
Settings = Annotated[tuple[str, ...], Parameter(name="--set", negative=(), show_default=False)]


@Parameter(name="*")
@dataclass(frozen=True)
class RecipeOptions:
    """Settings of a recipe that have an option of their own; those that are given win over the recipe.

    Attributes:
        base: what training begins from: a name of `mailwright model list`, a folder, a GGUF file, owner/model.
        data: a data set, as `mailwright data` makes it.
        name: of the run; its folder is runs/NAME.
        epochs: how often every example is seen.
        max_steps: ends the run earlier.
        learning_rate: at its highest.
        batch_size: examples a step.
        precision: auto, fp32, bf16 or fp16.
        seed: of data order, weights of the adapter, dropout and drafts.
    """

    base: str | None = None
    data: Path | None = None
    name: str | None = None
    epochs: float | None = None
    max_steps: int | None = None
    learning_rate: float | None = None
    batch_size: int | None = None
    precision: str | None = None
    seed: int | None = None

    def overrides(self) -> dict[str, Any]:
        """Return what is given, by its place in a recipe."""
        return {place: getattr(self, name) for name, place in _PLACES.items() if getattr(self, name) is not None}


_PLACES: Final = {
    "base": "base.name",
    "data": "data.folder",
    "name": "name",
    "epochs": "epochs",
    "max_steps": "max_steps",
    "learning_rate": "optimiser.learning_rate",
    "batch_size": "batch.size",
    "precision": "machine.precision",
    "seed": "seed",
}
_NONE_GIVEN: Final = RecipeOptions()


def train(
    recipe: Path | None = None,
    /,
    *,
    options: RecipeOptions = _NONE_GIVEN,
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
        settings: any other setting of a recipe, as key=value, such as lora.rank=32; may be given several times.
        smoke: a run of minutes that shows that all of it works, by the recipe's section smoke.
        dry_run: show one example with its loss mask, token counts, memory and time, and stop.
        resume: go on from the last checkpoint.
        force: throw away an earlier run of that name.
    """
    if recipe is None and (options.base is None or options.data is None):
        raise UsageError(
            "neither a recipe nor --base and --data are given: name one, such as configs/house-smollm2.yaml"
        )
    if resume and force:
        raise UsageError("--resume goes on with a run and --force throws it away: choose one")
    _demand_torch()
    config = _config(recipe, options, settings, smoke=smoke)
    if dry_run:
        return _describe(config)
    from mailwright.training.folder import is_first_process
    from mailwright.training.run import train as carry_out

    finished = carry_out(config, resume=resume, force=force)
    if is_first_process():
        print(f"validation loss {finished.best_loss:.4f} after {finished.steps} steps", file=sys.stderr)
        print(finished.bundle)
    return 0


def _config(
    recipe: Path | None, options: RecipeOptions, settings: tuple[str, ...], *, smoke: bool
) -> "TrainConfig":
    from mailwright.training.errors import ConfigError
    from mailwright.training.recipe import load_config, parse_setting

    named: dict[str, Any] = {} if recipe else {"name": "run"}
    try:
        overrides = {**named, **options.overrides(), **dict(map(parse_setting, settings))}
        return load_config(recipe, overrides, smoke=smoke)
    except ConfigError as error:
        raise UsageError(str(error)) from error


def _describe(config: "TrainConfig") -> int:
    from mailwright.training.dry_run import describe
    from mailwright.training.setup import quiet, set_up

    with quiet():
        for line in describe(set_up(config)):
            print(printable(line, line=True))
    return 0


def _demand_torch() -> None:
    from importlib.util import find_spec

    missing = [package for package in ("torch", "lightning", "transformers", "peft") if find_spec(package) is None]
    if missing:
        raise UsageError(f"training needs {', '.join(missing)}: install with pip install 'mailwright[train]'")
