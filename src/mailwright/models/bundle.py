"""Bundle: weights on this machine, with what one must know to serve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Wrap = Literal["plain", "chatml"]

WRAPS: Final[tuple[Wrap, ...]] = get_args(Wrap)
PROMPT_FORMAT_VERSIONS: Final = (1,)


@dataclass(frozen=True)
class PromptFormat:
    """How a prompt is laid out for a model.

    Attributes:
        version: which version of the prompt's wording the weights were trained with, one of
            ``PROMPT_FORMAT_VERSIONS``.
        wrap: ``chatml`` puts the prompt into a ChatML turn, ``plain`` leaves it as it is.
    """

    version: int = 1
    wrap: Wrap = "plain"

    @classmethod
    def from_mapping(cls, record: Mapping[str, Any], where: str) -> PromptFormat:
        """Read ``{"version": 1, "wrap": "chatml"}``; ``where`` names the place in messages.

        Raises:
            ModelError: the version or the wrap is one that this program cannot write.
        """
        version, wrap = record.get("version"), record.get("wrap")
        if isinstance(version, bool) or version not in PROMPT_FORMAT_VERSIONS:
            known = ", ".join(str(number) for number in PROMPT_FORMAT_VERSIONS)
            raise ModelError(
                f"{where} has prompt format version {version!r}, and this mailwright knows {known}: "
                "upgrade mailwright or take another bundle"
            )
        for name in WRAPS:
            if wrap == name:
                return cls(version, name)
        raise ModelError(f"{where} has the prompt wrap {wrap!r}: known are {', '.join(WRAPS)}")


@dataclass(frozen=True)
class Bundle:
    """A model that can be loaded at once.

    Attributes:
        name: what the model is called in answers and messages.
        version: which one of that name.
        weights: the GGUF file.
        architecture: as the file names it: ``llama``, ``gemma3``, ...
        languages: BCP 47 tags that it writes.
        prompt_format: the layout of prompts that it was made for.
        licence: an SPDX identifier or the terms' name; empty if unknown.
        sha256: the weights' digest, 64 hexadecimal digits; empty if nobody stated one.
        context_length: tokens that prompt and answer may have together.
        folder: where the weights and their papers lie.
        quantisation: as the makers name it, such as ``Q4_1``; empty if unknown.
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
