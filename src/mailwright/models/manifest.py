"""manifest.json: what a bundle folder says of the model in it."""

from __future__ import annotations

import math
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator, model_validator

from mailwright.errors import ModelError
from mailwright.prompt import VERSION, PromptFormat, Wrap

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MANIFEST: Final = "manifest.json"
MAX_BYTES: Final = 1_000_000

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Strict(BaseModel):
    """A record of which every field is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Base(Strict):
    """The weights that training began from.

    Attributes:
        name: the base model's name.
        sha256: the digest of its exact file: an adapter fits no other.
    """

    name: str
    sha256: Digest


class Training(Strict):
    """What the weights were trained with.

    Attributes:
        config_sha256: the digest of the recipe.
        data_sha256: the digest of the data.
        method: ``lora`` or ``full``; empty where nobody said.
        config: the recipe itself.
        data: what is known of the data: name, examples, licence, whether it is private.
        commands: what one types to train these weights again.
    """

    config_sha256: Digest
    data_sha256: Digest
    method: Literal["", "lora", "full"] = ""
    config: dict[str, JsonValue] = {}
    data: dict[str, JsonValue] = {}
    commands: list[str] = []


class Evaluated(Strict):
    """How a model did on the briefs of one language: this one, or another that was evaluated beside it.

    Attributes:
        model: its name in the report.
        mode: ``single`` or ``writer``.
        language: of the briefs.
        briefs: how many.
        drafts: how many of all briefs together.
        metrics: figures by their names in ``docs/metrics.md``, shares from 0 to 1.
    """

    model: str
    mode: str
    language: str
    briefs: int
    drafts: int
    metrics: dict[str, float]


class Format(Strict):
    """The prompt format as it is written down; see ``mailwright.prompt.PromptFormat``."""

    version: int
    wrap: str

    def known(self, where: str) -> PromptFormat:
        """Return the prompt format; ``where`` names the place in messages.

        Raises:
            ModelError: this program does not know it.
        """
        for wrap in get_args(Wrap):
            if self.wrap == wrap and self.version == VERSION:
                return PromptFormat(self.version, wrap)
        raise ModelError(
            f"{where} has the prompt format {self.version} ({self.wrap}), but this mailwright reads {VERSION} "
            f"({', '.join(get_args(Wrap))}): update mailwright or use another bundle"
        )


class Confidence(Strict):
    """How likely a careful reader would send a draft unchanged, by how likely the model holds its text.

    It is ``1 / (1 + exp(slope * ln(surprisal) - intercept))``, a logistic regression on readers' verdicts that
    ``python -m bench.confidence`` fits; the surprisal is that of the whole text, in nats.

    Attributes:
        intercept: the logit at a surprisal of 1.
        slope: by how much the logit falls where the surprisal grows e-fold.
        ready: the least confidence of a draft that is called ready, 0 to 1.
    """

    intercept: float
    slope: float
    ready: float = Field(ge=0, le=1)

    def of(self, surprisal: float) -> float:
        """Return the confidence in a text, 0 to 1, by its surprisal in nats."""
        logit = self.intercept - self.slope * math.log(max(surprisal, 1e-6))
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, logit))))


class Manifest(Strict):
    """The fields of manifest.json.

    Attributes:
        name: letters, digits, dot, dash and underscore.
        title: one line for lists of models.
        version: which one of that name.
        base: what it was trained from.
        prompt_format: ``{"version": 1, "wrap": "plain", "chatml" or "subject"}``.
        architecture: as the GGUF file names it, or config.json as ``model_type``.
        quantisation: such as ``Q8_0``.
        languages: at least one BCP 47 tag.
        licence: an SPDX identifier or the terms' name.
        weights: the name of the GGUF or safetensors file in the folder; either this or ``adapter`` is there.
        weights_sha256: its digest.
        adapter: the file name of an adapter that is merged into the base before it is served; quantisation is
            then that of the merged weights.
        adapter_sha256: its digest.
        context_length: tokens; read from the weights if not given.
        confidence: how far the model's own likelihoods are to be trusted; None where nobody measured it.
        training: None for weights that were not trained further.
        metrics: figures of the training run by name.
        evaluation: figures of reports of ``mailwright evaluate``, see ``mailwright.models.card.add_reports``.
    """

    name: Name
    version: str
    base: Base
    prompt_format: Format
    architecture: str
    quantisation: str
    languages: list[Language] = Field(min_length=1)
    licence: str
    weights: str | None = None
    weights_sha256: Digest | None = None
    adapter: str | None = None
    adapter_sha256: Digest | None = None
    context_length: int | None = Field(default=None, ge=16)
    confidence: Confidence | None = None
    training: Training | None = None
    metrics: dict[str, float] = {}
    evaluation: list[Evaluated] = []
    title: str = ""

    @field_validator("weights", "adapter")
    @classmethod
    def _plain_file_name(cls, value: str | None) -> str | None:
        if value is not None and (value in ("", ".", "..") or PurePath(value).name != value or "\\" in value):
            raise ValueError("must be the name of a file in the folder")
        return value

    @model_validator(mode="after")
    def _one_of_weights_and_adapter(self) -> Manifest:
        if (self.weights is None) == (self.adapter is None):
            raise ValueError("must name either weights or adapter")
        return self


Record = TypeVar("Record", bound=Strict)


def load_manifest(folder: Path) -> Manifest:
    """Read and check ``folder/manifest.json``.

    Raises:
        ModelError: it is missing, no JSON, has a missing, wrong or misspelt field (the nearest right one is
            named), or an unknown prompt format.
    """
    manifest = load_record(folder / MANIFEST, Manifest)
    manifest.prompt_format.known(str(folder / MANIFEST))
    return manifest


def load_record(path: Path, kind: type[Record]) -> Record:
    """Read and check a JSON file of strict fields; raises as ``load_manifest`` does."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ModelError(f"{path} is larger than {MAX_BYTES:,} bytes: that is no {path.stem}")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"cannot read {path}: {error}") from error
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise ModelError(f"{path}: " + "; ".join(_explain(item, kind) for item in error.errors())) from error


_PARTS: Final[dict[str, type[BaseModel]]] = {
    "base": Base,
    "training": Training,
    "prompt_format": Format,
}


def _explain(item: ErrorDetails, kind: type[BaseModel]) -> str:
    place = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        owner = _PARTS.get(str(item["loc"][0]), kind)
        key = str(item["loc"][-1])
        near = get_close_matches(key, owner.model_fields, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(owner.model_fields)}"
        return f"unknown key {place!r}: {hint}"
    return f"{place}: {item['msg']}" if place else item["msg"]
