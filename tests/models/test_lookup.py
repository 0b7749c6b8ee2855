"""A name, a folder or a file becomes a bundle."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mailwright.errors import ModelError
from mailwright.models.lookup import find, resolve
from mailwright.models.registry import DEFAULT, REGISTRY, Entry, known_models

MakeGguf = Callable[..., Path]
LLAMA = {"general.architecture": "llama", "llama.context_length": 4096}


@pytest.fixture
def folder(tmp_path: Path, make_gguf: MakeGguf) -> Path:
    """A bundle's folder."""
    weights = make_gguf(LLAMA).read_bytes()
    place = tmp_path / "bundle"
    place.mkdir()
    (place / "model.gguf").write_bytes(weights)
    write_manifest(place)
    return place


def write_manifest(folder: Path, **changes: Any) -> None:
    record = {
        "name": "house-mail",
        "version": "3",
        "base": {"name": "smollm2", "sha256": "a" * 64},
        "prompt_format": {"version": 1, "wrap": "chatml"},
        "architecture": "llama",
        "quantisation": "Q8_0",
        "languages": ["en", "de"],
        "licence": "Apache-2.0",
        "weights": "model.gguf",
        "weights_sha256": hashlib.sha256((folder / "model.gguf").read_bytes()).hexdigest(),
    }
    record = {key: value for key, value in {**record, **changes}.items() if value is not None}
    (folder / "manifest.json").write_text(json.dumps(record))


def test_a_folder_with_a_manifest_is_a_bundle(folder: Path) -> None:
    bundle = resolve(str(folder))
    assert (bundle.name, bundle.version, bundle.languages) == ("house-mail", "3", ("en", "de"))
    assert bundle.weights == folder / "model.gguf"
    assert bundle.prompt_format.wrap == "chatml"
    assert bundle.context_length == 4096
    assert bundle.folder == folder


def test_a_bundle_has_the_confidence_of_its_manifest(folder: Path) -> None:
    assert resolve(str(folder)).confidence is None
    write_manifest(folder, confidence={"intercept": 5.0, "slope": 1.5, "ready": 0.8})
    confidence = resolve(str(folder)).confidence
    assert confidence is not None
    assert confidence.of(1.0) == pytest.approx(1 / (1 + math.exp(-5)))


def test_the_manifest_may_state_a_shorter_context(folder: Path) -> None:
    write_manifest(folder, context_length=1024)
    assert resolve(str(folder)).context_length == 1024


def test_weights_that_are_not_those_of_the_manifest_are_refused(folder: Path) -> None:
    write_manifest(folder, weights_sha256="0" * 64)
    with pytest.raises(ModelError, match=f"wrong checksum: .*model.gguf has sha256 .* states {'0' * 64}"):
        resolve(str(folder))
    assert (folder / "model.gguf").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"weights": "other.gguf"}, "names the weights other.gguf, which are not there"),
        (
            {"weights": None, "weights_sha256": None, "adapter": "adapter.safetensors"},
            "is an adapter whose base is not known by name: there is no model named 'smollm2'",
        ),
        ({"architecture": "gemma3"}, "states the architecture gemma3, but model.gguf is of llama"),
    ],
)
def test_a_bundle_that_cannot_be_served_is_refused(folder: Path, changes: dict[str, Any], message: str) -> None:
    write_manifest(folder, **changes)
    with pytest.raises(ModelError) as caught:
        resolve(str(folder))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("template", "wrap"), [("{{ '<|im_start|>' + role }}", "chatml"), ("[INST]", "plain"), ("", "plain")]
)
def test_a_bare_file_is_english_and_wrapped_as_its_template_says(
    make_gguf: MakeGguf, template: str, wrap: str
) -> None:
    fields = {**LLAMA, "tokenizer.chat_template": template} if template else LLAMA
    bundle = resolve(str(make_gguf(fields, name="my mail.gguf")))
    assert (bundle.name, bundle.languages, bundle.prompt_format.wrap) == ("my mail", ("en",), wrap)
    assert bundle.context_length == 4096


@pytest.mark.parametrize("model", ["none.gguf", "./none", "/no/such/folder"])
def test_a_path_that_leads_nowhere_is_named(model: str) -> None:
    with pytest.raises(ModelError, match="there is no file or folder"):
        resolve(model)


def test_a_misspelt_name_is_told_the_nearest() -> None:
    with pytest.raises(ModelError, match="did you mean smollm2-135m-instruct"):
        resolve("smollm-135m-instruct")


def test_finding_a_name_fetches_nothing(house: Path) -> None:
    assert find("default") == known_models()[DEFAULT]
    assert find(" Gemma3-270M ") is REGISTRY["gemma3-270m"]
    assert not house.exists()


def test_resolving_a_name_fetches_it(hub: Any, entry: Entry, notes: Any, weights: bytes) -> None:
    registry: Mapping[str, Entry] = {"tiny": entry}
    assert resolve("tiny", registry=registry, progress=notes).weights.read_bytes() == weights


def test_a_name_wins_over_a_folder_of_that_name(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.rename(tmp_path / "default")
    monkeypatch.chdir(tmp_path)
    assert find("default") == known_models()[DEFAULT]
    found = find("./default")
    assert not isinstance(found, Entry)
    assert found.name == "house-mail"


@pytest.fixture
def plain_folder(tmp_path: Path) -> Path:
    """A folder in the layout of Hugging Face, with weights that nobody reads."""
    folder = tmp_path / "my-t5"
    folder.mkdir()
    config = {"model_type": "t5", "is_encoder_decoder": True, "n_positions": 256}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "model.safetensors").write_bytes(b"")
    return folder


def test_a_folder_in_the_layout_of_hugging_face_is_a_bundle(plain_folder: Path) -> None:
    bundle = resolve(str(plain_folder))
    assert (bundle.name, bundle.architecture, bundle.languages) == ("my-t5", "t5", ("en",))
    assert bundle.weights == plain_folder / "model.safetensors"
    assert bundle.context_length == 512  # 256 for the prompt and 256 for the answer
    assert bundle.prompt_format.wrap == "plain"
    (plain_folder / "chat_template.jinja").write_text("{{ '<|im_start|>' }}")
    assert resolve(str(plain_folder)).prompt_format.wrap == "chatml"


def test_weights_of_several_files_are_named_by_their_index(plain_folder: Path) -> None:
    (plain_folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"holds no weights in safetensors: model\.safetensors is not there"):
        resolve(str(plain_folder))
    (plain_folder / "model.safetensors.index.json").write_text("{}")
    assert resolve(str(plain_folder)).weights.name == "model.safetensors.index.json"


def test_a_manifest_wins_over_the_layout_of_hugging_face_and_must_agree_with_it(plain_folder: Path) -> None:
    changes = {"weights": "model.safetensors", "weights_sha256": hashlib.sha256(b"").hexdigest()}
    (plain_folder / "model.gguf").write_bytes(b"")
    write_manifest(plain_folder, **changes, architecture="t5")
    assert resolve(str(plain_folder)).name == "house-mail"
    write_manifest(plain_folder, **changes, architecture="mt5")
    with pytest.raises(ModelError, match=r"states the architecture mt5, but model\.safetensors is of t5"):
        resolve(str(plain_folder))
