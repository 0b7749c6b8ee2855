"""A name, a bundle's folder or a GGUF file -> the bundle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError
from mailwright.gguf import read_gguf_header
from mailwright.models.adapted import Adapted, adapted_of_folder
from mailwright.models.bundle import Bundle
from mailwright.models.cache import is_intact, sha256_of
from mailwright.models.folder import (
    CONFIG,
    INDEX,
    WEIGHTS,
    architecture_of,
    chat_template_of,
    context_length_of,
    read_json,
)
from mailwright.models.manifest import MANIFEST, load_manifest
from mailwright.models.pull import pull, pull_adapted
from mailwright.models.registry import ALIASES, Entry, Known, find_entry, known_models
from mailwright.prompt import PromptFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailwright.models.progress import Progress

SUFFIX: Final = ".gguf"
CHATML: Final = "<|im_start|>"
CONTEXT_IF_UNSAID: Final = 2048


def resolve(model: str, *, progress: Progress | None = None, registry: Mapping[str, Known] | None = None) -> Bundle:
    """Return the bundle that ``model`` means: a named one is fetched if it is not here, an adapter is merged.

    Args:
        model: a name of the registry, ``default``, a folder with manifest.json or in the layout of Hugging Face,
            or a GGUF file's path.
        progress: told how far a download is; see ``pull``.
        registry: the bundles known by name; by default all that there are.

    Raises:
        ModelError: there is no such thing, it is broken, or it cannot be fetched.
    """
    found = find(model, registry)
    if isinstance(found, Adapted):
        return pull_adapted(found, progress=progress, registry=registry)
    return pull(found.name, progress=progress, registry=registry) if isinstance(found, Entry) else found


def find(model: str, registry: Mapping[str, Known] | None = None) -> Bundle | Known:
    """Return what ``model`` means without fetching or merging: a known name's entry, or what lies at a path.

    A known name wins over a file or folder of that name; ``./name`` means the latter.

    Raises:
        ModelError: there is no such thing, or it is broken.
    """
    registry = known_models() if registry is None else registry
    if model.strip().lower() not in (*registry, *ALIASES):
        path = Path(model).expanduser()
        if path.is_dir():
            plain = not (path / MANIFEST).exists() and (path / CONFIG).exists()
            return bundle_of_plain_folder(path) if plain else bundle_of_folder(path)
        if path.is_file():
            return bundle_of_file(path)
        if path.suffix.lower() == SUFFIX or os.sep in model or "/" in model:
            raise ModelError(f"there is no file or folder {model}")
    return find_entry(model, registry)


def bundle_of_folder(folder: Path) -> Bundle | Adapted:
    """Return the bundle in a folder with manifest.json; its weights must have the digest stated there.

    Raises:
        ModelError: no or a wrong manifest, missing or wrong weights.
    """
    manifest = load_manifest(folder)
    if manifest.weights is None:
        return adapted_of_folder(folder, manifest)
    weights = folder.absolute() / manifest.weights
    if not weights.is_file():
        raise ModelError(f"{folder / MANIFEST} names the weights {manifest.weights}, which are not there")
    if manifest.weights_sha256 is not None and not is_intact(weights, manifest.weights_sha256):
        raise ModelError(
            f"wrong checksum: {weights} has sha256 {sha256_of(weights)}, "
            f"but its manifest states {manifest.weights_sha256}"
        )
    architecture, context_length = _read_model(weights)
    if architecture != manifest.architecture:
        raise ModelError(
            f"{folder / MANIFEST} states the architecture {manifest.architecture}, "
            f"but {manifest.weights} is of {architecture}"
        )
    return Bundle(
        name=manifest.name,
        version=manifest.version,
        weights=weights,
        architecture=manifest.architecture,
        languages=tuple(manifest.languages),
        prompt_format=manifest.prompt_format.known(str(folder / MANIFEST)),
        licence=manifest.licence,
        sha256=manifest.weights_sha256 or "",
        context_length=manifest.context_length or context_length or CONTEXT_IF_UNSAID,
        folder=folder.absolute(),
        quantisation=manifest.quantisation,
        confidence=manifest.confidence,
    )


def bundle_of_plain_folder(folder: Path) -> Bundle:
    """Return a bundle for a folder in the layout of Hugging Face: English, ChatML if its chat template says so.

    Raises:
        ModelError: it holds no config.json or no weights in safetensors.
    """
    folder = folder.absolute()
    weights = folder / WEIGHTS if (folder / WEIGHTS).exists() else folder / INDEX
    if not weights.exists():
        raise ModelError(f"{folder} holds no weights in safetensors: {WEIGHTS} is not there")
    architecture, context_length = _read_model(weights)
    return Bundle(
        name=folder.name,
        version="",
        weights=weights,
        architecture=architecture,
        languages=("en",),
        prompt_format=PromptFormat(1, "chatml" if CHATML in chat_template_of(folder) else "plain"),
        licence="",
        sha256="",
        context_length=context_length or CONTEXT_IF_UNSAID,
        folder=folder,
    )


def _read_model(weights: Path) -> tuple[str, int]:
    """The architecture and the context length (0 if unsaid) of weights in either layout."""
    if weights.suffix == SUFFIX:
        header = read_gguf_header(weights)
        return header.architecture, header.context_length
    config = read_json(weights.parent / CONFIG)
    return architecture_of(config), context_length_of(config)


def bundle_of_file(path: Path) -> Bundle:
    """Return a bundle for a bare GGUF file: English, ChatML if its chat template says so, else plain.

    Raises:
        ModelError: it is no GGUF file.
    """
    header = read_gguf_header(path)
    return Bundle(
        name=path.stem,
        version="",
        weights=path.absolute(),
        architecture=header.architecture,
        languages=("en",),
        prompt_format=PromptFormat(1, "chatml" if CHATML in header.chat_template else "plain"),
        licence=header.licence,
        sha256="",
        context_length=header.context_length or CONTEXT_IF_UNSAID,
        folder=path.absolute().parent,
    )
