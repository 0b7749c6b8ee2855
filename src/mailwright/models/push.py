"""A bundle's folder -> a repository of the Hugging Face hub, with the hub's own client."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.models.adapted import Adapted
from mailwright.models.build import built_path
from mailwright.models.card import CARD
from mailwright.models.lookup import bundle_of_folder
from mailwright.models.manifest import MANIFEST, load_manifest

if TYPE_CHECKING:
    from mailwright.models.manifest import Manifest

# What a bundle is made of; whatever else lies in the folder, such as a report with its drafts, stays where it is.
PATTERNS: Final = (
    CARD, MANIFEST, "config.json", "generation_config.json", "adapter_config.json", "*.index.json",
    "tokenizer*.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
    "*.gguf", "*.safetensors", "*.model", "*.jinja", "LICENSE*",
)  # fmt: skip


@dataclass(frozen=True)
class Push:
    """What goes to the hub and what does not, in the order of the names."""

    folder: Path
    files: tuple[Path, ...]
    left_out: tuple[str, ...]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(path.stat().st_size for path in self.files)


def plan_push(folder: Path, *, public: bool = False) -> Push:
    """Check a bundle's folder and return what a push of it would send; asks nobody.

    Raises:
        ModelError: it is no bundle, its weights have a wrong checksum, it lacks its card, or it was trained on
            private data and is to be public.
    """
    manifest = load_manifest(folder)
    found = bundle_of_folder(folder)
    if isinstance(found, Adapted):
        built_path(found, found.quantisation)  # holds the adapter's checksum
    if not (folder / CARD).exists():
        raise ModelError(f"{folder} has no {CARD}: a model without a card is not pushed; export it anew")
    if public and _is_private(manifest):
        raise ModelError(
            f"{folder / MANIFEST} says that {manifest.name} was trained on private data: push it privately"
        )
    names = {path.name for pattern in PATTERNS for path in folder.glob(pattern) if path.is_file()}
    others = {path.name for path in folder.iterdir()} - names
    return Push(folder, tuple(folder / name for name in sorted(names)), tuple(sorted(others)))


def push(folder: Path, repository: str, *, public: bool = False) -> str:
    """Send a bundle to a repository of the hub, which is made if it is not there; return the commit's address.

    The token is that of HF_TOKEN or of ``hf auth login``; HF_ENDPOINT is respected.

    Args:
        folder: the bundle.
        repository: ``name`` or ``owner/name``.
        public: make a new repository public. Otherwise it is private, and one that is public already is refused.

    Raises:
        ModelError: as ``plan_push``, or the hub cannot be reached or refuses.
    """
    plan = plan_push(folder, public=public)
    from huggingface_hub import HfApi, get_token
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    if not get_token():
        raise ModelError("no token for the hub: set HF_TOKEN, or log in with: hf auth login")
    endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or None
    api = HfApi(endpoint=endpoint, library_name="mailwright")
    try:
        name = api.create_repo(repository, private=not public, exist_ok=True).repo_id
        if not public and not api.repo_info(name).private:
            raise ModelError(
                f"{name} is public already: say that this is wanted (--public), or choose another name"
            )
        return _send(api, plan, name)
    except HFValidationError as error:
        raise ModelError(f"{repository!r} is no name of a repository: {error}") from error
    except (HfHubHTTPError, OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"cannot push to {repository}: {str(error).strip().splitlines()[0]}") from error


def _send(api: Any, plan: Push, name: str) -> str:
    manifest = load_manifest(plan.folder)
    commit = api.upload_folder(
        repo_id=name,
        folder_path=plan.folder,
        allow_patterns=[path.name for path in plan.files],
        commit_message=f"{manifest.name} {manifest.version}",
    )
    return str(commit.commit_url)


def _is_private(manifest: Manifest) -> bool:
    return manifest.training is not None and manifest.training.data.get("private") is True
