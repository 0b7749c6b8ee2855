"""TrainConfig: everything that a run depends on, typed; made by a recipe's YAML and by options alike."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from mailwright.prompt import VERSION, Wrap

Kind = Literal["causal", "seq2seq"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BaseModelConfig(_Section):
    """The model that training begins from.

    Attributes:
        name: a name that ``mailwright model list`` knows, a folder in the layout of Hugging Face, a GGUF file, or a
            name on the hub such as ``google-t5/t5-base``.
        revision: a commit, tag or branch on the hub.
        kind: ``causal`` or ``seq2seq``; read from the model if not given.
    """

    name: str = Field(min_length=1)
    revision: str | None = None
    kind: Kind | None = None


class DataConfig(_Section):
    """What is learnt from.

    Attributes:
        folder: a data set, as ``mailwright data`` makes it.
        languages: those to keep; all if empty.
        sources: those to keep, by the names in the data set's manifest; all if empty.
        view: ``brief`` trains on the brief's fields; ``subject`` on the subject line alone.
        max_tokens: most tokens of prompt and e-mail together (seq2seq: of each).
        too_long: ``drop`` leaves longer examples out and counts them; ``error`` stops.
        limit: use so many training examples only, drawn by the seed.
        augmentation: probabilities of changes made anew in every epoch, as ``AugmentationConfig`` lists them; none
            if not given.
        reminders: share of examples whose prompt asks for one or two of their points once more, as the Writer does
            when a draft left them out; drawn anew in every epoch.
    """

    folder: Path
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    view: Literal["brief", "subject"] = "brief"
    max_tokens: Annotated[int, Field(ge=16)] = 1024
    too_long: Literal["drop", "error"] = "drop"
    limit: Count | None = None
    augmentation: dict[str, float] | None = None
    reminders: Share = 0.0


class PromptConfig(_Section):
    """The prompt format; see ``mailwright.prompt.PromptFormat``."""

    version: int = VERSION
    wrap: Wrap = "plain"


class LoraConfig(_Section):
    """Low-rank adaptation (Hu et al. 2021, arXiv 2106.09685).

    Attributes:
        rank: columns of the two factors.
        alpha: the update is scaled by alpha / rank.
        dropout: share of the adapter's inputs that are left out while training.
        targets: names of the linear layers that get an adapter, or ``all-linear``.
        start: the folder of an adapter to begin from, such as ``runs/house/adapter``: of the same base, rank, alpha
            and targets. A new one, which changes nothing at first, if not given.
    """

    rank: Annotated[int, Field(ge=1, le=1024)] = 16
    alpha: Annotated[float, Field(gt=0)] = 32.0
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0
    targets: str | tuple[str, ...] = "all-linear"
    start: Path | None = None


class PreferenceConfig(_Section):
    """Learning from pairs of a better and a worse e-mail for one brief, beside the better one's cross entropy.

    Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290) with the cross entropy kept (Pang et al.
    2024, arXiv 2404.19733). The model that the run begins from is the one that is kept close to; no dropout.

    Attributes:
        weight: of the preference loss, a mean over the pairs of a step; 0 learns from the better e-mails alone.
        beta: how much a pair's margin of log probabilities counts: the lower, the further the model may move.
    """

    weight: Annotated[float, Field(ge=0)] = 0.0
    beta: Annotated[float, Field(gt=0)] = 0.1


class OptimiserConfig(_Section):
    """AdamW with a warm-up and a cosine decay.

    Attributes:
        learning_rate: at its highest.
        weight_decay: of matrices; vectors have none.
        betas: decay rates of the two moments.
        clip: highest norm of the gradient; 0 does not clip.
        warmup: share of all steps over which the rate rises from 0.
        floor: share of the highest rate that is left at the end.
    """

    learning_rate: Annotated[float, Field(gt=0)] = 6e-4
    weight_decay: Annotated[float, Field(ge=0)] = 0.0
    betas: tuple[float, float] = (0.9, 0.999)
    clip: Annotated[float, Field(ge=0)] = 1.0
    warmup: Share = 0.05
    floor: Share = 0.0

    @field_validator("betas")
    @classmethod
    def _below_one(cls, value: tuple[float, float]) -> tuple[float, float]:
        if not all(0 <= beta < 1 for beta in value):
            raise ValueError("each must be at least 0 and below 1")
        return value


class BatchConfig(_Section):
    """How examples make up a step of the optimiser.

    Attributes:
        size: examples a step, over all devices and accumulations.
        tokens_at_once: most tokens, padding included, that one device holds at a time: a step's examples are worked
            off in as many portions as that takes. The portions change nothing but memory and speed.
        bucket: examples are sorted by length within groups of this many batches.
        workers: processes that prepare batches; 0 prepares them in the trainer's own.
    """

    size: Count = 8
    tokens_at_once: Annotated[int, Field(ge=16)] = 4096
    bucket: Count = 64
    workers: Annotated[int, Field(ge=0)] = 0


class EvaluationConfig(_Section):
    """When the validation split is looked at.

    Attributes:
        every: in epochs, such as 0.5; also at the end of the run.
        patience: evaluations without a better loss after which the run stops; never if not given.
        drafts: e-mails that are written at each evaluation, for the report.
        draft_tokens: most tokens of each.
    """

    every: Annotated[float, Field(gt=0)] = 0.5
    patience: Count | None = None
    drafts: Annotated[int, Field(ge=0, le=64)] = 3
    draft_tokens: Annotated[int, Field(ge=1, le=4096)] = 300


class MachineConfig(_Section):
    """How the machine is used.

    Attributes:
        accelerator: as Lightning names it: ``auto``, ``cpu``, ``gpu``, ``mps``.
        devices: how many of it, or ``auto``.
        strategy: as Lightning names it: ``auto``, ``ddp``, ``fsdp``, ...
        nodes: machines that train together.
        precision: ``auto`` is bf16 where the machine computes in it, else fp16 on a GPU for llama, else fp32.
        activation_checkpointing: computes activations twice instead of keeping them: less memory, more time.
        compile: lets torch.compile fuse operations: about 1.4 times as fast on a CPU after a start of a minute;
            needs a C++ compiler there.
        threads: threads that compute on the CPU; those of the machine if not given.
    """

    accelerator: Literal["auto", "cpu", "gpu", "mps"] = "auto"
    devices: Count | Literal["auto"] = "auto"
    strategy: str = "auto"
    nodes: Count = 1
    precision: Precision = "auto"
    activation_checkpointing: bool = False
    compile: bool = False
    threads: Count | None = None


class RunConfig(_Section):
    """Where a run lies and when it is saved.

    Attributes:
        folder: run folders lie here, by their names.
        save_minutes: time between two checkpoints; each evaluation makes one too.
        show_seconds: time between two lines of progress where there is no terminal.
    """

    folder: Path = Path("runs")
    save_minutes: Annotated[float, Field(gt=0)] = 5.0
    show_seconds: Annotated[float, Field(gt=0)] = 30.0


class TrainConfig(_Section):
    """A whole recipe.

    Attributes:
        name: of the run and of the bundle that comes of it.
        title: one line for lists of models.
        model_version: of the bundle.
        licence: of the bundle; that of the base, where it is known, if not given.
        method: ``lora`` trains an adapter beside the frozen base, ``full`` every weight.
        epochs: how often every example is seen.
        max_steps: ends the run earlier; the decay of the learning rate ends with it.
        seed: of data order, augmentation, weights of the adapter, dropout and drafts.
        quantisation: of the bundle's GGUF file, if the architecture has such a form.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")]
    title: str = ""
    model_version: str = "1"
    licence: str | None = None
    base: BaseModelConfig
    data: DataConfig
    prompt: PromptConfig = PromptConfig()
    method: Literal["lora", "full"] = "lora"
    lora: LoraConfig = LoraConfig()
    preference: PreferenceConfig = PreferenceConfig()
    optimiser: OptimiserConfig = OptimiserConfig()
    batch: BatchConfig = BatchConfig()
    epochs: Annotated[float, Field(gt=0)] = 3.0
    max_steps: Count | None = None
    evaluation: EvaluationConfig = EvaluationConfig()
    machine: MachineConfig = MachineConfig()
    run: RunConfig = RunConfig()
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    quantisation: str = "Q8_0"

    @property
    def run_folder(self) -> Path:
        """The folder of this run."""
        return self.run.folder / self.name

    def digest(self) -> str:
        """Return the SHA-256 of what the trained weights depend on: all but places, names and what is shown."""
        return hashlib.sha256(json.dumps(self.substance(), sort_keys=True).encode()).hexdigest()

    def substance(self) -> dict[str, Any]:
        """Return the settings that the trained weights depend on."""
        settings = self.model_dump(mode="json", exclude={"name", "title", "model_version", "licence", "run"})
        del settings["data"]["folder"], settings["quantisation"]
        settings["evaluation"] = {
            key: value for key, value in settings["evaluation"].items() if not key.startswith("draft")
        }
        for key in ("tokens_at_once", "workers"):
            del settings["batch"][key]
        for key in ("accelerator", "threads"):
            del settings["machine"][key]
        if self.method == "full":
            del settings["lora"]
        if not self.preference.weight:
            del settings["preference"]
        return settings
