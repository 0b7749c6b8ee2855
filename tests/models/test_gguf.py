"""The head of a GGUF file is read, and what is none is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailwright.errors import ModelError
from mailwright.models.gguf import read_gguf_header

MakeGguf = Callable[..., Path]


def test_the_fields_are_found_behind_arrays(make_gguf: MakeGguf) -> None:
    fields = {
        "general.architecture": "gemma3",
        "general.name": "Größe",
        "gemma3.context_length": 32768,
        "tokenizer.chat_template": "{% for %}",
        "general.license": "gemma",
    }
    header = read_gguf_header(make_gguf(fields))
    assert (header.architecture, header.name, header.context_length) == ("gemma3", "Größe", 32768)
    assert (header.chat_template, header.licence) == ("{% for %}", "gemma")


def test_what_the_file_does_not_say_is_empty(make_gguf: MakeGguf) -> None:
    header = read_gguf_header(make_gguf({"general.architecture": "llama"}))
    assert (header.name, header.context_length, header.chat_template) == ("", 0, "")


def test_a_file_without_architecture_is_refused(make_gguf: MakeGguf) -> None:
    with pytest.raises(ModelError, match="names no architecture"):
        read_gguf_header(make_gguf({"general.name": "x"}))


def test_an_unknown_version_is_refused(make_gguf: MakeGguf) -> None:
    with pytest.raises(ModelError, match="version 9 is unknown"):
        read_gguf_header(make_gguf({"general.architecture": "llama"}, version=9))


def test_a_missing_file_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="No such file"):
        read_gguf_header(tmp_path / "none.gguf")


def test_a_head_cut_anywhere_is_refused(make_gguf: MakeGguf, tmp_path: Path) -> None:
    whole = make_gguf({"general.architecture": "llama"}).read_bytes()
    for length in range(len(whole)):
        (tmp_path / "cut.gguf").write_bytes(whole[:length])
        with pytest.raises(ModelError, match="no whole GGUF file"):
            read_gguf_header(tmp_path / "cut.gguf")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(noise=st.binary(max_size=200))
def test_noise_is_refused_with_a_model_error(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "noise.gguf"
    path.write_bytes(b"GGUF\x03\x00\x00\x00" + noise)
    with pytest.raises(ModelError):
        read_gguf_header(path)
