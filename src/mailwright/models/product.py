"""The files of a bundle, made from what a run trained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mailwright.gguf import read_gguf_header, read_weights
from mailwright.gguf.layout import open_layout
from mailwright.gguf.write import copied_fields
from mailwright.models.adapter import CONFIG as ADAPTER_CONFIG
from mailwright.models.adapter import read_adapter
from mailwright.models.convention import convention_of
from mailwright.models.convert import convert, weights_of_folder
from mailwright.models.difference import ADAPTER, write_difference
from mailwright.models.folder import CONFIG, INDEX, WEIGHTS, architecture_of, read_json
from mailwright.models.hugging_face import save_merged, save_whole
from mailwright.models.merge import merge, put_whole
from mailwright.models.quantise import quantise
from mailwright.models.safetensors import read_safetensors, write_half

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.models.progress import Progress


@dataclass(frozen=True)
class Product:
    """What comes of one training run.

    Attributes:
        name: the bundle's name.
        licence: as the manifest has it.
        base: the GGUF file or the folder that training began from.
        base_name: its name.
        trained: the folder with the adapter, or with the whole model, that came of it.
        is_adapter: which of the two.
        progress: told what is done.
    """

    name: str
    licence: str
    base: Path
    base_name: str
    trained: Path
    is_adapter: bool
    progress: Progress

    @cached_property
    def architecture(self) -> str:
        """As GGUF files name it where there is such a form, else ``model_type`` of config.json."""
        if self.base.is_file():
            return read_gguf_header(self.base).architecture
        return architecture_of(read_json(self.base / CONFIG))

    @property
    def needs_torch_for_gguf(self) -> bool:
        """Whether a GGUF file is made of the layout of Hugging Face, and not of a GGUF base and an adapter."""
        return not (self.is_adapter and self.base.is_file())

    def put_adapter(self, folder: Path, rank: int) -> Path:
        """Put the adapter into a folder, in 16 bits, and return its file.

        Of a model that was trained whole it is the approximation of this rank of what training changed.
        """
        self.progress.note("writing the adapter")
        if not self.is_adapter:
            kept = write_difference(self.base, self.base_name, self.trained, rank, folder)
            self.progress.note(f"rank {rank} keeps {100 * kept:.1f} % of what training changed, by its squares")
            return folder / ADAPTER
        read_adapter(self.trained / ADAPTER)  # one that could not be merged is refused here
        tensors = {name: stored.read() for name, stored in read_safetensors(self.trained / ADAPTER).items()}
        write_half(tensors, folder / ADAPTER)
        config = {**read_json(self.trained / ADAPTER_CONFIG), "base_model_name_or_path": self.base_name}
        text = json.dumps(config, indent=2, sort_keys=True, ensure_ascii=False)
        (folder / ADAPTER_CONFIG).write_text(text + "\n", encoding="utf-8")
        return folder / ADAPTER

    def put_safetensors(self, folder: Path) -> Path:
        """Put model and tokenizer into a folder, in the layout of Hugging Face; return the weights' file."""
        self.progress.note("writing the layout of Hugging Face")
        if self.is_adapter:
            save_merged(self.base, self.trained, folder)
        else:
            save_whole(self.base, self.trained, folder)
        weights = folder / WEIGHTS
        return weights if weights.exists() else folder / INDEX

    def put_gguf(self, folder: Path, quantisation: str, whole: Path | None) -> Path:
        """Put a GGUF file into a folder and return it.

        Args:
            folder: where to.
            quantisation: its format.
            whole: a folder with what ``put_safetensors`` made; needed if ``needs_torch_for_gguf``.

        Raises:
            ModelError: the architecture has no such form here.
        """
        target = folder / f"{self.name}-{quantisation}.gguf"
        self.progress.note(f"writing {target.name}")
        if self.base.is_dir():
            assert whole is not None
            fields, weights = convert(whole, self.name, self.licence)
            quantise(weights, fields, target, quantisation, self.progress, target.name)
            return target
        with open_layout(self.base) as layout:
            weights = read_weights(layout)
            if self.is_adapter:
                weights = merge(layout, weights, read_adapter(self.trained / ADAPTER))
            else:
                assert whole is not None
                trained = weights_of_folder(whole, convention_of(layout))
                weights = put_whole(weights, trained, str(self.trained))
            quantise(weights, copied_fields(layout), target, quantisation, self.progress, target.name)
        return target
