"""A base with a wide vocabulary -> the same base with the tokens that our languages use.

The tokens of a SentencePiece vocabulary are numbered in the order in which they were merged: what a token is made
of has lower numbers than the token itself, and the same alphabet. So the tokens of one alphabet up to some number,
with the single characters and the bytes, split a text just as the whole vocabulary does, but for words that were
merged later: these fall apart into their parts. No weight is changed; rows of the token embedding are left out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError
from mailwright.gguf import read_weights
from mailwright.gguf.layout import KEPT_ARRAY, floats, open_layout, strings
from mailwright.gguf.write import copied_fields, encode_field, write_gguf
from mailwright.models.convention import OUTPUT, TOKENS
from mailwright.models.vocabulary import BYTE, CONTROL, FLOAT32, INT32, NORMAL, UNUSED

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf import Weights
    from mailwright.gguf.layout import Layout
    from mailwright.gguf.weights import Numbers
    from mailwright.gguf.write import Tell

PREFIX: Final = "tokenizer.ggml."
MERGED_BEFORE: Final = 80_000  # of Gemma's numbers: the words of European languages that are met often
SIGNS: Final = frozenset("▁€₹₺₽™→•…‰′″−×≤≥✓☺")
LATIN: Final = ((0x20, 0x24F), (0x1E00, 0x1EFF), (0x2010, 0x2044))  # Unicode blocks with their punctuation


def trim(source: Path, target: Path, tell: Tell | None = None) -> int:
    """Write a GGUF file with a vocabulary in the Latin alphabet; return how many tokens it has.

    The same file gives the same bytes.

    Args:
        source: a GGUF file with a SentencePiece vocabulary.
        target: where it is to lie, whole or not at all.
        tell: is told how many bytes of how many are written.

    Raises:
        ModelError: the file cannot be read, or its vocabulary is of another kind.
    """
    with open_layout(source) as layout:
        if layout.values.get(f"{PREFIX}model") != "llama" or f"{PREFIX}scores" not in layout.spans:
            raise ModelError(f"{source}: only a SentencePiece vocabulary can be trimmed")
        tokens = list(strings(layout, f"{PREFIX}tokens"))
        kept = kept_tokens(tokens, layout.values[KEPT_ARRAY])
        fields = {**copied_fields(layout), **_vocabulary(layout, tokens, kept)}
        tensors = [_rows(item, kept) if item.name in (TOKENS, OUTPUT) else item for item in read_weights(layout)]
        write_gguf(target, fields, [(item, item.kind) for item in tensors], tell)
    return len(kept)


def kept_tokens(tokens: list[bytes], types: tuple[int, ...]) -> list[int]:
    """Return the numbers of the tokens that stay, rising.

    Args:
        tokens: all of them, as UTF-8.
        types: of each, as llama.cpp numbers them.
    """
    return [number for number, token in enumerate(tokens) if _stays(number, token, types[number])]


def _stays(number: int, token: bytes, kind: int) -> bool:
    if kind in (UNUSED, CONTROL):
        return kind == CONTROL and not token.startswith(b"<unused")
    if kind == BYTE or kind != NORMAL:
        return True
    text = token.decode("utf-8", "replace")
    return (number < MERGED_BEFORE or len(text) == 1) and all(map(_is_latin, text))


def _is_latin(character: str) -> bool:
    code = ord(character)
    within = any(first <= code <= last for first, last in LATIN)
    return character in SIGNS or (within and unicodedata.category(character) != "Cc")


def _vocabulary(layout: Layout, tokens: list[bytes], kept: list[int]) -> dict[str, bytes]:
    types, scores = layout.values[KEPT_ARRAY], floats(layout, f"{PREFIX}scores")
    places = {number: place for place, number in enumerate(kept)}
    fields = {
        f"{PREFIX}tokens": encode_field([tokens[number] for number in kept]),
        f"{PREFIX}scores": encode_field([scores[number] for number in kept], FLOAT32),
        KEPT_ARRAY: encode_field([types[number] for number in kept], INT32),
    }
    for key, value in layout.values.items():
        if key.startswith(PREFIX) and key.endswith("_token_id"):
            fields[key] = encode_field(places[value])  # special tokens stay, whatever their number
    size = f"{layout.values.get('general.architecture')}.vocab_size"
    return {**fields, size: encode_field(len(kept))} if size in layout.values else fields


def _rows(weights: Weights, kept: list[int]) -> Weights:
    """The rows of the tokens that stay, as they are packed."""
    assert weights.packed is not None  # it comes from a GGUF file
    packed = weights.packed[kept]
    return replace(weights, shape=(len(kept), weights.columns), packed=packed, rows=partial(_chosen, weights, kept))


def _chosen(weights: Weights, kept: list[int], start: int, stop: int) -> Numbers:
    import numpy

    return numpy.concatenate([weights.rows(number, number + 1) for number in kept[start:stop]])
