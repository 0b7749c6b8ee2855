"""A bundle that is an adapter: its base is fetched and the two are merged on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.models.manifest import MANIFEST, load_manifest

if TYPE_CHECKING:
    from mailwright.models.manifest import Confidence, Manifest
    from mailwright.prompt import PromptFormat

SHIPPED: Final = Path(__file__).with_name("adapters")


@dataclass(frozen=True)
class Adapted:
    """A base by name and what was learnt on top of it.

    Attributes:
        name: what it is asked for by.
        version: which one of that name.
        title: one line for the list of models.
        folder: where the adapter and its papers lie.
        adapter: the adapter's file.
        adapter_sha256: its digest; empty if nobody stated one.
        base: the name of the base.
        base_sha256: the digest of the base's file.
        quantisation: of the merged weights.
        architecture: as GGUF files name it.
        context_length: tokens; None for that of the base.
        languages: BCP 47 tags that it writes.
        licence: an SPDX identifier or the terms' name.
        prompt_format: how prompts are laid out for it.
        confidence: how far its own likelihoods are to be trusted; None where nobody measured it.
    """

    name: str
    version: str
    title: str
    folder: Path
    adapter: Path
    adapter_sha256: str
    base: str
    base_sha256: str
    quantisation: str
    architecture: str
    context_length: int | None
    languages: tuple[str, ...]
    licence: str
    prompt_format: PromptFormat
    confidence: Confidence | None = None


def adapted_of_folder(folder: Path, manifest: Manifest) -> Adapted:
    """Return the adapter that the manifest in ``folder`` names."""
    assert manifest.adapter is not None  # the caller looked
    folder = folder.absolute()
    return Adapted(
        name=manifest.name,
        version=manifest.version,
        title=manifest.title,
        folder=folder,
        adapter=folder / manifest.adapter,
        adapter_sha256=manifest.adapter_sha256 or "",
        base=manifest.base.name,
        base_sha256=manifest.base.sha256,
        quantisation=manifest.quantisation,
        architecture=manifest.architecture,
        context_length=manifest.context_length,
        languages=tuple(manifest.languages),
        licence=manifest.licence,
        prompt_format=manifest.prompt_format.known(str(folder / MANIFEST)),
        confidence=manifest.confidence,
    )


def shipped_adapters(place: Path = SHIPPED) -> dict[str, Adapted]:
    """Return the bundles that come with the package, by name: each a folder of ``place`` with a manifest.

    Raises:
        ModelError: a manifest there is wrong.
    """
    folders = sorted(path.parent for path in place.glob(f"*/{MANIFEST}"))
    found = [adapted_of_folder(folder, load_manifest(folder)) for folder in folders]
    return {item.name: item for item in found}
