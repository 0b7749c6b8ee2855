"""The SentencePiece vocabulary of a GGUF file as a tokenizer, for an engine that brings none for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError
from mailwright.gguf.layout import KEPT_ARRAY, floats, open_layout, strings

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer

PREFIX: Final = "tokenizer.ggml."
UNKNOWN, CONTROL, USER_DEFINED = 2, 3, 4  # ``llama_token_type`` of llama.cpp


class SentencePieces:
    """Byte pair encoding over characters, with bytes for those that the vocabulary lacks (Gemma).

    Attributes:
        pieces: the vocabulary as UTF-8, piece to number.
    """

    def __init__(self, path: Path) -> None:
        """Read the vocabulary of a GGUF file.

        Raises:
            ModelError: it has none of this kind.
        """
        with open_layout(path) as layout:
            if layout.values.get(f"{PREFIX}model") != "llama" or f"{PREFIX}scores" not in layout.spans:
                raise ModelError(f"{path} has no SentencePiece vocabulary: choose the engine llamacpp")
            tokens = list(strings(layout, f"{PREFIX}tokens"))
            types, scores = layout.values[KEPT_ARRAY], floats(layout, f"{PREFIX}scores")
            begins = layout.values.get(f"{PREFIX}bos_token_id")
            self._begin = (
                [begins] if layout.values.get(f"{PREFIX}add_bos_token", True) and begins is not None else []
            )
            space = bool(layout.values.get(f"{PREFIX}add_space_prefix", True))
        self.pieces = {token: number for number, token in enumerate(tokens)}
        self._tokenizer = _tokenizer([token.decode("utf-8", "replace") for token in tokens], types, scores, space)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a prompt; special tokens in it count as such."""
        return [*self._begin, *self._tokenizer.encode(text, add_special_tokens=False).ids]


def _tokenizer(tokens: list[str], types: tuple[int, ...], scores: tuple[float, ...], space: bool) -> Tokenizer:
    from tokenizers import AddedToken, Tokenizer, models, normalizers

    numbers = {token: number for number, token in enumerate(tokens)}
    unknown = next((token for token, kind in zip(tokens, types, strict=True) if kind == UNKNOWN), None)
    made = Tokenizer(
        models.BPE(
            vocab=numbers, merges=_merges(numbers, scores), unk_token=unknown, fuse_unk=True, byte_fallback=True
        )
    )
    steps = [normalizers.Prepend("▁")] if space else []
    made.normalizer = normalizers.Sequence([*steps, normalizers.Replace(" ", "▁")])
    made.add_special_tokens(
        [AddedToken(token, normalized=False) for token, kind in zip(tokens, types, strict=True) if kind == CONTROL]
    )
    made.add_tokens(
        [
            AddedToken(token, normalized=False, special=False)
            for token, kind in zip(tokens, types, strict=True)
            if kind == USER_DEFINED
        ]
    )
    return made


def _merges(numbers: dict[str, int], scores: tuple[float, ...]) -> list[tuple[str, str]]:
    """Return the merges that the scores stand for; what makes the piece of the highest score comes first."""
    found: list[tuple[float, int, int, tuple[str, str]]] = []
    for token, number in numbers.items():
        for at in range(1, len(token)):
            left, right = token[:at], token[at:]
            if left in numbers and right in numbers:
                found.append((-scores[number], numbers[left], numbers[right], (left, right)))
    return [merge for *_, merge in sorted(found, key=lambda item: item[:3])]
