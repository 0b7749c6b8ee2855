"""facts.json: what a training run leaves for the export of its model."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from mailwright.errors import ModelError
from mailwright.models.cache import replace_text, sha256_of
from mailwright.models.manifest import Base, Format, Language, Name, Strict, Training, load_record

FACTS: Final = "facts.json"


class Facts(Strict):
    """What is known of the model in a run folder.

    Attributes:
        name: what the bundle is to be called.
        title: one line for lists of models.
        version: which one of that name.
        base: what training began from; ``sha256`` as ``model_digest`` gives it.
        base_path: its GGUF file or its folder in the layout of Hugging Face; None for a name of the registry.
        method: ``lora`` or ``full``.
        weights: the folder within the run that holds the model to export: for ``lora`` the adapter's two files
            as peft writes them, for ``full`` the layout of Hugging Face; the tokenizer's files lie with them
            unless the base is a GGUF file.
        prompt_format: what its prompts look like.
        languages: at least one BCP 47 tag.
        licence: an SPDX identifier or the terms' name.
        context_length: tokens; None for that of the base.
        training: recipe and data.
        metrics: figures of the evaluation by name.
    """

    name: Name
    title: str = ""
    version: str
    base: Base
    base_path: str | None = None
    method: Literal["lora", "full"]
    weights: str
    prompt_format: Format
    languages: list[Language] = Field(min_length=1)
    licence: str
    context_length: int | None = Field(default=None, ge=16)
    training: Training
    metrics: dict[str, float] = Field(default_factory=dict)


def load_facts(run: Path) -> Facts:
    """Read and check ``run/facts.json``.

    Raises:
        ModelError: it is missing or wrong, or the folder of weights that it names is not there.
    """
    facts = load_record(run / FACTS, Facts)
    if not (run / facts.weights).is_dir():
        raise ModelError(f"{run / FACTS} names the folder {facts.weights}, which is not there")
    return facts


def save_facts(run: Path, facts: Facts) -> None:
    """Write ``run/facts.json`` in one step."""
    replace_text(run / FACTS, facts.model_dump_json(indent=2) + "\n")


def model_digest(path: Path) -> str:
    """Return the digest of a model: of its GGUF file, or of the safetensors file or files in its folder.

    For several files it is the digest of the lines ``digest name`` in the order of their names.

    Raises:
        ModelError: there is neither.
    """
    if path.is_file():
        return sha256_of(path)
    files = sorted(path.glob("*.safetensors"))
    if not files:
        raise ModelError(f"{path} holds no weights: neither a GGUF file nor a folder with safetensors")
    if len(files) == 1:
        return sha256_of(files[0])
    return hashlib.sha256("".join(f"{sha256_of(file)} {file.name}\n" for file in files).encode()).hexdigest()
