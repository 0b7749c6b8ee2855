"""Adapter + base -> weights to serve, made once and kept."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError
from mailwright.gguf import read_gguf_header
from mailwright.models.adapter import CONFIG, read_adapter
from mailwright.models.bundle import Bundle
from mailwright.models.cache import is_intact, lock, model_folder, replace_text, sha256_of
from mailwright.models.progress import Progress, open_progress
from mailwright.models.quantise import check_quantisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailwright.models.adapted import Adapted

METHOD: Final = 1  # another one makes other files of the same parts
RECORD: Final = ".json"
KEPT: Final = 3  # builds of one name and format; those of an adapter's earlier versions are never asked for again


def build(
    adapted: Adapted, base: Bundle, quantisation: str | None = None, *, progress: Progress | None = None
) -> Bundle:
    """Return the bundle of an adapter merged into its base, from the cache if it was made before.

    What is made is named by the digests of its parts and has its own digest beside it; it is written aside and
    moved into place whole, by one process at a time.

    Args:
        adapted: the adapter.
        base: the weights that it was made for, on this machine.
        quantisation: of the merged weights, by default what the adapter's manifest says.
        progress: told how far it is; by default a bar on stderr if that is a terminal, else lines.

    Raises:
        ModelError: the adapter is missing, wrong or for another base, or there is no place on the disk.
    """
    quantisation = check_quantisation(quantisation or adapted.quantisation)
    target = built_path(adapted, quantisation)
    if not is_built(target):
        try:
            if progress is not None:
                _build(adapted, base, target, quantisation, progress)
            else:
                with open_progress() as opened:
                    _build(adapted, base, target, quantisation, opened)
        except OSError as error:
            raise ModelError(f"cannot store {target}: {error.strerror or error}") from error
    return bundle_of_build(adapted, base.context_length, quantisation)


def bundle_of_build(adapted: Adapted, context_length: int, quantisation: str | None = None) -> Bundle:
    """Return the bundle that ``build`` gives, built or not; ``context_length`` is that of the base."""
    quantisation = check_quantisation(quantisation or adapted.quantisation)
    target = built_path(adapted, quantisation)
    return Bundle(
        name=adapted.name,
        version=adapted.version,
        weights=target,
        architecture=adapted.architecture,
        languages=adapted.languages,
        prompt_format=adapted.prompt_format,
        licence=adapted.licence,
        sha256=_recorded(target),
        context_length=adapted.context_length or context_length,
        folder=adapted.folder,
        quantisation=quantisation,
        confidence=adapted.confidence,
    )


def built_path(adapted: Adapted, quantisation: str) -> Path:
    """Return where the merged weights lie once they are made.

    Raises:
        ModelError: the adapter is not there or has a wrong checksum.
    """
    parts = [str(METHOD), adapted.base_sha256, _digest(adapted), _config_digest(adapted), quantisation]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    return model_folder(adapted.name) / f"{adapted.name}.{quantisation}.{key}.gguf"


def is_built(target: Path) -> bool:
    """Return whether the merged weights are there, unchanged since they were made."""
    recorded = _recorded(target)
    return bool(recorded) and is_intact(target, recorded)


def _build(adapted: Adapted, base: Bundle, target: Path, quantisation: str, progress: Progress) -> None:
    # Imported late: what is built already needs no numpy.
    from mailwright.gguf import read_weights
    from mailwright.gguf.layout import open_layout
    from mailwright.gguf.write import copied_fields
    from mailwright.models.merge import merge
    from mailwright.models.quantise import quantise

    if base.sha256 != adapted.base_sha256:
        raise ModelError(
            f"{adapted.folder} is an adapter for weights with sha256 {adapted.base_sha256}, "
            f"but {base.weights} has {base.sha256 or 'none stated'}"
        )
    with lock(target.parent, progress, "building in"):
        if is_built(target):  # by another process meanwhile
            return
        for left in target.parent.glob(f".{target.name}.*"):  # by a process that was killed
            left.unlink()
        progress.note(f"merging {adapted.name} into {base.name}")
        with open_layout(base.weights) as layout:
            merged = merge(layout, read_weights(layout), read_adapter(adapted.adapter))
            quantise(merged, copied_fields(layout), target, quantisation, progress, adapted.name)
        read_gguf_header(target)
        replace_text(_record_path(target), json.dumps({"sha256": sha256_of(target)}))
        is_built(target)  # stamps it, so that the next start need not read it
        _drop_earliest(target.parent.glob(f"{adapted.name}.{quantisation}.*.gguf"))


def _drop_earliest(builds: Iterable[Path]) -> None:
    for path in sorted(builds, key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        with suppress(OSError):  # one that is served may be held fast
            path.unlink()
            _record_path(path).unlink(missing_ok=True)


def _digest(adapted: Adapted) -> str:
    try:
        if not adapted.adapter_sha256:
            return sha256_of(adapted.adapter)
        if is_intact(adapted.adapter, adapted.adapter_sha256):
            return adapted.adapter_sha256
        actual = sha256_of(adapted.adapter)
    except OSError as error:
        raise ModelError(f"cannot read the adapter {adapted.adapter}: {error.strerror or error}") from error
    raise ModelError(
        f"wrong checksum: {adapted.adapter} has sha256 {actual}, but its manifest states {adapted.adapter_sha256}"
    )


def _config_digest(adapted: Adapted) -> str:
    path = adapted.adapter.with_name(CONFIG)
    try:
        return sha256_of(path)
    except OSError as error:
        raise ModelError(f"cannot read the adapter's configuration {path}: {error.strerror or error}") from error


def _record_path(target: Path) -> Path:
    return target.with_name(target.name + RECORD)


def _recorded(target: Path) -> str:
    """The digest of what was built, empty if nothing was."""
    try:
        recorded = json.loads(_record_path(target).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    digest = recorded.get("sha256") if isinstance(recorded, dict) else None
    return digest if isinstance(digest, str) else ""
