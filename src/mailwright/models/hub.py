"""The Hugging Face hub as a source: its client finds the file, our download continues what was cut."""

from __future__ import annotations

import os
import queue
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.models.cache import accept, read_blocks, sha256_of, store
from mailwright.models.download import Remote, download
from mailwright.models.errors import SourceError

if TYPE_CHECKING:
    from mailwright.models.progress import Progress
    from mailwright.models.registry import Entry, HubFile

# A hub that cannot be reached costs at most five seconds; the rest of them is for what stands around this.
PATIENCE_S: Final = 4.0
TRUE: Final = ("1", "ON", "YES", "TRUE")  # what huggingface_hub reads as true


def fetch_from_hub(entry: Entry, target: Path, progress: Progress, *, patience_s: float | None = None) -> None:
    """Put the entry's file at ``target``: from the hub client's own cache if it is there, else by download.

    The hub's first answer is awaited for ``patience_s`` seconds (4 if not given); the download may take longer.

    HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE, the proxy variables and a client set with
    ``huggingface_hub.set_client_factory`` are respected.

    Raises:
        SourceError: the hub is offline, did not answer in time, or has no such file.
        ModelError: the file has a wrong checksum.
    """
    if entry.hub is None:
        raise SourceError(f"no commit on the hub is known that holds {entry.file}")
    began = time.monotonic()
    patience_s = PATIENCE_S if patience_s is None else patience_s
    cached = _in_hub_cache(entry.hub)
    if cached is not None and cached.stat().st_size == entry.size and sha256_of(cached) == entry.sha256:
        progress.note(f"taking {entry.file} from the hub client's cache")
        store(read_blocks(cached), target, entry.sha256, str(cached))
        return
    if any(os.environ.get(name, "").upper() in TRUE for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")):
        raise SourceError("HF_HUB_OFFLINE is set")
    found = _look(entry.hub, began + patience_s)
    if found.size != entry.size:
        raise SourceError(f"{found.url} has {found.size:,} bytes, but {entry.size:,} were expected")
    progress.note(f"fetching {entry.file} from {found.url.split('/resolve/')[0]}")
    _download(entry, found, target, progress)


@dataclass(frozen=True)
class _Found:
    url: str
    size: int


def _download(entry: Entry, found: _Found, target: Path, progress: Progress) -> None:
    from huggingface_hub import get_session
    from huggingface_hub.utils._headers import build_hf_headers

    part = target.with_name(f".{target.name}.{entry.sha256[:12]}.part")
    remote = Remote(found.url, entry.file, entry.size, build_hf_headers())
    resumed = part.exists()
    download(get_session(), remote, part, progress)
    actual = sha256_of(part)
    if actual != entry.sha256 and resumed:  # the part may have been spoilt, so the whole is fetched once more
        part.unlink()
        download(get_session(), remote, part, progress)
        actual = sha256_of(part)
    accept(part, target, entry.sha256, actual, found.url)


def _in_hub_cache(file: HubFile) -> Path | None:
    try:
        from huggingface_hub import try_to_load_from_cache
    except ValueError as error:  # its constants are made of HF_ENDPOINT
        raise SourceError(f"HF_ENDPOINT is no address: {error}") from error
    path = try_to_load_from_cache(file.repository, file.path, revision=file.revision)
    return Path(path) if isinstance(path, str) and Path(path).is_file() else None


def _look(file: HubFile, deadline: float) -> _Found:
    """Ask the hub for the file's size, in a thread that is left behind if no answer comes in time.

    Timeouts of the client alone do not bound this: names are looked up without one, and every redirect and
    every address of a host begins a new one.
    """
    patience_s = max(deadline - time.monotonic(), 0.1)
    answers: queue.SimpleQueue[_Found | Exception] = queue.SimpleQueue()
    thread = threading.Thread(target=_ask, args=(file, patience_s, answers), daemon=True, name="hub-probe")
    thread.start()
    try:
        answer = answers.get(timeout=patience_s)
    except queue.Empty:
        raise SourceError("the hub did not answer in time") from None
    if isinstance(answer, _Found):
        return answer
    raise SourceError(str(answer).strip().splitlines()[0] if str(answer).strip() else type(answer).__name__)


def _ask(file: HubFile, patience_s: float, answers: queue.SimpleQueue[_Found | Exception]) -> None:
    import httpx2
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    try:
        endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or None
        url = hf_hub_url(file.repository, file.path, revision=file.revision, endpoint=endpoint)
        metadata = get_hf_file_metadata(url, timeout=patience_s, endpoint=endpoint)
        if metadata.commit_hash != file.revision:
            raise SourceError(f"{url} is not answered by a hub with the commit {file.revision}")
        answers.put(_Found(url, metadata.size or 0))
    except (SourceError, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError, RuntimeError) as error:
        answers.put(error)
