"""What the head of a GGUF file tells, and what is said of a file that is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailwright.errors import ModelError
from mailwright.gguf import read_gguf_header


@pytest.mark.model
def test_the_header_of_the_base_weights_is_read(base_gguf: Path) -> None:
    header = read_gguf_header(base_gguf)
    assert header.architecture == "llama"
    assert header.context_length >= 2048
    assert header.tokenizer == "gpt2"
    assert header.bos == 1
    assert {0, 1, 2} <= header.control_tokens
    assert header.cache_values == 30 * 3 * 128  # layers, heads, key and value


@pytest.mark.model
@pytest.mark.parametrize("share", [0.0001, 0.01, 0.5, 0.999])
def test_a_file_that_was_cut_off_is_refused(base_gguf: Path, tmp_path: Path, share: float) -> None:
    path = tmp_path / "cut.gguf"
    data = base_gguf.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelError, match="cut off"):
        read_gguf_header(path)


def test_a_made_header_is_read(make_gguf: Callable[..., Path]) -> None:
    path = make_gguf({"general.architecture": "gemma3", "gemma3.context_length": 32768})
    assert read_gguf_header(path).architecture == "gemma3"
    assert read_gguf_header(path).context_length == 32768
    assert read_gguf_header(path).bos is None


def test_the_texts_are_found_behind_arrays(make_gguf: Callable[..., Path]) -> None:
    fields = {
        "general.architecture": "gemma3",
        "general.name": "Größe",
        "tokenizer.chat_template": "{% for %}",
        "general.license": "gemma",
    }
    header = read_gguf_header(make_gguf(fields))
    assert (header.name, header.licence, header.chat_template) == ("Größe", "gemma", "{% for %}")


def test_an_unknown_version_is_refused(make_gguf: Callable[..., Path]) -> None:
    with pytest.raises(ModelError, match="version 9"):
        read_gguf_header(make_gguf({"general.architecture": "llama"}, version=9))


def test_a_file_without_architecture_is_refused(make_gguf: Callable[..., Path]) -> None:
    with pytest.raises(ModelError, match="names no architecture"):
        read_gguf_header(make_gguf({"general.name": "nothing"}))


@pytest.mark.parametrize("content", [b"", b"GG", b"PK\x03\x04 a zip", b"<html>not found</html>"])
def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="no GGUF file"):
        read_gguf_header(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        read_gguf_header(tmp_path / "nowhere.gguf")


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_nothing_but_a_model_error_comes_of_any_bytes(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.gguf"
    path.write_bytes(b"GGUF\x03\x00\x00\x00" + tail)
    with pytest.raises(ModelError):
        read_gguf_header(path)
