"""manifest.json is read strictly, and its errors say what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailwright.errors import ModelError
from mailwright.models.manifest import load_manifest

RECORD: dict[str, Any] = {
    "name": "house-mail",
    "version": "1.2",
    "base": {"name": "smollm2-135m-instruct", "sha256": "a" * 64},
    "prompt_format": {"version": 1, "wrap": "chatml"},
    "architecture": "llama",
    "quantisation": "Q8_0",
    "languages": ["en", "pt-BR"],
    "licence": "Apache-2.0",
    "weights": "model.gguf",
    "training": {"config_sha256": "b" * 64, "data_sha256": "c" * 64},
    "metrics": {"usable": 0.5},
}


def write(folder: Path, **changes: Any) -> Path:
    record = {key: value for key, value in {**RECORD, **changes}.items() if value is not None}
    (folder / "manifest.json").write_text(json.dumps(record))
    return folder


def test_a_whole_manifest_is_read(tmp_path: Path) -> None:
    manifest = load_manifest(write(tmp_path))
    assert manifest.name == "house-mail"
    assert manifest.base.sha256 == "a" * 64
    assert manifest.prompt_format.known("here").wrap == "chatml"
    assert manifest.training is not None
    assert manifest.metrics == {"usable": 0.5}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"licens": "x"}, "unknown key 'licens': did you mean licence?"),
        ({"base": {"name": "x", "sha265": "a" * 64}}, "unknown key 'base.sha265': did you mean sha256?"),
        ({"prompt_format": {"version": 1, "wrap": "plain", "vrsion": 1}}, "did you mean version?"),
        ({"zzz": 1}, "unknown key 'zzz': known are name, version, "),
        ({"prompt_format": {"version": 2, "wrap": "plain"}}, "has the prompt format 2 (plain)"),
        ({"prompt_format": {"version": 1, "wrap": "alpaca"}}, "has the prompt format 1 (alpaca)"),
        ({"name": None}, "name: Field required"),
        ({"name": "../x"}, "name: String should match pattern"),
        ({"languages": []}, "languages: List should have at least 1 item"),
        ({"languages": ["English"]}, "languages.0: String should match pattern"),
        ({"base": {"name": "x", "sha256": "abc"}}, "base.sha256: String should match pattern"),
        ({"weights": "../model.gguf"}, "weights: Value error, must be the name of a file in the folder"),
        ({"weights": "/etc/passwd"}, "weights: Value error, must be the name of a file in the folder"),
        ({"weights": ".."}, "weights: Value error, must be the name of a file in the folder"),
        ({"weights": None}, "must name either weights or adapter"),
        ({"adapter": "adapter.gguf"}, "must name either weights or adapter"),
        ({"adapter_sha256": "abc"}, "adapter_sha256: String should match pattern"),
        (
            {"training": {"config_sha256": "b" * 64, "data_sha256": "c" * 64, "method": "magic"}},
            "training.method: ",
        ),
        (
            {"training": {"config_sha256": "b" * 64, "data_sha256": "c" * 64, "comands": []}},
            "unknown key 'training.comands': did you mean commands?",
        ),
        ({"metrics": {"usable": "much"}}, "metrics.usable: Input should be a valid number"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_manifest(write(tmp_path, **changes))
    assert message in str(caught.value)
    assert str(tmp_path / "manifest.json") in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"null", b"[" * 5000])
def test_what_is_no_json_object_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"manifest\.json"):
        load_manifest(tmp_path)


def test_a_missing_manifest_and_a_huge_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot read"):
        load_manifest(tmp_path)
    (tmp_path / "manifest.json").write_bytes(b" " * 1_000_001)
    with pytest.raises(ModelError, match="that is no manifest"):
        load_manifest(tmp_path)
