"""The bytes that the tokens of a Hugging Face tokenizer stand for, one after another.

The package's own incremental decoder gives up on bytes that are no UTF-8, which a model draws now and then.
"""

from __future__ import annotations

import json
from typing import Any, Final

from mailwright.engines.text import token_bytes
from mailwright.errors import EngineError

# How a decoder says that a word after a line end does not begin with the blank that its token carries.
LINE_ENDS_EAT_BLANKS: Final = {"type": "Replace", "pattern": {"String": "\n "}, "content": "\n"}


class Pieces:
    """What each token of a tokenizer stands for; special tokens stand for nothing."""

    def __init__(self, tokenizer: Any) -> None:
        """Look at a tokenizer of the package ``tokenizers``.

        Raises:
            EngineError: it is neither one over bytes nor one that writes blanks as ``▁``.
        """
        steps = _decoder_steps(tokenizer)
        self.bytes = _bytes_of_tokens(tokenizer, {step["type"] for step in steps})
        self.joins_lines = LINE_ENDS_EAT_BLANKS in steps

    def reader(self, *, continues: bool) -> PieceReader:
        """Return a reader for one text; it goes on where the prompt ends, or is a text of its own."""
        return PieceReader(self, continues=continues)


class PieceReader:
    """Turns the tokens of one text into bytes."""

    def __init__(self, pieces: Pieces, *, continues: bool) -> None:
        self._pieces = pieces
        self._drop_blank = not continues  # a text of its own does not begin with one

    def read(self, token: int) -> bytes:
        """Return what the next token adds."""
        data = self._pieces.bytes[token] if token < len(self._pieces.bytes) else b""
        if not data:
            return b""
        if self._drop_blank:
            data = data.removeprefix(b" ")
        self._drop_blank = self._pieces.joins_lines and data.endswith(b"\n")
        return data


def _bytes_of_tokens(tokenizer: Any, steps: set[str]) -> list[bytes]:
    added = tokenizer.get_added_tokens_decoder()
    silent = frozenset(number for number, token in added.items() if token.special)
    pieces: dict[str, int] = tokenizer.get_vocab(with_added_tokens=True)
    if "ByteLevel" in steps:
        alphabet = {char: byte for byte, char in _byte_alphabet().items()}
        plain = {number for number in added if number not in silent}
        encoded = {
            piece.encode()
            if number in plain
            else bytes(alphabet[char] for char in piece if char in alphabet): number
            for piece, number in pieces.items()
            if number not in silent
        }
        return token_bytes(encoded, "gpt2", silent)
    if "Metaspace" in steps or "ByteFallback" in steps:
        return token_bytes({piece.encode(): number for piece, number in pieces.items()}, "llama", silent)
    raise EngineError(
        f"a tokenizer that decodes by {', '.join(sorted(steps)) or 'nothing'} cannot be streamed here"
    )


def _decoder_steps(tokenizer: Any) -> list[dict[str, Any]]:
    if tokenizer.decoder is None:
        return []
    return _flat(json.loads(tokenizer.decoder.__getstate__()))


def _flat(step: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for inner in step["decoders"] for one in _flat(inner)] if "decoders" in step else [step]


def _byte_alphabet() -> dict[int, str]:
    """The character that stands for each byte; source: ``bytes_to_unicode`` of GPT-2's encoder."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(others)}
