"""Tokens read one by one give the text that the tokenizer makes of them all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailwright.engines.text import Assembler
from mailwright.engines.token_text import Pieces
from mailwright.errors import EngineError

pytest.importorskip("transformers")
KINDS = ("byte_tokenizer", "piece_tokenizer", "sentence_tokenizer", "with_line_ends")


@pytest.fixture(scope="module")
def tokenizers(tiny_models: Any) -> dict[str, Any]:
    from mailwright.training.line_ends import with_line_ends

    made = {name: getattr(tiny_models, name)() for name in KINDS[:3]}
    return {**made, "with_line_ends": with_line_ends(tiny_models.sentence_tokenizer(sentinel="<extra_id_1>"))}


def streamed(tokenizer: Any, ids: list[int], *, continues: bool) -> str:
    reader, text = Pieces(tokenizer.backend_tokenizer).reader(continues=continues), Assembler(())
    return "".join([*(text.feed(reader.read(number)) for number in ids), text.finish()])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "Hello Bob, the update is on Friday at 6pm.",
        "Dear Bob\n\nHello Bob,\n\nthe update is on Friday.\nPlease back up.\n\nAna",
        "Dear Ana",
    ],
)
def test_a_text_comes_back_whole(tokenizers: dict[str, Any], kind: str, text: str) -> None:
    tokenizer = tokenizers[kind]
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    whole = tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    assert streamed(tokenizer, ids, continues=kind in KINDS[:2]) == whole
    if kind in ("byte_tokenizer", "with_line_ends"):
        assert whole == text


@settings(max_examples=100, deadline=None)
@given(st.data())
@pytest.mark.parametrize("kind", ["sentence_tokenizer", "with_line_ends"])
def test_any_tokens_of_a_sentence_tokenizer_are_read_as_it_decodes_them(
    tokenizers: dict[str, Any], kind: str, data: st.DataObject
) -> None:
    tokenizer = tokenizers[kind]
    ids = data.draw(st.lists(st.integers(0, len(tokenizer) - 1), max_size=20))
    whole = tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    assert streamed(tokenizer, ids, continues=False) == whole


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 500), max_size=20))
@pytest.mark.parametrize("kind", KINDS)
def test_no_tokens_at_all_make_it_fail(tokenizers: dict[str, Any], kind: str, ids: list[int]) -> None:
    for continues in (True, False):
        streamed(tokenizers[kind], ids, continues=continues).encode()


def test_special_tokens_stand_for_nothing(tokenizers: dict[str, Any]) -> None:
    tokenizer = tokenizers["byte_tokenizer"]
    ids = tokenizer("<|im_start|>user\nHi<|im_end|>")["input_ids"]
    assert streamed(tokenizer, ids, continues=True) == "user\nHi"


def test_another_kind_of_tokenizer_is_refused() -> None:
    from tokenizers import Tokenizer, models

    with pytest.raises(EngineError, match="decodes by nothing cannot be streamed"):
        Pieces(Tokenizer(models.WordLevel({"a": 0})))
