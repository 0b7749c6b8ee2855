"""Bases from the Hugging Face hub: fetched into its cache, and made safetensors where they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mailwright.training.errors import TrainingError

_PAPERS: Final = ("*.json", "*.model", "*.txt", "*.jinja")
_WEIGHTS: Final = "*.safetensors"
_PICKLED: Final = "pytorch_model*.bin"


def fetch_base(name: str, revision: str | None = None) -> Path:
    """Return the folder of a model of the hub, with config, tokenizer and safetensors.

    Raises:
        TrainingError: the hub cannot be reached, has no such model, or has it without weights.
    """
    folder = _snapshot(name, revision, [*_PAPERS, _WEIGHTS])
    if any(folder.glob(_WEIGHTS)):
        return folder
    return _converted(name, _snapshot(name, revision, [*_PAPERS, _PICKLED]))


def _snapshot(name: str, revision: str | None, patterns: list[str]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=patterns))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise TrainingError(
            f"cannot fetch {name} from the Hugging Face hub ({type(error).__name__}): look at the name and the "
            "network, or give base.name as a folder in its layout"
        ) from error


def _converted(name: str, snapshot: Path) -> Path:
    """Return a folder with the pickled weights of ``snapshot`` as safetensors; made once a commit."""
    from mailwright.models import home

    target = home() / "bases" / name.replace("/", "--") / snapshot.name
    if not target.is_dir():
        if not any(snapshot.glob(_PICKLED)):
            raise TrainingError(f"{name} has no weights on the hub that can be read: choose another base")
        import shutil
        import tempfile

        from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM

        seq2seq = AutoConfig.from_pretrained(snapshot).is_encoder_decoder
        kind = AutoModelForSeq2SeqLM if seq2seq else AutoModelForCausalLM
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as passing:
            made = Path(passing) / "base"
            kind.from_pretrained(snapshot).save_pretrained(made)
            for pattern in _PAPERS:
                for path in snapshot.glob(pattern):
                    if not (made / path.name).exists():
                        shutil.copyfile(path, made / path.name)
            made.rename(target)
    return target
