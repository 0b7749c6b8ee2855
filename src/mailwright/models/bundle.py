"""Bundle: weights on this machine, with what one must know to serve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.models.manifest import Confidence
    from mailwright.prompt import PromptFormat


@dataclass(frozen=True)
class Bundle:
    """A model that can be loaded at once.

    Attributes:
        name: what the model is called in answers and messages.
        version: which one of that name.
        weights: the GGUF file, or the weights in a folder in the layout of Hugging Face.
        architecture: as the files name it: ``llama``, ``gemma3``, ``t5``, ...
        languages: BCP 47 tags that it writes.
        prompt_format: the layout of prompts that it was made for.
        licence: an SPDX identifier or the terms' name; empty if unknown.
        sha256: the weights' digest, 64 hexadecimal digits; empty if nobody stated one.
        context_length: tokens that prompt and answer may have together.
        folder: where the weights and their papers lie.
        quantisation: as the makers name it, such as ``Q4_1``; empty if unknown.
        confidence: how far its own likelihoods are to be trusted; None where nobody measured it.
    """

    name: str
    version: str
    weights: Path
    architecture: str
    languages: tuple[str, ...]
    prompt_format: PromptFormat
    licence: str
    sha256: str
    context_length: int
    folder: Path
    quantisation: str = ""
    confidence: Confidence | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the bundle as JSON can hold it."""
        return {
            "name": self.name,
            "version": self.version,
            "weights": str(self.weights),
            "architecture": self.architecture,
            "quantisation": self.quantisation,
            "languages": list(self.languages),
            "prompt_format": {"version": self.prompt_format.version, "wrap": self.prompt_format.wrap},
            "licence": self.licence,
            "sha256": self.sha256,
            "context_length": self.context_length,
            "folder": str(self.folder),
        }
