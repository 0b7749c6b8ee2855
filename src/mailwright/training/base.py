"""The base: what training begins from, found by name and loaded as a tokenizer and a model."""

from __future__ import annotations

from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.gguf import read_gguf_header
from mailwright.models.facts import model_digest
from mailwright.models.lookup import find
from mailwright.models.registry import Entry
from mailwright.training.errors import TrainingError
from mailwright.training.hub import fetch_base

if TYPE_CHECKING:
    from mailwright.models import Progress
    from mailwright.training.config import BaseModelConfig, Kind

SUFFIX: Final = ".gguf"


@dataclass(frozen=True)
class Base:
    """A base that is on this machine.

    Attributes:
        name: as it was asked for.
        path: its GGUF file, or its folder in the layout of Hugging Face.
        known: whether ``name`` is one that mailwright fetches by itself.
        kind: ``causal`` or ``seq2seq``.
        architecture: ``llama``, ``gemma3``, ``t5``, ... as GGUF files or config.json name it.
        licence: an SPDX identifier or the terms' name; empty if unknown.
        languages: that it is known to write; empty if unknown.
    """

    name: str
    path: Path
    known: bool
    kind: Kind
    architecture: str
    licence: str = ""
    languages: tuple[str, ...] = ()

    def sha256(self) -> str:
        """Return the digest of its weights, as a bundle's manifest states it."""
        return model_digest(self.path)


def find_base(config: BaseModelConfig, progress: Progress | None = None) -> Base:
    """Return the base that a recipe names; fetched if it is not here.

    Raises:
        TrainingError: there is no such thing, or it is of another kind than the recipe says.
        ModelError: it cannot be fetched or read.
    """
    path = Path(config.name).expanduser()
    if path.is_file() or path.suffix == SUFFIX:
        base = _of_gguf(config.name, path)
    elif path.is_dir():
        base = _of_folder(config.name, path)
    elif "/" in config.name:
        base = _of_folder(config.name, fetch_base(config.name, config.revision))
    else:
        base = _of_registry(config.name, progress)
    if config.kind not in (None, base.kind):
        raise TrainingError(f"base.kind is {config.kind}, but {config.name} is {base.kind}: leave base.kind out")
    return base


def load_tokenizer(base: Base) -> Any:
    """Return the base's tokenizer, as transformers has it."""
    from transformers import AutoTokenizer

    try:
        if base.path.is_file():
            return AutoTokenizer.from_pretrained(base.path.parent, gguf_file=base.path.name)
        return AutoTokenizer.from_pretrained(base.path, local_files_only=True)
    except (OSError, ValueError, ImportError) as error:
        raise TrainingError(f"cannot read the tokenizer of {base.name}: {str(error).splitlines()[0]}") from error


def load_model(base: Base) -> Any:
    """Return the base's weights in 32 bits on the CPU, de-quantised if need be."""
    import torch
    from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM

    kind = AutoModelForSeq2SeqLM if base.kind == "seq2seq" else AutoModelForCausalLM
    try:
        if base.path.is_file():
            with redirect_stderr(StringIO()):  # a bar that cannot be switched off
                model = kind.from_pretrained(base.path.parent, gguf_file=base.path.name, dtype=torch.float32)
        else:
            model = kind.from_pretrained(base.path, local_files_only=True, dtype=torch.float32)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise TrainingError(f"cannot read the weights of {base.name}: {str(error).splitlines()[0]}") from error
    model.hf_quantizer = None  # a mark of GGUF files, although what was read is no longer quantised
    return model


def load_architecture(base: Base) -> Any:
    """Return the base's configuration, as transformers has it."""
    from transformers import AutoConfig

    try:
        if base.path.is_file():
            return AutoConfig.from_pretrained(base.path.parent, gguf_file=base.path.name)
        return AutoConfig.from_pretrained(base.path, local_files_only=True)
    except (OSError, ValueError) as error:
        raise TrainingError(f"cannot read the configuration of {base.name}: {error}") from error


def _of_gguf(name: str, path: Path) -> Base:
    header = read_gguf_header(path)
    return Base(name, path.absolute(), False, "causal", header.architecture, header.licence)


def _of_registry(name: str, progress: Progress | None) -> Base:
    from mailwright.models import pull

    try:
        entry = find(name)
    except ModelError as error:
        raise TrainingError(f"base.name: {error}; a model of the hub is named owner/model") from error
    if not isinstance(entry, Entry):
        raise TrainingError(f"base.name: {name} is not a base: name a model that mailwright fetches whole")
    bundle = pull(entry.name, progress=progress)
    return Base(entry.name, bundle.weights, True, "causal", bundle.architecture, bundle.licence, bundle.languages)


def _of_folder(name: str, path: Path) -> Base:
    from mailwright.models.folder import CONFIG, architecture_of, read_json

    if not (path / CONFIG).is_file():
        raise TrainingError(f"base.name: {path} has no {CONFIG}: name a folder in the layout of Hugging Face")
    settings = read_json(path / CONFIG)
    kind: Kind = "seq2seq" if settings.get("is_encoder_decoder") else "causal"
    return Base(name, path.absolute(), False, kind, architecture_of(settings))
