"""A bundle that is an adapter: built once from the pulled base, kept, checked, and found again."""

from __future__ import annotations

import hashlib
import json
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.errors import ModelError
from mailwright.gguf import read_gguf_header
from mailwright.models.adapted import Adapted, adapted_of_folder, shipped_adapters
from mailwright.models.build import built_path
from mailwright.models.convert import convert
from mailwright.models.lookup import find, resolve
from mailwright.models.manifest import load_manifest
from mailwright.models.progress import SilentProgress
from mailwright.models.pull import pull, pull_adapted
from mailwright.models.quantise import quantise
from mailwright.models.registry import Entry, Known

pytest.importorskip("peft")
pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")
ROOT = Path(__file__).parents[2]
ADAPTER = "adapter_model.safetensors"


@dataclass
class Parts:
    """A tiny base as a GGUF file, and the folder of an adapter for it."""

    base: Path
    adapter: Path


@pytest.fixture(scope="module")
def made(tiny_models: Any, tmp_path_factory: pytest.TempPathFactory) -> Parts:
    folder = tmp_path_factory.mktemp("parts")
    model = tiny_models.llama(folder / "hf")
    fields, weights = convert(folder / "hf", "tiny", "mit")
    quantise(weights, fields, folder / "tiny.gguf", "Q4_1", SilentProgress(), "tiny")
    tiny_models.lora(model, folder / "adapter")
    return Parts(folder / "tiny.gguf", folder / "adapter")


@pytest.fixture
def base(made: Parts, entry: Entry) -> Entry:
    """The entry of the tiny base."""
    data = made.base.read_bytes()
    return replace(entry, size=len(data), sha256=hashlib.sha256(data).hexdigest())


@pytest.fixture
def adapter(made: Parts, base: Entry, tmp_path: Path) -> Path:
    """The folder of the bundle."""
    folder = tmp_path / "adapters" / "tiny-mail"
    copytree(made.adapter, folder)
    record = {
        "name": "tiny-mail",
        "title": "Tiny, for mail",
        "version": "7",
        "base": {"name": "tiny", "sha256": base.sha256},
        "prompt_format": {"version": 1, "wrap": "chatml"},
        "architecture": "llama",
        "quantisation": "Q8_0",
        "languages": ["en", "de"],
        "licence": "Apache-2.0",
        "adapter": ADAPTER,
        "adapter_sha256": hashlib.sha256((folder / ADAPTER).read_bytes()).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(record))
    return folder


@pytest.fixture
def known(base: Entry, adapter: Path, hub: Any, made: Parts) -> Mapping[str, Known]:
    """The registry: the base, which the hub has, and the adapter."""
    (path,) = (path for path in hub.files if path.endswith("tiny.gguf"))
    hub.files[path] = made.base.read_bytes()
    return {**shipped_adapters(adapter.parent), "tiny": base}


def test_pulling_an_adapter_pulls_its_base_and_builds(known: Mapping[str, Known], house: Path, notes: Any) -> None:
    bundle = pull("tiny-mail", registry=known, progress=notes)
    assert bundle.weights.parent == house / "models" / "tiny-mail"
    assert (bundle.name, bundle.version, bundle.languages) == ("tiny-mail", "7", ("en", "de"))
    assert (bundle.quantisation, bundle.context_length) == ("Q8_0", 512)
    assert bundle.prompt_format.wrap == "chatml"
    assert bundle.sha256 == hashlib.sha256(bundle.weights.read_bytes()).hexdigest()
    assert read_gguf_header(bundle.weights).tensor_types == {0, 8}
    size = notes.done[-1][1]
    assert notes.done[-1] == (size, size)


def test_what_was_built_is_found_again(known: Mapping[str, Known], notes: Any) -> None:
    first = resolve("tiny-mail", registry=known, progress=notes)
    changed = first.weights.stat().st_mtime_ns
    notes.lines.clear()
    assert resolve("tiny-mail", registry=known, progress=notes) == first
    assert notes.lines == []
    assert first.weights.stat().st_mtime_ns == changed


def test_each_quantisation_is_built_apart(known: Mapping[str, Known], adapter: Path, notes: Any) -> None:
    adapted = adapted_of_folder(adapter, load_manifest(adapter))
    bundles = [pull_adapted(adapted, quantisation=q, progress=notes, registry=known) for q in ("Q8_0", "f16")]
    assert [bundle.quantisation for bundle in bundles] == ["Q8_0", "F16"]
    assert all(bundle.weights.exists() for bundle in bundles)
    with pytest.raises(ModelError, match="'Q8_1' cannot be made here: did you mean Q8_0"):
        pull_adapted(adapted, quantisation="Q8_1", progress=notes, registry=known)


@pytest.mark.parametrize("spoil", ["cut", "changed", "unrecorded"])
def test_a_spoilt_build_is_made_again(known: Mapping[str, Known], notes: Any, spoil: str) -> None:
    bundle = pull("tiny-mail", registry=known, progress=notes)
    right = bundle.weights.read_bytes()
    if spoil == "unrecorded":  # as a process leaves it that is killed before the digest is written
        bundle.weights.with_name(bundle.weights.name + ".json").unlink()
    else:
        bundle.weights.write_bytes(right[:-100] if spoil == "cut" else right[:-1] + bytes([right[-1] ^ 1]))
    assert pull("tiny-mail", registry=known, progress=notes) == bundle
    assert bundle.weights.read_bytes() == right


