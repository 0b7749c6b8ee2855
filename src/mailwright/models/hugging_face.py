"""Folders in the layout of Hugging Face, made with torch: the one step of an export that needs it."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

CONFIG: Final = "config.json"
TOKENIZER: Final = "tokenizer.json"
# What belongs to a model in this layout; optimiser states and the like do not.
MODEL_FILES: Final = ("config.json", "generation_config.json", "*.safetensors", "*.safetensors.index.json")
TOKENIZER_FILES: Final = (
    "tokenizer*.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
    "*.model",
    "chat_template.jinja",
)


def save_merged(base: Path, adapter: Path, target: Path) -> None:
    """Write a base with an adapter merged into it, in 32 bits, and its tokenizer.

    Args:
        base: a GGUF file, or a folder of a causal or an encoder-decoder model.
        adapter: the folder with the adapter's files, and the tokenizer's if they are not those of the base.
        target: an empty folder.

    Raises:
        ModelError: torch, transformers or peft is not installed, or they cannot read what is there.
    """
    demand_torch("peft")
    from peft import PeftModel

    try:
        model = PeftModel.from_pretrained(load(base), adapter).merge_and_unload()
        model.hf_quantizer = None  # a mark of GGUF files, although what was read is no longer quantised
        model.save_pretrained(target)
        save_tokenizer(base, adapter, target)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"cannot merge {adapter} into {base}: {str(error).splitlines()[0]}") from error


def save_whole(base: Path, weights: Path, target: Path) -> None:
    """Copy a model that was trained whole, and its tokenizer, or that of the base if it has none of its own."""
    _copy(weights, target, MODEL_FILES)
    save_tokenizer(base, weights, target)


def save_tokenizer(base: Path, weights: Path, target: Path) -> None:
    """Put the tokenizer of ``weights`` into ``target``, or that of the base if there is none.

    Raises:
        ModelError: the base is a GGUF file and transformers is not installed.
    """
    if (weights / TOKENIZER).exists():
        _copy(weights, target, TOKENIZER_FILES)
    elif base.is_dir():
        _copy(base, target, TOKENIZER_FILES)
    else:
        demand_torch("transformers")
        from transformers import AutoTokenizer

        AutoTokenizer.from_pretrained(base.parent, gguf_file=base.name).save_pretrained(target)


def load(path: Path) -> Any:
    """Return the model in a GGUF file or in a folder, in 32 bits on the CPU, ready to be asked."""
    demand_torch("transformers")
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM

    if path.is_file():
        model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    else:
        seq2seq = AutoConfig.from_pretrained(path, local_files_only=True).is_encoder_decoder
        kind = AutoModelForSeq2SeqLM if seq2seq else AutoModelForCausalLM
        model = kind.from_pretrained(path, local_files_only=True, dtype=torch.float32)
    return model.eval()


def demand_torch(*packages: str) -> None:
    """Raise ModelError if torch or one of these packages is not installed."""
    for package in ("torch", *packages):
        if importlib.util.find_spec(package) is None:
            raise ModelError(f"this needs {package}, which is not installed: pip install 'mailwright[train]'")


def _copy(source: Path, target: Path, patterns: tuple[str, ...]) -> None:
    for pattern in patterns:
        for path in sorted(source.glob(pattern)):
            shutil.copyfile(path, target / path.name)
