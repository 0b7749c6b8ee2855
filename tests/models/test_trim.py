"""A trimmed vocabulary: less of it, the same texts, the same weights, the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from tests import tiny_models

from mailwright.errors import ModelError
from mailwright.gguf import read_weights
from mailwright.gguf.layout import open_layout
from mailwright.models.cache import sha256_of
from mailwright.models.convert import convert
from mailwright.models.progress import SilentProgress
from mailwright.models.pull import pull
from mailwright.models.quantise import quantise
from mailwright.models.registry import REGISTRY, Entry
from mailwright.models.trim import kept_tokens, trim
from mailwright.models.vocabulary import BYTE, CONTROL, NORMAL, UNUSED, USER_DEFINED


def test_specials_bytes_and_latin_tokens_stay() -> None:
    tokens = ["<pad>", "<unused7>", "<0xE6>", "\n\n", "▁house", "дом", "家", "é", "▁café", "naïve\x07", "[x]"]
    types = (CONTROL, CONTROL, BYTE, USER_DEFINED, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL, UNUSED)
    kept = kept_tokens([token.encode() for token in tokens], types)
    assert [tokens[number] for number in kept] == ["<pad>", "<0xE6>", "\n\n", "▁house", "é", "▁café"]


def test_words_that_were_merged_late_go_and_single_characters_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailwright.models.trim.MERGED_BEFORE", 1)
    assert kept_tokens([b"in", b"late", b"z", "ß".encode(), "ж".encode()], (NORMAL,) * 5) == [0, 2, 3]


def in_gguf(kind: str, folder: Path) -> Path:
    getattr(tiny_models, kind)(folder / "hf")
    fields, weights = convert(folder / "hf", "tiny", "mit")
    quantise(weights, fields, folder / "whole.gguf", "Q8_0", SilentProgress(), "tiny")
    return folder / "whole.gguf"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return in_gguf("gemma3", tmp_path_factory.mktemp("whole"))


def test_a_trimmed_model_reads_and_computes_as_the_whole_one(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    monkeypatch.setattr("mailwright.models.trim.MERGED_BEFORE", 340)
    small = tmp_path / "small.gguf"
    count = trim(whole, small)
    text = "Hi Ana,\n\nthe room is free on Friday."
    pieces: list[str] = []
    logits: list[dict[str, float]] = []
    for path in (small, whole):
        tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
        model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
        pieces = pieces or tokenizer.tokenize(text, add_special_tokens=True)
        ids = tokenizer.convert_tokens_to_ids(pieces)
        assert tokenizer.decode(ids, skip_special_tokens=True) == text
        with torch.no_grad():
            found = model(torch.tensor([ids])).logits[0, -1]
        logits.append({tokenizer.convert_ids_to_tokens(n): float(found[n]) for n in range(len(found))})
    small_logits, whole_logits = logits
    assert len(small_logits) == count < len(whole_logits)
    assert small_logits == pytest.approx({token: whole_logits[token] for token in small_logits}, abs=1e-4)


def test_the_same_file_gives_the_same_bytes_and_other_tensors_stay_packed(whole: Path, tmp_path: Path) -> None:
    for name in ("a.gguf", "b.gguf"):
        trim(whole, tmp_path / name)
    assert (tmp_path / "a.gguf").read_bytes() == (tmp_path / "b.gguf").read_bytes()
    with open_layout(whole) as before, open_layout(tmp_path / "a.gguf") as after:
        for one, other in zip(read_weights(before), read_weights(after), strict=True):
            assert one.name == other.name
            if "token_embd" not in one.name:
                assert one.packed is not None
                assert other.packed is not None
                assert numpy.array_equal(one.packed, other.packed)


def test_a_vocabulary_of_another_kind_is_refused(tmp_path: Path) -> None:
    bpe = in_gguf("llama", tmp_path)
    with pytest.raises(ModelError, match="only a SentencePiece vocabulary can be trimmed"):
        trim(bpe, tmp_path / "out.gguf")
    assert not (tmp_path / "out.gguf").exists()


@pytest.fixture
def entries(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Entry]:
    monkeypatch.setenv("MAILWRIGHT_HOME", str(tmp_path / "home"))
    trim(whole, tmp_path / "small.gguf")
    files = {"tiny": whole, "tiny-latin": tmp_path / "small.gguf"}
    return {
        name: replace(
            REGISTRY["gemma3-270m"],
            name=name,
            file=f"{name}.gguf",
            size=path.stat().st_size,
            sha256=sha256_of(path),
            trimmed_from="" if name == "tiny" else "tiny",
        )
        for name, path in files.items()
    }


def test_a_trimmed_base_is_made_of_the_whole_one_once(whole: Path, entries: dict[str, Entry]) -> None:
    bundle = pull("tiny-latin", str(whole), registry=entries, progress=SilentProgress())
    assert sha256_of(bundle.weights) == entries["tiny-latin"].sha256
    made = bundle.weights.stat().st_mtime_ns
    assert pull("tiny-latin", registry=entries).weights.stat().st_mtime_ns == made
    assert sorted(path.name for path in bundle.weights.parent.iterdir()) == [".lock", "tiny-latin.gguf"]


def test_a_trimmed_base_that_comes_out_otherwise_is_refused(whole: Path, entries: dict[str, Entry]) -> None:
    entries["tiny-latin"] = replace(entries["tiny-latin"], sha256="0" * 64)
    with pytest.raises(ModelError, match="wrong checksum: trimming"):
        pull("tiny-latin", str(whole), registry=entries, progress=SilentProgress())