CHILD = """
import pickle, sys
from mailwright.models.progress import PlainProgress
from mailwright.models.pull import pull
known = pickle.loads(bytes.fromhex(sys.argv[1]))
print("done", pull("tiny-mail", registry=known, progress=PlainProgress(sys.stdout)).weights, flush=True)
"""


def test_a_second_process_waits_for_the_first_and_clears_what_a_killed_one_left(
    known: Mapping[str, Known], house: Path, notes: Any
) -> None:
    from filelock import FileLock

    pull("tiny", registry=known, progress=notes)
    folder = house / "models" / "tiny-mail"
    folder.mkdir(parents=True)
    with FileLock(folder / ".lock"):
        command = [sys.executable, "-c", CHILD, pickle.dumps(dict(known)).hex()]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert process.stdout is not None
        assert "another process is building in" in process.stdout.readline()
        adapted = known["tiny-mail"]
        assert isinstance(adapted, Adapted)
        left = folder / f".{built_path(adapted, 'Q8_0').name}.77.part"
        left.write_bytes(b"half")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    assert out.splitlines()[-1] == f"done {built_path(adapted, 'Q8_0')}"
    assert not left.exists()


def test_a_changed_adapter_is_built_anew_if_its_manifest_goes_along(
    known: Mapping[str, Known], adapter: Path, notes: Any
) -> None:
    first = resolve(str(adapter), registry=known, progress=notes)
    data = bytearray((adapter / ADAPTER).read_bytes())
    data[-1] ^= 1
    (adapter / ADAPTER).write_bytes(data)
    with pytest.raises(ModelError, match=r"wrong checksum: .*but its manifest states"):
        resolve(str(adapter), registry=known, progress=notes)
    state_no_checksum(adapter)
    assert resolve(str(adapter), registry=known, progress=notes).weights != first.weights


def state_no_checksum(adapter: Path) -> None:
    """Let the adapter's file change."""
    record = json.loads((adapter / "manifest.json").read_text())
    del record["adapter_sha256"]
    (adapter / "manifest.json").write_text(json.dumps(record))


def test_the_last_builds_of_an_adapter_are_kept(
    known: Mapping[str, Known], adapter: Path, house: Path, notes: Any
) -> None:
    state_no_checksum(adapter)
    other = resolve("tiny", registry=known, progress=notes).weights
    builds = []
    for change in range(5):
        data = bytearray((adapter / ADAPTER).read_bytes())
        data[-1] = change
        (adapter / ADAPTER).write_bytes(data)
        builds.append(resolve(str(adapter), registry=known, progress=notes).weights)
    assert len(set(builds)) == 5
    left = [path for build in builds[-3:] for path in (build, build.with_name(build.name + ".json"))]
    assert set((house / "models" / "tiny-mail").glob("tiny-mail*")) == set(left)
    assert other.exists()


def test_a_folder_of_an_adapter_is_found_without_building_and_resolved_by_building(
    known: Mapping[str, Known], adapter: Path, house: Path, notes: Any
) -> None:
    assert find(str(adapter), known) == known["tiny-mail"]
    assert not (house / "models").exists()
    assert resolve(str(adapter), registry=known, progress=notes).weights.exists()


def test_an_adapter_for_another_file_of_that_name_is_refused(
    known: Mapping[str, Known], base: Entry, adapter: Path, notes: Any
) -> None:
    with pytest.raises(ModelError, match=f"with sha256 {base.sha256}, but the file of that name has {'0' * 64}"):
        pull("tiny-mail", registry={**known, "tiny": replace(base, sha256="0" * 64)}, progress=notes)
    (adapter / ADAPTER).unlink()
    with pytest.raises(ModelError, match="cannot read the adapter"):
        pull("tiny-mail", registry=known, progress=notes)


def test_the_command_line_builds_lists_and_shows(
    known: Mapping[str, Known],
    adapter: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("mailwright.models.registry.REGISTRY", {"tiny": known["tiny"]})
    monkeypatch.setattr("mailwright.models.registry.shipped_adapters", lambda: shipped_adapters(adapter.parent))
    assert main(["model", "list"]) == 0
    line = capsys.readouterr().out.splitlines()[0]
    assert "tiny-mail" in line
    assert "not built" in line
    assert main(["model", "build", "tiny-mail"]) == 0
    path = Path(capsys.readouterr().out.removeprefix("tiny-mail: ").strip())
    assert main(["model", "show", str(adapter), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["weights"], record["base"], record["fetched"]) == (str(path), "tiny", True)
    assert record["size"] == path.stat().st_size
    assert main(["model", "build", "tiny"]) == 1
    assert "is no adapter" in capsys.readouterr().err


def test_the_wheel_carries_the_adapters(adapter: Path, tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    package = tmp_path / "src" / "mailwright"
    copytree(ROOT / "src" / "mailwright", package, ignore=ignore_patterns("__pycache__"))
    copytree(adapter, package / "models" / "adapters" / "tiny-mail")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    carried = {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if "/adapters/tiny-mail/" in name}
    assert {ADAPTER, "adapter_config.json", "manifest.json", "README.md"} <= carried
